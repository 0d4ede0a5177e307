using System.Buffers;
using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Script.Formatting;

/// <summary>
/// <c>/re/replacement/flags</c>: the first character separates. Flags: <c>i</c> ignore case, <c>g</c> all occurrences, <c>s</c> <c>.</c> also matches a line
/// end. The replacement may have <c>\0</c> to <c>\9</c>, <c>\n \r \t \\</c>, <c>\u</c> for the current Request-URI, and <c>$name</c> for an attribute.
/// </summary>
public sealed class Substitution : IScriptParameter<Substitution>
{
    private readonly ReplacementPart[] _replacement;
    private readonly string _text;

    private Substitution(string text, PosixRegex pattern, bool isGlobal, ReplacementPart[] replacement)
    {
        _text = text;
        Pattern = pattern;
        IsGlobal = isGlobal;
        _replacement = replacement;
    }

    /// <summary>What is looked for.</summary>
    public PosixRegex Pattern { get; }

    /// <summary>All occurrences are replaced, not only the first.</summary>
    public bool IsGlobal { get; }

    /// <summary>
    /// Finds the next occurrence at or after <paramref name="start"/> and writes what it is to be replaced with. For callers that edit a message in
    /// place; <see cref="TryApply"/> does a whole text.
    /// </summary>
    public bool TryFind(ScriptContext context, ReadOnlySpan<byte> text, int start, IBufferWriter<byte> replacement, out RegexGroup match)
    {
        Span<RegexGroup> groups = stackalloc RegexGroup[PosixRegex.MaxGroups];
        match = default;
        if (start > text.Length || !Pattern.TryMatch(text, start, groups))
            return false;

        match = groups[0];
        foreach (var part in _replacement)
            Write(part, context, text, groups, replacement);

        return true;
    }

    /// <summary>Writes <paramref name="text"/> with its occurrences replaced.</summary>
    /// <returns>False when there is none; nothing is written then.</returns>
    public bool TryApply(ScriptContext context, ReadOnlySpan<byte> text, IBufferWriter<byte> writer)
    {
        Span<RegexGroup> groups = stackalloc RegexGroup[PosixRegex.MaxGroups];
        var start = 0;
        var copied = 0;
        var found = false;
        while (start <= text.Length && Pattern.TryMatch(text, start, groups))
        {
            found = true;
            writer.Write(text[copied..groups[0].Start]);
            foreach (var part in _replacement)
                Write(part, context, text, groups, writer);

            copied = groups[0].End;
            start = groups[0].End == groups[0].Start ? copied + 1 : copied; // an empty match must not be found again
            if (!IsGlobal)
                break;
        }

        if (found)
            writer.Write(text[copied..]);

        return found;
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out Substitution value)
    {
        value = null!;
        var text = argument.Text.Span;
        if (text.Length > 1 && text[0] == 's' && !char.IsAsciiLetterOrDigit((char)text[1]))
            text = text[1..];

        if (text.Length < 3 || text[0] == '\\')
            return context.Refuse($"bad substitution \"{argument}\"", "write it like /expression/replacement/flags");

        var separator = text[0];
        var middle = FindSeparator(text, 1, separator);
        var end = middle < 0 ? -1 : FindSeparator(text, middle + 1, separator);
        if (end < 0)
            return context.Refuse($"missing separator '{(char)separator}' in the substitution \"{argument}\"", "write it like /expression/replacement/flags");

        var options = PosixRegexOptions.NewlineSensitive;
        var isGlobal = false;
        foreach (var flag in text[(end + 1)..])
        {
            switch ((char)flag)
            {
                case 'i':
                    options |= PosixRegexOptions.IgnoreCase;
                    break;
                case 's':
                    options &= ~PosixRegexOptions.NewlineSensitive;
                    break;
                case 'g':
                    isGlobal = true;
                    break;
                default:
                    return context.Refuse($"unknown flag '{(char)flag}' in the substitution \"{argument}\"", "the flags are i, g and s");
            }
        }

        var pattern = Unquote(text[1..middle], separator);
        if (!PosixRegex.TryCompile(pattern, options, out var regex, out var error))
            return context.Refuse($"bad regular expression in the substitution \"{argument}\": {error}");

        if (!TryParseReplacement(text[(middle + 1)..end], separator, context, out var replacement))
            return false;

        value = new Substitution(argument.ToString(), regex!, isGlobal, replacement);
        return true;
    }

