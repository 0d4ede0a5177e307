namespace Seraph.Core.Transports;

/// <summary>How a message came to us.</summary>
/// <param name="Socket">The socket that it arrived on.</param>
/// <param name="Source">The sender's address and port as the kernel saw them.</param>
/// <param name="Connection">The id of the connection that it came over (from 1); 0 over UDP.</param>
public readonly record struct ReceiveInfo(ListenSocket Socket, NetworkEndpoint Source, int Connection)
{
    /// <summary>The protocol of the socket.</summary>
    public TransportProtocol Protocol => Socket.Protocol;
}

/// <summary>Takes in what the transports receive, one complete SIP message a call.</summary>
public interface IMessageHandler
{
    /// <summary>
    /// Handles one message to the end: parse, match, run the script, hand what is to be sent to the transports. It never throws.
    /// Called on many threads at once. What may wait has to be entered through <see cref="Blocking"/>; what is sent meanwhile is
    /// collected and leaves with the rest of the batch.
    /// </summary>
    /// <param name="buffer">Holds the message; it belongs to the transport again as soon as the call returns.</param>
    /// <param name="offset">Where the message begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="from">How it came.</param>
    /// <returns>False when the bytes were so wrong that a connection that brought them should be closed.</returns>
    bool Handle(byte[] buffer, int offset, int length, in ReceiveInfo from);
}
