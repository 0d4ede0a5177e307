using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

/// <summary><c>while</c> and <c>switch</c>.</summary>
public class LoopTests
{
    [Fact]
    public void While_runs_as_long_as_its_condition_holds()
    {
        Assert.Equal("x x x", Run("$i = 0; while ($i < 3) { log(\"x\"); $i = $i + 1; }"));
        Assert.Equal("", Run("while (0) log(\"x\");"));
    }

    [Fact]
    public void While_is_abandoned_after_the_limit_and_the_script_goes_on()
    {
        var test = new ScriptTest("#!SER\nroute { $n = 0; while (1) $n = $n + 1; log(\"after\"); }");
        test.Run();
        Assert.Equal("100", test.Context.Get("$n"));
        Assert.Equal("after", test.Context.Logged);
        Assert.Equal([ScriptFault.TooManyLoops], test.Context.Faults);

        test.Context.Reset();
        test.Context.MaxLoops = 7;
        test.Run();
        Assert.Equal("7", test.Context.Get("$n"));
    }

    [Fact]
    public void Inner_loops_count_for_themselves()
    {
        Assert.Equal("6", Run("$n = 0; $i = 0; while ($i < 3) { $j = 0; while ($j < 2) { $j = $j + 1; $n = $n + 1; } $i = $i + 1; } log((str)$n);".Replace("log((str)$n)", "say(\"$n\")")));
    }

    [Theory]
    [InlineData("while (1) { log(\"a\"); break; log(\"b\"); } log(\"c\");", "a c")]
    [InlineData("while (1) { if (1) { log(\"a\"); break; } } log(\"c\");", "a c")]
    [InlineData("while (1) { while (1) break; log(\"a\"); break; } log(\"c\");", "a c")]
    [InlineData("while (1) { switch (1) { case 1: break; } log(\"a\"); break; } log(\"c\");", "a c")]
    [InlineData("while (1) { log(\"a\"); return; } log(\"c\");", "a")]
    [InlineData("while (1) { log(\"a\"); exit; } log(\"c\");", "a")]
    [InlineData("while (1) { log(\"a\"); drop; } log(\"c\");", "a")]
    [InlineData("while (1 / $zero) log(\"a\"); log(\"c\");", "c")]
    [InlineData("break; log(\"c\");", "")]
    public void Leaves_a_loop(string body, string expected) => Assert.Equal(expected, Run("$zero = 0; " + body));

    [Fact]
    public void Break_outside_of_a_loop_leaves_the_route_with_0()
    {
        var test = new ScriptTest("#!SER\nroute[A] { break; } route { route(A); if ($? == 0) log(\"zero\"); }");
        test.Run();
        Assert.Equal("zero", test.Context.Logged);
    }

    [Theory]
    [InlineData(1, "one two")]
    [InlineData(2, "two")]
    [InlineData(-3, "minus")]
    [InlineData(9, "other")]
    [InlineData(16, "hex")]
    public void Switch_falls_through_until_break(int value, string expected)
    {
        const string body =
            """
            switch ($v) {
                case 1: log("one");
                case 2: log("two"); break;
                default: log("other"); break;
                case -3: log("minus"); break;
                case 0x10: log("hex");
            }
            """;
        Assert.Equal(expected, Run(body, c => c.Set("$v", value)));
    }

    [Theory]
    [InlineData("INVITE", "exact")]
    [InlineData("invite", "none")]
    [InlineData("sip:5", "pattern")]
    [InlineData("sip:x", "none")]
    [InlineData("x", "two labels")]
    [InlineData("y", "two labels")]
    public void Switch_on_texts_is_case_sensitive_and_knows_patterns(string value, string expected)
    {
        const string body =
            """
            switch ($v) {
                case "INVITE": log("exact"); break;
                case /"^sip:[[:digit:]]": log("pattern"); break;
                case "x":
                case "y": log("two labels"); break;
                default: log("none");
            }
            """;
        Assert.Equal(expected, Run(body, c => c.Set("$v", value)));
    }

