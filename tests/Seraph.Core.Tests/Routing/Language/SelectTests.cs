using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class SelectTests
{
    [Fact]
    public void Request_line_and_destinations() => AssertSelects(
        Invite,
        ("@ruri", "sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag"),
        ("@request_uri.user", "bob"),
        ("@RURI.Host", "example.org"),
        ("@dst_uri", ""),
        ("@next_hop", "sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag"),
        ("@next_hop.port", "5080"),
        ("@method", "INVITE"),
        ("@status", "<error>"),
        ("@code", "<error>"),
        ("@reason", "<error>"),
        ("@version", "SIP/2.0"),
        ("@branch.count", "0"),
        ("@branch.uri", "<null>"),
        ("@branch.uri[0]", "<null>"));

    [Fact]
    public void Addresses() => AssertSelects(
        Invite,
        ("@from", "\"Alice, the \\\"A\\\"\" <sip:alice@example.org:5070>;tag=f1;x-p=7"),
        ("@f.uri", "sip:alice@example.org:5070"),
        ("@from.uri.user", "alice"),
        ("@from.uri.hostport", "example.org:5070"),
        ("@from.tag", "f1"),
        ("@from.name", "\"Alice, the \\\"A\\\"\""),
        ("@from.params.x_p", "7"),
        ("@from.params[\"x-p\"]", "7"),
        ("@from.params.none", "<null>"),
        ("@to", "Bob <sips:bob@example.org>"),
        ("@t.uri", "sips:bob@example.org"),
        ("@to.tag", ""),
        ("@to.name", "Bob"),
        ("@refer_to.uri.user", "carol"),
        ("@rpid.uri", "sip:al@example.org"),
        ("@remote_party_id.params.party", "calling"),
        ("@rr", "\"P\" <sip:p1@10.0.0.7;lr>;z=1, <sip:10.0.0.8;lr>"),
        ("@record_route.uri.host", "10.0.0.7"),
        ("@rr.name", "\"P\""),
        ("@rr.params.z", "1"));

    [Fact]
    public void Contacts() => AssertSelects(
        Invite,
        ("@contact.uri", "sip:alice@10.0.0.1:5070"),
        ("@m.uri.port", "5070"),
        ("@contact.name", "\"Al\""),
        ("@contact.q", "0.5"),
        ("@contact.expires", "60"),
        ("@contact.methods", "INVITE,BYE"),
        ("@contact.method", "INVITE,BYE"),
        ("@contact.received", "sip:1.2.3.4"),
        ("@contact.instance", "<urn:uuid:1>"),
        ("@contact.params.x", "y"),
        ("@contact.params.none", "<null>"));

    [Fact]
    public void A_star_is_no_contact() => AssertSelects(
        Request("sip:h", "REGISTER", "Contact: *\nExpires: 0\n"),
        ("@contact", "*"),
        ("@contact.uri", "<null>"),
        ("@contact.name", "<null>"),
        ("@contact.expires", "<null>"));

    [Fact]
    public void A_null_select_is_false_and_differs_from_anything() => AssertConditions(
        Request("sip:h", "REGISTER", "Contact: *\nExpires: 0\n"),
        ("@contact.uri", false),
        ("@contact.uri != \"x\"", true),
        ("@contact.uri == \"\"", false));

    [Fact]
    public void Missing_headers() => AssertSelects(
        Request("sip:h"),
        ("@contact", "<error>"),
        ("@contact.uri", "<null>"),
        ("@rr", "<error>"),
        ("@rr.uri", "<error>"),
        ("@refer_to", "<error>"),
        ("@rpid.uri", "<error>"),
        ("@event", "<error>"),
        ("@expires", "<null>"),
        ("@subject", "<null>"),
        ("@user_agent", "<null>"),
        ("@authorization[\"r1\"].username", "<null>"),
        ("@msg.header.x_none", "<null>"),
        ("@msg.body", ""),
        ("@msg.body.sdp", "<error>"));

    [Fact]
    public void Vias_count_across_values_and_headers() => AssertSelects(
        Invite,
        ("@via.host", "10.0.0.1"),
        ("@via[1].port", "5060"),
        ("@v[2].host", "proxy.example.org"),
        ("@via[2].transport", "TCP"),
        ("@via[2].port", ""),
        ("@via[2].comment", "note"),
        ("@via[2].received", "10.9.9.9"),
        ("@via[3].host", "last.example.org"),
        ("@via[-1].branch", "z9hG4bK3"),
        ("@via[3].i", "2a1"),
        ("@via[3].alias", ""),
        ("@via[3].params.alias", "<null>"),
        ("@via[1].rport", ""),
        ("@via[1].params.x_a", "1"),
        ("@via[1].received", "<null>"),
        ("@via[2]", "SIP/2.0/TCP proxy.example.org;branch=z9hG4bK2;received=10.9.9.9 (note)"),
        ("@via.name", "SIP"),
        ("@via.version", "2.0"),
        ("@via[0].host", "<error>"),
        ("@via[4].host", "<error>"));

    [Fact]
    public void Plain_headers() => AssertSelects(
        Invite,
        ("@call_id", "c1@10.0.0.1"),
        ("@max_forwards", "70"),
        ("@content_type", "application/sdp"),
        ("@content_length", "85"),
        ("@user_agent", "Phone/1.0"),
        ("@subject", "Hello"),
        ("@organization", "Org"),
        ("@priority", "urgent"),
        ("@session_expires", "1800"),
        ("@min_se", "90"),
        ("@sip_if_match", "e1"),
        ("@date", "Sun, 01 Mar 2026 15:04:09 GMT"),
        ("@identity", "\"abc\""),
        ("@identity_info", "<https://x>"),
        ("@expires", "3600"),
        ("@event", "presence"),
        ("@cseq", "314 INVITE"),
        ("@cseq.num", "314"),
        ("@cseq.method", "INVITE"));

    [Fact]
    public void Credentials_of_a_realm() => AssertSelects(
        Invite,
        ("@authorization[\"r1\"].username", "alice@dom.org"),
        ("@authorization[\"r1\"].username.user", "alice"),
        ("@authorization[\"r1\"].username.domain", "dom.org"),
        ("@authorization[\"r1\"].realm", "r1"),
        ("@authorization[\"r1\"].nonce", "n1"),
        ("@authorization[\"r1\"].uri", "sip:u1"),
        ("@authorization[\"r1\"].cnonce", "cn"),
        ("@authorization[\"r1\"].nc", "00000001"),
        ("@authorization[\"r1\"].response", "0123456789abcdef0123456789abcdef"),
        ("@authorization[\"r1\"].opaque", "op"),
        ("@authorization[\"r1\"].algorithm", "MD5"),
        ("@authorization[\"r1\"].qop", "auth"),
        ("@authorization[\"r2\"].username", "bob"),
        ("@authorization[\"r2\"].qop", ""),
        ("@authorization[\"r2\"].username.domain", ""),
        ("@authorization[\"r3\"]", "<null>"),
        ("@proxy_authorization[\"r1\"].username", "carl"),
        ("@proxy_authorization[\"r2\"].username", "<null>"),
        ("@authorization[\"@contact.params.none\"]", "<null>"));

    [Fact]
    public void A_realm_can_be_an_attribute_or_a_select()
    {
        var seen = Run("$realm = \"r2\"; probe('@authorization[\"$realm\"].username'); probe('@authorization[\"@msg.header.x_realm\"].username');",
            Invite.Replace("Subject: Hello", "X-Realm: r1", StringComparison.Ordinal));
        Assert.Equal(["bob", "alice@dom.org"], seen);
    }

    [Fact]
    public void The_message() => AssertSelects(
        Request("sip:h"),
        ("@msg", ScriptServer.Normalize(Request("sip:h"))),
        ("@message.first_line", "OPTIONS sip:h SIP/2.0"),
        ("@msg.flags", "0"),
        ("@msg.len", ScriptServer.Normalize(Request("sip:h")).Length.ToString()),
        ("@msg.type", "1"),
        ("@msg.request.method", "OPTIONS"),
        ("@msg.req.uri.host", "h"),
        ("@msg.request.version", "SIP/2.0"),
        ("@msg.response", "<error>"),
        ("@msg.res.status", "<error>"));

    [Fact]
    public void A_reply() => AssertSelects(
        Reply,
        ("@status", "180"),
        ("@code", "180"),
        ("@reason", "Ringing there"),
        ("@version", "SIP/2.0"),
        ("@msg.type", "2"),
        ("@msg.response.code", "180"),
        ("@msg.res.reason", "Ringing there"),
        ("@message.response.version", "SIP/2.0"),
        ("@msg.request", "<error>"),
        ("@ruri", "<error>"),
        ("@dst_uri", "<error>"),
        ("@next_hop", "<error>"),
        ("@method", "<error>"),
        ("@to.tag", "t1"),
        ("@cseq.method", "INVITE"));

    [Fact]
    public void Headers_by_name() => AssertSelects(
        Invite,
        ("@msg.header.x_test", "one"),
        ("@msg.h.X_Test[2]", "two"),
        ("@msg.header[\"X-Test\"]", "one"),
        ("@msg.header.x_test[-1]", "three"),
        ("@msg.header.x_test[-7]", "three"),
        ("@msg.header.x_test[0]", "three"),
        ("@msg.header.x_test[4]", "<null>"),
        ("@msg.h.to", "Bob <sips:bob@example.org>"),
        ("@msg.header[\"t\"]", "Bob <sips:bob@example.org>"),
        ("@msg.header.via[2]", "SIP/2.0/TLS last.example.org:5061;branch=z9hG4bK3;i=2a1;alias"),
        ("@msg.header.from.nameaddr.uri.user", "alice"),
        ("@msg.header.from.nameaddr.name", "\"Alice, the \\\"A\\\"\""),
        ("@msg.header.from.nameaddr.params", "tag=f1;x-p=7"),
        ("@msg.header.from.nameaddr.params.tag", "f1"),
        ("@msg.header.expires.nameaddr.name", "<null>"),
        ("@msg.header.x_list.params.a", "1"),
        ("@msg.header.x_list.params.b", "q;r"),
        ("@msg.header.x_list.params.c", "<null>"),
        ("@msg.header.x_list.params.d", "<null>"),
        ("@msg.header.x_test[9].params.d", "<null>"));

    [Fact]
    public void All_headers()
    {
        var message = ScriptServer.Normalize(Request("sip:h"));
        AssertSelects(message, ("@msg.header", message[(message.IndexOf('\n', StringComparison.Ordinal) + 1)..^2]));
    }

    [Fact]
    public void The_session_description() => AssertSelects(
        Invite,
        ("@msg.body.sdp.line[\"m\"]", "audio 6000 RTP/AVP 0"),
        ("@msg.body.sdp.line[\"c=\"]", "IN IP4 10.0.0.1"),
        ("@msg.body.sdp.line[\"a\"]", "<error>"),
        ("@msg.content.sdp.line.v", "0"));

    [Fact]
    public void The_session_description_in_a_multipart_body()
    {
        var request = Request("sip:h", "INVITE", "Content-Type: multipart/mixed;boundary=b1\n");
        AssertSelects(
            request + "--b1\nContent-Type: text/plain\n\nhello\n--b1\nContent-Type: application/sdp\n\nv=0\nc=IN IP4 10.1.1.1\n\n--b1--\n",
            ("@msg.body.sdp.line[\"c\"]", "IN IP4 10.1.1.1"));
    }

    [Fact]
    public void Addresses_of_the_transport()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            route {
                probe("@src.ip"); probe("@src.port"); probe("@src.ip_port");
                probe("@dst.ip"); probe("@dst.port"); probe("@dst.ip_port");
                probe("@received.proto"); probe("@received.ip"); probe("@received.port"); probe("@received.ip_port"); probe("@received.proto_ip_port");
            }
            """);
        server.Receive(Request("sip:h"), from: "10.0.0.7:6000");
        Assert.Equal(
            ["10.0.0.7", "6000", "10.0.0.7:6000", "10.0.0.254", "5060", "10.0.0.254:5060", "udp", "10.0.0.254", "5060", "10.0.0.254:5060", "udp:10.0.0.254:5060"],
            server.Probe.Seen);
        server.Probe.Clear();
        server.Receive(Request("sip:h"), protocol: TransportProtocol.Tcp);
        Assert.Equal("tcp", server.Probe.Seen[6]);
        Assert.Equal("tcp:10.0.0.254:5060", server.Probe.Seen[10]);
    }

    [Fact]
    public void Addresses_of_ipv6()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            listen = udp:[2001:db8::1]:5060
            route { probe("@src.ip"); probe("@src.ip_port"); probe("@received.ip"); probe("@received.proto_ip_port"); }
            """);
        server.Receive(Request("sip:h"), from: "[2001:db8::2]:6000");
        Assert.Equal(["2001:db8::2", "[2001:db8::2]:6000", "2001:db8::1", "udp:[2001:db8::1]:5060"], server.Probe.Seen);
    }

    [Fact]
    public void The_clock()
    {
        AssertSelects(
            Request("sip:h"),
            ("@sys.now", "1772377449"),
            ("@sys.now.utc", "Sun Mar  1 15:04:09 2026"),
            ("@sys.now.gmt[\"%Y-%m-%d %Z\"]", "2026-03-01 GMT"),
            ("@sys.now.local[\"%Y\"]", "2026"),
            ("@sys.now.utc[\"12345678901234567890123456789012345678901234567890123456789012345678901234567890\"]", "<error>"),
            ("@sys.pid", Environment.ProcessId.ToString()));
    }

    [Fact]
    public void Unique_differs_every_time()
    {
        var seen = Run("probe(\"@sys.unique\"); probe(\"@sys.unique\");");
        Assert.Matches("^[0-9a-f]{4,8}-[0-9a-f]{8}-[0-9a-f]{8}$", seen[0]);
        Assert.NotEqual(seen[0], seen[1]);
    }

    [Fact]
    public void The_message_id_has_eight_digits_in_hexadecimal()
    {
        var seen = Run("probe(\"@msg.id\"); probe(\"@msg.id.hex\");");
        Assert.Equal(uint.Parse(seen[0]).ToString("x8"), seen[1]);
    }

    [Fact]
    public void Flags_are_an_unsigned_number() =>
        Assert.Equal(["2147483656"], Run("setflag(3); setflag(31); probe(\"@msg.flags\");"));

    [Fact]
    public void The_request_uri_follows_rewriting_and_the_received_one_stays() =>
        Assert.Equal(
            ["h:5061", "sips:a@new", "h", "new:5061"],
            RunRequest("""
                probe("@ruri.hostport"); seturi("sips:a@new"); probe("@ruri"); probe("@msg.request.uri.host"); probe("@ruri.hostport");
                """, Request("sips:a@h")));

    [Fact]
    public void Branches() => Assert.Equal(
        ["2", "sip:one@h,sip:two@h2:5070", "sip:two@h2:5070", "5070", "<error>", "<error>", "sip:one@h", "<sip:two@h2:5070>;q=0.5", "0.5", "", "sip:one@h,<sip:two@h2:5070>;q=0.5", "sip:two@h2:5070"],
        RunRequest("""
            append_branch("sip:one@h"); append_branch("sip:two@h2:5070", "0.5");
            probe("@branch.count"); probe("@branch.uri"); probe("@branch.uri[1]"); probe("@branch.uri[1].port"); probe("@branch.uri[2]"); probe("@branch.uri[-1]");
            probe("@branch.uriq[0]"); probe("@branch.uriq[1]"); probe("@branch.q[1]"); probe("@branch.q[0]"); probe("@branch.uriq"); probe("@branch.uriq[1].uri");
            """));

    [Fact]
    public void One_branch_needs_no_index() => Assert.Equal(
        ["sip:one@h", "h", "sip:hop"],
        RunRequest("""append_branch("sip:one@h"); probe("@branch.uri"); probe("@branch.uri.host"); probe("@next_hop");""", Request("sip:hop")));

    [Fact]
    public void The_source_address_towards_the_next_hop() => Assert.Equal(
        ["10.0.0.254", "<error>"],
        RunRequest("""probe("@next_hop.src_ip"); seturi("sip:unknown.example.org"); probe("@next_hop.src_ip");""", Request("sip:bob@10.0.0.2")));

    [Fact]
    public void The_configuration_can_change()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            debug = 2
            my.text = "hello" desc "a text"
            my.number = 7
            route { probe("@cfg_get.core.debug"); probe("@cfg_get.my.text"); probe("@cfg_get.my.number"); }
            """);
        server.Receive(Request("sip:h"));
        Assert.True(server.Configuration.TrySet("core", "debug", Seraph.Script.ScriptValue.Of(3), out _));
        Assert.True(server.Configuration.TrySet("my", "number", Seraph.Script.ScriptValue.Of(-8), out _));
        server.Receive(Request("sip:h"));
        Assert.Equal(["2", "hello", "7", "3", "hello", "-8"], server.Probe.Seen);
    }

    [Theory]
    [InlineData("@cfg_get.core.nothing")]
    [InlineData("@cfg_get.nothing.debug")]
    [InlineData("@cfg_get.core")]
    [InlineData("@nothing")]
    [InlineData("@src")]
    [InlineData("@sys")]
    [InlineData("@branch")]
    [InlineData("@from.uri.nothing")]
    [InlineData("@via[\"x\"].host")]
    public void Unknown_paths_are_refused(string select) =>
        Assert.NotEmpty(ScriptServer.Check($"loadmodule \"probe\"\nroute {{ probe('{select}'); }}"));

    [Theory]
    [InlineData("mm")]
    [InlineData("")]
    public void Bad_types_of_sdp_lines_are_refused(string type) =>
        Assert.NotEmpty(ScriptServer.Check($"loadmodule \"probe\"\nroute {{ probe('@msg.body.sdp.line[\"{type}\"]'); }}"));
}
