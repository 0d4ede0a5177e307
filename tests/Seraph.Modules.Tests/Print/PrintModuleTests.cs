using Seraph.Modules.Print;
using Seraph.Testing.Scripts;
using static Seraph.Testing.Scripts.TestMessages;

namespace Seraph.Modules.Tests.Print;

public class PrintModuleTests
{
    [Theory]
    [InlineData("print(\"x\")", "x\n")]
    [InlineData("print()", "<null>\n")]
    [InlineData("print(\"a\", \"b\")", "ab\n")]
    public void Prints_a_line(string call, string expected)
    {
        using var server = ScriptServer.Start($"loadmodule \"print\"\nroute {{ {call}; }}");
        using var output = new StringWriter { NewLine = "\n" };
        server.Module<PrintModule>().Output = output;
        server.Receive(Request());
        Assert.Equal(expected, output.ToString());
    }

    [Fact]
    public void Print_lib_prints_on_standard_error()
    {
        using var server = ScriptServer.Start("loadmodule \"print_lib\"\nroute { print_stderr(\"x\"); }");
        using var output = new StringWriter { NewLine = "\n" };
        server.Module<PrintLibModule>().Output = output;
        server.Receive(Request());
        Assert.Equal("x\n", output.ToString());
    }

    [Fact]
    public void Logs_its_parameters()
    {
        using var server = ScriptServer.Start("""
            loadmodule "print.so"
            modparam("print", "string_param", "one")
            modparam("print", "str_param", "two")
            modparam("print", "int_param", 3)
            route { }
            """);
        Assert.Contains("INFO print: string_param is one, str_param is two, int_param is 3", server.EndLog());
    }

    [Theory]
    [InlineData("failure_route[x] { print(\"x\"); }")]
    [InlineData("route { print(\"a\", \"b\", \"c\"); }")]
    [InlineData("modparam(\"print\", \"other\", 1)")]
    public void Refuses_a_bad_script(string script) => Assert.NotEmpty(ScriptServer.Check("loadmodule \"print\"\n" + script));
}
