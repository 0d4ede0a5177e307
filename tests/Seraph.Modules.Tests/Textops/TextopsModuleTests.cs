using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Textops;

public class TextopsModuleTests
{
    private const string Headers = """
        Subject: call me, call now
        P-Asserted-Identity: <sip:a@b>
        P-Charging: x
        X-One: 1
        Supported: 100rel, "a,b";x=1 , path
        Require: sec-agree
        m: "Al, B" <sip:al@h;lr>;expires=5;q=0.5, <sip:two@h>;expires="7"
        Contact: <sip:three@h>
        Route: <sip:r1;lr>,<sip:r2;lr>
        Route: <sip:r3;lr>
        Authorization: Digest username="al", realm="r", nonce="n"

        """;

    // ---- search and replace

    [Theory]
    [InlineData("search(\"INVITE .* SIP/2.0\")", true)]
    [InlineData("search(\"^to:\")", true)]
    [InlineData("search(\"^TO:.*bob@example\")", true)]
    [InlineData("search(\"body line$\")", true)]
    [InlineData("search(\"Call-ID.*CSeq\")", false)]
    [InlineData("search(\"nowhere\")", false)]
    [InlineData("replace(\"^INVITE\", \"x\")", false)]
    [InlineData("replace(\"nowhere\", \"x\")", false)]
    [InlineData("search_append(\"nowhere\", \"x\")", false)]
    [InlineData("subst('/nowhere/x/')", false)]
    [InlineData("is_present_hf(\"subject\")", true)]
    [InlineData("is_present_hf(\"contact\")", true)]
    [InlineData("is_present_hf(\"M\")", true)]
    [InlineData("is_present_hf(\"v\")", false)]
    [InlineData("is_present_hf(\"X-None\")", false)]
    [InlineData("is_present_hf(\"@msg.header.x_name\")", false)]
    [InlineData("hf_value_exists(\"Supported\", \"PATH\")", true)]
    [InlineData("hf_value_exists(\"Supported\", \"pat\")", false)]
    [InlineData("hf_value_exists(\"k\", \"100rel\")", true)]
    [InlineData("hf_value_exists(\"X-None\", \"x\")", false)]
    [InlineData("remove_hf(\"X-None\")", false)]
    [InlineData("remove_hf_re(\"^Y-\")", false)]
    [InlineData("remove_hf_value(\"Route[4]\")", false)]
    [InlineData("remove_hf_value(\"Route[1].none\")", false)]
    [InlineData("assign_hf_value(\"X-None\", \"x\")", false)]
    [InlineData("append_hf_value(\"Route[9]\", \"x\")", false)]
    [InlineData("insert_hf_value(\"Route[-4]\", \"x\")", false)]
    [InlineData("remove_hf_value2(\"Authorization.none\")", false)]
    [InlineData("assign_hf_value2(\"Proxy-Authorization.x\", \"1\")", false)]
    public void Tells_what_it_found(string call, bool expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"textops\"\nloadmodule \"probe\"\nroute {{ if ({call}) probe_text(\"True\"); else probe_text(\"False\"); }}");
        server.Receive(Request(method: "INVITE", headers: Headers, body: "first\nbody line\n"));
        Assert.Equal([expected.ToString()], server.Probe.Seen);
    }

    [Theory]
    [InlineData("replace(\"call\", \"ring\")", "Subject: call me, call now", "Subject: ring me, call now")] // Call-ID comes first, but only once
    [InlineData("replace_all(\"call (me|now)\", \"ring\")", "Subject: call me, call now", "Subject: ring, ring")]
    [InlineData("search_append(\"call me\", \" (%rm)\")", "Subject: call me, call now", "Subject: call me (INVITE), call now")]
    [InlineData("replace(\"^X-One: 1\", \"X-Two: %ci %%\")", "X-One: 1", "X-Two: c1 %")]
    [InlineData("subst('/^(Subject:) call (me)/\\1 \\2 too/')", "Subject: call me, call now", "Subject: me too, call now")]
    [InlineData("subst('s#call#ring#g')", "Subject: call me, call now", "Subject: ring me, ring now")]
    [InlineData("subst('/CALL ME/ring \\u/i')", "Subject: call me, call now", "Subject: ring sip:bob@example.org, call now")]
    [InlineData("$who = \"you\"; subst('/call (m|n)/$who \\0/')", "Subject: call me, call now", "Subject: you call me, call now")]
    [InlineData("subst('/X-One: [0-9]*/X-One: a\\/b/')", "X-One: 1", "X-One: a/b")]
    public void Replaces_text(string call, string line, string expected)
    {
        var sent = Relay(call.Contains("replace(\"call\"", StringComparison.Ordinal) ? call.Replace("\"call\"", "\"call me\"", StringComparison.Ordinal).Replace("ring", "ring me", StringComparison.Ordinal) : call, Headers);
        Assert.DoesNotContain(line, sent.Lines);
        Assert.Contains(expected, sent.Lines);
    }

    [Fact]
    public void Case_matters_in_substitutions_only()
    {
        Assert.Contains("To: <sip:bob@example.org>;x=y", Relay("subst('/^(To:.*)$/\\1;x=y/')").Lines);
        Assert.DoesNotContain(Relay("subst('/^(to:.*)$/\\1;x=y/')").Lines, l => l.Contains("x=y", StringComparison.Ordinal));
        Assert.Contains("To: <sip:bob@example.org>;x=y", Relay("subst('/^(to:.*)$/\\1;x=y/i')").Lines);
    }

    [Fact]
    public void A_dot_crosses_lines_only_with_the_flag()
    {
        Assert.Contains("X: 1", Relay("subst('/Call-ID: .*CSeq: 1/X: 1\\r\\nCall-ID: c1\\r\\nCSeq: 1/s')").Lines);
        Assert.DoesNotContain("X: 1", Relay("subst('/Call-ID: .*CSeq: 1/X: 1/')").Lines);
    }

    [Fact]
    public void A_changed_body_changes_its_length()
    {
        var sent = Relay("replace_all(\"line\", \"longer line\")", body: "one line\ntwo line\n");
        Assert.Equal("one longer line\r\ntwo longer line\r\n", sent.Body);
        Assert.Equal(sent.Body.Length.ToString(), sent.Header("Content-Length"));
    }

    [Fact]
    public void Everything_works_on_what_was_received()
    {
        using var server = ScriptServer.Start("""
            loadmodule "textops"
            loadmodule "probe"
            route {
                replace("^X-One: 1", "X-One: 2");
                if (search("X-One: 2")) probe_text("changed"); else probe_text("as received");
                forward(10.0.0.2);
            }
            onsend_route { if (search("X-One: 2")) probe_text("changed"); if (search("^INVITE .*branch=.*")) probe_text("no"); if (search("^Via: .*10.0.0.254")) probe_text("our Via"); }
            """);
        server.Receive(Request(method: "INVITE", headers: Headers));
        Assert.Equal(["as received", "changed", "our Via"], server.Probe.Seen);
    }

    [Fact]
    public void An_expression_that_matches_nothing_at_all_ends() =>
        Assert.Single(Relay("replace_all(\"z*\", \"\")").Headers("From"));

    [Theory]
    [InlineData("subst_uri('/bob@(.*)/carol@\\1:5070/')", "sip:carol@example.org:5070")]
    [InlineData("subst_uri('/o/0/g')", "sip:b0b@example.0rg")]
    [InlineData("subst_user('/^(.*)b$/\\1p/')", "sip:bop@example.org")]
    [InlineData("subst_user('/.*//')", "sip:example.org")]
    [InlineData("subst_user('/nothing/x/')", "sip:bob@example.org")]
    public void Substitutes_in_the_request_uri(string call, string expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"textops\"\nloadmodule \"probe\"\nroute {{ {call}; probe(\"@ruri\"); }}");
        server.Receive(Request());
        Assert.Equal([expected], server.Probe.Seen);
    }

    [Fact]
    public void Swaps_parts_of_the_user()
    {
        using var server = ScriptServer.Start("loadmodule \"textops\"\nloadmodule \"probe\"\nroute { subst_user('/^(.*)-(.*)$/\\2-\\1/'); probe(\"@ruri.user\"); seturi(\"urn:x:y\"); if (!subst_user('/a/b/')) probe_text(\"no user\"); }");
        server.Receive(Request("sip:left-right@h"));
        Assert.Equal(["right-left", "no user"], server.Probe.Seen);
    }

    // ---- headers

    [Fact]
    public void Appends_headers_in_order()
    {
        var sent = Relay("append_hf(\"X-A: %rm\\r\\n\"); append_hf(\"X-B: 2\\r\\n\"); append_hf(\"X-C: no line end\"); append_urihf(\"X-Uri: <\", \">\\r\\n\")");
        Assert.Equal(["X-A: INVITE", "X-B: 2", "X-C: no line end", "X-Uri: <sip:bob@example.org>"], sent.Lines.TakeLast(4));
        Assert.Equal("", sent.Body);
    }

    [Fact]
    public void Append_urihf_has_the_uri_as_received() =>
        Assert.Equal("a<sip:bob@example.org>b", Relay("seturi(\"sip:x@10.0.0.3\"); append_urihf(\"X-Uri: a<\", \">b\")").Header("X-Uri"));

    [Theory]
    [InlineData("remove_hf(\"x-one\")", "X-One")]
    [InlineData("remove_hf(\"@msg.header.x_name\")", "Subject")]
    [InlineData("remove_hf_re(\"^P-.*$\")", "P-Asserted-Identity,P-Charging")]
    [InlineData("remove_hf(\"Route\")", "Route,Route")]
    [InlineData("remove_hf(\"m\")", "m")]
    public void Removes_headers(string call, string names)
    {
        var before = Relay("", Headers + "X-Name: subject\n").Lines.Select(l => l.Split(':')[0]).ToList();
        var after = Relay(call, Headers + "X-Name: subject\n").Lines.Select(l => l.Split(':')[0]).ToList();
        foreach (var name in names.Split(','))
            Assert.True(before.Remove(name));
        Assert.Equal(before, after);
    }

    [Fact]
    public void Adds_to_replies()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nloadmodule \"textops\"\nroute { append_to_reply(\"X-A: %si\\r\\n\"); append_to_reply(\"X-B: 2\"); append_time(); sl_reply(\"200\", \"OK\"); }");
        var reply = Assert.Single(server.Receive(Request()));
        Assert.Equal(["10.0.0.1", "2", "Sun, 01 Mar 2026 15:04:09 GMT"], [reply.Header("X-A"), reply.Header("X-B"), reply.Header("Date")]);
    }

    [Fact]
    public void A_text_that_is_too_long_changes_nothing()
    {
        using var server = ScriptServer.Start("""
            loadmodule "textops"
            loadmodule "probe"
            modparam("textops", "xlbuf_size", 10)
            route {
                if (!append_hf("X-A: %ru\r\n")) probe_text("false");
                if (!append_to_reply("X-A: %ru\r\n")) probe_text("false");
                if (!append_hf_value("X-A", "%ru")) probe_text("false");
                if (!replace("To", "%ru")) probe_text("false");
                forward(10.0.0.2);
            }
            """);
        var sent = Assert.Single(server.Receive(Request()));
        Assert.Equal(["false", "false", "false", "false"], server.Probe.Seen);
        Assert.Null(sent.Header("X-A"));
        Assert.Contains(server.EndLog(), l => l.Contains("xlbuf_size (10 bytes)", StringComparison.Ordinal));
    }

    // ---- values

    [Theory]
    [InlineData("append_hf_value(\"Route[1]\", \"<sip:new>\")", "Route", "<sip:r1;lr>, <sip:new>,<sip:r2;lr>|<sip:r3;lr>")]
    [InlineData("append_hf_value(\"Route[-1]\", \"<sip:new>\")", "Route", "<sip:r1;lr>,<sip:r2;lr>|<sip:r3;lr>, <sip:new>")]
    [InlineData("append_hf_value(\"Route\", \"<sip:%rm>\")", "Route", "<sip:r1;lr>,<sip:r2;lr>|<sip:r3;lr>|<sip:INVITE>")]
    [InlineData("append_hf_value(\"X-New\", \"v\")", "X-New", "v")]
    [InlineData("insert_hf_value(\"Route[2]\", \"<sip:new>\")", "Route", "<sip:r1;lr>,<sip:new>, <sip:r2;lr>|<sip:r3;lr>")]
    [InlineData("insert_hf_value(\"Route\", \"<sip:new>\")", "Route", "<sip:new>|<sip:r1;lr>,<sip:r2;lr>|<sip:r3;lr>")]
    [InlineData("insert_hf_value(\"X-New\", \"v\")", "X-New", "v")]
    [InlineData("remove_hf_value(\"Route[2]\")", "Route", "<sip:r1;lr>|<sip:r3;lr>")]
    [InlineData("remove_hf_value(\"Route\")", "Route", "<sip:r2;lr>|<sip:r3;lr>")]
    [InlineData("remove_hf_value(\"Route[1]\"); remove_hf_value(\"Route[2]\")", "Route", "<sip:r3;lr>")]
    [InlineData("remove_hf_value(\"Route[3]\")", "Route", "<sip:r1;lr>,<sip:r2;lr>")]
    [InlineData("remove_hf_value(\"Route[*]\")", "Route", "")]
    [InlineData("remove_hf_value(\"Route[*].x\")", "Route", "<sip:r1;lr>,<sip:r2;lr>|<sip:r3;lr>")]
    [InlineData("remove_hf_value(\"Supported[2]\")", "Supported", "100rel, path")]
    [InlineData("remove_hf_value(\"Supported[-1]\")", "Supported", "100rel, \"a,b\";x=1")]
    [InlineData("remove_hf_value(\"Contact.expires\")", "m", "\"Al, B\" <sip:al@h;lr>;q=0.5, <sip:two@h>;expires=\"7\"")]
    [InlineData("remove_hf_value(\"Contact[*].expires\")", "m", "\"Al, B\" <sip:al@h;lr>;q=0.5, <sip:two@h>")]
    [InlineData("remove_hf_value(\"Contact[1].q\")", "m", "\"Al, B\" <sip:al@h;lr>;expires=5, <sip:two@h>;expires=\"7\"")]
    [InlineData("assign_hf_value(\"Contact.expires\", \"60\")", "m", "\"Al, B\" <sip:al@h;lr>;expires=60;q=0.5, <sip:two@h>;expires=\"7\"")]
    [InlineData("assign_hf_value(\"Contact[-1].expires\", \"60\")", "Contact", "<sip:three@h>;expires=60")]
    [InlineData("assign_hf_value(\"Contact[*].expires\", \"60\")", "m", "\"Al, B\" <sip:al@h;lr>;expires=60;q=0.5, <sip:two@h>;expires=60")]
    [InlineData("assign_hf_value(\"Contact[2]\", \"<%fu>\")", "m", "\"Al, B\" <sip:al@h;lr>;expires=5;q=0.5, <sip:alice@example.org>")]
    [InlineData("assign_hf_value(\"Subject\", \"x\")", "Subject", "x, call now")]
    [InlineData("include_hf_value(\"Supported\", \"timer\")", "Supported", "100rel, \"a,b\";x=1 , path, timer")]
    [InlineData("include_hf_value(\"Supported\", \"timer\"); include_hf_value(\"Supported\", \"timer\")", "Supported", "100rel, \"a,b\";x=1 , path, timer")]
    [InlineData("include_hf_value(\"Supported\", \"Path\")", "Supported", "100rel, \"a,b\";x=1 , path")]
    [InlineData("include_hf_value(\"X-New\", \"@from.uri.user\"); include_hf_value(\"X-New\", \"alice\")", "X-New", "alice")]
    [InlineData("exclude_hf_value(\"Supported\", \"100REL\")", "Supported", "\"a,b\";x=1 , path")]
    [InlineData("exclude_hf_value(\"Require\", \"sec-agree\")", "Require", "")]
    [InlineData("exclude_hf_value(\"Require\", \"none\")", "Require", "sec-agree")]
    [InlineData("remove_hf_value2(\"Authorization.realm\")", "Authorization", "Digest username=\"al\", nonce=\"n\"")]
    [InlineData("remove_hf_value2(\"Authorization.username\")", "Authorization", "Digest realm=\"r\", nonce=\"n\"")]
    [InlineData("remove_hf_value2(\"Authorization.nonce\")", "Authorization", "Digest username=\"al\", realm=\"r\"")]
    [InlineData("remove_hf_value2(\"Authorization[-1]\")", "Authorization", "")]
    [InlineData("assign_hf_value2(\"Authorization.realm\", \"new\")", "Authorization", "Digest username=\"al\", realm=new, nonce=\"n\"")]
    [InlineData("assign_hf_value2(\"Authorization[1].integrity-protected\", \"yes\")", "Authorization", "Digest username=\"al\", realm=\"r\", nonce=\"n\", integrity-protected=yes")]
    [InlineData("assign_hf_value2(\"Authorization\", \"Basic %rm\")", "Authorization", "Basic INVITE")]
    public void Edits_single_values(string calls, string name, string expected) =>
        Assert.Equal(expected, string.Join('|', Relay(calls, Headers).Headers(name)));

    [Fact]
    public void Works_in_replies()
    {
        using var server = ScriptServer.Start("""
            loadmodule "textops"
            onreply_route { append_hf("X-A: %rs\r\n"); remove_hf("Server"); assign_hf_value("Contact.expires", "9"); replace("x-old", "x-new"); }
            """);
        var sent = Assert.Single(server.Receive(Reply(headers: "Server: x\nContact: <sip:b@h>\nX-B: x-old\n")));
        Assert.Equal(["180", "<sip:b@h>;expires=9", "x-new"], [sent.Header("X-A"), sent.Header("Contact"), sent.Header("X-B")]);
        Assert.Null(sent.Header("Server"));
    }

    // ---- selects

    [Fact]
    public void Selects_of_values()
    {
        (string Select, string Expected)[] cases =
        [
            ("@hf_value.supported", "100rel,\"a,b\";x=1,path"),
            ("@hf_value.supported[2]", "\"a,b\";x=1"),
            ("@hf_value.supported[-1]", "path"),
            ("@hf_value.supported[4]", "<null>"),
            ("@hf_value.x_none", "<null>"),
            ("@hf_value.contact[1].uri", "sip:al@h;lr"),
            ("@hf_value.contact[3].uri.user", "three"),
            ("@hf_value.contact.uri", "sip:al@h;lr,sip:two@h,sip:three@h"),
            ("@hf_value.contact[1].name", "Al, B"),
            ("@hf_value.contact[2].name", ""),
            ("@hf_value.contact[1].expires", "5"),
            ("@hf_value.contact[2].p.expires", "7"),
            ("@hf_value.contact[1].param.q", "0.5"),
            ("@hf_value.contact[1].params.none", "<null>"),
            ("@hf_value.contact.expires", "5"),
            ("@hf_value.contact[2].nameaddr.uri.host", "h"),
            ("@hf_value.p_asserted_identity[1].uri", "sip:a@b"),
            ("@hf_value_exists.supported.path", "1"),
            ("@hf_value_exists.require.sec_agree", "1"),
            ("@hf_value_exists.supported.none", "0"),
            ("@hf_value2.authorization", "Digest username=\"al\", realm=\"r\", nonce=\"n\""),
            ("@hf_value2.authorization.realm", "r"),
            ("@hf_value2.authorization[1].nonce", "n"),
            ("@hf_value2.authorization[2].nonce", "<null>"),
            ("@hf_value2.authorization.opaque", "<null>"),
        ];
        using var server = ScriptServer.Start(
            "loadmodule \"textops\"\nloadmodule \"probe\"\nroute {\n" + string.Concat(cases.Select(c => $"probe(\"{c.Select}\");\n")) + "}");
        server.Receive(Request(method: "INVITE", headers: Headers));
        Assert.Equal(cases.Select(c => $"{c.Select} = {c.Expected}"), server.Probe.Seen.Select((s, i) => $"{cases[i].Select} = {s}"));
    }

    [Theory]
    [InlineData("search(\"(\")")]
    [InlineData("subst('/a/b')")]
    [InlineData("subst('/a/b/x')")]
    [InlineData("subst('ab')")]
    [InlineData("append_hf(\"X: %{\")")]
    [InlineData("append_hf_value(\"X[0]\", \"v\")")]
    [InlineData("append_hf_value(\"X[-11]\", \"v\")")]
    [InlineData("append_hf_value(\"X[*]\", \"v\")")]
    [InlineData("append_hf_value(\"X.p\", \"v\")")]
    [InlineData("append_hf_value(\"X[1\", \"v\")")]
    [InlineData("append_hf_value(\"\", \"v\")")]
    [InlineData("assign_hf_value(\"X[*]\", \"v\")")]
    [InlineData("assign_hf_value(\"X.\", \"v\")")]
    [InlineData("remove_hf_value2(\"X[*]\")")]
    [InlineData("include_hf_value(\"X[1]\", \"v\")")]
    public void Refuses_a_bad_argument(string call) => Assert.Single(ScriptServer.Check($"loadmodule \"textops\"\nroute {{ {call}; }}"));

    [Theory]
    [InlineData("branch_route[x] { search(\"x\"); }")]
    [InlineData("onreply_route { append_time(); }")]
    [InlineData("onsend_route { append_hf(\"x\"); }")]
    public void Refuses_the_wrong_route(string route) => Assert.NotEmpty(ScriptServer.Check($"loadmodule \"textops\"\n{route}"));

    private static SentMessage Relay(string calls, string headers = "", string body = "")
    {
        using var server = ScriptServer.Start($"loadmodule \"textops\"\nroute {{ {calls}; forward(10.0.0.2); }}");
        return Assert.Single(server.Receive(Request(method: "INVITE", headers: headers, body: body)));
    }
}
