using System.Text;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing.Language;

/// <summary>What only the server can tell a running script: which addresses are ours, and what names mean.</summary>
internal sealed class ScriptHooks : IScriptHooks
{
    /// <inheritdoc/>
    /// <remarks>The port is the URI's, or 5060 when it has none; the transport is left out of account (spec core-language.md, 3.2).</remarks>
    public bool IsMyself(ScriptContext context, ReadOnlySpan<byte> uri)
    {
        var server = ((RouteContext)context).Server;
        return SipUri.TryParse(uri, out var parsed) == SipParseStatus.Ok
            && parsed.IsSip
            && server.Sockets.IsMyself(parsed.Host.Of(uri), parsed.Port == 0 ? 5060 : parsed.Port, TransportProtocol.None);
    }

    /// <inheritdoc/>
    public bool IsMyself(ScriptContext context, IpValue address)
    {
        var server = ((RouteContext)context).Server;
        Span<byte> text = stackalloc byte[NetworkEndpoint.MaxTextLength];
        return address.TryFormat(text, out var length) && server.Sockets.IsMyself(text[..length], 0, TransportProtocol.None);
    }

    /// <inheritdoc/>
    public bool IsAddressOf(ScriptContext context, IpValue address, string host)
    {
        var server = ((RouteContext)context).Server;
        if (NextHop.Resolve(server, Encoding.UTF8.GetBytes(host), 5060, TransportProtocol.Udp, out var answer) != RoutingError.None)
            return false;
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < answer.Count; i++)
        {
            var length = answer[i].Endpoint.WriteAddress(bytes);
            if (IpValue.FromBytes(bytes[..length]) == address)
                return true;
        }

        return false;
    }
}
