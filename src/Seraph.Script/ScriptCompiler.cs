using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Script;

/// <summary>Compiles scripts.</summary>
public static class ScriptCompiler
{
    /// <summary>Compiles the script in a file. Whatever is wrong with it comes back as diagnostics; nothing is thrown.</summary>
    /// <param name="path">The file.</param>
    /// <param name="symbols">What the core offers; its options receive the script's assignments.</param>
    /// <param name="catalog">Where modules come from.</param>
    /// <param name="files">Where files come from; the file system when it is null.</param>
    public static CompilationResult Compile(string path, SymbolTable symbols, IModuleCatalog catalog, IScriptFiles? files = null) => new(null, []);
}

/// <summary>A compiled script, or the reasons why there is none.</summary>
/// <param name="Script">The script; null when there is any error.</param>
/// <param name="Diagnostics">All errors and warnings in the order of the script.</param>
public sealed record CompilationResult(CompiledScript? Script, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>How many errors there are.</summary>
    public int ErrorCount => Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>How many warnings there are.</summary>
    public int WarningCount => Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Warning);
}

/// <summary>Where the compiler reads files from.</summary>
public interface IScriptFiles
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The path; relative ones count from the working directory.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="error">Why it can't be read, in one line.</param>
    bool TryRead(string path, out byte[] content, out string? error);
}