    /// <summary>The substitution as written.</summary>
    public override string ToString() => _text;

    private static int FindSeparator(ReadOnlySpan<byte> text, int start, byte separator)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == separator)
                return i;
        }

        return -1;
    }

    /// <summary>Takes away the backslash before a quoted separator.</summary>
    private static byte[] Unquote(ReadOnlySpan<byte> pattern, byte separator)
    {
        var result = new List<byte>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                if (pattern[i + 1] != separator)
                    result.Add((byte)'\\');

                i++;
            }

            result.Add(pattern[i]);
        }

        return [.. result];
    }

    private static bool TryParseReplacement(ReadOnlySpan<byte> text, byte separator, ConversionContext context, out ReplacementPart[] parts)
    {
        var result = new List<ReplacementPart>();
        var literal = new List<byte>();
        parts = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '$')
            {
                var end = i + 1;
                while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] is (byte)'_' or (byte)'.'))
                    end++;

                if (!AttributeReference.TryParse(text[i..end], out var attribute, out var error))
                    return context.Refuse($"bad attribute in the replacement: {error}");

                Flush(literal, result);
                result.Add(new ReplacementPart { Attribute = attribute });
                i = end - 1;
                continue;
            }

            if (text[i] != '\\' || i + 1 == text.Length)
            {
                literal.Add(text[i]);
                continue;
            }

            var escaped = text[++i];
            if (escaped == separator)
            {
                literal.Add(escaped);
            }
            else if (char.IsAsciiDigit((char)escaped))
            {
                Flush(literal, result);
                result.Add(new ReplacementPart { Group = escaped - '0' });
            }
            else if (escaped == 'u')
            {
                if (!context.TryResolveSpecifier("ru", out var uri))
                    return context.Refuse("\\u can't be used here");

                Flush(literal, result);
                result.Add(new ReplacementPart { Specifier = uri });
            }
            else
            {
                literal.Add((char)escaped switch { 'n' => (byte)'\n', 'r' => (byte)'\r', 't' => (byte)'\t', _ => escaped });
            }
        }

        Flush(literal, result);
        parts = [.. result];
        return true;
    }

    private static void Flush(List<byte> literal, List<ReplacementPart> parts)
    {
        if (literal.Count > 0)
            parts.Add(new ReplacementPart { Literal = [.. literal] });

        literal.Clear();
    }

    private static void Write(in ReplacementPart part, ScriptContext context, ReadOnlySpan<byte> text, ReadOnlySpan<RegexGroup> groups, IBufferWriter<byte> writer)
    {
        if (part.Literal is not null)
            writer.Write(part.Literal);
        else if (part.Specifier is not null)
            writer.Write(part.Specifier.Evaluate(context).Text.Span);
        else if (part.Attribute is null)
            WriteGroup(groups[part.Group], text, writer);
        else if (context.Attributes.TryGet(part.Attribute, out var value))
            writer.Write((value.Kind == ScriptValueKind.String ? value.Text : context.Scratch.Number(value.Integer).Text).Span);
    }

    private static void WriteGroup(RegexGroup group, ReadOnlySpan<byte> text, IBufferWriter<byte> writer)
    {
        if (group.HasMatched)
            writer.Write(text[group.Start..group.End]);
    }

    private readonly struct ReplacementPart
    {
        public byte[]? Literal { get; init; }

        public SelectReference? Specifier { get; init; }

        public AttributeReference? Attribute { get; init; }

        public int Group { get; init; }
    }
}
