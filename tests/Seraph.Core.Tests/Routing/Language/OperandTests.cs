using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class OperandTests
{
    [Fact]
    public void Of_a_request() => AssertConditions(
        Request("sip:bob@example.org", "OPTIONS"),
        ("method == \"OPTIONS\"", true),
        ("method == OPTIONS", true),
        ("method == \"options\"", true),
        ("method =~ \"^OPT|INVITE\"", true),
        ("method != \"INVITE\"", true),
        ("!method == \"INVITE\"", true),
        ("uri == \"sip:BOB@example.org\"", true),
        ("uri =~ \"^sip:bob\"", true),
        ("from_uri == \"sip:alice@example.org\"", true),
        ("to_uri =~ \"bob@\"", true),
        ("src_ip == 10.0.0.1", true),
        ("src_ip == 10.0.0.0/24", true),
        ("src_ip == 192.168.1.80/27", false),
        ("dst_ip == 10.0.0.254", true),
        ("dst_ip == myself", true),
        ("src_ip == myself", false),
        ("uri == myself", false),
        ("src_port == 5060", true),
        ("dst_port > 5059", true),
        ("proto == UDP", true),
        ("proto == tcp", false),
        ("af == INET", true),
        ("af == inet6", false),
        ("msg:len > 100", true),
        ("msg:len >= max_len", false));

    [Fact]
    public void Of_a_reply() => AssertConditions(
        Reply,
        ("method == \"SIP/2.0\"", true),
        ("status == \"180\"", true),
        ("status =~ \"18[0-9]\"", true),
        ("uri == \"180\"", true),
        ("to_uri == \"sip:bob@example.org\"", true));

    [Fact]
    public void A_uri_of_ours_is_myself()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            alias = example.org
            route { if (uri == myself) probe_text("mine"); else probe_text("other"); }
            """);
        foreach (var uri in new[] { "sip:a@10.0.0.254", "sip:a@10.0.0.254:5061", "sip:a@Example.ORG", "sip:10.0.0.254;transport=tcp", "sip:a@example.com", "tel:+1" })
            server.Receive(Request(uri));
        Assert.Equal(["mine", "other", "mine", "mine", "other", "other"], server.Probe.Seen);
    }

    [Fact]
    public void Of_what_is_about_to_be_sent()
    {
        var request = Request("sip:bob@10.0.0.2:5070");
        using var server = ScriptServer.Start($$"""
            loadmodule "probe"
            listen = udp:10.0.0.254:5060
            listen = tcp:10.0.0.253:5062
            route { forward_tcp(uri:host, uri:port); }
            onsend_route {
                if (snd_ip == 10.0.0.253) probe_text("snd_ip");
                if (snd_port == 5062) probe_text("snd_port");
                if (snd_proto == TCP) probe_text("snd_proto");
                if (snd_af == INET) probe_text("snd_af");
                if (to_ip == 10.0.0.2) probe_text("to_ip");
                if (to_port == 5070) probe_text("to_port");
                if (to_proto == tcp) probe_text("to_proto");
                if (msg:len > {{ScriptServer.Normalize(request).Length}}) probe_text("longer");
                if (uri =~ "bob") probe_text("uri");
            }
            """);
        Assert.Single(server.Receive(request));
        Assert.Equal(["snd_ip", "snd_port", "snd_proto", "snd_af", "to_ip", "to_port", "to_proto", "longer", "uri"], server.Probe.Seen);
    }

    [Fact]
    public void An_onsend_route_that_drops_keeps_the_request_from_leaving()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            route { if (!forward(uri:host, uri:port)) probe_text("failed"); }
            onsend_route { if (to_ip == 10.0.0.0/8) drop; }
            """);
        Assert.Empty(server.Receive(Request("sip:bob@10.0.0.2")));
        Assert.Equal(["failed"], server.Probe.Seen);
        Assert.Single(server.Receive(Request("sip:bob@192.168.0.2")));
    }

    [Fact]
    public void Addresses_of_ipv6()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            listen = udp:[2001:db8::1]:5060
            route {
                if (af == INET6) probe_text("inet6");
                if (src_ip == 2001:db8::2) probe_text("src");
                if (src_ip == 2001:db8::/32) probe_text("net");
                if (src_ip == 10.0.0.0/8) probe_text("wrong");
            }
            """);
        server.Receive(Request("sip:h"), from: "[2001:db8::2]:5060");
        Assert.Equal(["inet6", "src", "net"], server.Probe.Seen);
    }

    [Fact]
    public void A_source_address_can_be_compared_with_a_name()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            route { if (src_ip == "peer.example.org") probe_text("peer"); else probe_text("other"); }
            """);
        server.Resolver.Add("peer.example.org", "10.0.0.1");
        server.Receive(Request("sip:h"));
        server.Receive(Request("sip:h"), from: "10.0.0.2:5060");
        Assert.Equal(["peer", "other"], server.Probe.Seen);
    }

    [Theory]
    [InlineData("snd_ip == 10.0.0.1")]
    [InlineData("to_port == 5060")]
    public void What_is_about_to_be_sent_is_known_in_onsend_route_only(string condition) =>
        Assert.NotEmpty(ScriptServer.Check($"loadmodule \"probe\"\nroute {{ if ({condition}) probe_text(\"x\"); }}"));

    [Fact]
    public void Comparing_methods_and_uris_allocates_nothing()
    {
        using var server = ScriptServer.Start("""
            loadmodule "probe"
            route {
                if (method == "INVITE" && uri =~ "^sip:nobody@") probe_text("x");
                if (uri == "sip:x@y" || from_uri == "sip:x@y" || src_ip == 10.9.0.0/16 || msg:len > 60000) probe_text("x");
                if (@ruri.user == "nobody" || @from.uri.host == "nowhere" || @via[2].host == "x" || @msg.header.x_none == "y") probe_text("x");
                if (uri == myself) probe_text("x");
            }
            """);
        Assert.Equal(0, server.MeasureAllocation(Request("sip:bob@example.org", "INVITE")));
    }
}
