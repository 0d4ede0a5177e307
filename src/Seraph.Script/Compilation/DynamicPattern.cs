using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;

namespace Seraph.Script.Compilation;

/// <summary>A regular expression that comes from an attribute or select: one place in the script. The last pattern is kept compiled.</summary>
internal sealed class DynamicPattern(SourceLocation location)
{
    private Compiled? _last;

    public bool IsMatch(ScriptContext context, ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        var compiled = Volatile.Read(ref _last);
        if (compiled is null || !pattern.SequenceEqual(compiled.Pattern))
        {
            _ = PosixRegex.TryCompile(pattern, PosixRegexOptions.IgnoreCase, out var regex, out _);
            compiled = new Compiled(pattern.ToArray(), regex);
            Volatile.Write(ref _last, compiled);
        }

        if (compiled.Regex is not null)
            return compiled.Regex.IsMatch(text);

        context.Report(ScriptFault.BadRegularExpression, location);
        return false;
    }

    private sealed record Compiled(byte[] Pattern, PosixRegex? Regex);
}
