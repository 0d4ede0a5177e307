using System.Text;
using Seraph.Script.Symbols;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Binding;

/// <summary><c>loadmodule</c>, <c>modparam</c>, and how functions of modules are found.</summary>
public class ModuleTests
{
    [Theory]
    [InlineData("fake", "fake")]
    [InlineData("/usr/lib/ser/modules/fake.so", "fake")]
    [InlineData("./fake", "fake")]
    [InlineData("fake.so", "fake")]
    public void Path_and_extension_are_dropped(string written, string name)
    {
        var test = new ScriptTest($"loadpath \"/a:/b\"\nmpath = \"/c\"\nloadmodule \"{written}\"\nroute {{ ; }}").Compile();
        var request = Assert.Single(test.Catalog.Requests);
        Assert.Equal((name, written), (request.Name, request.Path));
        Assert.Equal(["/a", "/b", "/c"], request.LoadPath);
        Assert.Equal(3, request.Location.Line);
        Assert.Equal("fake", Assert.Single(test.Script.Modules).Name);
    }

    [Fact]
    public void Instances_are_made_after_all_parameters_were_set()
    {
        var test = new ScriptTest("loadmodule \"fake\" route { count(\"abc\", 4); } modparam(\"fake\", \"timeout\", 7)");
        test.Run();
        Assert.Equal(7, test.Catalog.Instance.Options.Timeout);
        Assert.Equal(1, test.Catalog.Instance.Calls);
    }

    [Fact]
    public void No_instance_is_made_when_the_script_has_errors()
    {
        var test = new ScriptTest("loadmodule \"fake\" route { unknown(); }").Compile();
        Assert.False(test.Catalog.HasInstances);
        Assert.Null(test.Result!.Script);
    }

    [Fact]
    public void A_module_that_cant_start_is_an_error_at_its_loadmodule()
    {
        var test = new ScriptTest("\nloadmodule \"fake\" route { ; }");
        test.Catalog.Failure = "no connection to the database";
        Assert.Equal("2:12-17 error: module \"fake\" can't start: no connection to the database | start the database", test.Diagnose());
    }

    [Fact]
    public void The_module_loaded_last_is_searched_first()
    {
        Assert.Equal("fake", Run("loadmodule \"fake\" route { if (yes_()) log(\"fake\"); else log(\"other\"); }"));
        Assert.Equal("other", Run("loadmodule \"fake\" loadmodule \"other\" route { if (yes_()) log(\"fake\"); else log(\"other\"); }"));
        Assert.Equal("fake", Run("loadmodule \"fake\" route { if (yes_()) log(\"fake\"); else log(\"other\"); } loadmodule \"other\""));
    }

    [Fact]
    public void Old_names_of_functions_are_known()
    {
        Assert.Equal("Failure:A", Run("loadmodule \"fake\" reply_route[A] { ; } route { t_on_negative(\"A\"); }"));
    }

    [Theory]
    [InlineData("loadmodule \"fak\"", "1:12-16 error: failed to load module \"fak\": there is no such module | did you mean \"fake\"?")]
    [InlineData("loadmodule \"/x/broken.so\"", "1:12-25 error: failed to load module \"/x/broken.so\": wrong version")]
    [InlineData("loadmodule \"fake\" loadmodule \"fake.so\"", "1:30-38 error: failed to load module \"fake.so\": it is loaded already")]
    [InlineData("loadmodule \"fake\" loadmodule \"phoney\"", "1:30-37 error: failed to load module \"phoney\": it is loaded already")]
    [InlineData("route { yes_(); } loadmodule \"fake\"", "1:9-12 error: unknown command \"yes_\", missing loadmodule? | module \"fake\" has it: its loadmodule must stand before this route")]
    [InlineData("loadmodule \"fake\" failure_route[A] { request_only(); }", "1:38-49 error: command cannot be used in the block: \"request_only\" | it can be used in route")]
    [InlineData("loadmodule \"fake\" route { failure_only(); }", "1:27-38 error: command cannot be used in the block: \"failure_only\" | it can be used in failure_route, branch_route")]
    [InlineData("loadmodule \"fake\" onsend_route { yes_(); }", "1:34-37 error: command cannot be used in the block: \"yes_\" | it can be used in route, failure_route, onreply_route, branch_route")]
    [InlineData("onsend_route { forward(); }", "1:16-22 error: command not allowed in onsend_route: \"forward\" | it can be used in route, failure_route, onreply_route, branch_route")]
    [InlineData("onsend_route { route(A); }", "1:16-20 error: command not allowed in onsend_route: \"route\" | it can be used in route, failure_route, onreply_route, branch_route")]
    [InlineData("avpflags f; onsend_route { setavpflag($x, \"f\"); }", "1:28-37 error: command not allowed in onsend_route: \"setavpflag\" | it can be used in route, failure_route, onreply_route, branch_route")]
    public void Says_what_is_wrong(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Fact]
    public void Blocks_allow_what_their_masks_say()
    {
        const string script =
            """
            loadmodule "fake"
            flags nat;
            route[x] { request_only(); }
            failure_route[x] { failure_only(); route(x); }
            branch_route[x] { failure_only(); append_branch(); }
            onsend_route { if (to_ip == 10.0.0.0/8) { log("x"); drop; } setflag(nat); $x = 1; ret(1); return; exit; break; }
            """;
        Assert.Equal("", ScriptTest.Diagnose(script));
    }

