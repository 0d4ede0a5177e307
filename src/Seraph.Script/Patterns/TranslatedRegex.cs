using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Seraph.Script.Parameters;

namespace Seraph.Script.Patterns;

/// <summary>
/// Regular expressions by the framework's non-backtracking engine, for systems without glibc. Which texts match is the same; of several alternatives that
/// match at one place the first one wins and not the longest.
/// </summary>
internal sealed class TranslatedRegex : IRegexEngine
{
    private const int StackLimit = 512;

    private readonly Regex _regex;

    private TranslatedRegex(Regex regex) => _regex = regex;

    public static bool TryCompile(ReadOnlySpan<byte> pattern, PosixRegexOptions options, out TranslatedRegex? regex, out string? error)
    {
        regex = null;
        if (!PosixPattern.TryTranslate(pattern, options, out var translated, out error))
            return false;

        var flags = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        if (options.HasFlag(PosixRegexOptions.IgnoreCase))
            flags |= RegexOptions.IgnoreCase;
        if (options.HasFlag(PosixRegexOptions.NewlineSensitive))
            flags |= RegexOptions.Multiline;

        try
        {
            regex = new TranslatedRegex(new Regex(translated!, flags));
            return true;
        }
        catch (Exception e) when (e is RegexParseException or NotSupportedException)
        {
            error = e.Message;
            return false;
        }
    }

    public bool TryMatch(ReadOnlySpan<byte> text, int start, Span<RegexGroup> groups)
    {
        if (!groups.IsEmpty)
            return TryMatchGroups(text, start, groups);

        char[]? rented = null;
        Span<char> chars = text.Length <= StackLimit ? stackalloc char[StackLimit] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        Encoding.Latin1.GetChars(text, chars);
        var matched = _regex.IsMatch(chars[..text.Length], start);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);

        return matched;
    }

    private bool TryMatchGroups(ReadOnlySpan<byte> text, int start, Span<RegexGroup> groups)
    {
        var match = _regex.Match(Encoding.Latin1.GetString(text), start);
        if (!match.Success)
            return false;

        for (var i = 0; i < groups.Length; i++)
        {
            var group = match.Groups[i];
            groups[i] = group.Success ? new RegexGroup(group.Index, group.Index + group.Length) : new RegexGroup(-1, -1);
        }

        return true;
    }
}
