namespace Seraph.Script.Diagnostics;

/// <summary>A place in a script. Lines and columns count from 1, a tab is one column.</summary>
/// <param name="File">The path of the file as it was given.</param>
/// <param name="Line">The first line.</param>
/// <param name="Column">The first column.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="EndColumn">The last column, included.</param>
public sealed record SourceLocation(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>A place outside of any script, for values that come from the command line or from code.</summary>
    public static SourceLocation None { get; } = new("", 0, 0, 0, 0);

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
