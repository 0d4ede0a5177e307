using System.Text;
using Seraph.Testing.Scripts;

namespace Seraph.Core.Tests.Routing.Language;

/// <summary>Messages and short ways to run a script on them.</summary>
internal static class LanguageTest
{
    /// <summary>A request with one of everything.</summary>
    public const string Invite = """
        INVITE sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag SIP/2.0
        Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport;x-a=1, SIP/2.0/TCP proxy.example.org;branch=z9hG4bK2;received=10.9.9.9 (note)
        v: SIP/2.0/TLS last.example.org:5061;branch=z9hG4bK3;i=2a1;alias
        Max-Forwards: 70
        From: "Alice, the \"A\"" <sip:alice@example.org:5070>;tag=f1;x-p=7
        t: Bob <sips:bob@example.org>
        Call-ID: c1@10.0.0.1
        CSeq: 314 INVITE
        Contact: "Al" <sip:alice@10.0.0.1:5070>;q=0.5;expires=60;methods="INVITE,BYE";received="sip:1.2.3.4";+sip.instance="<urn:uuid:1>";x=y, <sip:two@h>
        Record-Route: "P" <sip:p1@10.0.0.7;lr>;z=1, <sip:10.0.0.8;lr>
        Refer-To: <sip:carol@example.com>
        Remote-Party-ID: "Al" <sip:al@example.org>;party=calling
        Event: presence;id=1
        Expires: 3600
        User-Agent: Phone/1.0
        Subject: Hello
        Organization: Org
        Priority: urgent
        Session-Expires: 1800
        Min-SE: 90
        Date: Sun, 01 Mar 2026 15:04:09 GMT
        Identity: "abc"
        Identity-Info: <https://x>
        SIP-If-Match: e1
        X-Test: one
        X-Test: two
        x-test: three
        X-List: a=1;B="q;r";c
        Authorization: Digest username="alice@dom.org", realm="r1", nonce="n1", uri="sip:u1", response="0123456789abcdef0123456789abcdef", algorithm=MD5, cnonce="cn", opaque="op", qop=auth, nc=00000001
        Authorization: Digest username="bob", realm="r2", nonce="n2", uri="sip:u2", response="0123456789abcdef0123456789abcdee"
        Proxy-Authorization: Digest username="carl", realm="r1", nonce="n3", uri="sip:u3", response="0123456789abcdef0123456789abcded"
        Content-Type: application/sdp
        Content-Length: *

        v=0
        o=- 1 1 IN IP4 10.0.0.1
        s=-
        c=IN IP4 10.0.0.1
        t=0 0
        m=audio 6000 RTP/AVP 0

        """;

    /// <summary>A reply whose script sees it in onreply_route.</summary>
    public const string Reply = """
        SIP/2.0 180 Ringing there
        Via: SIP/2.0/UDP 10.0.0.254:5060;branch=z9hG4bK0
        Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1
        From: <sip:alice@example.org>;tag=f1
        To: <sip:bob@example.org>;tag=t1
        Call-ID: c1
        CSeq: 1 INVITE
        Content-Length: 0

        """;

    /// <summary>A small request for a Request-URI.</summary>
    public static string Request(string uri, string method = "OPTIONS", string headers = "") => TestMessages.Request(uri, method, headers);

    /// <summary>Runs <paramref name="body"/> as the route of a request and returns what it probed.</summary>
    public static IReadOnlyList<string> Run(string body, string? message = null, string declarations = "")
    {
        using var server = ScriptServer.Start($"loadmodule \"probe\"\n{declarations}\nroute {{\n{body}\n}}\nonreply_route {{\n{body}\n}}\n");
        server.Receive(message ?? Request("sip:bob@example.org"));
        return server.Probe.Seen;
    }

    /// <summary>Runs <paramref name="body"/> as the route of a request only.</summary>
    public static IReadOnlyList<string> RunRequest(string body, string? message = null, string declarations = "")
    {
        using var server = ScriptServer.Start($"loadmodule \"probe\"\n{declarations}\nroute {{\n{body}\n}}\n");
        server.Receive(message ?? Request("sip:bob@example.org"));
        return server.Probe.Seen;
    }

    /// <summary>Evaluates selects on a message and compares them all.</summary>
    public static void AssertSelects(string message, params (string Select, string Expected)[] cases)
    {
        var seen = Run(string.Concat(cases.Select(c => $"probe('{c.Select}');\n")), message);
        Assert.Equal(cases.Length, seen.Count);
        Compare(cases, seen);
    }

    /// <summary>Expands formats on a message and compares them all.</summary>
    public static void AssertFormats(string message, params (string Format, string Expected)[] cases)
    {
        var seen = Run(string.Concat(cases.Select(c => $"probe_format('{c.Format}');\n")), message);
        Assert.Equal(cases.Length, seen.Count);
        Compare(cases, seen);
    }

    /// <summary>Evaluates conditions on a message and compares them all.</summary>
    public static void AssertConditions(string message, params (string Condition, bool Expected)[] cases)
    {
        var seen = Run(string.Concat(cases.Select(c => $"if ({c.Condition}) probe_text(\"True\"); else probe_text(\"False\");\n")), message);
        Assert.Equal(cases.Length, seen.Count);
        Compare([.. cases.Select(c => (c.Condition, c.Expected.ToString()))], seen);
    }

    private static void Compare((string Name, string Expected)[] cases, IReadOnlyList<string> seen)
    {
        var wrong = new StringBuilder();
        for (var i = 0; i < cases.Length; i++)
        {
            if (seen[i] != cases[i].Expected)
                wrong.Append($"\n{cases[i].Name}: \"{seen[i]}\" instead of \"{cases[i].Expected}\"");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }
}
