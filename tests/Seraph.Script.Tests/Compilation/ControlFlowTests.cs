using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

public class ControlFlowTests
{
    [Fact]
    public void Runs_commands_in_order()
    {
        Assert.Equal("a b 3:c", ScriptTest.Run("route { log(\"a\"); log('b'); log(3, \"c\"); }"));
    }

    [Theory]
    [InlineData("if (yes_()) log(\"1\");", "1")]
    [InlineData("if (no_()) log(\"1\");", "")]
    [InlineData("if yes_() log(\"1\");", "1")]
    [InlineData("if (no_()) log(\"1\"); else log(\"2\");", "2")]
    [InlineData("if (no_()) log(\"1\"); else if (yes_()) log(\"2\"); else log(\"3\");", "2")]
    [InlineData("if (no_()) log(\"1\"); else if (no_()) log(\"2\"); else log(\"3\");", "3")]
    [InlineData("if (yes_()) if (no_()) log(\"1\"); else log(\"2\");", "2")]
    [InlineData("if (yes_()) { log(\"1\"); log(\"2\"); }; log(\"3\");", "1 2 3")]
    [InlineData("if (no_()) route(1) else log(\"2\");", "2")]
    [InlineData(";;{;}", "")]
    public void Branches(string body, string expected) => Assert.Equal(expected, ScriptTest.Run($"route {{ {body} }}"));

    [Fact]
    public void A_called_route_gives_its_value_to_the_expression_and_to_the_return_code()
    {
        var log = ScriptTest.Run(
            """
            route[A] { return 5; }
            route[B] { return -2; }
            route[C] { log("c"); }
            route {
                if (route(A)) log("a");
                if ($? == 5) log("five");
                if (route(B)) log("b"); else log("not b");
                if ($retcode == -2) log("minus");
                if (route(C)) log("end is 1");
                if ($? == 1) log("one");
            }
            """);
        Assert.Equal("a five not b minus c end is 1 one", log);
    }

    [Fact]
    public void Break_ends_the_route_with_0_and_the_caller_goes_on()
    {
        Assert.Equal("zero", ScriptTest.Run("route[A]{ break; log(\"no\"); } route{ route(A); if ($?==0) { log(\"zero\"); } }"));
    }

    [Fact]
    public void Return_leaves_the_route_from_nested_blocks()
    {
        Assert.Equal("in after", ScriptTest.Run("route[A]{ if (yes_()) { { log(\"in\"); return; } } log(\"no\"); } route{ route(A); log(\"after\"); }"));
    }

