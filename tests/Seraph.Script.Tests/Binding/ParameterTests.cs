using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Binding;

/// <summary>Global assignments, module parameters, flags and custom variables.</summary>
public class ParameterTests
{
    [Fact]
    public void Assigns_core_parameters()
    {
        const string script =
            """
            debug = -1
            children=4;
            fork = no
            dns = yes
            dns = no
            uid = ser
            advertised_address = host-1.example.com
            log_facility = LOG_LOCAL0
            udp_mtu_try_proto = TCP
            """;
        var options = Compiled(script).Options;
        Assert.Equal(-1, options.Debug);
        Assert.Equal(4, options.Children);
        Assert.False(options.Fork);
        Assert.True(options.Dns);
        Assert.Equal("ser", options.User);
        Assert.Equal("host-1.example.com", options.AdvertisedAddress);
        Assert.Equal(FakeFacility.Local0, options.Facility);
        Assert.Equal(2, options.TryProtocol);
    }

    [Theory]
    [InlineData("advertised_address = 1.2.3.4", "1.2.3.4")]
    [InlineData("advertised_address = \"any text\"", "any text")]
    [InlineData("advertised_address = 1and1.example.com", "1and1.example.com")]
    [InlineData("advertised_address = \"a\" \"b\"", "ab")]
    [InlineData("advertised_address = \"first\" advertised_address = \"last\"", "last")]
    public void Text_values(string script, string expected) => Assert.Equal(expected, Compiled(script).Options.AdvertisedAddress);

    [Theory]
    [InlineData("debug = yes", 1)]
    [InlineData("debug = off", 0)]
    [InlineData("debug = 0x10", 16)]
    public void Booleans_are_numbers(string script, int expected) => Assert.Equal(expected, Compiled(script).Options.Debug);

    [Theory]
    [InlineData("log_facility = local0", FakeFacility.Local0)]
    [InlineData("log_facility = \"DAEMON\"", FakeFacility.Daemon)]
    [InlineData("log_facility = plain", FakeFacility.Plain)]
    public void Words_ignore_case(string script, object expected) => Assert.Equal(expected, Compiled(script).Options.Facility);

