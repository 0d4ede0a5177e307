using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

/// <summary>The 3.0 expression engine.</summary>
public class ModernExpressionTests
{
    /// <summary>The examples of types and conversions.</summary>
    [Theory]
    [InlineData("$i0 == \"\"", true)]
    [InlineData("$i0 eq \"\"", false)]
    [InlineData("$a ieq $b", true)]
    [InlineData("$a == $b", false)]
    [InlineData("$a == \"a\"", true)]
    [InlineData("$a == \"A\"", false)]
    [InlineData("$a != \"A\"", true)]
    [InlineData("$a =~ \"A\"", true)]
    [InlineData("$a eq \"a\"", true)]
    [InlineData("$a ne \"a\"", false)]
    [InlineData("$s5 == 5", true)]
    [InlineData("$s5 ine 6", true)]
    [InlineData("$s5 > 4", true)]
    [InlineData("5 == $s5", true)]
    [InlineData("\"5\" == 5", true)]
    [InlineData("\"5\" == 6", false)]
    [InlineData("$undefined == \"\"", true)]
    [InlineData("$undefined == 0", true)]
    [InlineData("$undefined == $nothing", true)]
    [InlineData("$undefined == \"x\"", false)]
    [InlineData("$undefined != \"x\"", true)]
    [InlineData("$undefined < 1", true)]
    [InlineData("strlen($a) == 1", true)]
    [InlineData("strlen($i5) == 1", true)]
    [InlineData("strlen(\"abc\") == 3", true)]
    [InlineData("strempty($undefined)", true)]
    [InlineData("strempty($a)", false)]
    [InlineData("strempty(@to.tag)", false)]
    [InlineData("defined $a", true)]
    [InlineData("defined $undefined", false)]
    [InlineData("!defined $undefined", true)]
    [InlineData("defined @broken", false)]
    [InlineData("defined @method", true)]
    [InlineData("defined ($undefined + \"\")", true)]
    [InlineData("defined $two[]", true)]
    [InlineData("(int)$s5 == 5", true)]
    [InlineData("(str)5 == \"5\"", true)]
    [InlineData("(str)$i5 eq $s5", true)]
    [InlineData("@method == \"INVITE\"", true)]
    [InlineData("@method == \"invite\"", false)]
    [InlineData("@broken == \"\"", true)]
    [InlineData("$a =~ $pattern", true)]
    [InlineData("($a + \"b\") == \"ab\"", true)]
    [InlineData("$a =~ \"^\" + \"a\"", true)]
    public void Comparisons(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, true, Fill));

    /// <summary>The table of truth of bare operands: texts count as numbers.</summary>
    [Theory]
    [InlineData("$a", false)]
    [InlineData("$empty", false)]
    [InlineData("$zero", false)]
    [InlineData("$s5", true)]
    [InlineData("$i5", true)]
    [InlineData("$i0", false)]
    [InlineData("$undefined", false)]
    [InlineData("!$undefined", true)]
    [InlineData("@method", false)]
    [InlineData("yes_()", true)]
    [InlineData("no_()", false)]
    [InlineData("$two[]", true)]
    [InlineData("5", true)]
    [InlineData("-0", false)]
    [InlineData("5 - 5", false)]
    public void Bare_operands(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, true, Fill));

    [Theory]
    [InlineData("method == \"invite\"", true)]
    [InlineData("!method == \"invite\"", false)]
    [InlineData("method eq \"INVITE\"", true)]
    [InlineData("method ne \"INVITE\"", false)]
    [InlineData("method == \"INV\" + \"ITE\"", true)]
    [InlineData("method == $m", true)]
    [InlineData("uri == \"sip:\" + $bob + \"@example.com\"", true)]
    [InlineData("src_port == 5000 + 60", true)]
    [InlineData("src_port == 5000 + 60 && method == BYE", false)]
    [InlineData("src_port > $s5", true)]
    [InlineData("src_ip == \"192.168.1.\" + \"65\"", true)]
    [InlineData("uri == myself", true)]
    [InlineData("proto == udp", true)]
    [InlineData("!$i5 == 0", true)]
    [InlineData("!$i0 == 1", true)]
    [InlineData("$? == 0", true)]
    [InlineData("!$? == 1", true)]
    [InlineData("method =~ \"^i\" and $i5", true)]
    public void Special_operands_ignore_case_and_bind_tightly(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, true, Fill));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 / 2", "3")]
    [InlineData("5 mod 3", "2")]
    [InlineData("-5 mod 3", "-2")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("- $i5", "-5")]
    [InlineData("-(-3)", "3")]
    [InlineData("6 & 3 | 8", "10")]
    [InlineData("1 < 2 == 1", "1")]
    [InlineData("1 == 1 && 0 || 1", "1")]
    [InlineData("!0", "1")]
    [InlineData("\"1\" + 2", "\"12\"")]
    [InlineData("\"a\" + \"b\" + \"c\"", "\"abc\"")]
    [InlineData("\"a\" \"b\"", "\"ab\"")]
    [InlineData("$undefined + \"x\"", "\"x\"")]
    [InlineData("$a + 1 + 2", "\"a12\"")]
    [InlineData("$i5 + $s5", "10")]
    [InlineData("$s5 + $i5", "\"55\"")]
    [InlineData("$i5 + $undefined", "5")]
    [InlineData("(int)$s5 + 1", "6")]
    [InlineData("(int)\"12\" * 2", "24")]
    [InlineData("(str)$i5 + 1", "\"51\"")]
    [InlineData("$i5 * $s5", "25")]
    [InlineData("strlen(\"ab\" + $a)", "3")]
    [InlineData("2147483647 + 1", "-2147483648")]
    [InlineData("@method", "\"INVITE\"")]
    [InlineData("@broken", "\"\"")]
    [InlineData("@method + \"!\"", "\"INVITE!\"")]
    [InlineData("method", "\"INVITE\"")]
    [InlineData("src_port + 1", "5061")]
    [InlineData("ret(7)", "1")]
    [InlineData("ret(-7)", "0")]
    [InlineData("ret(-7) + 1", "1")]
    [InlineData("$? + 4", "4")]
    [InlineData("($y = 4)", "1")]
    [InlineData("$i5 == 5", "1")]
    [InlineData("$undefined", "")]
    [InlineData("$a", "\"a\"")]
    public void Values(string expression, string expected)
    {
        var test = new ScriptTest($"#!SER\nloadmodule \"fake\" route {{ $r = \"old\"; $r = {expression}; }}");
        Fill(test.Context);
        test.Run();
        Assert.Equal(expected, test.Context.Get("$r"));
    }

    [Theory]
    [InlineData("1 / $i0")]
    [InlineData("1 mod $i0")]
    [InlineData("(1 + 2 / $i0) * 3")]
    [InlineData("\"a\" + (str)(2 / $i0)")]
    public void Dividing_by_zero_stores_nothing_and_is_false(string expression)
    {
        var test = new ScriptTest($"#!SER\nroute {{ $r = \"old\"; if ($r = {expression}) log(\"no\"); else log(\"stored nothing\"); if ({expression} || 1) log(\"no\"); }}");
        Fill(test.Context);
        test.Run();
        Assert.Equal("\"old\"", test.Context.Get("$r"));
        Assert.Equal("stored nothing", test.Context.Logged);
        Assert.Equal([ScriptFault.DivisionByZero, ScriptFault.DivisionByZero], test.Context.Faults);
    }

    [Fact]
    public void The_smallest_number_can_be_divided_by_minus_one()
    {
        var test = new ScriptTest("#!SER\nroute { $m = -1; $min = 0x80000000; $q = $min / $m; $r = $min mod $m; }");
        test.Run();
        Assert.Equal("-2147483648", test.Context.Get("$q"));
        Assert.Equal("0", test.Context.Get("$r"));
    }

    [Fact]
    public void A_text_that_is_no_number_counts_as_0_with_a_fault()
    {
        var test = new ScriptTest("#!SER\nroute { if ($a > 0) log(\"no\"); if ($empty == 0) log(\"no\"); }");
        Fill(test.Context);
        test.Run();
        Assert.Equal([ScriptFault.NotANumber], test.Context.Faults);
        Assert.Empty(test.Context.Log);
    }

    [Fact]
    public void Joining_texts_ends_at_the_limit_of_the_message()
    {
        var test = new ScriptTest("#!SER\nroute { $x = \"0123456789abcdef\"; while (strlen($x) < 2000000) $x = $x + $x; log(\"end\"); }");
        test.Run();
        Assert.Contains(ScriptFault.OutOfScratch, test.Context.Faults);
        Assert.Equal("end", test.Context.Logged);
    }

    [Theory]
    [InlineData("1 + \"2\"", "string instead of int", "15-17")]
    [InlineData("\"x\" - 1", "string instead of int", "11-13")]
    [InlineData("1 * \"x\"", "string instead of int", "15-17")]
    [InlineData("1 == \"x\"", "string instead of int", "16-18")]
    [InlineData("\"x\" ieq 1", "string instead of int", "11-13")]
    [InlineData("\"x\" < 1", "string instead of int", "11-13")]
    [InlineData("-\"x\"", "string instead of int", "12-14")]
    [InlineData("!\"x\"", "string instead of int", "12-14")]
    [InlineData("1 && \"x\"", "string instead of int", "16-18")]
    [InlineData("1 eq \"x\"", "int instead of string", "11")]
    [InlineData("1 =~ \"x\"", "int instead of string", "11")]
    [InlineData("strlen(5)", "int instead of string", "18")]
    [InlineData("strempty(5)", "int instead of string", "20")]
    public void Refuses_types_that_are_known_to_be_wrong(string expression, string what, string columns) =>
        Assert.Equal($"2:{columns} error: bad expression: type mismatch ({what})", ScriptTest.Diagnose($"#!SER\nroute{{$r={expression};}}".Replace("$r=", "$r= ")));

    [Theory]
    [InlineData("$x = 1 / 0", "2:14-18 error: bad expression: division by 0")]
    [InlineData("$x = 1 / (2 - 2)", "2:14-23 error: bad expression: division by 0")]
    [InlineData("$x = $y =~ \"(\"", "2:20-22 error: bad regular expression \"(\": Unmatched ( or \\(")]
    [InlineData("$x = foo", "2:14-16 error: unknown command \"foo\", missing loadmodule?")]
    [InlineData("$x = foo == 1", "2:14-16 error: unknown operand \"foo\" | put text in quotes")]
    [InlineData("$x = src_ip", "2:14-19 error: comparison operator expected after \"src_ip\"")]
    [InlineData("$x = 1.2.3.4", "2:14-20 error: expression expected | addresses can only be compared with operands like src_ip")]
    [InlineData("$x = 1 +", "2:17 error: expression expected, found \";\"")]
    public void Says_what_is_wrong(string statement, string expected) => Assert.StartsWith(expected, ScriptTest.Diagnose($"#!SER\nroute {{ {statement}; }}"));

    private static void Fill(FakeContext context) => context
        .Set("$a", "a").Set("$b", "b").Set("$i0", 0).Set("$i5", 5).Set("$s5", "5").Set("$empty", "").Set("$zero", "0")
        .Set("$two", "1").Set("$two", "2").Set("$m", "invite").Set("$bob", "BOB").Set("$pattern", "^A$");
}
