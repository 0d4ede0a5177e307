using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Syntax;

/// <summary>Syntax errors: their texts, their places, and that many are found at once.</summary>
public class ParserTests
{
    [Theory]
    [InlineData("log(\"a\") log(\"b\");", "2:9 error: bad command: missing ';'?")]
    [InlineData("log(\"a\")", "2:9 error: bad command: missing ';'?")]
    [InlineData("log(\"a\";", "2:8 error: missing \")\" or \",\" in the arguments of log, found \";\"")]
    [InlineData("log(\"a\" + \"b\");", "2:9 error: missing \")\" or \",\" in the arguments of log, found \"+\"")]
    [InlineData("log(;", "2:5 error: bad argument of log, string/number expected, found \";\"")]
    [InlineData("log;", "2:1-3 error: missing '(' or ')' after log | it takes 1 or 2 arguments")]
    [InlineData("log(\"a\", 1, 2);", "2:1-3 error: too many arguments: log takes 1 or 2 arguments, found 3 arguments")]
    [InlineData("log();", "2:1-3 error: wrong number of arguments: log takes 1 or 2 arguments, found 0 arguments")]
    [InlineData("if (method == ) log(\"x\");", "2:15 error: expression expected, found \")\" | missing '(' or ')' ?")]
    [InlineData("if (yes_() log(\"x\");", "2:12-14 error: \")\" or an operator expected, found \"log\" | missing '(' or ')' ?")]
    [InlineData("else log(\"x\");", "2:1-4 error: \"else\" without if")]
    [InlineData("\"text\";", "2:1-6 error: bad command: statement expected, found the string \"text\"")]
    [InlineData("5;", "2:1 error: bad command: statement expected, found \"5\"")]
    [InlineData("route();", "2:7 error: route name expected, found \")\" | a number, a word or a string")]
    [InlineData("route(1;", "2:8 error: missing \")\" after the name of the route, found \";\"")]
    [InlineData("logg(\"a\");", "2:1-4 error: unknown command \"logg\", missing loadmodule? | did you mean \"log\"?")]
    [InlineData("t_relay();", "2:1-7 error: unknown command \"t_relay\", missing loadmodule? | write loadmodule \"tm\" before this route")]
    [InlineData("retrun;", "2:1-6 error: unknown command \"retrun\", missing loadmodule? | did you mean \"return\"?")]
    [InlineData("if (@via[x].host) ;", "2:10 error: number or string expected in the brackets of the select, found \"x\"")]
    [InlineData("if (@) ;", "2:6 error: select name expected after \"@\", found \")\"")]
    public void Says_what_is_wrong_in_a_block(string body, string expected) =>
        Assert.Equal(expected, FirstOf(ScriptTest.Diagnose($"loadmodule \"fake\" route {{\n{body}\n}}")));

    [Theory]
    [InlineData("route {", "1:7 error: missing \"}\" for this block")]
    [InlineData("route { log(\"a\"); } }", "1:21 error: \"}\" without a block | a block before it has one \"}\" too many")]
    [InlineData("route { log(\"a\");\nroute[A] { ; }", "1:7 error: missing \"}\" for this block | before \"route\" in line 2")]
    [InlineData("route[ { ; }", "1:8 error: route name expected, found \"{\" | a number, a word or a string")]
    [InlineData("route[A { ; }", "1:9 error: \"]\" expected after the name of the route, found \"{\"")]
    [InlineData("route log(\"a\");", "1:7-9 error: invalid route statement: \"{\" expected, found \"log\"")]
    [InlineData("onreply_rout { ; }", "1:1-12 error: unknown kind of route \"onreply_rout\" | did you mean \"onreply_route\"?")]
    [InlineData("log(\"a\");", "1:1-3 error: the command \"log\" is outside of a route block")]
    [InlineData("loadmodul \"x\"", "1:11-13 error: \"=\" expected after \"loadmodul\", found the string \"x\" | did you mean \"loadmodule\"?")]
    [InlineData("\"x\"", "1:1-3 error: statement expected, found the string \"x\"")]
    [InlineData("event_route { ; }", "1:1-11 warning: \"event_route\" makes the whole script follow the rules of 3.0 | put #!SER into the first line to say that this is meant")]
    [InlineData("flags ;", "1:7 error: flag list expected, found \";\" | names separated by commas, for example: flags nat, acc:5;")]
    [InlineData("flags a:x;", "1:9 error: flag position expected after \":\", found \"x\"")]
    [InlineData("avpflags 5;", "1:10 error: avpflag list expected, found \"5\" | names separated by commas, for example: flags nat, acc:5;")]
    [InlineData("loadmodule fake", "1:12-15 error: string expected, found \"fake\"")]
    [InlineData("modparam(\"fake\")", "1:16 error: \",\" expected after the module name, found \")\" | write it like modparam(\"module\", \"parameter\", value)")]
    [InlineData("modparam(\"fake\", \"a\", )", "1:23 error: parameter value expected, a string or a number, found \")\"")]
    [InlineData("debug = ;", "1:9 error: value expected for \"debug\", found \";\"")]
    [InlineData("listen = ;", "1:10 error: ip address or hostname expected, found \";\"")]
    [InlineData("listen = udp:1.2.3.4:99999", "1:22-26 error: bad port number 99999, 0 to 65535 expected")]
    [InlineData("listen = udp:1.2.3.4:x", "1:22 error: port number expected, found \"x\"")]
    [InlineData("listen = (1.2.3.4", "1:18 error: \")\" expected after the addresses, found the end of the file")]
    public void Says_what_is_wrong_at_the_top_level(string script, string expected) =>
        Assert.StartsWith(expected, ScriptTest.Diagnose(script), StringComparison.Ordinal);

