using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class RequestUriCommandTests
{
    private const string Full = "sip:bob:pw@h:5070;transport=tcp;x=1";

    [Theory]
    [InlineData(Full, "sethost(\"new\")", "sip:bob:pw@new:5070;transport=tcp;x=1")]
    [InlineData(Full, "rewritehost(\"[2001:db8::1]\")", "sip:bob:pw@[2001:db8::1]:5070;transport=tcp;x=1")]
    [InlineData(Full, "seth(\"10.0.0.9\")", "sip:bob:pw@10.0.0.9:5070;transport=tcp;x=1")]
    [InlineData("sip:h", "sethost(\"new\")", "sip:new")]
    [InlineData("sips:a@h", "sethost(\"new\")", "sips:a@new")]
    [InlineData("tel:+1-212;ext=3", "sethost(\"gw\")", "sip:+1-212;ext=3@gw;user=phone")]
    [InlineData("tel:+1212", "sethostport(\"gw:5080\")", "sip:+1212@gw:5080;user=phone")]
    [InlineData(Full, "sethostport(\"new\")", "sip:bob:pw@new;transport=tcp;x=1")]
    [InlineData(Full, "rewritehostport(\"new:99\")", "sip:bob:pw@new:99;transport=tcp;x=1")]
    [InlineData(Full, "sethp(\"new:99\")", "sip:bob:pw@new:99;transport=tcp;x=1")]
    [InlineData(Full, "sethostporttrans(\"new:99;transport=udp\")", "sip:bob:pw@new:99;transport=udp;x=1")]
    [InlineData(Full, "rewritehostporttrans(\"new\")", "sip:bob:pw@new;x=1")]
    [InlineData("sip:h;a;Transport=tcp;b=\"q\"", "sethpt(\"new\")", "<bad>")]
    [InlineData("sip:h;a;Transport=tcp;b=2", "sethpt(\"new\")", "sip:new;a;b=2")]
    [InlineData(Full, "setuser(\"carol\")", "sip:carol:pw@h:5070;transport=tcp;x=1")]
    [InlineData(Full, "rewriteuser(\"\")", "sip:h:5070;transport=tcp;x=1")]
    [InlineData("sip:h", "setu(\"carol\")", "sip:carol@h")]
    [InlineData("tel:+1", "setuser(\"+2\")", "tel:+2")]
    [InlineData(Full, "setuserpass(\"u:p\")", "sip:u:p@h:5070;transport=tcp;x=1")]
    [InlineData(Full, "rewriteuserpass(\"u\")", "sip:u@h:5070;transport=tcp;x=1")]
    [InlineData("tel:+1", "setup(\"+2:p\")", "tel:+2")]
    [InlineData(Full, "setport(\"99\")", "sip:bob:pw@h:99;transport=tcp;x=1")]
    [InlineData("sip:h", "rewriteport(\"99\")", "sip:h:99")]
    [InlineData(Full, "setp(\"\")", "sip:bob:pw@h;transport=tcp;x=1")]
    [InlineData(Full, "seturi(\"urn:service:sos\")", "urn:service:sos")]
    [InlineData(Full, "rewriteuri(\"not a uri\")", "not a uri")]
    [InlineData("sip:123@h", "prefix(\"00\")", "sip:00123@h")]
    [InlineData("sip:h", "prefix(\"00\")", "sip:00@h")]
    [InlineData("tel:+1", "prefix(\"+9\")", "tel:+9+1")]
    [InlineData("sip:12345@h", "strip(2)", "sip:345@h")]
    [InlineData("sip:12345@h", "strip(0)", "sip:12345@h")]
    [InlineData("sip:123@h", "strip(20)", "sip:h")]
    [InlineData("sip:123:pw@h", "strip(3)", "sip:h")]
    [InlineData("sip:12345@h", "strip_tail(2)", "sip:123@h")]
    [InlineData("sip:123@h", "strip_tail(20)", "sip:h")]
    [InlineData("sip:123@h;x", "userphone()", "sip:123@h;x;user=phone")]
    [InlineData("sip:123@h;user=ip", "userphone()", "sip:123@h;user=ip")]
    [InlineData("tel:+1", "userphone()", "tel:+1")]
    public void Rewrites(string uri, string command, string expected)
    {
        if (expected == "<bad>")
        {
            Assert.Empty(RunRequest("probe(\"@ruri\");", Request(uri))); // refused before the script sees it
            return;
        }

        var seen = RunRequest($"if ({command}) probe(\"@ruri\"); else probe_text(\"failed\");", Request(uri));
        Assert.Equal([expected], seen);
    }

    [Theory]
    [InlineData("tel:+1", "setport(\"99\")")]
    [InlineData("tel:+1", "setuser(\"\")")]
    [InlineData("tel:+1", "strip(2)")]
    public void Fails_and_leaves_the_uri_alone(string uri, string command) =>
        Assert.Equal(["failed", uri], RunRequest($"if (!{command}) probe_text(\"failed\"); probe(\"@ruri\");", Request(uri)));

    [Theory]
    [InlineData("sethost(\"x\")")]
    [InlineData("prefix(\"x\")")]
    [InlineData("strip(1)")]
    [InlineData("userphone()")]
    public void Fails_for_a_uri_that_has_no_user_and_host(string command) =>
        Assert.Equal(
            ["failed", "failed"],
            RunRequest($"seturi(\"urn:a:b\"); if (!{command}) probe_text(\"failed\"); seturi(\"nonsense\"); if (!{command}) probe_text(\"failed\");"));

    [Fact]
    public void Fails_in_a_reply() =>
        Assert.Equal(["failed", "failed"], Run("if (!setuser(\"x\")) probe_text(\"failed\"); if (!seturi(\"sip:x\")) probe_text(\"failed\");", Reply));

    [Fact]
    public void Reverts_to_the_received_uri() => Assert.Equal(
        ["sip:bob@example.org", "sip:bob@example.org"],
        RunRequest("strip(1); setport(\"99\"); revert_uri(); probe(\"@ruri\"); seturi(\"sip:x\"); revert_uri; probe(\"@ruri\");"));

    [Fact]
    public void Refuses_a_uri_that_would_get_too_long()
    {
        var longUser = new string('a', 1000);
        Assert.Equal(
            ["failed"],
            RunRequest("if (!prefix(\"01234567890123456789\")) probe_text(\"failed\");", Request($"sip:{longUser}@h")));
    }

    [Fact]
    public void A_rewritten_uri_leaves_in_the_request_line()
    {
        using var server = ScriptServer.Start("route { sethostport(\"10.0.0.2:5070\"); prefix(\"9\"); forward(uri:host, uri:port); }");
        var sent = Assert.Single(server.Receive(Request("sip:bob@example.org;x")));
        Assert.Equal("OPTIONS sip:9bob@10.0.0.2:5070;x SIP/2.0", sent.StartLine);
        Assert.Equal("udp:10.0.0.2:5070", sent.Destination);
    }

    [Theory]
    [InlineData("sethost(\"a b\")")]
    [InlineData("sethost(\"h:5060\")")]
    [InlineData("sethost(\"\")")]
    [InlineData("sethostport(\"h:70000\")")]
    [InlineData("sethostport(\"h;x\")")]
    [InlineData("sethostporttrans(\"u@h\")")]
    [InlineData("setport(\"x\")")]
    [InlineData("setport(\"0\")")]
    [InlineData("setuser(\"a@b\")")]
    [InlineData("setuser(\"a:b\")")]
    [InlineData("prefix(\"a b\")")]
    [InlineData("prefix(\"\")")]
    [InlineData("strip(\"x\")")]
    [InlineData("append_branch(\"sip:a@b\", \"1.5\")")]
    [InlineData("append_branch(\"sip:a@b\", \"0.1234\")")]
    public void Refuses_arguments_that_make_no_uri(string command) =>
        Assert.Single(ScriptServer.Check($"route {{ {command}; }}"));
}
