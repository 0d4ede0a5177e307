namespace Seraph.Sip.Parsing;

/// <summary>Decimal numbers of headers: digits only, no sign, never wrapped.</summary>
internal static class DecimalNumber
{
    /// <summary>
    /// Reads the digits from <paramref name="position"/> on and leaves it behind them.
    /// <see cref="SipParseStatus.BadNumber"/> when there is none, <see cref="SipParseStatus.NumberTooLarge"/> above <paramref name="max"/>.
    /// </summary>
    public static SipParseStatus Read(ReadOnlySpan<byte> bytes, ref int position, int end, uint max, out uint value)
    {
        value = 0;
        ulong number = 0;
        var start = position;
        var tooLarge = false;
        while (position < end)
        {
            var digit = (uint)(bytes[position] - '0');
            if (digit > 9)
                break;
            number = (number * 10) + digit;
            if (number > max)
            {
                tooLarge = true;
                number = max; // stays in range however many digits follow
            }

            position++;
        }

        if (position == start)
            return SipParseStatus.BadNumber;
        if (tooLarge)
            return SipParseStatus.NumberTooLarge;
        value = (uint)number;
        return SipParseStatus.Ok;
    }

    /// <summary>The whole slice, white space around it aside, is one number of at most <paramref name="max"/>.</summary>
    public static SipParseStatus ReadAll(ReadOnlySpan<byte> bytes, Slice text, uint max, out uint value)
    {
        var position = SipText.SkipSpace(bytes, text.Start, text.End);
        var status = Read(bytes, ref position, text.End, max, out value);
        if (SipText.SkipSpace(bytes, position, text.End) == text.End)
            return status;
        value = 0;
        return SipParseStatus.BadNumber;
    }
}
