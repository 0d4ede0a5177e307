using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Control.Binrpc;
using Seraph.Control.Ctl;
using Seraph.Core.Management;

namespace Seraph.Control.Tests.Ctl;

public sealed class CtlServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ControlAddress AnyTcp = new(ControlTransport.Tcp, "127.0.0.1");

    private readonly string _directory = Directory.CreateTempSubdirectory("seraph-ctl").FullName;
    private readonly TestCommands _commands = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CtlServer _server;

    public CtlServerTests()
    {
        _server = NewServer();
        using var module = new CtlModule(new CtlOptions(), _commands.Registry, _commands.Tasks, _time, NullLogger<CtlModule>.Instance);
        _commands.Registry.Add(module);
    }

    private ControlAddress Stream => new(ControlTransport.UnixStream, Path.Combine(_directory, "ctl"));

    public ValueTask InitializeAsync()
    {
        _server.Listen(Stream, binrpc: true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _commands.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Values_of_every_type_arrive()
    {
        var answer = Call(Stream, "test.types");
        Assert.Equal(
            ["-5", "1.500000", "a:b,c\nd", "1", "86400", "{ name: x:y, number: 7, inner: { deep: 1 } }", "[ 1, two ]"],
            answer.Values.Select(value => value.ToString()));
    }

    [Fact]
    public void Refusals_arrive_with_code_and_text()
    {
        Assert.Equal(new RpcFault(404, "AOR Not Found"), Call(Stream, "test.fault", RpcValue.From(404), RpcValue.From("AOR Not Found")).Fault);
        Assert.Equal(new RpcFault(500, "command core.nope not found"), Call(Stream, "core.nope").Fault);
        Assert.Equal(new RpcFault(400, "error at parameter 0: expected string type but end of packet encountered"), Call(Stream, "core.prints").Fault);
        Assert.Equal(new RpcFault(400, "error at parameter 0: expected string type but record doesn't match type"), Call(Stream, "core.prints", RpcValue.From(1)).Fault);
        Assert.Equal(new RpcFault(400, "error at parameter 1: expected string type but end of packet encountered"), Call(Stream, "test.fault", RpcValue.From(1)).Fault);
        Assert.Equal(255, Call(Stream, "test.fault", RpcValue.From(1), RpcValue.From(new string('ö', 300))).Fault!.Value.Text.Length * 2 + 1);
    }

    [Fact]
    public void An_answer_beyond_the_limit_is_refused()
    {
        Assert.Equal(100_000, Call(Stream, "test.long", RpcValue.From(100_000)).Values[0].Text.Length);
        Assert.Equal(new RpcFault(500, "Internal server error processing 's': buffer too small (overflow) (-2)"), Call(Stream, "test.long", RpcValue.From(20_000_000)).Fault);
    }

    [Fact]
    public void Several_requests_in_one_piece_are_answered_in_order()
    {
        using var client = Connect(Stream);
        var requests = Request(1, "core.printi", RpcValue.From(1)).Concat(Request(2, "nope")).Concat(Request(3, "core.printi", RpcValue.From(3))).ToArray();
        client.Send(requests);
        var answers = ReceiveUntil(client, bytes => CountPackets(bytes) == 3);
        Assert.Equal("A1100201" + "1001", Convert.ToHexString(answers[..6]));
        Assert.Equal("A1100203" + "1003", Convert.ToHexString(answers[^6..]));
    }

    [Fact]
    public void A_request_may_come_byte_by_byte()
    {
        using var client = Connect(Stream);
        foreach (var b in Request(7, "core.printi", RpcValue.From(5)))
            client.Send([b]);
        Assert.Equal("A11002071005", Convert.ToHexString(ReceiveUntil(client, bytes => CountPackets(bytes) == 1)));
    }

    [Theory]
    [InlineData("4745540A")] // GET
    [InlineData("A1100001")] // a reply
    [InlineData("A10FFFFFFFFF00000001")] // longer than any request may be
    public void What_is_no_request_is_refused_and_the_connection_closed(string hex)
    {
        using var client = Connect(Stream);
        client.Send(Convert.FromHexString(hex));
        var answer = ReceiveToEnd(client);
        Assert.Contains("bad request: corrupted packet", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A100020110" + "07", "record doesn't match type")]
    [InlineData("A1000001", "end of packet encountered")]
    [InlineData("A1000271" + "71" + "61", "more data needed")]
    public void A_request_without_a_method_name_is_refused(string hex, string reason)
    {
        using var client = Connect(Stream);
        client.Send(Convert.FromHexString(hex));
        Assert.Contains("bad request method: " + reason, Encoding.ASCII.GetString(ReceiveToEnd(client)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_argument_is_refused_and_the_next_request_served()
    {
        using var client = Connect(Stream);
        byte[] damaged = [0xA1, 0x00, 6, 1, 0x41, (byte)'a', (byte)'b', (byte)'c', 0, 0x7F];
        client.Send([.. damaged, .. Request(2, "core.printi", RpcValue.From(3))]);
        var answers = ReceiveUntil(client, bytes => CountPackets(bytes) == 2);
        Assert.EndsWith("A11002021003", Convert.ToHexString(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_bytes_never_end_the_server()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            using var client = Connect(Stream);
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes[0] = 0xA1;
            client.Send(bytes);
            client.Shutdown(SocketShutdown.Send);
            try
            {
                ReceiveToEnd(client); // one after the other: there is a limit
            }
            catch (SocketException)
            {
                // Closed before everything was read.
            }
        }

        await WaitUntil(() => !_server.Connections.Any());
        Assert.Null(Call(Stream, "core.version").Fault);
    }

    [Fact]
    public async Task Connections_are_limited()
    {
        var clients = Enumerable.Range(0, CtlServer.MaxConnections).Select(_ => Connect(Stream)).ToArray();
        await WaitUntil(() => _server.Connections.Count() == CtlServer.MaxConnections);
        using (var surplus = Connect(Stream))
            Assert.Empty(ReceiveToEnd(surplus));
        foreach (var client in clients)
            client.Dispose();
        await WaitUntil(() => !_server.Connections.Any());
        Assert.Null(Call(Stream, "core.version").Fault);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_answers_is_disconnected()
    {
        using var client = Connect(Stream);
        for (var i = 0; i < 10; i++)
            client.Send(Request(1, "test.long", RpcValue.From(900_000)));
        await WaitUntil(() => _server.Connections.Any());
        await WaitUntil(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return !_server.Connections.Any();
        });
        Assert.Null(Call(Stream, "core.version").Fault);
    }

    [Fact]
    public async Task Every_transport_serves()
    {
        foreach (var asked in new[] { AnyTcp, new ControlAddress(ControlTransport.Udp, "127.0.0.1"), new ControlAddress(ControlTransport.UnixDatagram, Path.Combine(_directory, "dgram")) })
        {
            var address = _server.Listen(asked, binrpc: true);
            Assert.Equal("5", Call(address, "core.printi", RpcValue.From(5)).Values[0].ToString());
        }

        var listeners = Call(Stream, "ctl.listen").Values.Select(value => value.Text).ToArray();
        Assert.Equal(["binrpc", "unix_stream", Stream.Name, "", "binrpc", "tcp", "127.0.0.1"], listeners[..7]);
        await WaitUntil(() => !_server.Connections.Any());
    }

    [Fact]
    public void Tells_who_is_connected()
    {
        Assert.Equal(["binrpc", "unix_stream", "<anonymous unix socket>", "", Stream.Name, ""], Call(Stream, "ctl.who").Values.Take(6).Select(value => value.Text));
        Assert.InRange(Call(Stream, "ctl.connections").Values[0].Integer, 1, 3);
        var elsewhere = new RpcCall("ctl.who", [], new NoClient());
        Assert.True(_commands.Registry.TryRun(elsewhere));
        Assert.Equal(606, elsewhere.Failure?.Code);
    }

    [Fact]
    public void Stop_is_answered_before_it_is_done()
    {
        Assert.Null(Call(Stream, "core.kill").Fault);
        Assert.True(SpinWait.SpinUntil(() => _commands.Stopped, Patience));
    }

    [Fact]
    public void The_socket_is_for_its_owner_only()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Stream.Name));
    }

    [Fact]
    public async Task A_stale_socket_is_replaced_and_a_served_one_is_not()
    {
        var path = Path.Combine(_directory, "stale");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            dead.Bind(new UnixDomainSocketEndPoint(path));
        await using var second = NewServer();
        second.Listen(new ControlAddress(ControlTransport.UnixStream, path), binrpc: true);
        Assert.Contains("another server listens there", Assert.Throws<IOException>(() => second.Listen(Stream, binrpc: true)).Message, StringComparison.Ordinal);
        Assert.Null(Call(Stream, "core.version").Fault);
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_never_removed()
    {
        var path = Path.Combine(_directory, "precious");
        await File.WriteAllTextAsync(path, "data");
        Assert.Contains("no socket", Assert.Throws<IOException>(() => _server.Listen(new ControlAddress(ControlTransport.UnixStream, path), binrpc: true)).Message, StringComparison.Ordinal);
        Assert.Contains("no pipe", Assert.Throws<IOException>(() => _server.Listen(new ControlAddress(ControlTransport.Fifo, path), binrpc: false)).Message, StringComparison.Ordinal);
        Assert.Equal("data", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task The_socket_goes_with_the_server()
    {
        var server = NewServer();
        var address = new ControlAddress(ControlTransport.UnixStream, Path.Combine(_directory, "gone"));
        server.Listen(address, binrpc: true);
        Assert.True(File.Exists(address.Name));
        await server.DisposeAsync();
        Assert.False(File.Exists(address.Name));
        Assert.Throws<SocketException>(() => BinrpcClient.Connect(address, Patience));
    }

    [Fact]
    public void Lines_are_served_on_a_stream()
    {
        var address = new ControlAddress(ControlTransport.UnixStream, Path.Combine(_directory, "lines"));
        _server.Listen(address, binrpc: false);
        using var client = Connect(address);
        client.Send(":core.prints:x\nhello\n\n:nope:\n\n"u8);
        var text = Encoding.UTF8.GetString(ReceiveUntil(client, bytes => Encoding.UTF8.GetString(bytes).EndsWith("not found\n\n", StringComparison.Ordinal)));
        Assert.Equal("200 OK\nhello\n\n500 Command 'nope' not found\n\n", text);
    }

    [Fact]
    public async Task Lines_are_served_on_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "named pipes need Linux");
        var name = $"seraph_reply_{Guid.NewGuid():N}";
        var pipe = new ControlAddress(ControlTransport.Fifo, Path.Combine(_directory, "pipe"));
        _server.Listen(pipe, binrpc: false);
        NamedPipe.Create("/tmp/" + name);
        try
        {
            var reply = Task.Run(() => File.ReadAllText("/tmp/" + name));
            await File.WriteAllTextAsync(pipe.Name, $":core.prints:../x\nrefused\n\n:version:{name}\n\n");
            Assert.StartsWith("200 OK\nServer: Seraph", await reply.WaitAsync(Patience), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("/tmp/" + name);
        }
    }

    [Theory]
    [InlineData("core.version", 0, "Server: Seraph")]
    [InlineData("core.uptime", 0, "up_since: Sat Feb  3 04:05:06 2024")]
    [InlineData("core.ps", 0, "attendant")]
    [InlineData("system.listMethods", 0, "core.uptime")]
    [InlineData("core.prints hello", 0, "hello")]
    [InlineData("core.printi 1 2 300", 0, "300")]
    [InlineData("test.half 1.5", 0, "0.75")]
    [InlineData("test.flat", 0, "name: x:y,z")]
    [InlineData("test.types", 0, "deep: 1")]
    [InlineData("test.fault 404 lost", 0, "error: 404 - lost")]
    [InlineData("core.nope", 0, "error: 500 - command core.nope not found")]
    [InlineData("core.prints", 0, "error: 400 - error at parameter 0: expected string type but end of packet encountered")]
    [InlineData("core.printi word", 0, "error: 400 - error at parameter 0: expected integer type but record doesn't match type")]
    [InlineData("test.long 9000", 0, "xxxxxxxxxx")]
    [InlineData("help core.kill", 0, "Stops the server in order")]
    [InlineData("ps", 0, "attendant")]
    public async Task Kamcmd_talks_to_it(string arguments, int exitCode, string output)
    {
        using var task = _commands.Tasks.Add("attendant");
        foreach (var asked in new[] { Stream, new ControlAddress(ControlTransport.UnixDatagram, Path.Combine(_directory, "dgram")), AnyTcp })
        {
            var address = asked == Stream ? asked : _server.Listen(asked, binrpc: true);
            using var process = Process.Start(new ProcessStartInfo(Kamcmd(), $"-s {address} {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (text, errors) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.Contains(output, text, StringComparison.Ordinal);
            Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {text}{errors}");
        }
    }

    private static string Kamcmd() =>
        new[] { "/usr/sbin/kamcmd", "/usr/bin/kamcmd", "/usr/local/sbin/kamcmd" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("kamcmd is not installed: apt-get install kamailio");

    private CtlServer NewServer() => new(_commands.Registry, new CtlOptions(), new UnixFileRights(0x180, null, null), _time, NullLogger.Instance);

    private static BinrpcAnswer Call(ControlAddress address, string method, params RpcValue[] arguments)
    {
        using var client = BinrpcClient.Connect(address, Patience);
        return client.Call(method, arguments);
    }

    private static Socket Connect(ControlAddress address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect(address.ToEndPoint());
        return socket;
    }

    private static byte[] Request(uint cookie, string method, params RpcValue[] arguments)
    {
        var writer = new BinrpcWriter();
        writer.Write(method);
        foreach (var argument in arguments)
            writer.Write(argument);
        return writer.Finish(BinrpcMessageType.Request, cookie).ToArray();
    }

    private static byte[] ReceiveUntil(Socket socket, Func<byte[], bool> enough)
    {
        byte[] all = [];
        var buffer = new byte[4096];
        while (!enough(all))
        {
            var received = socket.Receive(buffer);
            Assert.True(received > 0, "the server closed the connection");
            all = [.. all, .. buffer[..received]];
        }

        return all;
    }

    private static byte[] ReceiveToEnd(Socket socket)
    {
        byte[] all = [];
        var buffer = new byte[4096];
        for (int received; (received = socket.Receive(buffer)) > 0;)
            all = [.. all, .. buffer[..received]];
        return all;
    }

    private static int CountPackets(byte[] bytes)
    {
        var count = 0;
        for (var at = 0; BinrpcHeader.TryRead(bytes.AsSpan(at), 1 << 20, out var header) == BinrpcStatus.Ok && bytes.Length - at >= header.Length + header.BodyLength; count++)
            at += header.Length + header.BodyLength;
        return count;
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "it did not come about");
            await Task.Delay(5);
        }
    }

    private sealed class NoClient : IRpcClient
    {
        public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => default;
    }
}
