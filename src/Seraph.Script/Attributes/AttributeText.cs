using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Attributes;

/// <summary>Reads attributes written as text: the string form of module parameters and the class prefixes of the script.</summary>
internal static class AttributeText
{
    private static readonly SearchValues<byte> NotInNames = SearchValues.Create("[]/$%@ \t\r\n"u8);

    /// <summary>Reads a class prefix: <c>f t fr tr fu tu fd td g</c>.</summary>
    public static bool TryReadPrefix(ReadOnlySpan<byte> prefix, out AttributeTrack track, out AttributeClass @class)
    {
        track = AttributeTrack.From;
        @class = AttributeClass.Any;
        if (prefix.SequenceEqual("g"u8))
        {
            @class = AttributeClass.Global;
            return true;
        }

        if (prefix.Length is 0 or > 2 || prefix[0] is not ((byte)'f' or (byte)'t'))
            return false;

        track = prefix[0] == 'f' ? AttributeTrack.From : AttributeTrack.To;
        if (prefix.Length == 1)
            return true;

        @class = prefix[1] switch
        {
            (byte)'r' => AttributeClass.Uri,
            (byte)'u' => AttributeClass.User,
            (byte)'d' => AttributeClass.Domain,
            _ => AttributeClass.Any,
        };
        return @class != AttributeClass.Any;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out AttributeReference? reference, out string? error)
    {
        reference = null;
        error = null;
        if (text.Length > 0 && text[0] is (byte)'$' or (byte)'%')
            text = text[1..];

        if (text.StartsWith("s:"u8) || text.StartsWith("i:"u8))
            return TryParseLegacy(text, out reference, out error);

        var dot = text.IndexOf((byte)'.');
        if (dot < 0)
            return TryParseName(text, AttributeTrack.From, AttributeClass.Any, out reference, out error);

        if (!TryReadPrefix(text[..dot], out var track, out var @class))
        {
            error = $"unknown attribute class \"{Encoding.UTF8.GetString(text[..dot])}\"";
            return false;
        }

        return TryParseName(text[(dot + 1)..], track, @class, out reference, out error);
    }

    private static bool TryParseLegacy(ReadOnlySpan<byte> text, out AttributeReference? reference, out string? error)
    {
        reference = null;
        error = null;
        var name = text[2..];
        if (name.IsEmpty || (text[0] == 'i' && name.ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            error = text[0] == 'i' ? "attribute number expected after \"i:\"" : "attribute name expected after \"s:\"";
            return false;
        }

        // A number names the attribute that a script writes as its decimal digits.
        reference = new AttributeReference(AttributeTrack.From, AttributeClass.Any, name);
        return true;
    }

    private static bool TryParseName(
        ReadOnlySpan<byte> text, AttributeTrack track, AttributeClass @class, out AttributeReference? reference, out string? error)
    {
        reference = null;
        if (!TrySplitIndex(text, out var name, out var kind, out var index))
        {
            error = "bad attribute index, a number or nothing expected between the brackets";
            return false;
        }

        error = null;
        if (name.Length >= 2 && name[0] == '/' && name[^1] == '/')
        {
            if (!PosixRegex.TryCompile(name[1..^1], PosixRegexOptions.IgnoreCase, out var pattern, out error))
                return false;

            reference = new AttributeReference(track, @class, pattern!, kind, index);
            return true;
        }

        if (name.IsEmpty || name.ContainsAny(NotInNames))
        {
            error = name.IsEmpty ? "attribute name expected" : $"bad character in attribute name \"{Encoding.UTF8.GetString(name)}\"";
            return false;
        }

        reference = new AttributeReference(track, @class, name, kind, index);
        return true;
    }

    private static bool TrySplitIndex(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out AttributeIndexKind kind, out int index)
    {
        name = text;
        kind = AttributeIndexKind.None;
        index = 0;
        var open = text.LastIndexOf((byte)'[');
        if (open < 0 || text[^1] != ']')
            return true;

        name = text[..open];
        var number = text[(open + 1)..^1];
        if (number.IsEmpty)
        {
            kind = AttributeIndexKind.All;
            return true;
        }

        kind = AttributeIndexKind.Number;
        return Utf8Parser.TryParse(number, out index, out var consumed) && consumed == number.Length;
    }
}
