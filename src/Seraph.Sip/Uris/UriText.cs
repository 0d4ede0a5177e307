namespace Seraph.Sip.Uris;

/// <summary>Percent escapes in URIs (RFC 3261, 19.1.2; RFC 2396, 2.4).</summary>
public static class UriText
{
    private const int EscapedReserved = 0x100;

    /// <summary>
    /// Writes <paramref name="text"/> without percent escapes and returns how many bytes that are. The destination needs room for the whole text
    /// and may be the text itself. A percent sign that begins no escape stays.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var length = 0;
        while (!text.IsEmpty)
            destination[length++] = (byte)NextUnit(ref text, ignoreCase: false);
        return length;
    }

    /// <summary>
    /// Equal when every escape is as good as the character it stands for, except that reserved characters (<c>;/?:@&amp;=+$,</c>) differ from their
    /// escapes (RFC 3261, 19.1.4).
    /// </summary>
    public static bool Equivalent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoreCase)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            if (NextUnit(ref left, ignoreCase) != NextUnit(ref right, ignoreCase))
                return false;
        }

        return left.IsEmpty && right.IsEmpty;
    }

    /// <summary>Adds the text to a hash, the same for all texts that are <see cref="Equivalent"/>.</summary>
    internal static void AddTo(ref HashCode hash, ReadOnlySpan<byte> text, bool ignoreCase)
    {
        while (!text.IsEmpty)
            hash.Add(NextUnit(ref text, ignoreCase));
        hash.Add(-1); // so that neighbours can't swap characters
    }

    private static int NextUnit(ref ReadOnlySpan<byte> text, bool ignoreCase)
    {
        int unit = text[0];
        var length = 1;
        if (unit == '%' && text.Length >= 3)
        {
            var high = Hex(text[1]);
            var low = Hex(text[2]);
            if ((high | low) >= 0)
            {
                unit = (high << 4) | low;
                length = 3;
                if (IsReserved(unit))
                    unit |= EscapedReserved;
            }
        }

        text = text[length..];
        return ignoreCase && unit is >= 'A' and <= 'Z' ? unit | 0x20 : unit;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static bool IsReserved(int value) => value is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or ',';
}
