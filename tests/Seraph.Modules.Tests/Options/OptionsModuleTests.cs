using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Options;

public class OptionsModuleTests
{
    private const string Server = "sip:10.0.0.254";

    [Fact]
    public void Answers_with_four_headers_in_order()
    {
        using var server = ScriptServer.Start("loadmodule \"options\"\nloadmodule \"probe\"\nroute { options_reply(); probe_text(\"went on\"); }");
        var reply = Assert.Single(server.Receive(Request(Server)));
        Assert.Equal("SIP/2.0 200 OK", reply.StartLine);
        var lines = reply.Lines.SkipWhile(l => !l.StartsWith("Accept:", StringComparison.Ordinal)).Take(4);
        Assert.Equal(["Accept: */*", "Accept-Encoding: ", "Accept-Language: en", "Supported: "], lines);
        Assert.Null(reply.Header("Contact"));
        Assert.Equal(["went on"], server.Probe.Seen);
    }

    [Theory]
    [InlineData("modparam(\"options\", \"contact\", \"dstip\")", TransportProtocol.Udp, "<sip:10.0.0.254:5060>")]
    [InlineData("modparam(\"options\", \"contact\", \"dstip\")", TransportProtocol.Tcp, "<sip:10.0.0.254:5060;transport=tcp>")]
    [InlineData("modparam(\"options\", \"contact\", \"ruri\")", TransportProtocol.Udp, "<sip:10.0.0.254>")]
    [InlineData("modparam(\"options\", \"contact\", \"me.example.org\")", TransportProtocol.Udp, "<sip:me.example.org>")]
    [InlineData("modparam(\"options\", \"contact_param\", \"x=1\")", TransportProtocol.Udp, "<sip:10.0.0.254:5060;x=1>")]
    [InlineData("modparam(\"options\", \"contact_param\", \";x=1\")\nmodparam(\"options\", \"contact\", \"me\")", TransportProtocol.Udp, "<sip:me;x=1>")]
    [InlineData("modparam(\"options\", \"contact\", \"\")\nmodparam(\"options\", \"contact_param\", \"x\")", TransportProtocol.Udp, null)]
    public void The_contact_is_what_the_parameters_say(string parameters, TransportProtocol protocol, string? expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"options\"\n{parameters}\nroute {{ options_reply(); }}");
        Assert.Equal(expected, Assert.Single(server.Receive(Request(Server), protocol: protocol)).Header("Contact"));
    }

    [Fact]
    public void The_contact_keeps_the_received_uri()
    {
        using var server = ScriptServer.Start("loadmodule \"options\"\nmodparam(\"options\", \"contact\", \"ruri\")\nroute { sethost(\"other\"); options_reply(); }");
        Assert.Equal("<sip:10.0.0.254:5070>", Assert.Single(server.Receive(Request(Server + ":5070"))).Header("Contact"));
    }

    [Fact]
    public void Capabilities_can_be_set()
    {
        using var server = ScriptServer.Start("""
            loadmodule "options"
            modparam("options", "accept", "application/sdp")
            modparam("options", "accept_encoding", "gzip")
            modparam("options", "accept_language", "de")
            modparam("options", "supported", "path")
            route { options_reply(); }
            """);
        var reply = Assert.Single(server.Receive(Request(Server)));
        Assert.Equal(
            ["application/sdp", "gzip", "de", "path"],
            [reply.Header("Accept"), reply.Header("Accept-Encoding"), reply.Header("Accept-Language"), reply.Header("Supported")]);
    }

    [Theory]
    [InlineData("sip:user@10.0.0.254", "OPTIONS")]
    [InlineData("tel:+1", "OPTIONS")]
    [InlineData("sip:10.0.0.254", "INVITE")]
    public void Other_requests_end_without_an_answer(string uri, string method)
    {
        using var server = ScriptServer.Start("loadmodule \"options\"\nloadmodule \"probe\"\nroute { options_reply(); probe_text(\"went on\"); }");
        Assert.Empty(server.Receive(Request(uri, method)));
        Assert.Empty(server.Probe.Seen);
        Assert.Contains(server.EndLog(), l => l.StartsWith("ERROR options: options_reply() was called", StringComparison.Ordinal));
    }
}
