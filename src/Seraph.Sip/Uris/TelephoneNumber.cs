using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Uris;

/// <summary>Telephone numbers as tel URIs and <c>user=phone</c> write them (RFC 3966, 3 and 5.1.1).</summary>
public static class TelephoneNumber
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF*#"u8);

    /// <summary>A dash, dot or parenthesis: it only makes the number readable.</summary>
    public static bool IsVisualSeparator(byte value) => value is (byte)'-' or (byte)'.' or (byte)'(' or (byte)')';

    /// <summary>
    /// A global number (+, then digits) or a local one (digits, A to F, * and #), visual separators anywhere, at least one digit.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> number)
    {
        var global = !number.IsEmpty && number[0] == '+';
        var digits = 0;
        foreach (var b in global ? number[1..] : number)
        {
            if (IsVisualSeparator(b))
                continue;
            if (global ? !SipText.IsDigit(b) : !Digits.Contains(b))
                return false;
            digits++;
        }

        return digits > 0;
    }

    /// <summary>
    /// Copies the number without visual separators and returns how many bytes that are. The destination needs room for the whole
    /// number.
    /// </summary>
    public static int Normalize(ReadOnlySpan<byte> number, Span<byte> destination)
    {
        var length = 0;
        foreach (var b in number)
        {
            if (!IsVisualSeparator(b))
                destination[length++] = b;
        }

        return length;
    }

    /// <summary>The same number but for visual separators and the case of letters; a global and a local number are never the same.</summary>
    internal static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var i = 0;
        var j = 0;
        while (true)
        {
            while (i < left.Length && IsVisualSeparator(left[i]))
                i++;
            while (j < right.Length && IsVisualSeparator(right[j]))
                j++;
            if (i == left.Length || j == right.Length)
                return i == left.Length && j == right.Length;
            if (Lower(left[i++]) != Lower(right[j++]))
                return false;
        }
    }

    /// <summary>Adds the number to a hash, the same for all numbers that are <see cref="Same"/>.</summary>
    internal static void AddTo(ref HashCode hash, ReadOnlySpan<byte> number)
    {
        foreach (var b in number)
        {
            if (!IsVisualSeparator(b))
                hash.Add(Lower(b));
        }
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'F' ? (byte)(value | 0x20) : value;
}
