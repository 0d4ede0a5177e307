using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Control.Ctl;
using Seraph.Core.Diagnostics;
using Seraph.Core.Management;

namespace Seraph.Cli.Tests;

public sealed class ServerCommandsTests : IAsyncLifetime, IServerControl
{
    private readonly string _directory = Directory.CreateTempSubdirectory("seraphctl").FullName;
    private readonly CommandLine _ctl = new();
    private readonly Statistics _statistics = new();
    private readonly CtlServer _server;

    public ServerCommandsTests()
    {
        var registry = new RpcRegistry(NullLogger<RpcRegistry>.Instance);
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var info = new ServerInfo(time);
        time.Advance(TimeSpan.FromSeconds(90061));
        var tasks = new ServerTasks();
        tasks.Add("attendant");
        tasks.Add("receiver child=0 sock=192.0.2.1:5060");
        _statistics.AddCounter("tm", "transactions", "how many").Add(3);
        _statistics.AddCounter("sl", "replies", "how many");
        registry.Add(new SystemCommands(registry));
        registry.Add(new CoreCommands(info, tasks, _statistics, this, time));
        registry.Add(this);
        _server = new CtlServer(registry, new CtlOptions(), new UnixFileRights(0x180, null, null), TimeProvider.System, NullLogger.Instance);
    }

    public IReadOnlyList<string> CommandLine => [];

    private string Address => $"unixs:{_directory}/ctl";

