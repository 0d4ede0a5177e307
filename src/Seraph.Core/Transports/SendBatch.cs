using Seraph.Core.Transports.Udp;

namespace Seraph.Core.Transports;

/// <summary>
/// What one thread has to send, collected so that many messages cost one system call: datagrams, and connections that were
/// written to but not flushed. Receivers have one for every batch that they read; any other thread may ask for one with
/// <see cref="Begin"/> around a piece of work that sends much (a round of timers, say). Without one, sends go out at once.
/// </summary>
public sealed class SendBatch
{
    internal const int MaxMessages = 64;
    private const int ArenaSize = 2 * 65536;
    private const int MaxConnections = 64;

    [ThreadStatic]
    private static SendBatch? Own;

    private readonly byte[] _arena = GC.AllocateUninitializedArray<byte>(ArenaSize, pinned: true);
    private readonly UdpSend[] _sends = new UdpSend[MaxMessages];
    private readonly UdpSend[] _group = new UdpSend[MaxMessages];
    private readonly IDeferredFlush?[] _connections = new IDeferredFlush?[MaxConnections];
    private int _count;
    private int _used;
    private int _connectionCount;
    private bool _mixed;
    private bool _active;
    private UdpSocket? _reservedSocket;
    private NetworkEndpoint _reservedDestination;

    private SendBatch()
    {
    }

    /// <summary>The calling thread's batch, if it collects now.</summary>
    internal static SendBatch? Current => Own is { _active: true } own ? own : null;

    /// <summary>Whether nothing is held back at the moment, because the thread may wait.</summary>
    internal bool Immediate { get; set; }

    /// <summary>
    /// Collects what the calling thread sends until the scope is left; a scope inside another one changes nothing.
    /// Must be left on the same thread.
    /// </summary>
    public static SendBatchScope Begin()
    {
        var own = Own ??= new SendBatch();
        if (own._active)
            return default;
        own._active = true;
        return new SendBatchScope(own);
    }

    /// <summary>Sends what the calling thread has collected so far.</summary>
    public static void FlushCurrent() => Current?.Flush();

    /// <summary>The thread's batch whether it collects or not: room to write one message into.</summary>
    internal static SendBatch ForThisThread() => Own ??= new SendBatch();

    /// <summary>Room for one datagram of at most <paramref name="size"/> bytes; <see cref="Commit"/> takes it in.</summary>
    internal Span<byte> Reserve(UdpSocket socket, scoped in NetworkEndpoint destination, int size)
    {
        if (_used + size > ArenaSize)
            FlushDatagrams();
        _reservedSocket = socket;
        _reservedDestination = destination;
        return _arena.AsSpan(_used, size);
    }

    /// <summary>Takes in the datagram that was written into the reserved room.</summary>
    internal void Commit(int length)
    {
        if (_reservedSocket is not { } socket)
            throw new InvalidOperationException("Commit without Reserve");
        _reservedSocket = null;
        if (_count > 0 && !ReferenceEquals(_sends[_count - 1].Socket, socket))
            _mixed = true;
        _sends[_count++] = new UdpSend { Socket = socket, Destination = _reservedDestination, Offset = _used, Length = length };
        _used += (length + 7) & ~7;
        if (_count == MaxMessages || !_active || Immediate)
            FlushDatagrams();
    }

    /// <summary>Has a connection flushed with the batch. False when it must do so itself, now.</summary>
    internal bool Defer(IDeferredFlush connection)
    {
        if (!_active || Immediate)
            return false;
        for (var i = 0; i < _connectionCount; i++)
        {
            if (ReferenceEquals(_connections[i], connection))
                return true;
        }

        if (_connectionCount == MaxConnections)
            FlushConnections();
        _connections[_connectionCount++] = connection;
        return true;
    }

    /// <summary>Sends everything collected.</summary>
    internal void Flush()
    {
        FlushDatagrams();
        FlushConnections();
    }

    /// <summary>Ends the calling thread's batch, for those who cannot keep a scope.</summary>
    internal static void EndCurrent() => Current?.End();

    internal void End()
    {
        Flush();
        _active = false;
    }

    private void FlushDatagrams()
    {
        if (_count == 0)
            return;
        var sends = _sends.AsSpan(0, _count);
        if (_mixed)
            SendGroups(sends);
        else
            sends[0].Socket!.SendMany(_arena, sends);
        sends.Clear(); // keep no socket alive
        _count = _used = 0;
        _mixed = false;
    }

    /// <summary>One system call for every socket, the order on each socket kept.</summary>
    private void SendGroups(Span<UdpSend> sends)
    {
        for (var first = 0; first < sends.Length; first++)
        {
            if (sends[first].Socket is not { } socket)
                continue;
            var size = 0;
            for (var i = first; i < sends.Length; i++)
            {
                if (!ReferenceEquals(sends[i].Socket, socket))
                    continue;
                _group[size++] = sends[i];
                sends[i].Socket = null;
            }

            socket.SendMany(_arena, _group.AsSpan(0, size));
        }

        Array.Clear(_group);
    }

    private void FlushConnections()
    {
        for (var i = 0; i < _connectionCount; i++)
        {
            _connections[i]!.Flush();
            _connections[i] = null;
        }

        _connectionCount = 0;
    }
}

/// <summary>A stretch of code whose sends are collected; see <see cref="SendBatch.Begin"/>.</summary>
public readonly ref struct SendBatchScope
{
    private readonly SendBatch? _batch;

    internal SendBatchScope(SendBatch batch) => _batch = batch;

    /// <summary>Sends what was collected and ends the scope.</summary>
    public void Dispose() => _batch?.End();
}

/// <summary>Something with unsent bytes that waits for the end of a batch.</summary>
internal interface IDeferredFlush
{
    void Flush();
}
