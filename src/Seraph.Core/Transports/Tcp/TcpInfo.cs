namespace Seraph.Core.Transports.Tcp;

/// <summary>The state of TCP, as <c>core.tcp_info</c> reports it.</summary>
/// <param name="Readers">The configured readers.</param>
/// <param name="MaxConnections">How many connections may be open.</param>
/// <param name="OpenedConnections">How many are, those being opened included.</param>
/// <param name="WriteQueuedBytes">Bytes that wait to be sent, on all of them.</param>
public readonly record struct TcpInfo(int Readers, int MaxConnections, int OpenedConnections, long WriteQueuedBytes);
