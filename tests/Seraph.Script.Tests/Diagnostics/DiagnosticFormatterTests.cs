using Seraph.Script.Diagnostics;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Diagnostics;

public class DiagnosticFormatterTests
{
    [Fact]
    public void Shows_place_line_marks_and_hint()
    {
        var test = new ScriptTest("route {\n\tif (metod == \"\u00e4\") ; }\n").Compile();
        const string expected =
            """
            test.cfg:2:6: error: unknown operand "metod"
             2 |  if (metod == "ä") ; }
               |      ^^^^^
               hint: did you mean "method"?

            """;
        Assert.Equal(expected, DiagnosticFormatter.Format(test.Result!.Diagnostics));
    }

    [Fact]
    public void Marks_the_right_place_after_characters_of_many_bytes()
    {
        var test = new ScriptTest("route { log(\"\u00e4\u00f6\u00fc\", x); }").Compile();
        Assert.Contains(" 1 | route { log(\"\u00e4\u00f6\u00fc\", x); }\n   |             ^^^^^\n", DiagnosticFormatter.Format(test.Result!.Diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_only_the_first_of_several_lines()
    {
        var test = new ScriptTest("route { $x = \"a\n b\" c; }").Compile();
        var text = DiagnosticFormatter.Format(test.Result!.Diagnostics);
        Assert.Contains("test.cfg:2:4: error: bad command: missing ';'?\n 2 |  b\" c; }\n   |    ^\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_outside_of_any_script_has_no_line()
    {
        var diagnostic = new Diagnostic(DiagnosticSeverity.Warning, DiagnosticCategory.Lexer, SourceLocation.None, "no file", null, null);
        Assert.Equal("warning: no file\n", DiagnosticFormatter.Format([diagnostic]));
    }

    [Fact]
    public void Very_long_lines_are_not_shown()
    {
        var test = new ScriptTest(new string(' ', 600) + "nonsense").Compile();
        Assert.Null(Assert.Single(test.Result!.Diagnostics).SourceLine);
        Assert.StartsWith("test.cfg:1:609: error:", DiagnosticFormatter.Format(test.Result.Diagnostics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debgu", "debug")]
    [InlineData("DEBUG", "debug")]
    [InlineData("debugs", "debug")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Suggests_the_closest_name(string name, string? expected) =>
        Assert.Equal(expected, Suggestions.Closest(name, ["children", "debug", "fork", "a_very_long_name_that_is_longer_than_anything_that_somebody_would_ever_write_here"]));

    [Fact]
    public void Counts_errors_and_warnings()
    {
        var result = new ScriptTest("route { route(X); unknown(); unknown2(); }").Compile().Result!;
        Assert.Equal((2, 1), (result.ErrorCount, result.WarningCount));
    }
}
