using System.Text;
using Seraph.Script.Patterns;

namespace Seraph.Script.Parameters;

/// <summary>How a <see cref="PosixRegex"/> matches.</summary>
[Flags]
public enum PosixRegexOptions
{
    /// <summary>Case matters, a line end is an ordinary character.</summary>
    None = 0,

    /// <summary>Letters match in both cases.</summary>
    IgnoreCase = 1,

    /// <summary>
    /// <c>.</c> and negated sets don't match a line end, <c>^</c> and <c>$</c> match at lines. A carriage return in front of a line feed belongs to the line
    /// end: <c>$</c> stands before it, and no match ends between the two.
    /// </summary>
    NewlineSensitive = 2,
}

/// <summary>Where a group of a regular expression matched.</summary>
/// <param name="Start">The first byte; -1 when the group took no part.</param>
/// <param name="End">The byte after the last one.</param>
public readonly record struct RegexGroup(int Start, int End)
{
    /// <summary>True when the group took part in the match.</summary>
    public bool HasMatched => Start >= 0;
}

/// <summary>A POSIX extended regular expression over bytes, leftmost-longest. Compiled when the script is loaded; matching is safe for many threads.</summary>
public sealed class PosixRegex : IScriptParameter<PosixRegex>
{
    /// <summary>Groups that a match can tell: the whole match and nine sub-expressions.</summary>
    public const int MaxGroups = 10;

    private readonly string _pattern;
    private readonly IRegexEngine _engine;
    private readonly bool _byLines;

    private PosixRegex(string pattern, IRegexEngine engine, bool byLines)
    {
        _byLines = byLines;
        _pattern = pattern;
        _engine = engine;
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="options">How it matches.</param>
    /// <param name="regex">The compiled expression.</param>
    /// <param name="error">What is wrong with the pattern, or null.</param>
    public static bool TryCompile(ReadOnlySpan<byte> pattern, PosixRegexOptions options, out PosixRegex? regex, out string? error)
    {
        var byLines = LineEnds.Apply(pattern, options);
        regex = RegexEngine.TryCompile(byLines ? LineEnds.Extend(pattern) : pattern, options, out var engine, out error)
            ? new PosixRegex(Encoding.UTF8.GetString(pattern), engine!, byLines)
            : null;
        return regex is not null;
    }

    /// <summary>True when the expression matches anywhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => _engine.TryMatch(text, 0, []);

    /// <summary>Finds the first match at or after <paramref name="start"/>.</summary>
    /// <param name="text">The text; positions count from its start, and <c>^</c> matches only there (or at lines).</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="groups">Receives the whole match and its sub-expressions, as many as fit, at most <see cref="MaxGroups"/>.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<RegexGroup> groups)
    {
        if (!_engine.TryMatch(text, start, groups))
            return false;

        if (_byLines)
            LineEnds.Trim(text, groups);

        return true;
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out PosixRegex value)
    {
        var options = context.GetAttribute<RegexFlagsAttribute>()?.Options ?? PosixRegexOptions.IgnoreCase | PosixRegexOptions.NewlineSensitive;
        value = null!;
        if (!TryCompile(argument.Text.Span, options, out var regex, out var error))
            return context.Refuse($"bad regular expression \"{argument}\": {error}");

        value = regex!;
        return true;
    }

    /// <summary>The pattern.</summary>
    public override string ToString() => _pattern;
}
