using System.Runtime.CompilerServices;
using Seraph.Core.Database;
using Seraph.Script.Diagnostics;
using Seraph.Testing;

namespace Seraph.Modules.Tests;

/// <summary>The example route of every module's README compiles and its modules start.</summary>
public class ReadmeTests
{
    public static TheoryData<string> Modules => [.. Directory.GetDirectories(Source()).Where(d => File.Exists(Path.Combine(d, "README.md"))).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Example_is_a_good_script(string module)
    {
        var readme = File.ReadAllText(Path.Combine(Source(), module, "README.md"));
        var start = readme.IndexOf("## Example", StringComparison.Ordinal);
        Assert.True(start >= 0, "there is no example");
        var from = readme.IndexOf("```", start, StringComparison.Ordinal);
        from = readme.IndexOf('\n', from) + 1;
        var example = readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)];

        // The database of the example is a fake one here.
        example = example.Replace("loadmodule \"sqlite\"\n", "", StringComparison.Ordinal).Replace("sqlite://", "fake://", StringComparison.Ordinal);
        using var script = new TestScript(new TestRoute(), example, new FakeDatabase(SerSchema.Credentials, SerSchema.Location));

        Assert.DoesNotContain(script.Result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.NotNull(script.Result.Script);
    }

    private static string Source([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "../../src/Seraph.Modules");
}
