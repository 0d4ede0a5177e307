using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Rr;

public class RrModuleTests
{
    private const string TwoSides = "listen = udp:10.0.0.254:5060 tcp:192.168.1.1:5060\nloadmodule \"rr\"\n";

    // Names what loose_route did, then sends the request on.
    private const string Loose = """
        loadmodule "rr"
        loadmodule "probe"
        listen = udp:10.0.0.254:5060 udp:10.0.0.254:5070 tcp:192.168.1.1:5060
        modparam("rr", "next_route_avp", "$next")
        modparam("rr", "user_part_avp", "$user")
        route {
            if (loose_route()) probe_text("true"); else probe_text("false");
            probe("@ruri"); probe("@dst_uri"); probe_format("%$next"); probe_format("%$user");
            if (@msg.header.x_send == "yes") forward(10.0.0.9); else forward(uri:host, uri:port);
        }
        """;

    // ---- record_route

    [Fact]
    public void One_record_route_when_the_socket_stays_the_same()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nroute { record_route(); forward(10.0.0.2); }");
        var sent = Assert.Single(server.Receive(Request(method: "INVITE")));
        Assert.Equal(["<sip:10.0.0.254;ftag=f1;lr>"], sent.Headers("Record-Route"));
    }

    [Fact]
    public void Two_record_routes_when_the_request_leaves_by_another_socket()
    {
        using var server = ScriptServer.Start(TwoSides + "route { record_route(); forward_tcp(10.0.0.2); }");
        var sent = Assert.Single(server.Receive(Request(method: "INVITE", headers: "Record-Route: <sip:10.0.0.7;lr>\n")));
        Assert.Equal(
            ["<sip:192.168.1.1;transport=tcp;r2=on;ftag=f1;lr>", "<sip:10.0.0.254;r2=on;ftag=f1;lr>", "<sip:10.0.0.7;lr>"],
            sent.Headers("Record-Route"));
    }

    [Fact]
    public void Never_two_when_that_is_switched_off()
    {
        using var server = ScriptServer.Start(TwoSides + "modparam(\"rr\", \"enable_double_rr\", no)\nroute { record_route(); forward_tcp(10.0.0.2); }");
        Assert.Equal(["<sip:192.168.1.1;transport=tcp;ftag=f1;lr>"], Assert.Single(server.Receive(Request(method: "INVITE"))).Headers("Record-Route"));
    }

    [Fact]
    public void The_address_is_that_of_each_copy()
    {
        using var server = ScriptServer.Start(TwoSides + "route { record_route(); forward(10.0.0.2); forward_tcp(10.0.0.2); }");
        var sent = server.Receive(Request(method: "INVITE"));
        Assert.Single(sent[0].Headers("Record-Route"));
        Assert.Equal(2, sent[1].Headers("Record-Route").Count);
    }

    [Theory]
    [InlineData("listen = udp:10.0.0.254:5070", "<sip:10.0.0.254:5070;ftag=f1;lr>")]
    [InlineData("listen = udp:[2001:db8::1]:5060", "<sip:[2001:db8::1];ftag=f1;lr>")]
    [InlineData("advertised_address = \"sip.example.org\"", "<sip:sip.example.org;ftag=f1;lr>")]
    [InlineData("advertised_port = 5060", "<sip:10.0.0.254:5060;ftag=f1;lr>")]
    public void The_address_is_what_the_server_goes_by(string setting, string expected)
    {
        using var server = ScriptServer.Start(setting + "\nloadmodule \"rr\"\nroute { record_route(); forward(uri:host, uri:port); }");
        var isV6 = setting.Contains('[', StringComparison.Ordinal);
        var sent = Assert.Single(server.Receive(
            Request(isV6 ? "sip:bob@[2001:db8::2]" : "sip:bob@10.0.0.2", "INVITE"), from: isV6 ? "[2001:db8::9]:5060" : "10.0.0.1:5060"));
        Assert.Equal([expected], sent.Headers("Record-Route"));
    }

    [Fact]
    public void The_script_can_advertise_another_address()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nroute { set_advertised_address(\"pub.example.org\"); record_route(); forward(10.0.0.2); }");
        Assert.Equal(["<sip:pub.example.org;ftag=f1;lr>"], Assert.Single(server.Receive(Request())).Headers("Record-Route"));
    }

    [Theory]
    [InlineData("modparam(\"rr\", \"enable_full_lr\", 1)", "<sip:10.0.0.254;ftag=f1;lr=on>")]
    [InlineData("modparam(\"rr\", \"append_fromtag\", 0)", "<sip:10.0.0.254;lr>")]
    [InlineData("modparam(\"rr\", \"add_username\", \"me\")", "<sip:me@10.0.0.254;ftag=f1;lr>")]
    [InlineData("modparam(\"rr\", \"add_username\", \"@ruri.user\")", "<sip:bob@10.0.0.254;ftag=f1;lr>")]
    [InlineData("modparam(\"rr\", \"add_username\", \"$name\")", "<sip:10.0.0.254;ftag=f1;lr>")]
    [InlineData("", "<sip:10.0.0.254;ftag=f1;lr>")]
    public void Parameters_shape_the_uri(string parameter, string expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"rr\"\n{parameter}\nroute {{ record_route(); forward(10.0.0.2); }}");
        Assert.Equal([expected], Assert.Single(server.Receive(Request("sip:bob@h"))).Headers("Record-Route"));
    }

    [Fact]
    public void Without_a_tag_there_is_no_ftag()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nroute { record_route(); forward(10.0.0.2); }");
        Assert.Equal(["<sip:10.0.0.254;lr>"], Assert.Single(server.Receive(Request(fromTag: ""))).Headers("Record-Route"));
    }

    [Fact]
    public void A_second_call_fails_and_adds_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nloadmodule \"probe\"\nroute { record_route(); if (!record_route()) probe_text(\"false\"); forward(10.0.0.2); }");
        Assert.Single(Assert.Single(server.Receive(Request())).Headers("Record-Route"));
        Assert.Equal(["false"], server.Probe.Seen);
    }

    [Fact]
    public void It_can_be_taken_back()
    {
        using var server = ScriptServer.Start("""
            loadmodule "rr"
            route { record_route(); record_route_preset("a"); remove_record_route(); record_route(); forward(10.0.0.2); }
            """);
        Assert.Equal(["<sip:10.0.0.254;ftag=f1;lr>"], Assert.Single(server.Receive(Request())).Headers("Record-Route"));
    }

    [Fact]
    public void A_given_address_goes_on_top_of_the_one_before()
    {
        using var server = ScriptServer.Start("""
            loadmodule "rr"
            route { record_route_preset("one:5070;transport=tcp"); record_route_preset("@from.uri.host"); forward(10.0.0.2); }
            """);
        Assert.Equal(
            ["<sip:example.org;ftag=f1;lr>", "<sip:one:5070;transport=tcp;ftag=f1;lr>"],
            Assert.Single(server.Receive(Request())).Headers("Record-Route"));
    }

    [Fact]
    public void A_given_address_without_a_value_fails()
    {
        using var server = ScriptServer.Start("""
            loadmodule "rr"
            loadmodule "probe"
            modparam("rr", "add_username", "$user")
            route {
                if (!record_route_preset("one")) probe_text("no user");
                $user = "u";
                if (!record_route_preset("$none")) probe_text("no address");
                if (record_route_preset("one")) probe_text("added");
                forward(10.0.0.2);
            }
            """);
        Assert.Equal(["<sip:u@one;ftag=f1;lr>"], Assert.Single(server.Receive(Request())).Headers("Record-Route"));
        Assert.Equal(["no user", "no address", "added"], server.Probe.Seen);
    }

    // ---- loose_route

    [Fact]
    public void Without_routes_nothing_happens()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.2")));
        Assert.Equal(["false", "sip:bob@10.0.0.2", "", "<null>", "<null>"], server.Probe.Seen);
        Assert.Equal("udp:10.0.0.2:5060", sent.Destination);
    }

    [Fact]
    public void Our_route_goes_and_the_next_one_is_the_destination()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request(
            "sip:bob@10.0.0.2", "BYE", "Route: <sip:me@10.0.0.254;lr;ftag=f1>, <sip:10.0.0.3;lr>\nRoute: <sip:10.0.0.4;lr>\n", toTag: "t1")));
        Assert.Equal(["true", "sip:bob@10.0.0.2", "sip:10.0.0.3;lr", "sip:10.0.0.3;lr", "me"], server.Probe.Seen);
        Assert.Equal(["<sip:10.0.0.3;lr>", "<sip:10.0.0.4;lr>"], sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.3:5060", sent.Destination);
    }

    [Fact]
    public void Our_route_alone_leaves_the_request_uri()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;lr>\n", toTag: "t1")));
        Assert.Equal(["true", "sip:bob@10.0.0.2", "", "<null>", "<null>"], server.Probe.Seen);
        Assert.Empty(sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.2:5060", sent.Destination);
    }

    [Fact]
    public void Both_of_a_double_route_go_and_the_second_says_the_socket()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request(
            "sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;r2=on;lr>, <sip:10.0.0.254:5070;r2=on;lr>, <sip:10.0.0.3;lr>\n", toTag: "t1")));
        Assert.Equal("true", server.Probe.Seen[0]);
        Assert.Equal("sip:10.0.0.3;lr", server.Probe.Seen[2]);
        Assert.Equal(["<sip:10.0.0.3;lr>"], sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.254:5070", sent.Target.Socket.ToString());
    }

    [Fact]
    public void The_socket_of_a_double_route_can_be_left_to_the_usual_choice()
    {
        using var server = ScriptServer.Start("modparam(\"rr\", \"force_send_socket\", 0)\n".Insert(0, Loose + "\n"));
        var sent = Assert.Single(server.Receive(Request(
            "sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;r2=on;lr>, <sip:10.0.0.254:5070;r2=on;lr>\n", toTag: "t1")));
        Assert.Equal("udp:10.0.0.254:5060", sent.Target.Socket.ToString());
        Assert.Empty(sent.Headers("Route"));
    }

    [Fact]
    public void A_double_route_to_a_request_uri_of_ours_is_followed()
    {
        using var server = ScriptServer.Start(Loose);
        server.Receive(Request("sip:10.0.0.254", "BYE", "Route: <sip:10.0.0.254;lr>\n", toTag: "t1"));
        Assert.Equal("false", server.Probe.Seen[0]); // pre-loaded
        server.Probe.Clear();
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;r2=on;lr>, <sip:192.168.1.1;transport=tcp;r2=on;lr>\n", toTag: "t1"));
        Assert.Equal("true", server.Probe.Seen[0]);
    }

    [Fact]
    public void An_unknown_socket_in_the_second_route_is_only_a_warning()
    {
        using var server = ScriptServer.Start(Loose);
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;r2=on;lr>, <sip:10.7.7.7;r2=on;lr>\n", toTag: "t1"));
        Assert.Equal("true", server.Probe.Seen[0]);
        Assert.Contains(server.EndLog(), l => l.Contains("names no socket of ours", StringComparison.Ordinal));
    }

    [Fact]
    public void A_strict_next_hop_gets_the_request_uri_and_the_old_one_is_the_last_route()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request(
            "sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;lr>, <sip:10.0.0.9>, <sip:10.0.0.8;lr>\n", toTag: "t1")));
        Assert.Equal(["true", "sip:10.0.0.9", "", "sip:10.0.0.9", "<null>"], server.Probe.Seen);
        Assert.Equal("BYE sip:10.0.0.9 SIP/2.0", sent.StartLine);
        Assert.Equal(["<sip:10.0.0.8;lr>", "<sip:bob@10.0.0.2>"], sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.9:5060", sent.Destination);
    }

    [Fact]
    public void Behind_a_strict_router_the_last_route_is_the_target()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request(
            "sip:me@10.0.0.254;lr;ftag=f1", "BYE", "Route: <sip:10.0.0.3;lr>, <sip:10.0.0.4;lr>\nRoute: <sip:bob@10.0.0.2>\n", toTag: "t1")));
        Assert.Equal(["true", "sip:bob@10.0.0.2", "sip:10.0.0.3;lr", "sip:10.0.0.3;lr", "me"], server.Probe.Seen);
        Assert.Equal(["<sip:10.0.0.3;lr>, <sip:10.0.0.4;lr>"], sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.3:5060", sent.Destination);
    }

    [Fact]
    public void Behind_a_strict_router_a_strict_next_hop_is_the_target()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:10.0.0.254;lr", "BYE", "Route: <sip:bob@10.0.0.2>\n", toTag: "t1")));
        Assert.Equal(["true", "sip:bob@10.0.0.2", "", "sip:bob@10.0.0.2", "<null>"], server.Probe.Seen);
        Assert.Empty(sent.Headers("Route"));
        Assert.Equal("udp:10.0.0.2:5060", sent.Destination);
    }

    [Fact]
    public void Behind_a_strict_router_our_second_route_goes_too()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request(
            "sip:10.0.0.254;r2=on;lr", "BYE", "Route: <sip:10.0.0.254:5070;r2=on;lr>, <sip:bob@10.0.0.2>\n", toTag: "t1")));
        Assert.Equal("true", server.Probe.Seen[0]);
        Assert.Empty(sent.Headers("Route"));
        Assert.Equal("BYE sip:bob@10.0.0.2 SIP/2.0", sent.StartLine);
    }

    [Fact]
    public void Behind_a_strict_router_nothing_left_is_false()
    {
        using var server = ScriptServer.Start(Loose);
        server.Receive(Request("sip:10.0.0.254;lr", "BYE", "Route: <sip:10.0.0.254:5070;r2=on;lr>\n", toTag: "t1"));
        Assert.Equal("false", server.Probe.Seen[0]);
    }

    [Fact]
    public void A_preloaded_route_of_ours_is_taken_out_and_the_lookup_goes_on()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.254", "INVITE", "X-Send: yes\nRoute: <sip:10.0.0.254;lr>\n")));
        Assert.Equal("false", server.Probe.Seen[0]);
        Assert.Empty(sent.Headers("Route"));
    }

    [Fact]
    public void A_preloaded_route_set_is_followed()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.254", "INVITE", "Route: <sip:10.0.0.254;lr>, <sip:10.0.0.3;lr>\n")));
        Assert.Equal("true", server.Probe.Seen[0]);
        Assert.Equal("udp:10.0.0.3:5060", sent.Destination);
    }

    [Fact]
    public void A_route_for_somebody_else_is_left_alone()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.2", "INVITE", "Route: <sip:10.0.0.3;lr>\n")));
        Assert.Equal(["false", "sip:bob@10.0.0.2", "", "sip:10.0.0.3;lr", "<null>"], server.Probe.Seen);
        Assert.Equal(["<sip:10.0.0.3;lr>"], sent.Headers("Route"));
    }

    [Fact]
    public void Ours_in_the_uri_without_a_to_tag_is_no_strict_routing()
    {
        using var server = ScriptServer.Start(Loose);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.254", "INVITE", "X-Send: yes\nRoute: <sip:10.0.0.3;lr>\n")));
        Assert.Equal(["false", "sip:bob@10.0.0.254", "", "<null>", "<null>"], server.Probe.Seen);
        Assert.Equal(["<sip:10.0.0.3;lr>"], sent.Headers("Route"));
    }

    [Theory]
    [InlineData("Route: nonsense\n")]
    [InlineData("Route: <sip:10.0.0.254:99999;lr>\n")]
    [InlineData("Route: <sip:10.0.0.254;lr>, \"open\n")]
    [InlineData("Route: <sip:10.0.0.254;lr>, <sip:>\n")]
    public void A_malformed_route_is_false(string header)
    {
        using var server = ScriptServer.Start(Loose);
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", header, toTag: "t1"));
        Assert.Equal("false", server.Probe.Seen[0]);
    }

    [Fact]
    public void An_ignored_user_makes_a_route_foreign()
    {
        using var server = ScriptServer.Start(Loose + "\nmodparam(\"rr\", \"ignore_user\", \"gw\")");
        server.Receive(Request("sip:bob@10.0.0.2", "BYE", "Route: <sip:gw@10.0.0.254;lr>\n", toTag: "t1"));
        Assert.Equal("false", server.Probe.Seen[0]);
    }

    [Fact]
    public void What_record_route_made_loose_route_takes_back()
    {
        using var server = ScriptServer.Start(TwoSides + """
            loadmodule "probe"
            route {
                if (loose_route()) { probe_text("loose"); forward(uri:host, uri:port); drop; }
                record_route();
                forward_tcp(10.0.0.2);
            }
            """);
        var invite = Assert.Single(server.Receive(Request(method: "INVITE")));
        var routes = string.Join(", ", invite.Headers("Record-Route"));
        var bye = Assert.Single(server.Receive(
            Request("sip:alice@10.0.0.1", "BYE", $"Route: {routes}\n", toTag: "f1", fromTag: "t1"), protocol: TransportProtocol.Tcp));
        Assert.Equal(["loose"], server.Probe.Seen);
        Assert.Empty(bye.Headers("Route"));
        Assert.Equal("udp:10.0.0.254:5060", bye.Target.Socket.ToString());
        Assert.Equal("udp:10.0.0.1:5060", bye.Destination);
    }

    [Theory]
    [InlineData("onreply_route { record_route(); }")]
    [InlineData("failure_route[x] { loose_route(); }")]
    [InlineData("modparam(\"rr\", \"cookie_filter\", \"(\")")]
    [InlineData("modparam(\"rr\", \"next_route_avp\", \"\")")]
    public void Refuses_a_bad_script(string script) => Assert.NotEmpty(ScriptServer.Check("loadmodule \"rr\"\n" + script));

    [Fact]
    public void Record_routing_allocates_nothing()
    {
        using var server = ScriptServer.Start(TwoSides + "route { record_route(); forward_tcp(10.0.0.2); }");
        Assert.Equal(0, server.MeasureAllocation(Request(method: "INVITE")));
    }

    [Fact]
    public void Loose_routing_allocates_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"rr\"\nroute { loose_route(); forward(uri:host, uri:port); }");
        Assert.Equal(0, server.MeasureAllocation(Request(
            "sip:bob@10.0.0.2", "BYE", "Route: <sip:10.0.0.254;r2=on;lr;ftag=f1>, <sip:10.0.0.254;r2=on;lr;ftag=f1>, <sip:10.0.0.3;lr>\n", toTag: "t1")));
        Assert.Equal(0, server.MeasureAllocation(Request("sip:10.0.0.254;lr", "BYE", "Route: <sip:10.0.0.3;lr>, <sip:bob@10.0.0.2>\n", toTag: "t1")));
    }
}