    [Theory]
    [InlineData("debgu = 3", "1:1-5 error: unknown config variable \"debgu\" | did you mean \"debug\"?")]
    [InlineData("debug = \"3\"", "1:9-11 error: number expected | write the number without quotes")]
    [InlineData("debug = foo", "1:9-11 error: number expected")]
    [InlineData("children = 0", "1:12 error: children is out of range: 0 | 1 to 64 expected")]
    [InlineData("children = 65", "1:12-13 error: children is out of range: 65 | 1 to 64 expected")]
    [InlineData("fork = maybe", "1:8-12 error: boolean value expected | yes or no")]
    [InlineData("user = 5", "1:8 error: string value expected | put the value in quotes")]
    [InlineData("log_facility = LOG_NOWHERE", "1:16-26 error: unknown value \"LOG_NOWHERE\" | one of LOG_DAEMON, LOG_LOCAL0, Plain")]
    [InlineData("log_facility = 5", "1:16 error: ID expected | one of LOG_DAEMON, LOG_LOCAL0, Plain")]
    [InlineData("picky = \"bad\"", "1:9-13 error: picky doesn't like bad")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"timeot\", 1)", "1:36-43 error: can't set module parameter: module \"fake\" has no parameter \"timeot\" | did you mean \"timeout\"?")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"timeout\", \"1\")", "1:47-49 error: number expected | write the number without quotes")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"timeout\", 60001)", "1:47-51 error: timeout is out of range: 60001 | 0 to 60000 ms expected")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"db_url\", 5)", "1:46 error: string value expected | put the value in quotes")]
    [InlineData("loadmodule \"fake\" modparam(\"fak\", \"timeout\", 5)", "1:28-32 error: can't set module parameter: no loaded module matches \"fak\" | did you mean \"fake\"?")]
    [InlineData("modparam(\"tm\", \"timeout\", 5)", "1:10-13 error: can't set module parameter: no loaded module matches \"tm\" | its loadmodule must stand before this line")]
    [InlineData("modparam(\"(\", \"timeout\", 5)", "1:10-12 error: bad regular expression for module names: Unmatched ( or \\(")]
    [InlineData("loadmodule \"fake\" loadmodule \"other\" modparam(\"fake|other\", \"db_url\", \"x\")", "1:61-68 error: can't set module parameter: module \"other\" has no parameter \"db_url\"")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"attribute\", \"q.x\")", "1:49-53 error: unknown attribute class \"q\"")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"flag\", 32)", "1:44-45 error: bad flag value 32, 0 to 31 expected")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"filter\", \"(\")", "1:46-48 error: bad regular expression \"(\": Unmatched ( or \\(")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"format\", \"%@nothing\")", "1:46-56 error: unknown select \"@nothing\"")]
    [InlineData("loadmodule \"fake\" modparam(\"fake\", \"reply_route\", \"none\")", "1:51-56 warning: onreply_route[none] is not defined")]
    public void Says_what_is_wrong(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Fact]
    public void Assigns_module_parameters_of_all_types()
    {
        const string script =
            """
            flags nat:7;
            loadmodule "fake"
            modparam("fake", "old_timeout", 1000);
            modparam("fake", "db_url", "sqlite:///x")
            modparam("fake", "header", "A")
            modparam("fake", "header", "B")
            modparam("fake", "flag", "nat")
            modparam("fake", "attribute", "$tu.uid")
            modparam("fake", "reply_route", "R")
            modparam("fake", "filter", "^X-")
            modparam("fake", "format", "%rm %$x")
            modparam("fake", "key", "@fake.calls")
            modparam("fake", "table", "location")
            onreply_route[R] { ; }
            route { ; }
            """;
        var test = Compiled(script);
        var options = test.Catalog.Options;
        Assert.Equal(1000, options.Timeout);
        Assert.Equal("sqlite:///x", options.DbUrl);
        Assert.Equal(["A", "B"], options.Headers);
        Assert.Equal(7, options.Flag!.Position);
        Assert.Equal("$tu.uid", options.Attribute!.ToString());
        Assert.Same(test.Script.Find(RouteBlockKind.Reply, "R"), options.ReplyRoute!.Route);
        Assert.True(options.Filter!.IsMatch("X-A"u8));
        Assert.False(options.Filter.IsMatch("x-a"u8));
        test.Context.Set("$x", 5);
        Assert.True(options.Format!.TryExpand(test.Context, 100, out var text));
        Assert.True(text.Span.SequenceEqual("INVITE 5"u8));
        Assert.True(options.Key!.TryGet(test.Context, out var key));
        Assert.True(key.Span.SequenceEqual("0"u8));
        Assert.Same(test.Catalog.Instance, options.Table!.Module);
    }

    [Theory]
    [InlineData("FAKE")]
    [InlineData("f.*")]
    [InlineData("tm|fake")]
    [InlineData("phoney")]
    [InlineData("phoney|x")]
    public void A_pattern_selects_modules_by_their_whole_names(string pattern) =>
        Assert.Equal(3, Compiled($"loadmodule \"fake\" modparam(\"{pattern}\", \"timeout\", 3)").Catalog.Options.Timeout);

    [Fact]
    public void All_matching_modules_get_the_value()
    {
        var test = Compiled("loadmodule \"fake\" loadmodule \"other\" modparam(\"fake|other\", \"timeout\", 3)");
        Assert.All(test.Script.Modules, m => Assert.Equal(3, m.Parameters[0].GetValue(m.Options!)));
    }

    [Fact]
    public void A_flag_parameter_may_declare_a_flag()
    {
        var test = Compiled("flags a:0;\nloadmodule \"fake\" modparam(\"fake\", \"flag\", \"new\") route { setflag(new); }");
        Assert.Equal(1, test.Catalog.Options.Flag!.Position);
        Assert.Equal(4, Compiled("loadmodule \"fake\" modparam(\"fake\", \"flag\", \"new:4\")").Script.Flags["new"]);
        Assert.Equal(9, Compiled("loadmodule \"fake\" modparam(\"fake\", \"flag\", 9)").Catalog.Options.Flag!.Position);
    }

    [Fact]
    public void Flags_take_the_lowest_free_position()
    {
        var flags = Compiled("flags a:1, b, c, \"d e\":31;\nbool f").Script.Flags;
        Assert.Equal((1, 0, 2, 31, 3), (flags["a"], flags["b"], flags["c"], flags["d e"], flags["f"]));
    }

    [Theory]
    [InlineData("flags a, a;", "1:10 error: register flag failed: \"a\" is declared already")]
    [InlineData("flags a:32;", "1:7 error: bad flag value 32, 0 to 31 expected")]
    [InlineData("flags a:3, b:3;", "1:12 warning: flag position 3 is used already by \"a\"")]
    public void Says_what_is_wrong_with_flags(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Fact]
    public void There_are_32_message_flags_and_19_attribute_flags()
    {
        var names = string.Join(", ", Enumerable.Range(0, 33).Select(i => $"f{i}"));
        Assert.Equal("1:157-159 error: register flag failed: all 32 flags are in use", ScriptTest.Diagnose($"flags {names};"));
        var avp = string.Join(", ", Enumerable.Range(0, 19).Select(i => $"g{i:00}"));
        Assert.Equal("1:100-102 error: register flag failed: too many avpflags, \"g18\" has no place", ScriptTest.Diagnose($"avpflags {avp};"));
    }

    [Fact]
    public void Modules_and_the_core_declare_attribute_flags_too()
    {
        var test = Compiled("avpflags mine, Mine;\nloadmodule \"fake\"");
        Assert.Equal(["core_flag", "mine", "dialog_cookie"], test.Script.AttributeFlags.Keys);
        Assert.Equal(1u, test.Options.CoreFlag);
        Assert.Equal(4u, test.Catalog.Options.CookieFlag);
    }

    [Fact]
    public void Custom_variables()
    {
        var test = Compiled("pstn.gw_ip = \"1.2.3.4\" desc \"the gateway\"\npstn.limit = 5 descr \"n\" x.y = \"z\" description 'd'; flags a;");
        Assert.Equal(
            ["pstn.gw_ip=1.2.3.4 the gateway", "pstn.limit=5 n", "x.y=z d"],
            test.Script.Variables.Select(v => $"{v.Group}.{v.Name}={v.Value} {v.Description}"));
        Assert.Equal(test.Catalog.Variables, test.Script.Variables);
    }

    [Theory]
    [InlineData("a.b = 1 a.b = 2", "1:11 error: variable \"a.b\" is declared already")]
    [InlineData("core.b = 1", "1:1-4 error: variable \"core.b\" can't be declared: the group \"core\" belongs to the core or a module")]
    [InlineData("loadmodule \"fake\" fake.b = 1", "1:19-22 error: variable \"fake.b\" can't be declared: the group \"fake\" belongs to the core or a module")]
    [InlineData("taken.b = 1", "1:1-5 error: variable \"taken.b\" can't be declared: the group is taken")]
    [InlineData("a.b = foo", "1:7-9 error: number or string expected as the value of a custom variable")]
    [InlineData("a.5 = 1", "1:3 error: variable name expected after \"a.\", found \"5\"")]
    [InlineData("a.b = 1 desc 5", "1:14 error: description expected as a string, found \"5\"")]
    public void Says_what_is_wrong_with_variables(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Theory]
    [InlineData("listen= eth0   tcp:eth0:5065 udp:127.0.0.1 [3ffe::1]", "*|eth0|* tcp|eth0|5065 udp|127.0.0.1|* *|3ffe::1|*")]
    [InlineData("listen= tls:10.0.0.1:5061", "tls|10.0.0.1|5061")]
    [InlineData("listen= sctp:(10.0.0.1, 10.0.1.1):5060", "sctp|10.0.0.1+10.0.1.1|5060")]
    [InlineData("listen= tcp:foo.bar:* udp:test.bar:5080 foo.com", "tcp|foo.bar|* udp|test.bar|5080 *|foo.com|*")]
    [InlineData("listen=1.2.3.4:5070", "*|1.2.3.4|5070")]
    [InlineData("listen=*:1.2.3.4:5070", "*|1.2.3.4|5070")]
    [InlineData("listen=::1", "*|::1|*")]
    [InlineData("listen=\"eth0\" \"udp:[::1]:5060\" UDP:\"host\":1", "*|eth0|* udp|::1|5060 udp|host|1")]
    [InlineData("listen=1host.example-2.com:5060", "*|1host.example-2.com|5060")]
    [InlineData("listen=a\nlisten=b", "*|a|* *|b|*")]
    [InlineData("listen=a b\nc debug=3", "*|a|* *|b|* *|c|*")]
    [InlineData("listen=a b\nflags c;", "*|a|* *|b|*")]
    [InlineData("listen=a b\ngroup.var = 1", "*|a|* *|b|*")]
    [InlineData("listen=a; route { ; }", "*|a|*")]
    public void Listening_addresses(string script, string expected)
    {
        var entries = Compiled(script).Options.Listen;
        Assert.Equal(expected, string.Join(' ', entries.Select(e => $"{e.Protocol ?? "*"}|{string.Join('+', e.Hosts)}|{e.Port?.ToString() ?? "*"}")));
    }

    [Fact]
    public void Aliases_are_kept_apart_and_entries_know_their_place()
    {
        var test = Compiled("alias=foo.com\n      bar.com:5060");
        Assert.Empty(test.Options.Listen);
        Assert.Equal(["test.cfg:1:7", "test.cfg:2:7"], test.Options.Alias.Select(a => a.Location.ToString()));
    }

    private static ScriptTest Compiled(string script)
    {
        var test = new ScriptTest(script);
        Assert.NotNull(test.Script);
        return test;
    }
}
