using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports;

/// <summary>What the transports log: ids 1100 to 1199.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(1100, LogLevel.Error, "{Socket}: sending to {Destination} failed: {Reason} ({Suppressed} more like this)")]
    public static partial void UdpSendFailed(ILogger logger, ListenSocket socket, NetworkEndpoint destination, string reason, int suppressed);

    [LoggerMessage(1101, LogLevel.Critical, "{Socket}: an invalid destination: is the server bound to the loopback address only?")]
    public static partial void BoundToLoopback(ILogger logger, ListenSocket socket);

    [LoggerMessage(1102, LogLevel.Error, "{Socket}: receiving failed: {Reason} ({Suppressed} more like this)")]
    public static partial void UdpReceiveFailed(ILogger logger, ListenSocket socket, string reason, int suppressed);

    [LoggerMessage(1103, LogLevel.Debug, "{Socket}: an earlier datagram did not arrive: {Reason}")]
    public static partial void IcmpError(ILogger logger, ListenSocket socket, string reason);

    [LoggerMessage(1104, LogLevel.Debug, "probing packet of {Length} bytes from {Source} dropped")]
    public static partial void ShortDatagram(ILogger logger, int length, NetworkEndpoint source);

    [LoggerMessage(1105, LogLevel.Information, "datagram from {Source}, port 0, dropped: nobody could be answered")]
    public static partial void NoSourcePort(ILogger logger, NetworkEndpoint source);

    [LoggerMessage(1106, LogLevel.Error, "message from {Source}: a bug, the message is lost")]
    public static partial void HandlerFailed(ILogger logger, NetworkEndpoint source, Exception exception);

    [LoggerMessage(1107, LogLevel.Warning, "{Socket}: the system refuses {Option}: {Reason}")]
    public static partial void OptionRefused(ILogger logger, ListenSocket socket, string option, string reason);

    [LoggerMessage(1108, LogLevel.Error, "{Socket}: no thread can be started to go on receiving")]
    public static partial void NoThread(ILogger logger, ListenSocket socket, Exception exception);

    [LoggerMessage(1110, LogLevel.Warning, "protocol/port mismatch: the forced socket {Socket} has no counterpart for {Protocol}")]
    public static partial void ForcedSocketMismatch(ILogger logger, ListenSocket socket, TransportProtocol protocol);

    [LoggerMessage(1111, LogLevel.Error, "no route to {Destination}: {Reason}")]
    public static partial void NoRoute(ILogger logger, NetworkEndpoint destination, string reason);

    [LoggerMessage(1112, LogLevel.Error, "the route to {Destination} leaves from {Source}, where no socket listens")]
    public static partial void NoSocketForRoute(ILogger logger, NetworkEndpoint destination, NetworkEndpoint source);

    [LoggerMessage(1120, LogLevel.Debug, "connection {Id}: {Remote} came in on {Socket}")]
    public static partial void Accepted(ILogger logger, int id, NetworkEndpoint remote, ListenSocket socket);

    [LoggerMessage(1121, LogLevel.Debug, "connection {Id}: {Remote} reached")]
    public static partial void Connected(ILogger logger, int id, NetworkEndpoint remote);

    [LoggerMessage(1122, LogLevel.Error, "{Protocol} {Remote}: no connection: {Reason} ({Suppressed} more like this)")]
    public static partial void ConnectFailed(ILogger logger, TransportProtocol protocol, NetworkEndpoint remote, string reason, int suppressed);

    [LoggerMessage(1123, LogLevel.Debug, "connection {Id}: closed by {Remote} or after the last message")]
    public static partial void ConnectionClosed(ILogger logger, int id, NetworkEndpoint remote);

    [LoggerMessage(1124, LogLevel.Debug, "connection {Id}: {Remote} is gone: {Reason}")]
    public static partial void ConnectionReset(ILogger logger, int id, NetworkEndpoint remote, string reason);

    [LoggerMessage(1125, LogLevel.Information, "connection {Id} to {Remote} is cut off: {Reason}")]
    public static partial void ConnectionAborted(ILogger logger, int id, NetworkEndpoint remote, string reason);

    [LoggerMessage(1126, LogLevel.Debug, "connection {Id} to {Remote}: the end was not orderly")]
    public static partial void ConnectionEndFailed(ILogger logger, int id, NetworkEndpoint remote, Exception exception);

    [LoggerMessage(1127, LogLevel.Error, "connection {Id} from {Remote}: content length not present or unparsable, or message too large: {Status} ({Suppressed} more like this)")]
    public static partial void BadFrame(ILogger logger, int id, NetworkEndpoint remote, Sip.SipParseStatus status, int suppressed);

    [LoggerMessage(1128, LogLevel.Error, "{Remote}: maximum number of connections exceeded: {Max} ({Suppressed} more like this)")]
    public static partial void TooManyConnections(ILogger logger, NetworkEndpoint remote, int max, int suppressed);

    [LoggerMessage(1129, LogLevel.Error, "more than {Max} bytes wait to be sent on connections ({Suppressed} more like this)")]
    public static partial void QueueFull(ILogger logger, long max, int suppressed);

    [LoggerMessage(1130, LogLevel.Error, "{Socket}: no connection can be accepted: {Reason} ({Suppressed} more like this)")]
    public static partial void AcceptFailed(ILogger logger, ListenSocket socket, string reason, int suppressed);

    [LoggerMessage(1131, LogLevel.Error, "connection {Id} from {Remote}: no alias {Port}, it has as many as it may")]
    public static partial void TooManyAliases(ILogger logger, int id, NetworkEndpoint remote, int port);

    [LoggerMessage(1132, LogLevel.Warning, "the system refuses {Option} for a connection: {Reason}")]
    public static partial void TcpOptionRefused(ILogger logger, string option, string reason);
}
