using Seraph.Script.Symbols;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Lexing;

/// <summary>Preprocessor lines and included files.</summary>
public class TokenSourceTests
{
    [Theory]
    [InlineData("#!define X\nroute {\n#!ifdef X\nlog(\"yes\");\n#!else\nlog(\"no\");\n#!endif\n}", "yes")]
    [InlineData("route {\n#!ifdef X\nlog(\"yes\");\n#!else\nlog(\"no\");\n#!endif\n}", "no")]
    [InlineData("route {\n#!ifndef X\nlog(\"no x\");\n#!endif\nlog(\"end\");\n}", "no x end")]
    [InlineData("#!define A\nroute {\n#!ifdef A\n#!ifdef B\nlog(\"ab\");\n#!else\nlog(\"a\");\n#!endif\n#!else\nlog(\"none\");\n#!endif\n}", "a")]
    [InlineData("route {\n#!ifdef A\n#!ifdef B\nlog(\"ab\");\n#!else\nlog(\"a\");\n#!endif\n#!else\nlog(\"none\");\n#!endif\n}", "none")]
    [InlineData("route {\n#!ifdef X\nbroken \" ' /* ( $ \n#!endif\nlog(\"ok\");\n}", "ok")]
    [InlineData("#!define X\r\nroute {\r\n  #!ifdef X \r\nlog(\"crlf\");\r\n#!endif\r\n}", "crlf")]
    [InlineData("#!/usr/sbin/ser -f\nroute { log(\"x\"); # !ifdef\n }", "x")]
    public void Conditions(string script, string expected) => Assert.Equal(expected, Run(new ScriptTest(script)));

    [Theory]
    [InlineData("#!ifdef X\nroute { ; }", "1:1-9 error: missing #!endif")]
    [InlineData("#!define X\n#!ifdef X\nroute { ; }", "2:1-9 error: missing #!endif")]
    [InlineData("#!endif\nroute { ; }", "1:1-7 error: #!endif without #!ifdef")]
    [InlineData("#!else\nroute { ; }", "1:1-6 error: #!else without #!ifdef")]
    [InlineData("#!define X\n#!ifdef X\n#!else\n#!else\n#!endif\nroute { ; }", "4:1-6 error: second #!else of one #!ifdef")]
    [InlineData("#!ifdef X\n#!else\n#!else\n#!endif\nroute { ; }", "3:1-6 error: second #!else of one #!ifdef")]
    [InlineData("#!define\nroute { ; }", "1:1-8 error: name expected after #!define")]
    [InlineData("#!define X 5\nroute { ; }", "1:1-12 error: #!define takes a name and no value")]
    [InlineData("#!define X\n#!define X\nroute { ; }", "2:1-10 error: \"X\" is defined already")]
    [InlineData("#!ifdef\nroute { ; }", "1:1-7 error: name expected after #!ifdef")]
    [InlineData("#!KAMALIO\nroute { ; }", "1:1-9 warning: unknown directive \"#!KAMALIO\" is taken for a comment | did you mean \"KAMAILIO\"?")]
    public void Says_what_is_wrong_with_a_directive(string script, string expected) => Assert.Equal(expected, ScriptTest.Diagnose(script));

