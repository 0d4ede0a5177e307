using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports.Udp;

/// <summary>One datagram of a <see cref="SendBatch"/>: which bytes of its arena go where.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UdpSend
{
    public UdpSocket? Socket;
    public NetworkEndpoint Destination;
    public int Offset;
    public int Length;
}

/// <summary>One bound socket of the kernel. A <see cref="ListenSocket"/> has one for each receiver where the system can share a port.</summary>
internal abstract class UdpSocket(ListenSocket listen, Socket socket, UdpCounters counters, ILogger logger, LogThrottle throttle) : IDisposable
{
    /// <summary>A pause after an error, so that one that repeats does not eat a core.</summary>
    private static readonly TimeSpan ErrorPause = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _stopped = new(initialState: false, spinCount: 0);
    private volatile bool _stopping;

    /// <summary>The largest payload of a datagram over IPv4; one limit for both families keeps things simple.</summary>
    public const int MaxPayload = 65507;

    public ListenSocket Listen { get; } = listen;

    public UdpCounters Counters { get; } = counters;

    protected Socket Socket { get; } = socket;

    protected bool IsStopping => _stopping;

    /// <summary>
    /// Waits for datagrams and puts them into the batch. Returns how many there are, 0 when there was an error that passes, or -1 when
    /// the socket was stopped and everything received before is read.
    /// </summary>
    public abstract int Receive(ReceiveBatch batch);

    /// <summary>Sends the datagrams of a batch, in order. What the kernel refuses is counted and logged.</summary>
    /// <param name="arena">A pinned array that holds the bytes.</param>
    /// <param name="sends">At most <see cref="SendBatch.MaxMessages"/>.</param>
    public abstract void SendMany(byte[] arena, ReadOnlySpan<UdpSend> sends);

    /// <summary>Sends one datagram at once.</summary>
    public abstract SendStatus SendOne(in NetworkEndpoint destination, ReadOnlySpan<byte> message);

    /// <summary>Lets every <see cref="Receive"/>, waiting now or called later, end with -1 once the rest is read.</summary>
    public void StopReceiving()
    {
        _stopping = true;
        _stopped.Set();
        WakeReceivers();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _stopped.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void WakeReceivers();

    protected void SendFailed(in NetworkEndpoint destination, int count, SocketError error, string reason)
    {
        Counters.CountSendErrors(count);
        if (!throttle.Allows(out var suppressed))
            return;
        TransportLog.UdpSendFailed(logger, Listen, destination, reason, suppressed);
        if (error == SocketError.InvalidArgument)
            TransportLog.BoundToLoopback(logger, Listen);
    }

    protected void ReceiveFailed(string reason, bool expected)
    {
        Counters.CountReceiveError();
        if (expected)
        {
            TransportLog.IcmpError(logger, Listen, reason);
            return;
        }

        if (throttle.Allows(out var suppressed))
            TransportLog.UdpReceiveFailed(logger, Listen, reason, suppressed);
        _stopped.Wait(ErrorPause);
    }
}
