namespace Seraph.Core.Transactions;

/// <summary>
/// The branch parameter of the Via that a transaction puts on a request: <c>z9hG4bK</c>, hash, <c>.</c>, label, <c>.</c> and branch index, each in
/// hexadecimal with the least significant digit first (spec modules/tm.md, "Table and identifiers"). It is all that a reply needs to find its way back.
/// </summary>
public static class BranchParameter
{
    /// <summary>The longest text that <see cref="Write"/> makes.</summary>
    public const int MaxLength = 7 + 4 + 1 + 8 + 1 + 8;

    /// <summary>What the branch parameter of every RFC 3261 element begins with.</summary>
    public static ReadOnlySpan<byte> Cookie => "z9hG4bK"u8;

    /// <summary>Writes the parameter and returns its length; <paramref name="destination"/> has room for <see cref="MaxLength"/> bytes.</summary>
    public static int Write(Span<byte> destination, TransactionId id, int branch)
    {
        Cookie.CopyTo(destination);
        var at = 7;
        at += WriteReversed(destination[at..], id.Hash);
        destination[at++] = (byte)'.';
        at += WriteReversed(destination[at..], id.Label);
        destination[at++] = (byte)'.';
        return at + WriteReversed(destination[at..], (uint)branch);
    }

    /// <summary>Reads a parameter that <see cref="Write"/> may have made.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TransactionId id, out int branch)
    {
        id = default;
        branch = 0;
        if (!text.StartsWith(Cookie))
            return false;
        text = text[7..];
        if (!TryReadReversed(ref text, '.', out var hash) || hash > ushort.MaxValue
            || !TryReadReversed(ref text, '.', out var label)
            || !TryReadReversed(ref text, '\0', out var index) || index > int.MaxValue)
            return false;
        id = new TransactionId((ushort)hash, label);
        branch = (int)index;
        return true;
    }

    private static int WriteReversed(Span<byte> destination, uint value)
    {
        var at = 0;
        do
        {
            destination[at++] = "0123456789abcdef"u8[(int)(value & 15)];
            value >>= 4;
        }
        while (value != 0);
        return at;
    }

    /// <summary>Takes one number off the front, and the separator that ends it; with '\0' the number ends the text.</summary>
    private static bool TryReadReversed(ref ReadOnlySpan<byte> text, char separator, out uint value)
    {
        value = 0;
        var at = 0;
        for (; at < text.Length && text[at] != separator; at++)
        {
            var b = text[at];
            uint digit;
            if (b is >= (byte)'0' and <= (byte)'9')
                digit = (uint)(b - '0');
            else if (b is >= (byte)'a' and <= (byte)'f')
                digit = (uint)(b - 'a' + 10);
            else
                return false;
            if (at == 8)
                return false;
            value |= digit << (4 * at);
        }

        if (at == 0 || (separator != '\0' && at == text.Length))
            return false;
        text = separator == '\0' ? default : text[(at + 1)..];
        return true;
    }
}
