using System.Buffers;

namespace Seraph.Sip.Parsing;

/// <summary>Character classes of RFC 3261, 25.1, and comparisons that ignore the case of ASCII letters.</summary>
internal static class SipText
{
    /// <summary>Bytes of a <c>token</c>.</summary>
    public static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    /// <summary>Bytes that no URI has: controls, space, quotes, angle brackets. Anything else gets the benefit of the doubt.</summary>
    public static readonly SearchValues<byte> NotInUri = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
         (byte)' ', (byte)'"', (byte)'<', (byte)'>', 127]);

    /// <summary>White space inside a header: the line ends of a folded value are part of it.</summary>
    public static readonly SearchValues<byte> SpaceBytes = SearchValues.Create(" \t\r\n"u8);

    /// <summary>True when both texts are equal but for the case of ASCII letters.</summary>
    public static bool EqualsIgnoreCase(this ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        System.Text.Ascii.EqualsIgnoreCase(left, right);

    /// <summary>SP, HTAB, CR or LF.</summary>
    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>A decimal digit.</summary>
    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    /// <summary>A non-empty run of token bytes and nothing else.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(TokenBytes) < 0;

    /// <summary>Index of the first byte from <paramref name="position"/> on that is not white space, at most <paramref name="end"/>.</summary>
    public static int SkipSpace(ReadOnlySpan<byte> bytes, int position, int end)
    {
        while (position < end && IsSpace(bytes[position]))
            position++;
        return position;
    }

    /// <summary>The slice without white space at both ends.</summary>
    public static Slice Trim(ReadOnlySpan<byte> bytes, Slice text)
    {
        var start = SkipSpace(bytes, text.Start, text.End);
        var end = text.End;
        while (end > start && IsSpace(bytes[end - 1]))
            end--;
        return Slice.Between(start, end);
    }

    /// <summary>
    /// Index just behind the quote that closes the quoted string whose opening quote is at <paramref name="position"/>;
    /// -1 when it is not closed before <paramref name="end"/> (RFC 3261, 25.1: <c>\</c> escapes the next byte).
    /// </summary>
    public static int SkipQuoted(ReadOnlySpan<byte> bytes, int position, int end)
    {
        position++;
        while (true)
        {
            var next = bytes[position..end].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return -1;
            position += next + 1;
            if (bytes[position - 1] == '"')
                return position;
            position++; // the escaped byte
            if (position > end)
                return -1;
        }
    }

    /// <summary>
    /// Index just behind the parenthesis that closes the comment whose opening one is at <paramref name="position"/>; -1 when it is not
    /// closed. Comments nest and know backslash escapes (RFC 3261, 25.1).
    /// </summary>
    public static int SkipComment(ReadOnlySpan<byte> bytes, int position, int end)
    {
        var depth = 0;
        for (; position < end; position++)
        {
            switch (bytes[position])
            {
                case (byte)'\\':
                    position++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return position + 1;
            }
        }

        return -1;
    }
}