    [Fact]
    public void Conditions_nest_up_to_the_limit()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("#!ifndef X\n", depth)) + "route { ; }\n" + string.Concat(Enumerable.Repeat("#!endif\n", depth));

        Assert.Equal("", ScriptTest.Diagnose(Nested(128)));
        Assert.Contains("129:1-10 error: #!ifdef nested deeper than 128 levels", ScriptTest.Diagnose(Nested(129)), StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_1024_names_can_be_defined()
    {
        var names = string.Concat(Enumerable.Range(0, 1025).Select(i => $"#!define N{i}\n"));
        Assert.Equal("1025:1-14 error: more than 1024 names are defined", ScriptTest.Diagnose(names + "route { ; }"));
    }

    [Fact]
    public void Splices_a_file_at_any_place()
    {
        var test = new ScriptTest("include_file \"flags.cfg\"\nroute { log(\"a\"); include_file \"part.cfg\" log(\"c\"); }")
            .With("flags.cfg", "flags nat;\n")
            .With("part.cfg", "log(\"b\"); setflag(nat);");
        Assert.Equal("a b c", Run(test));
    }

    [Fact]
    public void A_relative_name_is_looked_up_in_the_working_directory_and_then_beside_the_including_file()
    {
        var test = new ScriptTest("route { include_file \"sub/one.cfg\" }")
            .With("sub/one.cfg", "include_file \"two.cfg\"")
            .With("sub/two.cfg", "log(\"beside\"); include_file \"three.cfg\"")
            .With("three.cfg", "log(\"working directory\");")
            .With("sub/three.cfg", "log(\"no\");");
        Assert.Equal("beside working directory", Run(test));
    }

    [Fact]
    public void A_name_may_have_escapes()
    {
        Assert.Equal("x", Run(new ScriptTest("route { include_file \"a\\tb\\\\c\\.cfg\" }").With("a\tb\\c.cfg", "log(\"x\");")));
    }

    [Fact]
    public void Names_defined_in_an_included_file_hold_after_it()
    {
        Assert.Equal("x", Run(new ScriptTest("include_file \"def.cfg\"\nroute {\n#!ifdef X\nlog(\"x\");\n#!endif\n}").With("def.cfg", "#!define X\n")));
    }

    [Fact]
    public void Errors_tell_the_included_file()
    {
        var test = new ScriptTest("include_file \"part.cfg\"\nroute { unknown2(); }").With("part.cfg", "\nroute[A] { unknown1(); }");
        Assert.Equal(
            "2:9-16 error: unknown command \"unknown2\", missing loadmodule?\npart.cfg:2:12-19 error: unknown command \"unknown1\", missing loadmodule?",
            test.Diagnose());
    }

    [Theory]
    [InlineData("include_file 'x'", "1:1-12 error: file name in double quotes expected after include_file")]
    [InlineData("include_file x", "1:1-12 error: file name in double quotes expected after include_file")]
    [InlineData("include_file \"\"", "1:1-15 error: bad file name in include_file, at most 127 characters expected")]
    [InlineData("include_file \"none.cfg\"", "1:1-23 error: can't read the included file \"none.cfg\": no such file")]
    [InlineData("include_file \"test.cfg\"", "1:1-23 error: \"test.cfg\" includes itself")]
    public void Says_what_is_wrong_with_an_inclusion(string script, string expected) =>
        Assert.StartsWith(expected, ScriptTest.Diagnose(script), StringComparison.Ordinal);

    [Fact]
    public void Inclusions_nest_up_to_10_levels()
    {
        ScriptTest Chain(int depth)
        {
            var test = new ScriptTest("route { include_file \"1\" }");
            for (var i = 1; i < depth; i++)
                test.With($"{i}", $"include_file \"{i + 1}\"");

            return test.With($"{depth}", "log(\"deep\");");
        }

        Assert.Equal("deep", Run(Chain(10)));
        Assert.Contains("10:1:1-17 error: include_file nested deeper than 10 levels", Chain(11).Diagnose(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_include_one_another_many_times_end_at_a_limit()
    {
        var test = new ScriptTest("include_file \"1\" route { ; }");
        for (var i = 1; i < 10; i++)
            test.With($"{i}", string.Concat(Enumerable.Repeat($"include_file \"{i + 1}\" ", 10)));

        test.With("10", ";");
        Assert.Contains("too many or too large files are included", test.Diagnose(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_the_script_itself_cant_be_read()
    {
        var result = ScriptCompiler.Compile(
            "/no/such/file.cfg", new SymbolTable(typeof(FakeContext), new FakeHooks()), new FakeCatalog());
        Assert.Null(result.Script);
        Assert.Equal("can't read /no/such/file.cfg: no such file", Assert.Single(result.Diagnostics).Message);
    }

    private static string Run(ScriptTest test)
    {
        test.Run();
        return test.Context.Logged;
    }
}
