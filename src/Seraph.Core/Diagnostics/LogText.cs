using System.Buffers;
using System.Globalization;
using System.Text;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// Makes any bytes fit to be shown on one line: what peers send ends up in logs, and must not be able to forge lines, hide text or drive a
/// terminal.
/// </summary>
public static class LogText
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(i => (byte)i)]);

    private static readonly SearchValues<byte> ColorNumbers = SearchValues.Create("0123456789;"u8);

    /// <summary>
    /// Copies <paramref name="text"/> to <paramref name="destination"/>. Control, formatting and line-separating characters, and bytes that are not
    /// UTF-8, are written as <c>\r \n \t \xHH</c>. What doesn't fit is cut, and three dots say so.
    /// </summary>
    /// <param name="text">Any bytes.</param>
    /// <param name="destination">At least 3 bytes; four times the length of the text always suffices.</param>
    /// <param name="keepColors">Let sequences that only set colours (<c>ESC [ numbers m</c>) through.</param>
    /// <returns>Bytes written.</returns>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> destination, bool keepColors = false)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
                plain = text.Length;

            if (plain > 0)
            {
                if (plain > destination.Length - written)
                    return Cut(text[..(destination.Length - written)], destination, written);

                text[..plain].CopyTo(destination[written..]);
                written += plain;
                text = text[plain..];
                continue;
            }

            var taken = keepColors ? ColorSequenceLength(text) : 0;
            var asIs = taken > 0;
            if (!asIs)
            {
                asIs = Rune.DecodeFromUtf8(text, out var rune, out taken) == OperationStatus.Done && IsShown(rune);
                if (!asIs)
                    taken = 1;
            }

            var needed = asIs ? taken : text[0] is (byte)'\r' or (byte)'\n' or (byte)'\t' ? 2 : 4;
            if (needed > destination.Length - written)
                return Cut([], destination, written);

            if (asIs)
                text[..taken].CopyTo(destination[written..]);
            else
                EscapeByte(text[0], destination[written..]);
            written += needed;
            text = text[taken..];
        }

        return written;
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void EscapeByte(byte b, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        switch (b)
        {
            case (byte)'\r':
                destination[1] = (byte)'r';
                break;
            case (byte)'\n':
                destination[1] = (byte)'n';
                break;
            case (byte)'\t':
                destination[1] = (byte)'t';
                break;
            default:
                destination[1] = (byte)'x';
                destination[2] = "0123456789ABCDEF"u8[b >> 4];
                destination[3] = "0123456789ABCDEF"u8[b & 15];
                break;
        }
    }

    private static int ColorSequenceLength(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("\e["u8))
            return 0;

        var end = text[2..].IndexOfAnyExcept(ColorNumbers);
        return end >= 0 && text[2 + end] == (byte)'m' ? end + 3 : 0;
    }

    /// <summary>Fills up with what fits and ends with three dots.</summary>
    private static int Cut(ReadOnlySpan<byte> fits, Span<byte> destination, int written)
    {
        fits.CopyTo(destination[written..]);
        written += fits.Length;
        var dots = Math.Min(written, destination.Length - 3);
        while (dots > 0 && dots < written && (destination[dots] & 0xC0) == 0x80)
            dots--; // not in the middle of a character
        "..."u8.CopyTo(destination[dots..]);
        return dots + 3;
    }
}
