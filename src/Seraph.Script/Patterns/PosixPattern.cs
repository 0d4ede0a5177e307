using System.Buffers;
using System.Globalization;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Patterns;

/// <summary>Translates POSIX extended regular expressions into the framework's syntax. Bytes are the characters U+0000 to U+00FF.</summary>
internal static class PosixPattern
{
    private static readonly SearchValues<byte> IntervalBytes = SearchValues.Create("0123456789,"u8);

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alpha"] = "a-zA-Z",
        ["digit"] = "0-9",
        ["alnum"] = "a-zA-Z0-9",
        ["upper"] = "A-Z",
        ["lower"] = "a-z",
        ["space"] = " \\t\\n\\v\\f\\r",
        ["blank"] = " \\t",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["print"] = " -~",
        ["graph"] = "!-~",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["xdigit"] = "0-9a-fA-F",
    };

    public static bool TryTranslate(ReadOnlySpan<byte> pattern, PosixRegexOptions options, out string? translated, out string? error)
    {
        var newline = options.HasFlag(PosixRegexOptions.NewlineSensitive);
        var result = new StringBuilder(pattern.Length + 16);
        translated = null;
        error = null;
        for (var i = 0; i < pattern.Length && error is null; i++)
        {
            switch (pattern[i])
            {
                case (byte)'\\':
                    i++;
                    error = i < pattern.Length ? AppendEscape(result, pattern[i]) : "Trailing backslash";
                    break;
                case (byte)'[':
                    i = AppendBracket(result, pattern, i, newline, out error);
                    break;
                case (byte)'.':
                    result.Append(newline ? "[^\\x00\\n]" : "[^\\x00]");
                    break;
                case (byte)'$':
                    // The framework's own $ also matches before a last line end.
                    result.Append(newline ? "$" : "\\z");
                    break;
                case (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{':
                    i = AppendRepeat(result, pattern, i, out error);
                    break;
                case (byte)'(' or (byte)')' or (byte)'|' or (byte)'^':
                    result.Append((char)pattern[i]);
                    break;
                default:
                    AppendLiteral(result, pattern[i]);
                    break;
            }
        }

        translated = result.ToString();
        return error is null;
    }

    private static string? AppendEscape(StringBuilder result, byte escaped)
    {
        switch ((char)escaped)
        {
            case >= '1' and <= '9':
                return "back-references are not supported on this system";
            case 'w':
                result.Append("[a-zA-Z0-9_]");
                break;
            case 'W':
                result.Append("[^a-zA-Z0-9_]");
                break;
            case 's':
                result.Append("[ \\t\\n\\v\\f\\r]");
                break;
            case 'S':
                result.Append("[^ \\t\\n\\v\\f\\r]");
                break;
            case 'b' or 'B':
                result.Append('\\').Append((char)escaped);
                break;
            case '<' or '>':
                result.Append("\\b");
                break;
            case '`':
                result.Append("\\A");
                break;
            case '\'':
                result.Append("\\z");
                break;
            default:
                AppendLiteral(result, escaped);
                break;
        }

        return null;
    }

    /// <summary>A repetition applies to one atom only once in the framework, so <c>a**</c> becomes <c>(?:a*)*</c>; it is simply dropped here.</summary>
    private static int AppendRepeat(StringBuilder result, ReadOnlySpan<byte> pattern, int start, out string? error)
    {
        error = null;
        var previous = start == 0 ? (byte)'(' : pattern[start - 1];
        var isEscaped = start > 1 && pattern[start - 2] == '\\';
        if (!isEscaped && previous is (byte)'(' or (byte)'|')
        {
            error = "Invalid preceding regular expression";
            return start;
        }

        if (pattern[start] != '{')
        {
            if (isEscaped || previous is not ((byte)'*' or (byte)'+' or (byte)'?'))
                result.Append((char)pattern[start]);

            return start;
        }

        var length = pattern[start..].IndexOf((byte)'}');
        var interval = length < 0 ? default : pattern.Slice(start + 1, length - 1);
        if (interval.IsEmpty || interval.ContainsAnyExcept(IntervalBytes) || interval[0] == ',')
        {
            error = "Invalid content of \\{\\}";
            return start;
        }

        result.Append('{').Append(Encoding.ASCII.GetString(interval)).Append('}');
        return start + length;
    }

    private static int AppendBracket(StringBuilder result, ReadOnlySpan<byte> pattern, int start, bool newline, out string? error)
    {
        error = null;
        result.Append('[');
        var i = start + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            result.Append(newline ? "^\\n" : "^");
            i++;
        }

        for (var first = true; i < pattern.Length; first = false, i++)
        {
            var b = pattern[i];
            if (b == ']' && !first)
            {
                result.Append(']');
                return i;
            }

            if (b == '[' && i + 1 < pattern.Length && pattern[i + 1] is (byte)':' or (byte)'.' or (byte)'=')
            {
                i = AppendNamed(result, pattern, i, out error);
                if (error is not null)
                    return i;

                continue;
            }

            var isRange = b == '-' && !first && i + 1 < pattern.Length && pattern[i + 1] != ']';
            if (isRange)
                result.Append('-');
            else
                AppendHex(result, b);
        }

        error = "Unmatched [, [^, [:, [., or [=";
        return i;
    }

    private static int AppendNamed(StringBuilder result, ReadOnlySpan<byte> pattern, int start, out string? error)
    {
        error = null;
        ReadOnlySpan<byte> end = [pattern[start + 1], (byte)']'];
        var length = pattern[(start + 2)..].IndexOf(end);
        if (length < 0)
        {
            error = "Unmatched [, [^, [:, [., or [=";
            return start;
        }

        var name = Encoding.Latin1.GetString(pattern.Slice(start + 2, length));
        if (pattern[start + 1] == ':' && Classes.TryGetValue(name, out var set))
            result.Append(set);
        else if (pattern[start + 1] != ':' && name.Length == 1)
            AppendHex(result, (byte)name[0]);
        else
            error = pattern[start + 1] == ':' ? "Invalid character class name" : "Invalid collation character";

        return start + length + 3;
    }

    private static void AppendLiteral(StringBuilder result, byte b)
    {
        if (char.IsAsciiLetterOrDigit((char)b))
            result.Append((char)b);
        else
            AppendHex(result, b);
    }

    private static void AppendHex(StringBuilder result, byte b) => result.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
}
