using Seraph.Core.Dns;
using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing;

/// <summary>Finds where a URI leads (RFC 3261, 8.1.2 and 16.6; RFC 3263; spec core-subsystems.md, 9.1).</summary>
public static class NextHop
{
    /// <summary>
    /// Resolves a URI to an ordered list of addresses with their protocols. Answers at once for addresses and for names that are in the cache; else
    /// it waits for DNS inside <see cref="Blocking.Enter"/>.
    /// </summary>
    /// <param name="server">The server whose resolver is asked.</param>
    /// <param name="uri">The URI as text.</param>
    /// <param name="forced">The protocol that the script demands; None = what the URI says.</param>
    /// <param name="answer">The addresses, best first.</param>
    public static RoutingError Resolve(SipServer server, ReadOnlyMemory<byte> uri, TransportProtocol forced, out DnsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(server);
        answer = default;
        return SipUri.TryParse(uri.Span, out var parsed) == SipParseStatus.Ok
            ? Resolve(server, uri, parsed, forced, out answer)
            : RoutingError.BadUri;
    }

    /// <summary>
    /// The same for a URI whose parts are known already, as slices of <paramref name="bytes"/>. With a <paramref name="port"/>, that one instead of the
    /// URI's; 0 is none.
    /// </summary>
    public static RoutingError Resolve(
        SipServer server, ReadOnlyMemory<byte> bytes, in SipUri uri, TransportProtocol forced, out DnsAnswer answer, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        answer = default;
        if (!uri.IsSip)
            return RoutingError.BadUri; // tel and the like name no host: something has to translate them first

        var protocol = forced;
        if (protocol == TransportProtocol.None)
        {
            if (uri.Transport > SipTransport.Sctp)
                return RoutingError.BadUri;
            protocol = (TransportProtocol)(byte)uri.Transport;
            if (uri.Scheme == UriScheme.Sips)
            {
                if (protocol == TransportProtocol.Udp)
                    return RoutingError.BadProtocol;
                protocol = TransportProtocol.Tls;
            }
        }

        // maddr, not the host, is where such a URI's request goes (RFC 3263, 4).
        var host = uri.Maddr.IsEmpty ? uri.Host : uri.Maddr;
        return Resolve(server, host.Of(bytes), port ?? uri.Port, protocol, out answer);
    }

    /// <summary>Resolves a host, an optional port (0 = none) and an optional protocol.</summary>
    public static RoutingError Resolve(SipServer server, ReadOnlyMemory<byte> host, int port, TransportProtocol protocol, out DnsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!server.Resolver.TryGetCached(host.Span, port, protocol, out answer))
        {
            using (Blocking.Enter())
            {
                var pending = server.Resolver.ResolveAsync(host, port, protocol);
                answer = pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
            }
        }

        return answer.IsOk ? RoutingError.None : RoutingError.BadAddress;
    }
}
