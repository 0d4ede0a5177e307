using Seraph.Script.Parameters;

namespace Seraph.Script.Patterns;

/// <summary>
/// The lines of SIP end with CR LF, those of POSIX with LF. In patterns that work by lines a carriage return in front of a line feed belongs to the line end:
/// <c>$</c> stands before it, and no match ends between the two, or replacing it would tear the line end apart. A pattern with a carriage return of its own
/// is left as it is.
/// </summary>
internal static class LineEnds
{
    /// <summary>Whether the rule is for this pattern.</summary>
    public static bool Apply(ReadOnlySpan<byte> pattern, PosixRegexOptions options) =>
        options.HasFlag(PosixRegexOptions.NewlineSensitive) && !pattern.Contains((byte)'\r');

    /// <summary>The pattern with an optional carriage return in front of every <c>$</c>.</summary>
    public static byte[] Extend(ReadOnlySpan<byte> pattern)
    {
        var result = new List<byte>(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = i + 1;
            if (pattern[i] == '\\')
                end = i + 2;
            else if (pattern[i] == '[')
                end = BracketEnd(pattern, i);
            else if (pattern[i] == '$')
                result.AddRange("\r?"u8);

            end = Math.Min(end, pattern.Length);
            result.AddRange(pattern[i..end]);
            i = end - 1;
        }

        return [.. result];
    }

    /// <summary>Takes the carriage return of a line end out of what has matched.</summary>
    public static void Trim(ReadOnlySpan<byte> text, Span<RegexGroup> groups)
    {
        foreach (ref var group in groups)
        {
            if (group.End > group.Start && group.End < text.Length && text[group.End] == '\n' && text[group.End - 1] == '\r')
                group = new RegexGroup(group.Start, group.End - 1);
        }
    }

    /// <summary>Behind the bracket that closes the one at <paramref name="start"/>; a first <c>]</c> is an ordinary character, and classes have brackets of their own.</summary>
    private static int BracketEnd(ReadOnlySpan<byte> pattern, int start)
    {
        var i = start + 1;
        if (i < pattern.Length && pattern[i] == '^')
            i++;
        if (i < pattern.Length && pattern[i] == ']')
            i++;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] != '[' || i + 1 == pattern.Length || pattern[i + 1] is not ((byte)':' or (byte)'.' or (byte)'='))
                continue;
            var close = pattern[(i + 2)..].IndexOf([pattern[i + 1], (byte)']']);
            if (close >= 0)
                i += close + 3;
        }

        return i + 1;
    }
}
