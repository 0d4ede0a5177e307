namespace Seraph.Core.Transports;

/// <summary>Where a message goes.</summary>
/// <param name="Socket">The socket to send from; its protocol is the message's.</param>
/// <param name="Destination">The next hop.</param>
/// <param name="Connection">The connection to prefer (TCP and what stands on it); 0 for the one to <paramref name="Destination"/>, opened if need be.</param>
/// <param name="Options">What else is asked of the transport.</param>
public readonly record struct SendTarget(ListenSocket Socket, NetworkEndpoint Destination, int Connection = 0, SendOptions Options = SendOptions.None)
{
    /// <summary>The protocol of the socket.</summary>
    public TransportProtocol Protocol => Socket.Protocol;
}

/// <summary>What may be asked of a transport for one message.</summary>
[Flags]
public enum SendOptions : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Use a connection that is there, never open one (<c>set_forward_no_connect</c>).</summary>
    NoConnect = 1,

    /// <summary>Close the connection once the message is out (<c>set_forward_close</c>).</summary>
    CloseAfterwards = 2,
}

/// <summary>How sending went, as far as the sender can know at once.</summary>
public enum SendStatus
{
    /// <summary>Handed to the kernel, collected to be handed to it at the end of the batch, or queued on a connection.</summary>
    Sent,

    /// <summary>The kernel refused, the connection is gone, or it could not be made.</summary>
    Failed,

    /// <summary>The queue of the connection, or of all connections together, is full.</summary>
    QueueFull,

    /// <summary>Larger than the transport can carry.</summary>
    TooLarge,
}

/// <summary>One transport protocol, or all of them: the sending side. Receiving ends in an <see cref="IMessageHandler"/>.</summary>
public interface ITransport
{
    /// <summary>
    /// Sends one message. Never blocks on the network: over UDP the bytes are copied into the calling thread's <see cref="SendBatch"/>
    /// (or sent at once when it has none), over connections they are queued within the configured limits.
    /// </summary>
    SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message);

    /// <summary>
    /// Room for one message of at most <paramref name="size"/> bytes, to write it in place instead of copying it in; it is valid until
    /// the thread's next <see cref="Commit"/>, <see cref="Reserve"/> or <see cref="Send"/>. Empty when the transport carries nothing so large.
    /// </summary>
    Span<byte> Reserve(scoped in SendTarget target, int size) => SendReservation.Reserve(size);

    /// <summary>Sends the first <paramref name="length"/> bytes of what <see cref="Reserve"/> gave for the same target.</summary>
    SendStatus Commit(in SendTarget target, int length) => Send(target, SendReservation.Take(length));

    /// <summary>
    /// Lets a connection also be found by another port of its peer (spec core-subsystems.md, 4.4). False when there is no such connection, or it
    /// has as many aliases as it may have; true, and nothing done, where there are no connections.
    /// </summary>
    bool TryAddAlias(int connection, int port) => true;
}
