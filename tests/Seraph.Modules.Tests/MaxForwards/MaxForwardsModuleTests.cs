using Seraph.Script;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.MaxForwards;

public class MaxForwardsModuleTests
{
    private const string Relay = """
        loadmodule "sl"
        loadmodule "maxfwd"
        loadmodule "probe"
        route {
            if (!mf_process_maxfwd_header("10")) { sl_reply("483", "Too Many Hops"); drop; }
            probe_text("relayed");
            forward(10.0.0.2);
        }
        """;

    [Fact]
    public void Adds_the_header_as_the_first_one_when_it_is_missing()
    {
        using var server = ScriptServer.Start(Relay);
        var sent = Assert.Single(server.Receive(Request(maxForwards: "")));
        Assert.Equal("10", Assert.Single(sent.Headers("Max-Forwards")));
        Assert.Equal("Max-Forwards: 10", sent.Lines.Skip(1).First(l => !l.StartsWith("Via: SIP/2.0/UDP 10.0.0.254", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Max-Forwards: 15\n", "Max-Forwards: 14")]
    [InlineData("Max-Forwards: 10\n", "Max-Forwards:  9")]
    [InlineData("Max-Forwards: 16\n", "Max-Forwards: 15")]
    [InlineData("Max-Forwards: 17\n", "Max-Forwards: 16")]
    [InlineData("Max-Forwards: 200\n", "Max-Forwards:  16")]
    [InlineData("max-forwards:1\n", "max-forwards:0")]
    public void Counts_down_over_the_old_number(string received, string expected)
    {
        using var server = ScriptServer.Start(Relay);
        Assert.Contains(expected, Assert.Single(server.Receive(Request(maxForwards: received))).Lines);
    }

    [Fact]
    public void Without_a_limit_a_large_number_only_counts_down()
    {
        using var server = ScriptServer.Start("modparam(\"maxfwd\", \"max_limit\", 0)\n".Insert(0, "loadmodule \"maxfwd\"\n") + "route { maxfwd_process(10); forward(10.0.0.2); }");
        Assert.Contains("Max-Forwards:  99", Assert.Single(server.Receive(Request(maxForwards: "Max-Forwards: 100\n"))).Lines);
    }

    [Fact]
    public void Is_false_at_zero_and_the_request_stays()
    {
        using var server = ScriptServer.Start(Relay);
        Assert.Equal("SIP/2.0 483 Too Many Hops", Assert.Single(server.Receive(Request(maxForwards: "Max-Forwards: 0\n"))).StartLine);
        Assert.Empty(server.Probe.Seen);
        Assert.Contains(server.EndLog(), l => l.Contains("no hops left", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("300")]
    [InlineData("17")]
    [InlineData("-1")]
    [InlineData("$none")]
    [InlineData("@msg.header.x_none")]
    public void Is_false_for_a_bad_number_to_begin_with(string initial)
    {
        using var server = ScriptServer.Start($"loadmodule \"maxfwd\"\nloadmodule \"probe\"\nroute {{ if (!maxfwd_process(\"{initial}\")) probe_text(\"false\"); }}");
        server.Receive(Request(maxForwards: ""));
        Assert.Equal(["false"], server.Probe.Seen);
    }

    [Fact]
    public void Ends_the_script_when_the_number_to_begin_with_is_zero()
    {
        using var server = ScriptServer.Start("loadmodule \"maxfwd\"\nloadmodule \"probe\"\nroute { process_maxfwd(0); probe_text(\"went on\"); }");
        Assert.Empty(server.Receive(Request(maxForwards: "")));
        Assert.Empty(server.Probe.Seen);
    }

    [Fact]
    public void Takes_the_number_from_an_attribute()
    {
        using var server = ScriptServer.Start("loadmodule \"maxfwd\"\nroute { $n = 7; maxfwd_process(\"$n\"); forward(10.0.0.2); }");
        Assert.Equal("7", Assert.Single(server.Receive(Request(maxForwards: ""))).Header("Max-Forwards"));
    }

    [Theory]
    [InlineData("Max-Forwards: 4\n", "false")]
    [InlineData("Max-Forwards: 5\n", "true")]
    [InlineData("", "true")]
    public void At_least_compares_and_changes_nothing(string header, string expected)
    {
        using var server = ScriptServer.Start("loadmodule \"maxfwd\"\nloadmodule \"probe\"\nroute { if (maxfwd_at_least(5)) probe_text(\"true\"); else probe_text(\"false\"); forward(10.0.0.2); }");
        var sent = Assert.Single(server.Receive(Request(maxForwards: header)));
        Assert.Equal([expected], server.Probe.Seen);
        Assert.Equal(header.Length == 0 ? null : header[14..^1], sent.Header("Max-Forwards"));
    }

    [Fact]
    public void Called_twice_counts_once()
    {
        using var server = ScriptServer.Start("loadmodule \"maxfwd\"\nroute { maxfwd_process(10); maxfwd_process(10); forward(10.0.0.2); }");
        Assert.Equal(["15"], Assert.Single(server.Receive(Request(maxForwards: "Max-Forwards: 16\n"))).Headers("Max-Forwards"));
        Assert.Equal(["10"], Assert.Single(server.Receive(Request(maxForwards: ""))).Headers("Max-Forwards"));
    }

    [Fact]
    public void The_limit_can_change_while_the_server_runs()
    {
        using var server = ScriptServer.Start(Relay);
        Assert.True(server.Configuration.TrySet("maxfwd", "max_limit", ScriptValue.Of(40), out var error), error);
        Assert.Equal("40", Assert.Single(server.Receive(Request())).Header("Max-Forwards"));
    }

    [Theory]
    [InlineData("modparam(\"maxfwd\", \"max_limit\", 256)\nroute { }")]
    [InlineData("modparam(\"maxfwd\", \"max_limit\", -1)\nroute { }")]
    [InlineData("route { maxfwd_process(\"ten\"); }")]
    [InlineData("onreply_route { maxfwd_process(10); }")]
    public void Refuses_a_bad_script(string script) => Assert.NotEmpty(ScriptServer.Check("loadmodule \"maxfwd\"\n" + script));

    [Fact]
    public void Allocates_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"maxfwd\"\nroute { maxfwd_process(10); maxfwd_at_least(3); forward(10.0.0.2); }");
        Assert.Equal(0, server.MeasureAllocation(Request()));
        Assert.Equal(0, server.MeasureAllocation(Request(maxForwards: "")));
    }
}
