using Seraph.EndToEnd.Harness;

namespace Seraph.EndToEnd;

/// <summary>What an operator sees of a script that is right or wrong.</summary>
public class ScriptCheckTests
{
    [Fact]
    public void The_stock_script_is_right()
    {
        var (code, output) = Check(File.ReadAllText(Path.Combine(Repository.Root, "etc", "seraph.cfg")));
        Assert.True(code == 0, output);
        Assert.Contains("config file ok, exiting...", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_script_is_diagnosed_with_positions_and_without_a_stack_trace()
    {
        var (code, output) = Check(
            """
            loadmodule "sl"
            debug = "three"
            route {
              if (metod == "INVITE") { sl_replay("404", "Not Found"); }
              route(X
            }
            """);
        Assert.Equal(1, code);
        Assert.Contains("seraph.cfg", output, StringComparison.Ordinal);
        Assert.Contains("did you mean", output, StringComparison.Ordinal);
        Assert.Contains("ERROR: bad config file (", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Seraph", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "-f", "/nonexistent/seraph.cfg", "-c" }, "ERROR: loading config file(/nonexistent/seraph.cfg)")]
    [InlineData(new[] { "-Z" }, "Unknown option `-Z'. Use -h for help.")]
    [InlineData(new[] { "-f" }, "Option `-f' requires an argument. Use -h for help.")]
    public void A_wrong_command_line_is_diagnosed(string[] arguments, string message)
    {
        var (code, output) = ChildProcess.Run(Repository.Program("seraph"), arguments);
        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_told()
    {
        var (code, output) = ChildProcess.Run(Repository.Program("seraph"), ["-V"]);
        Assert.Equal(0, code);
        Assert.StartsWith("version: ", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Check(string script)
    {
        var folder = Directory.CreateTempSubdirectory("seraph-check-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "seraph.cfg"), script);
            return ChildProcess.Run(Repository.Program("seraph"), ["-c", "-f", "seraph.cfg"], folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
