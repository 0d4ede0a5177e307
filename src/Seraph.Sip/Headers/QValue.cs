using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>q values: a preference of 0 to 1 with at most three decimals, kept in thousandths (RFC 3261, 25.1: qvalue).</summary>
public static class QValue
{
    /// <summary>No q was given.</summary>
    public const int Unspecified = -1;

    /// <summary>Reads 0, 0.5, 1.000 ... into 0 to 1000.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out int thousandths)
    {
        thousandths = Unspecified;
        if (text.IsEmpty || text.Length > 5)
            return SipParseStatus.BadQValue;

        var position = 0;
        var whole = 0;
        if (text[0] != '.') // ".5" is not in the grammar, but is common
        {
            whole = text[0] - '0';
            if (whole is not (0 or 1))
                return SipParseStatus.BadQValue;
            position = 1;
        }

        var result = whole * 1000;
        if (position < text.Length)
        {
            if (text[position] != '.' || text.Length == 1)
                return SipParseStatus.BadQValue;
            var weight = 100;
            foreach (var b in text[(position + 1)..])
            {
                if (!SipText.IsDigit(b) || weight == 0)
                    return SipParseStatus.BadQValue;
                result += (b - '0') * weight;
                weight /= 10;
            }
        }

        if (result > 1000)
            return SipParseStatus.BadQValue;
        thousandths = result;
        return SipParseStatus.Ok;
    }

    /// <summary>Writes the shortest form (0, 1, 0.5, 0.25, 0.125) and returns its length; the destination needs 5 bytes.</summary>
    public static int Write(int thousandths, Span<byte> destination)
    {
        var q = Math.Clamp(thousandths, 0, 1000);
        destination[0] = (byte)('0' + (q / 1000));
        q %= 1000;
        if (q == 0)
            return 1;

        destination[1] = (byte)'.';
        var length = 2;
        for (var weight = 100; q > 0; weight /= 10)
        {
            destination[length++] = (byte)('0' + (q / weight));
            q %= weight;
        }

        return length;
    }
}
