using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Seraph.Control.Binrpc;
using Seraph.Control.Lines;
using Seraph.Core.Management;

namespace Seraph.Control.Ctl;

/// <summary>Listens on any number of addresses and serves management requests, each connection and datagram socket on its own.</summary>
internal sealed class CtlServer : IAsyncDisposable
{
    /// <summary>The most connections that are open.</summary>
    public const int MaxConnections = 128;

    /// <summary>The longest request, in bytes.</summary>
    public const int MaxRequest = 65535;

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly UnixFileRights _rights;
    private readonly BinrpcProtocol _binrpc;
    private readonly LineProtocol _lines;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(ControlAddress Address, IControlProtocol Protocol)> _listeners = [];
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _tasks = [];
    private readonly ConcurrentDictionary<ControlClient, Task> _connections = new(ReferenceEqualityComparer.Instance);

    public CtlServer(RpcRegistry registry, CtlOptions options, UnixFileRights rights, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _rights = rights;
        _binrpc = new BinrpcProtocol(registry, MaxRequest, options.MaxBodySize * 1024, options.AutoConversion);
        _lines = new LineProtocol(registry);
    }

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<(ControlAddress Address, IControlProtocol Protocol)> Listeners => _listeners;

    /// <summary>Who is connected.</summary>
    public IEnumerable<ControlClient> Connections => _connections.Keys;

    /// <summary>Begins to listen; port 0 takes any that is free. The result is the address with its port.</summary>
    /// <exception cref="IOException">The address can't be used; the message says why.</exception>
    public ControlAddress Listen(ControlAddress address, bool binrpc)
    {
        IControlProtocol protocol = binrpc ? _binrpc : _lines;
        try
        {
            if (address.Transport == ControlTransport.Fifo)
            {
                var pipe = new PipeListener(address, _lines, this, _rights, _logger);
                _tasks.Add(Task.Factory.StartNew(() => RunPipe(pipe), TaskCreationOptions.LongRunning)); // it blocks in read
            }
            else
            {
                var socket = Bind(address);
                if (socket.LocalEndPoint is IPEndPoint bound)
                    address = address with { Port = bound.Port };
                _sockets.Add(socket);
                _tasks.Add(Task.Run(() => address.IsStream ? AcceptAsync(socket, address, protocol) : ReceiveAsync(socket, address, protocol)));
            }
        }
        catch (Exception error) when (error is SocketException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"cannot listen on {address}: {error.Message}", error);
        }

        _listeners.Add((address, protocol));
        CtlLog.Listening(_logger, protocol.Name, address);
        return address;
    }

    /// <summary>Closes everything and removes the sockets' files. What has been asked is not answered any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var socket in _sockets)
            socket.Dispose();
        await Task.WhenAll([.. _tasks, .. _connections.Values]).WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (address, _) in _listeners.Where(listener => listener.Address.IsPath))
            File.Delete(address.Name);
        _stop.Dispose();
    }

    private void RunPipe(PipeListener pipe)
    {
        using (pipe)
            pipe.Run(_stop.Token);
    }

    private Socket Bind(ControlAddress address)
    {
        var endPoint = address.ToEndPoint();
        var socket = new Socket(endPoint.AddressFamily, address.IsStream ? SocketType.Stream : SocketType.Dgram, address.Transport switch
        {
            ControlTransport.Tcp => ProtocolType.Tcp,
            ControlTransport.Udp => ProtocolType.Udp,
            _ => ProtocolType.Unspecified,
        });
        try
        {
            if (address.IsPath)
                RemoveStale(address, socket.SocketType);
            else if (address.Transport == ControlTransport.Tcp && !OperatingSystem.IsWindows())
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(endPoint);
            if (address.IsPath)
                _rights.Apply(address.Name); // before it listens: nobody gets in earlier
            if (address.IsStream)
                socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Removes the socket that a server that died left behind. One that somebody serves, or a file that is no socket, stays.</summary>
    private static void RemoveStale(ControlAddress address, SocketType type)
    {
        if (!File.Exists(address.Name))
            return;
        try
        {
            using var probe = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
            probe.Connect(new UnixDomainSocketEndPoint(address.Name));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // A socket that nobody serves refuses; so does a file that is none, which has a length or a type of its own.
            if (new FileInfo(address.Name) is { Length: > 0 } || File.GetAttributes(address.Name) != FileAttributes.Normal)
                throw new IOException($"cannot listen on {address}: there is a file of that name that is no socket");
            File.Delete(address.Name);
            return;
        }

        throw new IOException($"cannot listen on {address}: another server listens there; stop it, or give this one its own socket with modparam(\"ctl\", \"binrpc\", \"unixs:...\")");
    }

    private async Task AcceptAsync(Socket listener, ControlAddress address, IControlProtocol protocol)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token);
                var client = ClientOf(address, protocol, address.IsPath ? null : socket.RemoteEndPoint);
                if (_connections.Count >= MaxConnections)
                {
                    CtlLog.TooManyConnections(_logger, MaxConnections, client.Source);
                    socket.Dispose();
                    continue;
                }

                var connection = new StreamConnection(socket, client, _time, _logger);
                _connections[client] = Task.CompletedTask;
                _connections.TryUpdate(client, ServeAsync(connection, client), Task.CompletedTask); // not when it has ended already
            }
            catch (SocketException error)
            {
                CtlLog.Failed(_logger, address, error.Message); // the peer was gone before it was accepted, or no descriptors are left
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(StreamConnection connection, ControlClient client)
    {
        await Task.Yield(); // the first request must not hold up the next accept
        await connection.ServeAsync(_stop.Token);
        _connections.TryRemove(client, out _);
    }

    private async Task ReceiveAsync(Socket socket, ControlAddress address, IControlProtocol protocol)
    {
        var buffer = new byte[MaxRequest];
        var anyone = address.IsPath ? new UnixDomainSocketEndPoint("/") : socket.LocalEndPoint!;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var datagram = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, _stop.Token);
                var client = ClientOf(address, protocol, datagram.RemoteEndPoint);
                if (protocol.Serve(buffer.AsSpan(0, datagram.ReceivedBytes), isWhole: true, client, out _, out var answer) == ControlStep.NeedMore)
                    continue; // cut off: nothing can be said about it
                if (client.Source.Length > 0 && !answer.Bytes.IsEmpty)
                    await socket.SendToAsync(answer.Bytes, SocketFlags.None, datagram.RemoteEndPoint, _stop.Token);
                answer.Call?.ReplySent();
            }
            catch (SocketException error)
            {
                CtlLog.Failed(_logger, address, error.Message); // nobody takes the answer, or it is longer than a datagram
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private ControlClient ClientOf(ControlAddress address, IControlProtocol protocol, EndPoint? remote) => remote switch
    {
        IPEndPoint ip => new ControlClient(this, protocol, address, ip.Address.ToString(), $"{ip.Port}"),
        null => new ControlClient(this, protocol, address, "<anonymous unix socket>", ""),
        _ => new ControlClient(this, protocol, address, remote.ToString() ?? "", ""),
    };
}
