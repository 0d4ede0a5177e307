using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports.Udp;

/// <summary>
/// SIP over UDP (RFC 3261, 18). Every listen socket has <see cref="UdpOptions.Children"/> receiver threads; on Linux each of them has
/// a kernel socket of its own and reads and sends many datagrams a system call, elsewhere they share one over System.Net.Sockets.
/// </summary>
public sealed class UdpTransport : ITransport, IDisposable
{
    private readonly List<Group> _groups = [];
    private readonly Group?[] _byIndex;
    private readonly UdpSocketFactory _factory;
    private readonly object _lock = new();
    private readonly HashSet<UdpReceiverThread> _threads = [];
    private readonly Stack<UdpReceiverThread> _standby = new();
    private readonly int _children;
    private int _receivers;
    private bool _stopping;

    /// <summary>Prepares the transport; nothing is opened yet.</summary>
    /// <param name="sockets">The server's sockets; those of other protocols are left alone.</param>
    /// <param name="options">What the parameters say.</param>
    /// <param name="limit">How many messages may wait.</param>
    /// <param name="logger">Where errors go.</param>
    /// <param name="time">The clock that thins out log lines.</param>
    /// <param name="portable">Whether to use System.Net.Sockets even on Linux.</param>
    public UdpTransport(
        IReadOnlyList<ListenSocket> sockets, UdpOptions options, BlockingLimit limit, ILogger<UdpTransport> logger, TimeProvider time, bool portable = false)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        Limit = limit;
        Logger = logger;
        _factory = new UdpSocketFactory(options, portable || !OperatingSystem.IsLinux(), logger, new LogThrottle(time));
        _children = Math.Max(options.Children, 1);
        _byIndex = new Group?[sockets.Count == 0 ? 0 : sockets.Max(socket => socket.Index) + 1];
        foreach (var socket in sockets)
        {
            if (socket.Protocol != TransportProtocol.Udp)
                continue;
            var group = new Group(socket);
            _groups.Add(group);
            _byIndex[socket.Index] = group;
        }
    }

    /// <summary>How many messages may wait, here and on connections together.</summary>
    public BlockingLimit Limit { get; }

    /// <summary>All threads: receivers, standbys, and those whose message waits.</summary>
    public int ThreadCount
    {
        get
        {
            lock (_lock)
                return _threads.Count;
        }
    }

    /// <summary>The receivers as process listings show them: <c>receiver child=0 sock=10.0.0.1:5060</c>.</summary>
    public IEnumerable<string> ReceiverNames => _groups.SelectMany(group => Enumerable.Range(0, ReceiversOf(group)).Select(child => Name(group.Listen, child)));

    internal ILogger Logger { get; }

    internal IMessageHandler Handler { get; private set; } = null!; // set before the first thread runs

    internal ReceiveBufferPool Buffers { get; } = new();

    /// <summary>Opens and binds all sockets. Datagrams are queued by the kernel from now on, and may be sent.</summary>
    /// <exception cref="ListenException">A socket cannot be had; none is left open.</exception>
    public void Open()
    {
        try
        {
            foreach (var group in _groups)
                group.Sockets = _factory.Open(group.Listen, group.Counters);
        }
        catch (ListenException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Starts the receivers.</summary>
    public void Start(IMessageHandler handler)
    {
        Handler = handler;
        foreach (var group in _groups)
        {
            for (var child = 0; child < ReceiversOf(group); child++)
            {
                _receivers++;
                StartThread(new UdpReceiver(group.Sockets[child % group.Sockets.Length], Name(group.Listen, child)));
            }
        }
    }

    /// <summary>
    /// Stops receiving: what had arrived is still handled, then the receivers end. Sending goes on until <see cref="Dispose"/>.
    /// </summary>
    /// <param name="patience">How long to wait for messages that are being handled.</param>
    /// <returns>False when some message was not finished in that time; its thread is left behind.</returns>
    public bool Stop(TimeSpan patience)
    {
        lock (_lock)
        {
            _stopping = true;
            foreach (var group in _groups)
            {
                foreach (var socket in group.Sockets)
                    socket.StopReceiving();
            }

            var ended = WaitUntil(() => _receivers == 0, patience); // a message that waits needs standbys even now
            foreach (var thread in _standby)
                thread.End();
            _standby.Clear();
            return WaitUntil(() => _threads.Count == 0, patience) && ended;
        }
    }

    /// <summary>Closes the sockets. Call <see cref="Stop"/> first when receivers were started.</summary>
    public void Dispose()
    {
        foreach (var group in _groups)
        {
            foreach (var socket in group.Sockets)
                socket.Dispose();
            group.Sockets = [];
        }
    }

    /// <inheritdoc/>
    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        if (message.Length > UdpSocket.MaxPayload)
            return SendStatus.TooLarge;
        if (SocketFor(target.Socket) is not { } socket)
            return SendStatus.Failed;
        if (SendBatch.Current is not { Immediate: false } batch)
            return socket.SendOne(target.Destination, message);
        message.CopyTo(batch.Reserve(socket, target.Destination, message.Length));
        batch.Commit(message.Length);
        return SendStatus.Sent;
    }

    /// <inheritdoc/>
    public Span<byte> Reserve(scoped in SendTarget target, int size) =>
        size <= UdpSocket.MaxPayload && SocketFor(target.Socket) is { } socket
            ? SendBatch.ForThisThread().Reserve(socket, target.Destination, size)
            : default;

    /// <inheritdoc/>
    public SendStatus Commit(in SendTarget target, int length)
    {
        SendBatch.ForThisThread().Commit(length);
        return SendStatus.Sent;
    }

    /// <summary>What a socket has done since the start.</summary>
    public UdpStatistics Statistics(ListenSocket socket) => GroupOf(socket)?.Counters.Read() ?? default;

    /// <summary>Finds a thread to go on with a receiver: a standby or a new one. False when there is none.</summary>
    internal bool HandOver(UdpReceiver receiver)
    {
        UdpReceiverThread? standby;
        lock (_lock)
            _standby.TryPop(out standby);
        if (standby is not null)
        {
            standby.Assign(receiver);
            return true;
        }

        try
        {
            StartThread(receiver);
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            TransportLog.NoThread(Logger, receiver.Socket.Listen, e);
            return false;
        }
    }

    /// <summary>A thread whose message is done waits for the next receiver that needs one. False when the transport stops.</summary>
    internal bool ToStandby(UdpReceiverThread thread)
    {
        lock (_lock)
        {
            if (_stopping)
                return false;
            _standby.Push(thread);
            return true;
        }
    }

    internal void ReceiverEnded()
    {
        lock (_lock)
        {
            _receivers--;
            Monitor.PulseAll(_lock);
        }
    }

    internal void ThreadEnded(UdpReceiverThread thread)
    {
        lock (_lock)
        {
            _threads.Remove(thread);
            Monitor.PulseAll(_lock);
        }
    }

    private void StartThread(UdpReceiver receiver)
    {
        var thread = new UdpReceiverThread(this, receiver);
        lock (_lock)
            _threads.Add(thread);
        try
        {
            thread.Start();
        }
        catch
        {
            ThreadEnded(thread);
            throw;
        }
    }

    private bool WaitUntil(Func<bool> done, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp(); // threads end in real time
        while (!done())
        {
            var left = patience - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left))
                return done();
        }

        return true;
    }

    /// <summary>The socket that this thread receives on when it is of the same address, so that receivers don't get in each other's way.</summary>
    private UdpSocket? SocketFor(ListenSocket listen)
    {
        if (UdpReceiverThread.CurrentSocket is { } own && ReferenceEquals(own.Listen, listen))
            return own;
        var sockets = GroupOf(listen)?.Sockets;
        return sockets is { Length: > 0 } ? sockets[0] : null;
    }

    /// <summary>A multicast group's datagrams come to every socket of it, so there is but one, and one receiver.</summary>
    private int ReceiversOf(Group group) => group.Listen.Endpoint.IsMulticast ? 1 : _children;

    private Group? GroupOf(ListenSocket listen) => (uint)listen.Index < (uint)_byIndex.Length ? _byIndex[listen.Index] : null;

    private static string Name(ListenSocket listen, int child) => $"receiver child={child} sock={listen.Endpoint}";

    /// <summary>All kernel sockets of one address.</summary>
    private sealed class Group(ListenSocket listen)
    {
        public ListenSocket Listen { get; } = listen;

        public UdpCounters Counters { get; } = new();

        public UdpSocket[] Sockets { get; set; } = [];
    }
}
