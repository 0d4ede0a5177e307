using Seraph.Script.Diagnostics;

namespace Seraph.Script.Symbols;

/// <summary>Where the modules come from that a script loads.</summary>
public interface IModuleCatalog
{
    /// <summary>The names of the modules that can be loaded without a path, for "did you mean".</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Called for every <c>loadmodule</c> in the order of the script.</summary>
    /// <param name="request">What to load.</param>
    /// <param name="error">What went wrong in one line, or null when there simply is no such module.</param>
    /// <returns>The module with fresh options, or null. The same object for two names of one module.</returns>
    ModuleSymbol? TryLoad(ModuleRequest request, out string? error);

    /// <summary>
    /// Called once, after all parameters of the core and of the modules were set and when the script has no error up to here; then the instances are made,
    /// and after that the routes are compiled.
    /// </summary>
    /// <param name="modules">The modules in the order in which the script loads them.</param>
    /// <returns>The modules that can't start and why; nothing when all is well.</returns>
    IReadOnlyList<ModuleFailure> CreateInstances(IReadOnlyList<ModuleSymbol> modules);

    /// <summary>The module that has a function, for the hint at an unknown one; null when none has it or it isn't known.</summary>
    string? ModuleOf(string function) => null;

    /// <summary>Called for every custom variable.</summary>
    /// <returns>Why it can't be declared, or null.</returns>
    string? DeclareVariable(CustomVariable variable);
}

/// <summary>A <c>loadmodule</c> statement.</summary>
/// <param name="Name">The name without path and <c>.so</c>.</param>
/// <param name="Path">The name as written.</param>
/// <param name="LoadPath">The directories of <c>loadpath</c> so far.</param>
/// <param name="Location">Where it was written.</param>
public sealed record ModuleRequest(string Name, string Path, IReadOnlyList<string> LoadPath, SourceLocation Location);

/// <summary>A module that can't start.</summary>
/// <param name="Module">The module.</param>
/// <param name="Message">Why, in one line.</param>
/// <param name="Hint">What to do about it, or null.</param>
public sealed record ModuleFailure(ModuleSymbol Module, string Message, string? Hint = null);

/// <summary>A variable that the script declares for itself: <c>group.name = value desc "text"</c>.</summary>
/// <param name="Group">The group.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The initial value, an integer or a string.</param>
/// <param name="Description">What it is for, or empty.</param>
/// <param name="Location">Where it was written.</param>
public sealed record CustomVariable(string Group, string Name, ScriptValue Value, string Description, SourceLocation Location);
