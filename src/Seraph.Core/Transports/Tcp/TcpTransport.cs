using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Seraph.Sip;

namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// SIP over TCP (RFC 3261, 18; RFC 5626, 3.5.1; RFC 5923) on Kestrel's connections. A message goes over the connection that it names,
/// else over one to its destination, else over a new one; it waits in the connection's queue until the peer takes it.
/// </summary>
public sealed class TcpTransport : ITransport, IDisposable
{
    /// <summary>The largest message to send; what a peer takes may be less.</summary>
    private const int MaxSend = 65536;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ListenSocket> _listen;
    private readonly List<Socket> _listeners = [];
    private readonly TcpConnectionTable _connections = new();
    private readonly TcpSocketOptions _socketOptions;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly LogThrottle _limitLog;
    private readonly LogThrottle _connectLog;
    private readonly LogThrottle _frameLog;
    private readonly Lock _connecting = new();
    private readonly ManualResetEventSlim _drained = new();
    private ITimer? _timer;
    private int _lastId;
    private int _count;
    private long _queued;
    private volatile bool _stopping;

    /// <summary>Prepares the transport; nothing is opened yet.</summary>
    /// <param name="sockets">The server's sockets; those of other protocols are left alone.</param>
    /// <param name="options">What the parameters say.</param>
    /// <param name="limit">How many messages may wait.</param>
    /// <param name="logger">Where errors go.</param>
    /// <param name="time">The clock of all timeouts.</param>
    public TcpTransport(IReadOnlyList<ListenSocket> sockets, TcpOptions options, BlockingLimit limit, ILogger<TcpTransport> logger, TimeProvider time)
    {
        _listen = [.. sockets.Where(socket => socket.Protocol == TransportProtocol.Tcp)];
        Options = options;
        Limit = limit;
        Logger = logger;
        Time = time;
        MaxMessage = Math.Clamp(options.ReadBufferSize, 512, 65536);
        _limitLog = new LogThrottle(time);
        _connectLog = new LogThrottle(time);
        _frameLog = new LogThrottle(time);
        _socketOptions = new TcpSocketOptions(options, logger);
        _contexts = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions
            {
                // Reading does nothing on the socket's thread but hand over, and a send that the kernel takes at once is over at once.
                UnsafePreferInlineScheduling = true,
                // A buffer for an idle connection costs less than a system call more for every read.
                WaitForDataBeforeAllocatingBuffer = false,
                MaxReadBufferSize = 65536,
                // A flush that ends when the kernel has everything tells how much is queued.
                MaxWriteBufferSize = 1,
            },
            logger);
    }

    /// <summary>How many messages may wait, here and over UDP together.</summary>
    public BlockingLimit Limit { get; }

    /// <summary>Connections and queues at the moment.</summary>
    public TcpInfo Info => new(Options.Children, Options.MaxConnections, _connections.Count, Interlocked.Read(ref _queued));

    internal TcpOptions Options { get; }

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    internal int MaxMessage { get; }

    internal IMessageHandler Handler { get; private set; } = null!; // set before the first connection

    /// <summary>Opens the listening sockets. The kernel queues connections from now on.</summary>
    /// <exception cref="ListenException">A socket cannot be had; none is left open.</exception>
    public void Open()
    {
        foreach (var listen in _listen)
        {
            try
            {
                _listeners.Add(_socketOptions.Listen(listen));
            }
            catch (SocketException e)
            {
                Dispose();
                throw new ListenException(listen, e);
            }
        }
    }

    /// <summary>Starts accepting connections.</summary>
    public void Start(IMessageHandler handler)
    {
        Handler = handler;
        _timer = Time.CreateTimer(_ => CheckTimes(), null, Tick, Tick);
        for (var i = 0; i < _listeners.Count; i++)
            _ = AcceptAsync(_listen[i], _listeners[i]);
    }

    /// <summary>Takes no more connections, and closes those that there are once their queues are out.</summary>
    /// <param name="patience">How long to wait for that; then the rest is cut off.</param>
    /// <returns>False when connections had to be cut off.</returns>
    public bool Stop(TimeSpan patience)
    {
        _stopping = true;
        CloseListeners();
        foreach (var connection in _connections.All)
            connection.Finish();
        if (Volatile.Read(ref _count) == 0 || _drained.Wait(patience))
            return true;
        foreach (var connection in _connections.All)
            connection.Abort("the server stops");
        return false;
    }

    /// <summary>Cuts off what <see cref="Stop"/> has left.</summary>
    public void Dispose()
    {
        _stopping = true;
        CloseListeners();
        foreach (var connection in _connections.All)
            connection.Abort("the server stops");
        _timer?.Dispose();
        _contexts.Dispose();
    }

    /// <inheritdoc/>
    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxSend)
            return SendStatus.TooLarge;
        var finish = (target.Options & SendOptions.CloseAfterwards) != 0;
        if (target.Connection != 0
            && _connections.TryFind(target.Connection, target.Protocol, out var connection)
            && connection.TrySend(message, finish, out var status))
        {
            return status;
        }

        while (_connections.TryFind(target.Protocol, target.Destination, out connection))
        {
            if (connection.TrySend(message, finish, out status))
                return status;
        }

        if (Options.NoConnect || (target.Options & SendOptions.NoConnect) != 0)
            return SendStatus.Failed;
        return TryConnect(target) is { } opening && opening.TrySend(message, finish, out status) ? status : SendStatus.Failed;
    }

    /// <inheritdoc/>
    public bool TryAddAlias(int connection, int port)
    {
        if (port is <= 0 or > 65535 || !_connections.TryFind(connection, TransportProtocol.Tcp, out var found))
            return false;
        if (_connections.AddAlias(found, port))
            return true;
        TransportLog.TooManyAliases(Logger, found.Id, found.Remote, port);
        return false;
    }

    /// <summary>Whether a connection is there to be used.</summary>
    public bool IsOpen(int connectionId) => _connections.TryFind(connectionId, TransportProtocol.Tcp, out _);

    /// <summary>Closes a connection once its queue is out. False when there is none.</summary>
    public bool Close(int connectionId)
    {
        if (!_connections.TryFind(connectionId, TransportProtocol.Tcp, out var connection))
            return false;
        connection.Finish();
        return true;
    }

    /// <summary>Takes bytes into the account of all queues. False when that is full.</summary>
    internal bool TryQueue(int bytes)
    {
        if (Interlocked.Add(ref _queued, bytes) <= Options.QueueMax)
            return true;
        Interlocked.Add(ref _queued, -bytes);
        if (_limitLog.Allows(out var suppressed))
            TransportLog.QueueFull(Logger, Options.QueueMax, suppressed);
        return false;
    }

    internal void Unqueue(int bytes) => Interlocked.Add(ref _queued, -bytes);

    internal void Ended(TcpConnection connection)
    {
        _connections.Remove(connection);
        if (Interlocked.Decrement(ref _count) == 0 && _stopping)
            _drained.Set();
    }

    internal void ConnectFailed(TcpConnection connection, string reason)
    {
        if (_connectLog.Allows(out var suppressed))
            TransportLog.ConnectFailed(Logger, connection.Listen.Protocol, connection.Remote, reason, suppressed);
    }

    internal void BadFrame(TcpConnection connection, SipParseStatus status)
    {
        if (_frameLog.Allows(out var suppressed))
            TransportLog.BadFrame(Logger, connection.Id, connection.Remote, status, suppressed);
    }

    private async Task AcceptAsync(ListenSocket listen, Socket listener)
    {
        while (!_stopping)
        {
            try
            {
                var socket = await listener.AcceptAsync();
                Accepted(listen, socket);
            }
            catch (SocketException e)
            {
                if (_stopping)
                    return;
                if (_limitLog.Allows(out var suppressed))
                    TransportLog.AcceptFailed(Logger, listen, e.Message, suppressed);
                await Task.Delay(TimeSpan.FromMilliseconds(10), Time); // out of descriptors, most likely: no use in trying at once
            }
            catch (ObjectDisposedException)
            {
                return; // stopped
            }
        }
    }

    private void Accepted(ListenSocket listen, Socket socket)
    {
        TcpConnection? connection = null;
        try
        {
            var remote = NetworkEndpoint.From((IPEndPoint)socket.RemoteEndPoint!);
            connection = _stopping ? null : NewConnection(listen, remote);
            if (connection is null)
            {
                socket.Dispose();
                return;
            }

            _socketOptions.Common(socket);
            TransportLog.Accepted(Logger, connection.Id, remote, listen);
            connection.Opened(_contexts.Create(socket));
        }
        catch (Exception e)
        {
            socket.Dispose(); // reset before we looked at it, most likely; it is this connection only
            connection?.NotOpened(e.Message);
        }
    }

    /// <summary>A connection in the table, or null when there are too many.</summary>
    private TcpConnection? NewConnection(ListenSocket listen, in NetworkEndpoint remote)
    {
        if (Interlocked.Increment(ref _count) > Options.MaxConnections)
        {
            Interlocked.Decrement(ref _count);
            if (_limitLog.Allows(out var suppressed))
                TransportLog.TooManyConnections(Logger, remote, Options.MaxConnections, suppressed);
            return null;
        }

        var id = Interlocked.Increment(ref _lastId) & int.MaxValue;
        var connection = new TcpConnection(this, id == 0 ? Interlocked.Increment(ref _lastId) : id, listen, remote);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>The connection that is being opened to a destination: one, however many messages want it at once. Null when that can't be.</summary>
    private TcpConnection? TryConnect(in SendTarget target)
    {
        TcpConnection? connection;
        lock (_connecting)
        {
            if (_connections.TryFind(target.Protocol, target.Destination, out connection))
                return connection;
            if (_stopping)
                return null;
            connection = NewConnection(target.Socket, target.Destination);
        }

        if (connection is not null)
            _ = ConnectAsync(connection);
        return connection;
    }

    private async Task ConnectAsync(TcpConnection connection)
    {
        Socket? socket = null;
        try
        {
            socket = _socketOptions.Outgoing(connection.Remote);
            connection.Attempting(socket);
            await socket.ConnectAsync(connection.Remote.ToIPEndPoint());
            TransportLog.Connected(Logger, connection.Id, connection.Remote);
            connection.Opened(_contexts.Create(socket));
        }
        catch (Exception e)
        {
            socket?.Dispose(); // refused, out of time or out of descriptors; it is this connection only
            connection.NotOpened(e.Message);
        }
    }

    private void CheckTimes()
    {
        var now = Time.GetTimestamp();
        foreach (var connection in _connections.All)
            connection.CheckTimes(now);
    }

    private void CloseListeners()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
        _listeners.Clear();
    }
}
