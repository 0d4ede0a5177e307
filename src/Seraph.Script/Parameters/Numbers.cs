using System.Buffers.Text;

namespace Seraph.Script.Parameters;

/// <summary>Numbers in texts.</summary>
internal static class Numbers
{
    /// <summary>Reads a whole text as a 32-bit number: decimal digits with an optional sign.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value) => Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;

    /// <summary>Reads a whole text as a 32-bit number of digits only; no digit at all is 0.</summary>
    public static bool TryParseDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return text.IsEmpty || (!text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && TryParse(text, out value));
    }
}