    [Fact]
    public void Finds_all_errors_at_once()
    {
        const string script =
            """
            debug = "x"
            listen = udp:;
            flags a, a;
            route {
                log("missing semicolon")
                if (method = "x") { unknown(); } else log(;
                if (method == ) unknown2(); else setflag(b);
                { log("x") ) }
                $fd.x = 1;
                if (uri == 5 $x) { unknown3(); }
            }
            nonsense
            onreply_route { request_only(); }
            childrn = 5
            """;
        string[] places =
        [
            "1:9-11", "2:14", "3:10", "5:29", "6:16", "6:25-31", "6:47", "7:19", "7:21-28", "7:46", "8:15", "8:16", "9:5-9", "10:18-19", "10:24-31", "13:1-13", "13:17-28", "14:1-7",
        ];
        var found = ScriptTest.Diagnose(script).Split('\n');
        Assert.Equal(places, found.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("!", "")]
    [InlineData("-", "")]
    [InlineData("defined ", "")]
    [InlineData("{ if (", ") ; }")]
    [InlineData("strlen(", ")")]
    public void Deep_nesting_is_an_error_and_no_stack_overflow(string open, string close)
    {
        const int depth = 100_000;
        var script = $"route {{ if ({Repeat(open, depth)}1{Repeat(close, depth)}) ; }}";
        Assert.Contains("nested deeper than 100 levels", ScriptTest.Diagnose(script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "}")]
    [InlineData("if (1) ", "")]
    [InlineData("if (1) {", "}")]
    [InlineData("if (1) ; else {", "}")]
    [InlineData("switch (1) { case 1: ", "}")]
    [InlineData("while (1) ", "")]
    public void Deep_blocks_are_an_error_and_no_stack_overflow(string open, string close)
    {
        const int depth = 100_000;
        Assert.Contains("nested deeper than 100 levels", ScriptTest.Diagnose($"route {{ {Repeat(open, depth)};{Repeat(close, depth)} }}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ninety_levels_are_fine()
    {
        Assert.Equal("x", ScriptTest.Run($"route {{ {Repeat("if (1) {", 90)} log(\"x\"); {Repeat("}", 90)} }}"));
        Assert.Equal("x", ScriptTest.Run($"route {{ if ({Repeat("(", 90)} yes_() {Repeat(")", 90)}) log(\"x\"); }}"));
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" == 1")]
    [InlineData(" & 1")]
    public void A_long_chain_of_operators_is_an_error_and_no_stack_overflow(string link) =>
        Assert.Contains("the expression is too long", ScriptTest.Diagnose($"#!SER\nroute {{ $x = 1{Repeat(link, 100_000)}; }}"), StringComparison.Ordinal);

    [Fact]
    public void Long_chains_of_conditions_and_branches_are_fine()
    {
        Assert.Equal("x", ScriptTest.Run($"route {{ if (yes_(){Repeat(" && yes_()", 3000)}) log(\"x\"); }}"));
        var chain = Repeat("if (method == BYE) log(\"no\"); else ", 500);
        Assert.Equal("x", ScriptTest.Run($"route {{ {chain} log(\"x\"); }}"));
    }

    [Fact]
    public void Nested_statements_in_expressions_are_limited()
    {
        Assert.Contains("error", ScriptTest.Diagnose($"#!SER\nroute {{ $x = {Repeat("({ $x = 1 + ", 50)}1{Repeat("; })", 50)}; }}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_errors_end_at_a_limit()
    {
        Assert.Equal(200, ScriptTest.Diagnose($"route {{ {Repeat("unknown(); ", 5000)} }}").Split('\n').Length);
    }

    private static string FirstOf(string diagnostics) => diagnostics.Split('\n')[0];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
