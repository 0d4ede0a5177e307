namespace Seraph.Script.Diagnostics;

/// <summary>How bad a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The script runs, but probably not as meant.</summary>
    Warning,

    /// <summary>The script can't be used.</summary>
    Error,
}

/// <summary>What a diagnostic is about.</summary>
public enum DiagnosticCategory
{
    /// <summary>Characters, strings, comments, inclusion and preprocessor lines.</summary>
    Lexer,

    /// <summary>The order of tokens.</summary>
    Syntax,

    /// <summary>A value of the wrong type or out of range in an assignment.</summary>
    Value,

    /// <summary>A core parameter or custom variable that doesn't exist.</summary>
    Variable,

    /// <summary>Addresses of <c>listen</c> and <c>alias</c>.</summary>
    Listen,

    /// <summary>Message and attribute flags.</summary>
    Flags,

    /// <summary>Loading of modules and their parameters.</summary>
    Module,

    /// <summary>Route blocks.</summary>
    Route,

    /// <summary>Commands and functions, their arguments and where they may be used.</summary>
    Command,

    /// <summary>Expressions: types, operators, selects, attributes, regular expressions.</summary>
    Expression,
}

/// <summary>One message about a script.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Location">Where.</param>
/// <param name="Message">What is wrong, in one line.</param>
/// <param name="Hint">What to do about it, or null.</param>
/// <param name="SourceLine">The source line that <paramref name="Location"/> starts in, without its end; null for a place outside of any script and for a very long line.</param>
public sealed record Diagnostic(
    DiagnosticSeverity Severity,
    DiagnosticCategory Category,
    SourceLocation Location,
    string Message,
    string? Hint,
    string? SourceLine);
