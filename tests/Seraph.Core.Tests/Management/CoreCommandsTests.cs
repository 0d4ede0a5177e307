using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;
using Seraph.Core.Management;

namespace Seraph.Core.Tests.Management;

public sealed class CoreCommandsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero));
    private readonly ServerTasks _tasks = new();
    private readonly Statistics _statistics = new();
    private readonly Control _control = new();
    private readonly RpcTester _rpc;

    public CoreCommandsTests()
    {
        _rpc = new RpcTester(new CoreCommands(new ServerInfo(_time), _tasks, _statistics, _control, _time));
        _rpc.Registry.Add(new SystemCommands(_rpc.Registry));
    }

    public void Dispose() => _statistics.Dispose();

    [Fact]
    public void Lists_every_method_and_its_help()
    {
        Assert.Contains("core.uptime", Run("system.listMethods").Values.Select(value => value.Text));
        Assert.Contains("signal number", Run("system.methodHelp", "core.kill").Values[0].Text, StringComparison.Ordinal);
        Assert.Equal(new RpcFault(400, "Method Name Expected"), Run("system.methodHelp").Failure);
        Assert.Equal(new RpcFault(400, "command not found"), Run("system.methodHelp", "nope").Failure);
        Assert.Equal(new RpcFault(500, "Not Implemented Yet"), Run("system.methodSignature", "core.kill").Failure);
    }

    [Fact]
    public void Uptime_is_told_as_ctime_does()
    {
        _time.Advance(TimeSpan.FromSeconds(90061.9));
        var members = Run("core.uptime").Values[0].Structure.Members.ToDictionary();
        Assert.Equal("Sun Feb  4 05:06:07 2024\n", members["now"].Text);
        Assert.Equal("Sat Feb  3 04:05:06 2024\n", members["up_since"].Text);
        Assert.Equal(90061, members["uptime"].Integer);
    }

    [Fact]
    public void Version_is_the_server_header() =>
        Assert.StartsWith("Server: Seraph", Run("core.version").Values[0].Text, StringComparison.Ordinal);

    [Fact]
    public void Tasks_come_in_pairs_and_go_when_they_end()
    {
        using (_tasks.Add("attendant"))
        using (_tasks.Add("timer"))
        {
            Assert.Equal([$"{Environment.ProcessId}", "attendant", $"{Environment.ProcessId}", "timer"], Run("core.ps").Values.Select(value => value.ToString()));
        }

        Assert.Empty(Run("core.ps").Values);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(15, true)]
    [InlineData(9, true)]
    [InlineData(1, false)]
    public void Kill_stops_the_server_once_the_answer_is_out(int? signal, bool stops)
    {
        var call = Run("core.kill", signal is { } number ? [number] : []);
        Assert.False(_control.Stopped);
        call.ReplySent();
        Assert.Equal(stops, _control.Stopped);
    }

    [Fact]
    public void Memory_is_told_in_units()
    {
        var names = Run("core.shmmem", "k").Values[0].Structure.Members.Select(member => member.Key);
        Assert.Equal(["total", "free", "used", "real_used", "max_used", "fragments"], names);
        Assert.Equal(new RpcFault(500, "bad param, (use b|k|m|g)"), Run("core.shmmem", "x").Failure);
    }

    [Fact]
    public void Echo_returns_any_value_as_text() =>
        Assert.Equal(["a", "1", "1.500000"], Run("core.echo", "a", 1, 1.5).Values.Select(value => value.Text));

    [Fact]
    public void Prints_wants_strings() => Assert.Equal(400, Run("core.prints", "a", 1).Failure?.Code);

    [Fact]
    public void Arguments_and_directory_are_told()
    {
        Assert.Equal(["seraph", "-D"], Run("core.arg").Values.Select(value => value.Text));
        Assert.Equal(Environment.CurrentDirectory, Run("core.pwd").Values[0].Text);
    }

    [Fact]
    public void Without_tcp_its_commands_are_refused() => Assert.Equal(new RpcFault(500, "tcp support disabled"), Run("core.tcp_info").Failure);

    [Fact]
    public void Statistics_are_fetched_by_group()
    {
        _statistics.AddCounter("tm", "transactions", "how many").Add(3);
        _statistics.AddCounter("sl", "replies", "how many").Increment();
        Assert.Equal(["sl.replies", "tm.transactions"], Run("stats.fetch").Values[0].Structure.Members.Select(member => member.Key));
        Assert.Equal(3, Run("stats.fetch", "tm").Values[0].Structure.Members[0].Value.Integer);
        Assert.Empty(Run("stats.fetch", "nope").Values[0].Structure.Members);
    }

    private RpcCall Run(string method, params object[] arguments) => _rpc.Run(method, arguments);

    private sealed class Control : IServerControl
    {
        public bool Stopped { get; private set; }

        public IReadOnlyList<string> CommandLine => ["seraph", "-D"];

        public void RequestStop() => Stopped = true;
    }
}