    [Theory]
    [InlineData("exit", 0)]
    [InlineData("exit()", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit(-1)", -1)]
    [InlineData("drop", 0)]
    [InlineData("drop(2)", 2)]
    [InlineData("ret(0)", 0)]
    public void Ends_everything_from_a_called_route(string statement, int code)
    {
        var test = new ScriptTest($"loadmodule \"fake\" route[A]{{ {statement}; log(\"no\"); }} route{{ if (route(A)) log(\"no\"); log(\"no\"); }}");
        Assert.Equal(code, test.Run().Code);
        Assert.DoesNotContain("no", test.Context.Log);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("return;", 1)]
    [InlineData("return 0;", 0)]
    [InlineData("return -7;", -7)]
    [InlineData("return 0x10;", 16)]
    [InlineData("ret(4); return $?;", 4)]
    [InlineData("ret(-4); return($?);", -4)]
    [InlineData("return strip(9);", 9)]
    [InlineData("$x = 12; return $x;", 12)]
    [InlineData("no_();", 1)]
    public void A_top_level_block_has_a_value(string body, int code) =>
        Assert.Equal(code, new ScriptTest($"loadmodule \"fake\" route {{ {body} }}").Run().Code);

    [Theory]
    [InlineData("drop;", true)]
    [InlineData("exit;", true)]
    [InlineData("return 0;", true)]
    [InlineData("return -1;", true)]
    [InlineData("log(\"x\");", false)]
    [InlineData("no_();", false)]
    public void A_classic_reply_block_swallows_the_reply_with_0_or_less(string body, bool dropped)
    {
        var test = new ScriptTest($"loadmodule \"fake\" onreply_route {{ {body} }}");
        Assert.Equal(dropped, test.Run(RouteBlockKind.Reply).Dropped);
    }

    [Theory]
    [InlineData("SER", "onreply_route", "exit;", false)]
    [InlineData("SER", "onreply_route", "drop;", true)]
    [InlineData("SER", "onsend_route", "exit;", true)]
    [InlineData("SER", "onsend_route", "drop(1);", false)]
    [InlineData("KAMAILIO", "onsend_route", "exit;", false)]
    [InlineData("KAMAILIO", "onsend_route", "drop;", true)]
    public void In_the_other_dialects_only_drop_drops(string dialect, string block, string body, bool dropped)
    {
        var test = new ScriptTest($"#!{dialect}\n{block} {{ {body} }}");
        var kind = block == "onsend_route" ? RouteBlockKind.OnSend : RouteBlockKind.Reply;
        Assert.Equal(dropped, test.Run(kind).Dropped);
    }

    [Fact]
    public void A_function_that_returns_0_in_a_condition_ends_the_script()
    {
        Assert.Equal("ret0", ScriptTest.Run("route { if (ret(0) || yes_()) log(\"no\"); log(\"no\"); }"));
    }

    [Fact]
    public void A_command_neither_ends_the_script_with_0_nor_changes_the_return_code()
    {
        Assert.Equal("ret7 seven", ScriptTest.Run("route { ret(7); refuse(); refuse; if ($? == 7) log(\"seven\"); }"));
    }

    [Fact]
    public void The_return_code_starts_at_0()
    {
        var test = new ScriptTest("loadmodule \"fake\" route { if ($? == 0) log(\"zero\"); ret(3); }");
        test.Run();
        test.Run();
        Assert.Equal("zero ret3 zero ret3", test.Context.Logged);
    }

    [Fact]
    public void Unnamed_blocks_are_joined()
    {
        Assert.Equal("1 2", ScriptTest.Run("route { log(\"1\"); } onreply_route { ; } route { log(\"2\"); }"));
        Assert.Equal("1", ScriptTest.Run("route { log(\"1\"); return; } route { log(\"2\"); }"));
    }

    [Fact]
    public void Names_of_routes_are_numbers_words_or_strings()
    {
        Assert.Equal("1 a b", ScriptTest.Run("route[1]{log(\"1\");} route[a]{log(\"a\");} route[\"b c\"]{log(\"b\");} route { route(\"1\"); route(\"a\"); route(\"b c\"); }"));
    }

    [Fact]
    public void Calling_a_route_that_is_not_defined_is_true()
    {
        var test = new ScriptTest("route { if (route(NONE)) log(\"true\"); if ($? == 1) log(\"one\"); }");
        test.Run();
        Assert.Equal("true one", test.Context.Logged);
        Assert.Equal("1:19-22 warning: route[NONE] is not defined", test.Diagnose());
    }

    [Fact]
    public void Recursion_ends_at_the_limit_with_a_fault()
    {
        var test = new ScriptTest("route[A] { log(\"x\"); if (!route(A)) { log(\"end\"); exit; } } route { route(A); }");
        test.Run();
        Assert.Equal([ScriptFault.TooDeep], test.Context.Faults);
        Assert.Equal(ScriptContext.MaxDepth, test.Context.Log.Count);
        Assert.Equal(0, test.Context.Depth);
    }

    [Fact]
    public void A_nested_run_is_isolated_from_the_script_around_it()
    {
        var log = ScriptTest.Run(
            """
            branch_route[b] { if ($? == 0) log("fresh"); ret(4); drop; }
            route { ret(3); branch("b"); log("on"); if ($? == 1) log("one"); }
            """);
        Assert.Equal("ret3 fresh ret4 branch=0/True on one", log);
    }

    [Fact]
    public void A_function_may_call_a_route_that_ends_the_script()
    {
        var test = new ScriptTest("loadmodule \"fake\" route[A] { exit(5); } route { call(\"A\"); log(\"no\"); }");
        Assert.Equal(5, test.Run().Code);
        Assert.Empty(test.Context.Log);
    }

    [Fact]
    public void Blocks_and_if_are_expressions_with_the_value_of_the_last_command()
    {
        Assert.Equal("ret1 ret-1 0", ScriptTest.Run("route { if ({ ret(1); ret(-1); }) log(\"1\"); else log(\"0\"); }"));
        Assert.Equal("ret1 ret2 1", ScriptTest.Run("route { if ({ ret(1); ret(2); }) log(\"1\"); else log(\"0\"); }"));
        Assert.Equal("1", ScriptTest.Run("route { if ({ if (no_()) ret(-1); }) log(\"1\"); else log(\"0\"); }"));
        Assert.Equal("ret-3 0", ScriptTest.Run("route { if (if (yes_()) ret(-3);) log(\"1\"); else log(\"0\"); }"));
        Assert.Equal("0 after", ScriptTest.Run("route { if ({ return -1; }) log(\"1\"); else log(\"0\"); log(\"after\"); }"));
        Assert.Equal("1 after", ScriptTest.Run("route { if (return 2) log(\"1\"); else log(\"0\"); log(\"after\"); }"));
        Assert.Equal("", ScriptTest.Run("route { if ({ exit; }) log(\"1\"); else log(\"0\"); log(\"after\"); }"));
    }

    [Fact]
    public void Conditions_are_evaluated_from_left_to_right_and_stop_early()
    {
        Assert.Equal("ret1 ret2 ret-1 t", ScriptTest.Run("route { if (ret(1) && (ret(2) || ret(3)) && !ret(-1)) log(\"t\"); }"));
        Assert.Equal("ret-1 f", ScriptTest.Run("route { if (ret(-1) and ret(1)) log(\"t\"); else log(\"f\"); }"));
        Assert.Equal("ret1 t", ScriptTest.Run("route { if (ret(1) or ret(2)) log(\"t\"); }"));
        Assert.Equal("ret-1 ret2 t", ScriptTest.Run("route { if (not (ret(-1) && ret(1)) && ret(2)) log(\"t\"); }"));
    }
}
