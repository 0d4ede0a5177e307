using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <summary>Reads selects that are written inside of strings: <c>@via[2].host</c>, <c>@msg.header["Name"]</c>.</summary>
internal static class SelectText
{
    public static bool TryParse(ReadOnlySpan<byte> text, SourceSpan span, out List<SelectPart> path)
    {
        path = [];
        if (text.IsEmpty || text[0] != '@')
            return false;

        do
        {
            text = text[1..]; // the @ or the dot
            var length = NameLength(text);
            if (length == 0)
                return false;

            var name = Encoding.ASCII.GetString(text[..length]);
            text = text[length..];
            int? index = null;
            SelectPart? quoted = null;
            if (!text.IsEmpty && text[0] == '[' && !TryReadBrackets(ref text, span, out index, out quoted))
                return false;

            path.Add(new SelectPart(span, name, false, index));
            if (quoted is not null)
                path.Add(quoted);
        }
        while (!text.IsEmpty && text[0] == '.');
        return text.IsEmpty;
    }

    private static int NameLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == '_'))
            length++;

        return length > 0 && char.IsAsciiDigit((char)text[0]) ? 0 : length;
    }

    private static bool TryReadBrackets(ref ReadOnlySpan<byte> text, SourceSpan span, out int? index, out SelectPart? quoted)
    {
        index = null;
        quoted = null;
        text = text[1..];
        if (text.Length > 1 && text[0] is (byte)'"' or (byte)'\'')
        {
            var end = text[1..].IndexOf(text[0]) + 1;
            if (end == 0 || end + 1 >= text.Length || text[end + 1] != ']')
                return false;

            quoted = new SelectPart(span, Encoding.UTF8.GetString(text[1..end]), true, null);
            text = text[(end + 2)..];
            return true;
        }

        var close = text.IndexOf((byte)']');
        if (close < 0 || !Numbers.TryParse(text[..close], out var number))
            return false;

        index = number;
        text = text[(close + 1)..];
        return true;
    }
}