    public ValueTask InitializeAsync()
    {
        _server.Listen(new ControlAddress(ControlTransport.UnixStream, $"{_directory}/ctl"), binrpc: true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _statistics.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    void IServerControl.RequestStop()
    {
    }

    [Fact]
    public void Version_and_uptime_are_shown()
    {
        Assert.Equal(0, _ctl.Run("version", "-s", Address));
        Assert.StartsWith("Server: Seraph", _ctl.Output, StringComparison.Ordinal);
        Assert.Equal(0, _ctl.Run("-s", Address, "uptime"));
        Assert.Equal("up 1 day, 01:01:01, since Sat Feb  3 04:05:06 2024\n", _ctl.Output);
    }

    [Fact]
    public void Tasks_are_listed()
    {
        Assert.Equal(0, _ctl.Run("ps", "-s", Address));
        Assert.Equal([["PID", "Task"], [$"{Environment.ProcessId}", "attendant"], [$"{Environment.ProcessId}", "receiver child=0 sock=192.0.2.1:5060"]], _ctl.Rows());
    }

    [Fact]
    public void Statistics_are_shown_by_group()
    {
        Assert.Equal(0, _ctl.Run("stats", "-s", Address));
        Assert.Equal([["Counter", "Value"], ["sl.replies", "0"], ["tm.transactions", "3"]], _ctl.Rows());
        _ctl.Run("stats", "tm", "-s", Address);
        Assert.Equal(2, _ctl.Rows().Length);
        _ctl.Run("stats", "tm", "-s", Address, "--json");
        Assert.Contains("\"tm.transactions\": 3", _ctl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bindings_are_listed()
    {
        Assert.Equal(0, _ctl.Run("ul", "show", "-s", Address));
        Assert.Equal([["uid", "contact", "q"], ["alice@example.org", "sip:alice@192.0.2.1", "0.5"], ["bob@example.org", "sip:bob@192.0.2.2"]], _ctl.Rows());
        Assert.Equal(0, _ctl.Run("ul", "show", "alice@example.org", "-s", Address));
        Assert.Equal([["contact", "q", "expires", "ua", "recv"], ["sip:alice@192.0.2.1", "-1", "3600", "phone"]], _ctl.Rows());
        Assert.Equal(0, _ctl.Run("ul", "show", "--table", "aliases", "-s", Address));
        Assert.Equal("nobody is registered\n", _ctl.Output);
        Assert.Equal(1, _ctl.Run("ul", "show", "carol@example.org", "-s", Address));
        Assert.Equal("seraphctl: usrloc.show_contacts: 404 AOR Not Found\n", _ctl.Errors);
    }

    [Fact]
    public void Any_command_can_be_called()
    {
        Assert.Equal(0, _ctl.Run("rpc", "core.echo", "1", "-2", "1.5", "s:3", "text", "-s", Address));
        Assert.Equal("1\n-2\n1.500000\n3\ntext\n", _ctl.Output);
        Assert.Equal(0, _ctl.Run("rpc", "core.prints", "s:7", "-s", Address, "--json"));
        Assert.Equal("[\n  \"7\"\n]\n", _ctl.Output);
        Assert.Equal(0, _ctl.Run("rpc", "test.shapes", "-s", Address));
        Assert.Equal("{\n\tname: x\n\tinner: \t{\n\t\tdeep: 1\n\t}\n}\n[\n\t1\n]\n", _ctl.Output);
        Assert.Equal(0, _ctl.Run("rpc", "test.shapes", "-s", Address, "--json"));
        Assert.Contains("\"deep\": 1", _ctl.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", RpcKind.Integer)]
    [InlineData("-5", RpcKind.Integer)]
    [InlineData("5.5", RpcKind.Double)]
    [InlineData("5x", RpcKind.Text)]
    [InlineData("1e5", RpcKind.Text)]
    [InlineData("s:5", RpcKind.Text)]
    [InlineData("", RpcKind.Text)]
    public void Words_become_what_they_look_like(string word, RpcKind kind) => Assert.Equal(kind, ServerCommands.ArgumentOf(word).Kind);

    [Fact]
    public void Refusals_are_errors()
    {
        Assert.Equal(1, _ctl.Run("rpc", "core.nope", "-s", Address));
        Assert.Equal("seraphctl: core.nope: 500 command core.nope not found\n", _ctl.Errors);
        Assert.Empty(_ctl.Output);
    }

    [Theory]
    [InlineData("unixs:/nowhere/ctl", "no server answers at unixs:/nowhere/ctl")]
    [InlineData("tcp:127.0.0.1:1", "no server answers at tcp:127.0.0.1:1")]
    [InlineData("tcp:", "the name is missing")]
    [InlineData("fifo:/tmp/x", "binrpc does not run over pipes")]
    public void A_server_that_is_not_there_is_named(string socket, string reason)
    {
        Assert.Equal(1, _ctl.Run("ps", "-s", socket));
        Assert.Contains(reason, _ctl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_speak_binrpc_is_told()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{_directory}/other"));
        listener.Listen();
        foreach (var (answer, reason) in new[] { ("HTTP/1.1 400 Bad Request", "does not speak binrpc"), ("", "closed the connection before it had answered") })
        {
            var serve = Task.Run(async () =>
            {
                using var socket = await listener.AcceptAsync();
                await socket.ReceiveAsync(new byte[100]);
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
            });
            Assert.Equal(1, _ctl.Run("ps", "-s", $"unixs:{_directory}/other"));
            Assert.Contains(reason, _ctl.Errors, StringComparison.Ordinal);
            await serve;
        }
    }

    [Rpc("usrloc.dump")]
    internal static void Dump(RpcCall call, string table = "location")
    {
        if (table != "location")
            return;
        call.AddStructure().Add("domain", "location").Add("uid", "alice@example.org").Add("contact", "sip:alice@192.0.2.1").Add("q", 0.5);
        call.AddStructure().Add("uid", "bob@example.org").Add("contact", "sip:bob@192.0.2.2");
    }

    [Rpc("usrloc.show_contacts")]
    internal static void ShowContacts(RpcCall call, string table, string uid)
    {
        if (table != "location" || uid != "alice@example.org")
        {
            call.Fault(404, "AOR Not Found");
            return;
        }

        call.AddStructure().Add("contact", "sip:alice@192.0.2.1").Add("q", -1.0).Add("expires", 3600).Add("ua", "phone").Add("recv", "");
    }

    [Rpc("test.shapes")]
    internal static void Shapes(RpcCall call)
    {
        call.AddStructure().Add("name", "x").AddStructure("inner").Add("deep", 1);
        call.Add(RpcValue.From([RpcValue.From(1)]));
    }
}
