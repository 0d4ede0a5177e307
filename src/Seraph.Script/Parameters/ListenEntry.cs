using Seraph.Script.Diagnostics;

namespace Seraph.Script.Parameters;

/// <summary>
/// One entry of <c>listen</c> or <c>alias</c>, not resolved: <c>[proto:]addr[:port]</c> or <c>[proto:](addr, addr)[:port]</c>. A property of the type
/// <c>List&lt;ListenEntry&gt;</c> receives them.
/// </summary>
/// <param name="Protocol"><c>udp</c>, <c>tcp</c>, <c>tls</c>, <c>sctp</c>, or null for all.</param>
/// <param name="Hosts">Addresses without brackets, host or interface names; more than one for a list in parentheses.</param>
/// <param name="Port">The port, or null for the default one (any, in <c>alias</c>).</param>
/// <param name="Location">Where the entry was written.</param>
public sealed record ListenEntry(string? Protocol, IReadOnlyList<string> Hosts, int? Port, SourceLocation Location);
