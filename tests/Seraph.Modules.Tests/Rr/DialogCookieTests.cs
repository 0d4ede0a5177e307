using System.Text.RegularExpressions;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Rr;

public class DialogCookieTests
{
    private const string Script = """
        loadmodule "rr"
        loadmodule "probe"
        modparam("rr", "cookie_secret", "s3cret")
        route {
            if (loose_route()) {
                probe_format("%$f.caller %$fr.caller %$t.callee %$f.callee %$fu.level %$f.plain");
                probe("@rr.dialog_cookie");
            } else {
                $f.caller = "alice";
                $t.callee = "bob; = \"x\"";
                $fu.level = -7;
                $f.plain = "stays";
                setavpflag($f.caller, "dialog_cookie");
                setavpflag($t.callee, "dialog_cookie");
                setavpflag($fu.level, "dialog_cookie");
                record_route();
            }
            forward(10.0.0.2);
        }
        """;

    [Fact]
    public void Flagged_attributes_come_back_with_the_dialog()
    {
        using var server = ScriptServer.Start(Script);
        var route = Establish(server);
        Assert.Matches("^<sip:10\\.0\\.0\\.254;ftag=f1;avp=[A-Za-z0-9_-]+;lr>$", route);
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {route}\n", toTag: "t1"));
        Assert.Equal("alice alice bob; = \"x\" <null> -7 <null>", server.Probe.Seen[0]);
    }

    [Fact]
    public void Tracks_change_places_in_requests_of_the_callee()
    {
        using var server = ScriptServer.Start(Script);
        var route = Establish(server);
        server.Receive(Request("sip:alice@10.0.0.1", "BYE", $"Route: {route}\n", toTag: "f1", fromTag: "t1"));
        Assert.Equal("<null> <null> <null> bob; = \"x\" <null> <null>", server.Probe.Seen[0]);
    }

    [Fact]
    public void What_came_back_travels_on()
    {
        using var server = ScriptServer.Start(Script);
        var route = Establish(server);
        server.Receive(Request("sip:bob@10.0.0.2", "INVITE", $"Route: {route}\n", toTag: "t1"));
        Assert.Equal(Regex.Match(route, "avp=([^;]+)").Groups[1].Value, server.Probe.Seen[1]);
    }

    [Fact]
    public void A_changed_cookie_is_ignored()
    {
        using var server = ScriptServer.Start(Script);
        var route = Establish(server);
        var cookie = Regex.Match(route, "avp=([^;]+)").Groups[1].Value;
        for (var i = 0; i < cookie.Length; i++)
        {
            var changed = cookie[..i] + (cookie[i] == 'A' ? 'B' : 'A') + cookie[(i + 1)..];
            server.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {route.Replace(cookie, changed, StringComparison.Ordinal)}\n", toTag: "t1"));
        }

        // The last letter may hold spare bits: then the changed cookie is the same one.
        Assert.True(server.Probe.Seen.Count(s => s.StartsWith("<null> <null> <null>", StringComparison.Ordinal)) >= cookie.Length - 1);
        Assert.Contains(server.EndLog(), l => l.Contains("is not ours or was changed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!")]
    public void Nonsense_is_ignored(string cookie)
    {
        using var server = ScriptServer.Start(Script);
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: <sip:10.0.0.254;lr;avp={cookie}>\n", toTag: "t1"));
        Assert.StartsWith("<null> <null> <null>", server.Probe.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cookie_of_another_dialog_or_another_key_is_ignored()
    {
        using var server = ScriptServer.Start(Script);
        var route = Establish(server);
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {route}\n", toTag: "t1", callId: "other"));
        Assert.StartsWith("<null> <null> <null>", server.Probe.Seen[0], StringComparison.Ordinal);

        using var stranger = ScriptServer.Start(Script.Replace("s3cret", "other", StringComparison.Ordinal));
        stranger.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {route}\n", toTag: "t1"));
        Assert.StartsWith("<null> <null> <null>", stranger.Probe.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_with_the_same_key_knows_it()
    {
        using var first = ScriptServer.Start(Script);
        using var second = ScriptServer.Start(Script);
        second.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {Establish(first)}\n", toTag: "t1"));
        Assert.StartsWith("alice alice", second.Probe.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_filter_chooses_by_name()
    {
        using var server = ScriptServer.Start(Script + "\nmodparam(\"rr\", \"cookie_filter\", \"^CALL\")");
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {Establish(server)}\n", toTag: "t1"));
        Assert.Equal("alice alice bob; = \"x\" <null> <null> <null>", server.Probe.Seen[0]);
    }

    [Fact]
    public void What_does_not_fit_is_left_out()
    {
        using var server = ScriptServer.Start($$"""
            loadmodule "rr"
            loadmodule "probe"
            route {
                $huge = "{{new string('x', 1100)}}";
                $small = "y";
                setavpflag($huge, "dialog_cookie");
                setavpflag($small, "dialog_cookie");
                if (loose_route()) probe_format("%$huge %$small");
                else record_route();
                forward(10.0.0.2);
            }
            """);
        var route = Establish(server);
        using var reader = ScriptServer.Start("loadmodule \"rr\"\nloadmodule \"probe\"\nroute { loose_route(); probe_format(\"%$huge %$small\"); }");
        reader.Receive(Request("sip:bob@10.0.0.2", "BYE", $"Route: {route}\n", toTag: "t1"));
        Assert.Equal(["<null> y"], reader.Probe.Seen); // without a secret all modules of a process have one key
        Assert.Contains(server.EndLog(), l => l.Contains("attribute huge is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_flagged_attributes_there_is_none()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nloadmodule \"probe\"\nroute { $a = 1; probe(\"@rr.dialog_cookie\"); }");
        server.Receive(Request());
        Assert.Equal(["<null>"], server.Probe.Seen);
    }

    [Fact]
    public void Carrying_attributes_allocates_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nroute { $a = \"text\"; setavpflag($a, \"dialog_cookie\"); record_route(); forward(10.0.0.2); }");
        Assert.Equal(0, server.MeasureAllocation(Request()));
    }

    private static string Establish(ScriptServer server)
    {
        var route = Assert.Single(Assert.Single(server.Receive(Request(method: "INVITE"))).Headers("Record-Route"));
        return route;
    }
}
