namespace Seraph.Core.Routing;

/// <summary>Numbers as our Via parameters write them: lower-case hexadecimal, lowest digit first, no padding (spec core-subsystems.md, 6.3).</summary>
public static class ReverseHex
{
    /// <summary>The most digits of a number.</summary>
    public const int MaxLength = 8;

    /// <summary>Writes a number and returns how many digits it took; the destination needs <see cref="MaxLength"/> bytes.</summary>
    public static int Write(uint number, Span<byte> destination)
    {
        var length = 0;
        do
        {
            destination[length++] = "0123456789abcdef"u8[(int)(number & 15)];
            number >>= 4;
        }
        while (number != 0);
        return length;
    }

    /// <summary>Reads a number; false when it is empty, too long, or has other characters.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > MaxLength)
            return false;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var digit = text[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => text[i] - '0',
                >= (byte)'a' and <= (byte)'f' => text[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            number = (number << 4) | (uint)digit;
        }

        return true;
    }
}
