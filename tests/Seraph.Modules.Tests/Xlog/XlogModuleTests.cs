using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Xlog;

public class XlogModuleTests
{
    [Theory]
    [InlineData("xlog(\"L_ERR\", \"%rm %ru from %fu %si:%sp\\n\")", "ERROR <script>: OPTIONS sip:bob@example.org from sip:alice@example.org 10.0.0.1:5060")]
    [InlineData("xlog(\"L_ALERT\", \"x\")", "ALERT <script>: x")]
    [InlineData("xlog(\"L_CRIT\", \"x\")", "CRITICAL <script>: x")]
    [InlineData("xlog(\"L_WARN\", \"x\")", "WARNING <script>: x")]
    [InlineData("xlog(\"L_NOTICE\", \"x\")", "NOTICE <script>: x")]
    [InlineData("xlog(\"L_INFO\", \"x\")", "INFO <script>: x")]
    [InlineData("xlog(\"L_DBG\", \"x\")", "DEBUG <script>: x")]
    [InlineData("xlog(\"L_Warnings\", \"x\")", "WARNING <script>: x")]
    [InlineData("xlog(1, \"x\")", "WARNING <script>: x")]
    [InlineData("xlog(\"-1\", \"x\")", "ERROR <script>: x")]
    [InlineData("xlog(\"plain\")", "ERROR <script>: plain")]
    [InlineData("xdbg(\"%{X-None}\")", "DEBUG <script>: <null>")]
    [InlineData("$l = 10; xlog(\"$l\", \"x\")", "DEBUG <script>: x")]
    [InlineData("$l = -10; xlog(\"$l\", \"x\")", "ALERT <script>: x")]
    [InlineData("xlog(\"@msg.header.x_level\", \"x\")", "NOTICE <script>: x")]
    [InlineData("xlog(\"L_ERR\", \"%CRxred\")", "ERROR <script>: \e[1;31;49mred\e[0m")]
    public void Logs_a_line(string call, string expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"xlog\"\nroute {{ {call}; }}");
        server.Receive(Request(headers: "X-Level: 2\n"));
        Assert.Contains(expected, server.EndLog());
    }

    [Fact]
    public void Escapes_what_a_peer_sends()
    {
        using var server = ScriptServer.Start("loadmodule \"xlog\"\nroute { xlog(\"L_ERR\", \"%{Subject}\"); }");
        server.Receive(Request(headers: "Subject: a\e[31mb\n"));
        Assert.DoesNotContain(server.EndLog(), l => l.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_that_is_too_long_is_not_logged()
    {
        using var server = ScriptServer.Start("""
            loadmodule "xlog"
            loadmodule "probe"
            modparam("xlog", "buf_size", 20)
            route { if (!xlog("L_ERR", "%fu and more")) probe_text("false"); if (xlog("L_ERR", "01234567890123456789")) probe_text("true"); }
            """);
        server.Receive(Request());
        Assert.Equal(["false", "true"], server.Probe.Seen);
        var log = server.EndLog();
        Assert.Contains("ERROR <script>: 01234567890123456789", log);
        Assert.DoesNotContain(log, l => l.Contains("and more", StringComparison.Ordinal));
    }

    [Fact]
    public void A_level_without_a_value_fails()
    {
        using var server = ScriptServer.Start("loadmodule \"xlog\"\nloadmodule \"probe\"\nroute { if (!xlog(\"$none\", \"x\")) probe_text(\"false\"); }");
        server.Receive(Request());
        Assert.Equal(["false"], server.Probe.Seen);
    }

    [Fact]
    public void Works_in_replies()
    {
        using var server = ScriptServer.Start("loadmodule \"xlog\"\nonreply_route { xlog(\"L_ERR\", \"%rs %rr %@from.uri.user %rm\"); }");
        server.Receive(Reply());
        Assert.Contains("ERROR <script>: 180 Ringing alice <null>", server.EndLog());
    }

    [Theory]
    [InlineData("route { xlog(\"L_XXX\", \"x\"); }")]
    [InlineData("route { xlog(\"L_\", \"x\"); }")]
    [InlineData("route { xlog(\"loud\", \"x\"); }")]
    [InlineData("route { xlog(\"L_ERR\", \"%Czz\"); }")]
    [InlineData("onsend_route { xlog(\"L_ERR\", \"x\"); }")]
    public void Refuses_a_bad_script(string script) => Assert.NotEmpty(ScriptServer.Check("loadmodule \"xlog\"\n" + script));

    [Fact]
    public void A_line_that_nobody_sees_costs_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"xlog\"\nroute { xlog(\"L_INFO\", \"%rm %ru from %fu (%si:%sp) %ci\"); xdbg(\"%mb\"); }");
        Assert.Equal(0, server.MeasureAllocation(Request()));
    }
}
