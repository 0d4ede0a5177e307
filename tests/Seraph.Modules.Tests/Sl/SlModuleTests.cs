using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Sl;

public class SlModuleTests
{
    [Fact]
    public void A_reply_has_a_tag_and_its_ack_does_not_reach_the_script()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nloadmodule \"probe\"\nroute { probe(\"@method\"); sl_send_reply(\"404\", \"Not found\"); }");
        var reply = Assert.Single(server.Receive(Request(method: "INVITE")));
        Assert.Equal("SIP/2.0 404 Not found", reply.StartLine);
        Assert.Equal("udp:10.0.0.1:5060", reply.Destination);
        Assert.Equal("0", reply.Header("Content-Length"));
        var tag = reply.Header("To")!.Split("tag=")[1];
        Assert.Matches("^[0-9a-f]{32}\\.[0-9a-f]{4}$", tag);

        Assert.Empty(server.Receive(Request(method: "ACK", toTag: tag)));
        Assert.Equal(["INVITE"], server.Probe.Seen);
        Assert.Empty(server.Receive(Request(method: "ACK", toTag: "other")));
        Assert.Empty(server.Receive(Request(method: "ACK", toTag: tag[..^1] + (tag[^1] == '0' ? '1' : '0'))));
        Assert.Empty(server.Receive(Request(method: "ACK")));
        Assert.Equal(["INVITE", "ACK", "ACK", "ACK"], server.Probe.Seen);
    }

    [Fact]
    public void The_tag_of_another_request_does_not_hide_an_ack()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nloadmodule \"probe\"\nroute { probe(\"@method\"); sl_reply(\"404\", \"Not found\"); }");
        var tag = Assert.Single(server.Receive(Request(method: "INVITE"))).Header("To")!.Split("tag=")[1];
        server.Receive(Request(method: "ACK", toTag: tag).Replace("z9hG4bK1", "z9hG4bK2", StringComparison.Ordinal));
        Assert.Equal(["INVITE", "ACK"], server.Probe.Seen);
    }

    [Fact]
    public void A_tag_that_is_there_stays()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_reply(\"481\", \"No\"); }");
        Assert.Equal("<sip:bob@example.org>;tag=t9", Assert.Single(server.Receive(Request(method: "BYE", toTag: "t9"))).Header("To"));
    }

    [Fact]
    public void A_100_has_no_tag()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_send_reply(\"100\", \"Trying\"); }");
        Assert.Equal("<sip:bob@example.org>", Assert.Single(server.Receive(Request(method: "INVITE"))).Header("To"));
    }

    [Fact]
    public void A_redirection_names_all_destinations()
    {
        using var server = ScriptServer.Start("""
            loadmodule "sl"
            route { seturi("sip:main@h"); append_branch("sip:one@h", "0.5"); append_branch("sip:two@h", "0.25"); sl_reply(302, "Moved"); }
            """);
        var reply = Assert.Single(server.Receive(Request()));
        Assert.Equal("SIP/2.0 302 Moved", reply.StartLine);
        Assert.Equal("<sip:main@h>, <sip:one@h>;q=0.5, <sip:two@h>;q=0.25", reply.Header("Contact"));
    }

    [Fact]
    public void An_ack_is_never_answered()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nloadmodule \"probe\"\nroute { if (!sl_reply(\"404\", \"Not found\")) probe_text(\"false\"); if (!sl_reply_error()) probe_text(\"false\"); }");
        Assert.Empty(server.Receive(Request(method: "ACK")));
        Assert.Equal(["false", "false"], server.Probe.Seen);
        Assert.Contains("WARNING sl: an ACK can't be answered", server.EndLog());
    }

    [Fact]
    public void Arguments_without_a_value_give_the_defaults()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_reply(\"$none\", \"@msg.header.x_none\"); }");
        Assert.Equal("SIP/2.0 500 Internal Server Error", Assert.Single(server.Receive(Request())).StartLine);
    }

    [Fact]
    public void Defaults_can_be_set()
    {
        using var server = ScriptServer.Start("""
            loadmodule "sl"
            modparam("sl", "default_code", 503)
            modparam("sl", "default_reason", "Later")
            route { sl_reply("$none", "$none"); }
            """);
        Assert.Equal("SIP/2.0 503 Later", Assert.Single(server.Receive(Request())).StartLine);
    }

    [Fact]
    public void Arguments_can_be_attributes_and_selects()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { $code = 486; sl_reply(\"$code\", \"@msg.header.subject\"); }");
        Assert.Equal("SIP/2.0 486 Busy there", Assert.Single(server.Receive(Request(headers: "Subject: Busy there\n"))).StartLine);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(700)]
    [InlineData(0)]
    public void What_is_no_code_is_not_sent(int code)
    {
        using var server = ScriptServer.Start($"loadmodule \"sl\"\nloadmodule \"probe\"\nroute {{ if (!sl_reply({code}, \"x\")) probe_text(\"false\"); }}");
        Assert.Empty(server.Receive(Request()));
        Assert.Equal(["false"], server.Probe.Seen);
    }

    [Theory]
    [InlineData("sip:bob@nowhere.example.org", "SIP/2.0 478 Unresolvable destination (478/SL)")]
    [InlineData("sip:bob@10.0.0.66", "SIP/2.0 477 Unfortunately error on sending to next hop occurred (477/SL)")]
    [InlineData("sips:bob@10.0.0.2", "SIP/2.0 500 I'm terribly sorry, server error occurred (7/SL)")]
    public void An_error_gets_the_reply_that_fits(string uri, string expected)
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { if (!forward(uri:host, uri:port)) sl_reply_error(); }");
        server.Unreachable.Add(NetworkEndpoint.FromIPv4(0x0A000042, 5060));
        Assert.Equal(expected, Assert.Single(server.Receive(Request(uri))).StartLine);
    }

    [Fact]
    public void Without_an_error_the_reply_to_errors_says_so()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_reply_error(); }");
        Assert.Equal("SIP/2.0 500 I'm terribly sorry, server error occurred (1/SL)", Assert.Single(server.Receive(Request())).StartLine);
    }

    [Fact]
    public void Added_header_lines_go_out_and_record_routes_come_back()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nloadmodule \"textops\"\nroute { append_to_reply(\"X-A: 1\\r\\n\"); sl_reply(\"200\", \"OK\"); }");
        var reply = Assert.Single(server.Receive(Request(headers: "Record-Route: <sip:10.0.0.7;lr>\n")));
        Assert.Equal("1", reply.Header("X-A"));
        Assert.Equal("<sip:10.0.0.7;lr>", reply.Header("Record-Route"));
    }

    [Fact]
    public void Counts_what_was_sent()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_reply(\"@msg.header.x_code\", \"x\"); }");
        foreach (var code in new[] { 404, 404, 486, 200, 299, 183, 603, 407 })
            server.Receive(Request(headers: $"X-Code: {code}\n"));
        var members = server.Call("sl.stats").Values[0].Structure.Members;
        Assert.Equal(
            ["200", "202", "2xx", "300", "301", "302", "3xx", "400", "401", "403", "404", "407", "408", "483", "4xx", "500", "5xx", "6xx", "xxx"],
            members.Select(m => m.Key));
        var counts = members.Where(m => m.Value.Integer > 0).Select(m => $"{m.Key}={m.Value.Integer}");
        Assert.Equal(["200=1", "2xx=1", "404=2", "407=1", "4xx=1", "6xx=1", "xxx=1"], counts);
    }

    [Fact]
    public void Can_be_used_for_requests_only() =>
        Assert.NotEmpty(ScriptServer.Check("loadmodule \"sl\"\nonreply_route { sl_reply(\"200\", \"OK\"); }"));

    [Fact]
    public void Allocates_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { sl_reply(\"404\", \"Not found\"); }");
        Assert.Equal(0, server.MeasureAllocation(Request(method: "INVITE")));
        Assert.Equal(0, server.MeasureAllocation(Request(method: "ACK", toTag: "0123456789abcdef0123456789abcdef.0123")));
    }
}
