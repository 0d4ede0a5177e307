using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>
/// Finds where to send for a host name (RFC 3263 without NAPTR, as core-subsystems 9.1 lays down): addresses are taken as they are; with a port the name's A
/// and AAAA records; without one its SRV records for the protocol, and if there are none, its A and AAAA records with the protocol's default port.
/// </summary>
public interface INameResolver
{
    /// <summary>
    /// Answers without waiting when that is possible: for IP addresses, names of the hosts file, and what the cache knows, failures included. Allocates
    /// nothing.
    /// </summary>
    /// <param name="host">Host of a URI or Via: an address (IPv6 with or without brackets) or a name, in any case.</param>
    /// <param name="port">Port of the URI; 0 when it has none.</param>
    /// <param name="protocol">Protocol to be used; <see cref="TransportProtocol.None"/> counts as UDP.</param>
    /// <param name="answer">The answer, when there is one.</param>
    /// <returns>False when a name server has to be asked: <see cref="ResolveAsync"/>.</returns>
    bool TryGetCached(ReadOnlySpan<byte> host, int port, TransportProtocol protocol, out DnsAnswer answer);

    /// <summary>Answers, and asks name servers for it if need be. It never throws for what DNS does: see <see cref="DnsAnswer.Status"/>.</summary>
    /// <param name="host">As above; copied before the call returns.</param>
    /// <param name="port">As above.</param>
    /// <param name="protocol">As above.</param>
    /// <param name="cancellationToken">Ends the waiting, not the query: its answer still goes into the cache.</param>
    ValueTask<DnsAnswer> ResolveAsync(ReadOnlyMemory<byte> host, int port, TransportProtocol protocol, CancellationToken cancellationToken = default);
}
