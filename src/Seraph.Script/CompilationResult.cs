using Seraph.Script.Diagnostics;

namespace Seraph.Script;

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