    [Fact]
    public void Switch_takes_any_expression()
    {
        Assert.Equal("ret3 seven", Run("ret(3); switch ($rc + 4) { case 7: log(\"seven\"); }"));
        Assert.Equal("m", Run("switch (@method) { case \"INVITE\": log(\"m\"); }"));
        Assert.Equal("number of text", Run("$v = \"12\"; switch ($v) { case 12: log(\"number of text\"); }"));
        Assert.Equal("default", Run("$z = 0; switch (5 / $z) { case 0: log(\"0\"); break; default: log(\"default\"); }"));
        Assert.Equal("after", Run("switch (5) { case 1: log(\"1\"); } log(\"after\");"));
        Assert.Equal("ret1 d", Run("switch (ret(1)) { default: log(\"d\"); }"));
        Assert.Equal("", Run("switch ($rc) { case 0: return; default: log(\"d\"); } log(\"after\");"));
    }

    [Theory]
    [InlineData("switch ($x) { case 1: ; case \"a\": ; }", "2:33-41 error: mixed integer and string/RE cases")]
    [InlineData("switch ($x) { case 1: ; case 1: ; }", "2:33-39 error: duplicate case label")]
    [InlineData("switch ($x) { case \"a\": ; case \"a\": ; }", "2:35-43 error: duplicate case label")]
    [InlineData("switch ($x) { default: ; default: ; }", "2:34-41 error: too many \"default:\" labels")]
    [InlineData("switch ($x) { case $y: ; }", "2:28-29 error: bad case label: constant expected, found \"$y\" | a number, a string or /\"regular expression\"")]
    [InlineData("switch ($x) { case 1 ; }", "2:30 error: bad case label: \":\" expected, found \";\"")]
    [InlineData("switch ($x) { case /\"(\": ; }", "2:23-32 error: bad regular expression in the case label: Unmatched ( or \\(")]
    [InlineData("switch ($x) { log(\"x\"); }", "2:23-25 error: \"case\" or \"default\" expected in the switch, found \"log\"")]
    [InlineData("switch ($x) { }", "2:9-23 warning: the switch is empty")]
    [InlineData("while (\"x\") ;", "2:16-18 error: bad expression: type mismatch (string instead of int) in the condition of while")]
    [InlineData("while (5) ;", "2:16 warning: the condition is constant")]
    [InlineData("if (1 + 1) ;", "2:13-17 warning: the condition is constant")]
    [InlineData("if ((str)$x) ;", "2:13-19 warning: the condition is a text and no number | compare it with != \"\"")]
    [InlineData("case 1: ;", "2:9-12 error: \"case\" without switch")]
    public void Says_what_is_wrong(string body, string expected) => Assert.Equal(expected, ScriptTest.Diagnose($"#!SER\nroute {{ {body} }}"));

    [Fact]
    public void Says_that_a_3_0_construct_changes_the_rules()
    {
        const string expected =
            "1:9-13 warning: \"while\" makes the whole script follow the rules of 3.0 | put #!SER into the first line to say that this is meant";
        var test = new ScriptTest("route { while ($x < 3) $x = $x + 1; }");
        Assert.Equal(expected, test.Diagnose());
        Assert.Equal(ScriptRules.Modern, test.Script.Rules);
        Assert.Equal(ScriptRules.Classic, new ScriptTest("route { if ($x < 3) $x = 1; }").Script.Rules);
        Assert.Equal(ScriptRules.Kamailio, new ScriptTest("#!KAMAILIO\nroute { ; }").Script.Rules);
        Assert.Equal(ScriptRules.Modern, new ScriptTest("#!MAXCOMPAT \r\nroute { ; }").Script.Rules);
    }

    private static string Run(string body, Action<FakeContext>? arrange = null) => ScriptTest.Run($"#!SER\nroute {{ {body} }}", arrange);
}