    [Fact]
    public void An_event_route_counts_as_a_request_route()
    {
        var test = new ScriptTest("#!SER\nloadmodule \"fake\" event_route[tm:local-request] { request_only(); log(\"event\"); }");
        test.Run(RouteBlockKind.Event, "tm:local-request");
        Assert.Equal("event", test.Context.Logged);
    }

    [Theory]
    [InlineData("route[A] { ; } route[A] { ; }", "1:22 error: duplicate route \"A\"")]
    [InlineData("route[1] { ; } route[\"1\"] { ; }", "1:22-24 error: duplicate route \"1\"")]
    [InlineData("failure_route { ; }", "1:1-13 warning: a block of this kind without a name never runs")]
    [InlineData("loadmodule \"fake\" failure_route[ab] { ; } route { t_on_failure(\"abc\"); t_on_failure(\"0\"); t_on_failure(0); t_on_failure(\"\"); }", "1:64-68 warning: failure_route[abc] is not defined | did you mean \"ab\"?")]
    public void Says_what_is_wrong_with_routes(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Fact]
    public void The_same_name_may_be_used_for_blocks_of_different_kinds()
    {
        var script = new ScriptTest("route[A] { ; } failure_route[A] { ; } onreply_route[A] { ; } branch_route[A] { ; } onsend_route { ; } route { ; }").Script;
        Assert.Equal(6, script.Routes.Count);
        Assert.NotNull(script.Find(RouteBlockKind.Failure, "A"));
        Assert.Null(script.Find(RouteBlockKind.Failure, "a"));
        Assert.NotNull(script.Main(RouteBlockKind.OnSend));
        Assert.Null(script.Main(RouteBlockKind.Reply));
    }

    [Fact]
    public void Routes_given_as_arguments_are_resolved_by_kind()
    {
        Assert.Equal("Failure:F none", Run("loadmodule \"fake\" route { t_on_failure(\"F\"); t_on_failure(\"0\"); } failure_route[F] { ; }"));
    }

    [Fact]
    public void An_argument_type_of_a_module_may_ask_the_instance()
    {
        Assert.Equal("location:True", Run("loadmodule \"fake\" route { table(\"location\"); }"));
        Assert.Equal("1:33-41 error: there is no table \"missing\"", ScriptTest.Diagnose("loadmodule \"fake\" route { table(\"missing\"); }"));
        Assert.Equal("1:33-34 error: table name expected | for example \"location\"", ScriptTest.Diagnose("loadmodule \"fake\" route { table(\"\"); }"));
        Assert.Equal("1:33-37 warning: an odd table", ScriptTest.Diagnose("loadmodule \"fake\" route { table(\"odd\"); }"));
    }

    [Fact]
    public void Wrong_declarations_are_found_when_the_table_is_made()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new SymbolTable(typeof(FakeContext), new FakeHooks()).Add(typeof(BadReturn)));
        Assert.Contains("must return ScriptResult, bool or int", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidOperationException>(() => new SymbolTable(typeof(FakeContext), new FakeHooks()).Add(typeof(BadSelect)));
        Assert.Contains("has 0 parameters for the 1 variable parts of \"a.*\"", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidOperationException>(() => new SymbolTable(typeof(FakeContext), new FakeHooks()).Add(typeof(BadOverload)));
        Assert.Contains("repeats f with 0 arguments", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SymbolTable(typeof(string), new FakeHooks()));
    }

    private static string Run(string script)
    {
        var test = new ScriptTest(script);
        test.Run();
        return test.Context.Logged;
    }

    private static class BadReturn
    {
        [ScriptFunction("f")]
        public static string F() => "";
    }

    private static class BadSelect
    {
        [Select("a.*")]
        public static SelectResult A() => Encoding.UTF8.GetBytes("a");
    }

    private static class BadOverload
    {
        [ScriptFunction("f")]
        public static bool F() => true;

        [ScriptFunction("f")]
        public static bool G(FakeContext context) => context is not null;
    }
}
