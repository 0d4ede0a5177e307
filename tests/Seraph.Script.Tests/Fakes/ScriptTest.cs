using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Script.Tests.Fakes;

/// <summary>Compiles a script with the fake core and modules.</summary>
internal sealed class ScriptTest : IScriptFiles
{
    public const string Path = "test.cfg";

    private readonly Dictionary<string, byte[]> _files = [];

    public ScriptTest(string text) => _files[Path] = Encoding.UTF8.GetBytes(text);

    public FakeCatalog Catalog { get; } = new();

    public FakeCoreOptions Options { get; } = new();

    public FakeContext Context { get; } = new();

    public CompilationResult? Result { get; private set; }

    public CompiledScript Script => Compile().Result!.Script ?? throw new InvalidOperationException(DiagnosticFormatter.Format(Result!.Diagnostics));

    /// <summary>What was logged by a script that begins with loading the fake module and runs its main block.</summary>
    public static string Run(string body, Action<FakeContext>? arrange = null)
    {
        var test = new ScriptTest($"loadmodule \"fake\"\n{body}");
        arrange?.Invoke(test.Context);
        test.Run();
        return test.Context.Logged;
    }

    /// <summary>True when a condition of the classic or modern rules holds.</summary>
    public static bool Holds(string condition, bool isModern = false, Action<FakeContext>? arrange = null)
    {
        var dialect = isModern ? "#!SER\n" : "";
        return Run($"{dialect}route {{ if ({condition}) log(\"true\"); else log(\"false\"); }}", arrange) == "true";
    }

    /// <summary>The diagnostics as <c>line:column-column severity message | hint</c>, one per line.</summary>
    public static string Diagnose(string text) => new ScriptTest(text).Diagnose();

    /// <summary>The first diagnostic of a route body in a script with the fake module.</summary>
    public static string DiagnoseRoute(string body, string block = "route", string before = "") =>
        Diagnose($"{before}loadmodule \"fake\"\n{block} {{\n{body}\n}}\n");

    public ScriptTest With(string path, string text)
    {
        _files[path] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    public ScriptTest WithBytes(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public ScriptTest Compile()
    {
        var symbols = new SymbolTable(typeof(FakeContext), new FakeHooks()).Add(typeof(FakeCore)).AddParameters(Options);
        Result ??= ScriptCompiler.Compile(Path, symbols, Catalog, this);
        return this;
    }

    public RouteOutcome Run(RouteBlockKind kind = RouteBlockKind.Request, string name = CompiledRoute.MainName) => Script.Find(kind, name)!.Run(Context);

    public string Diagnose()
    {
        Compile();
        return string.Join('\n', Result!.Diagnostics.Select(Print));
    }

    public bool TryRead(string path, out byte[] content, out string? error)
    {
        var found = _files.TryGetValue(path, out var bytes);
        content = bytes ?? [];
        error = found ? null : "no such file";
        return found;
    }

    private static string Print(Diagnostic d)
    {
        var place = d.Location.File == Path ? "" : d.Location.File + ":";
        var end = d.Location.EndLine == d.Location.Line ? "" : d.Location.EndLine + ":";
        var range = d.Location.EndColumn == d.Location.Column && end.Length == 0 ? "" : $"-{end}{d.Location.EndColumn}";
        var hint = d.Hint is null ? "" : $" | {d.Hint}";
        return $"{place}{d.Location.Line}:{d.Location.Column}{range} {d.Severity.ToString().ToLowerInvariant()}: {d.Message}{hint}";
    }
}
