using System.Runtime.CompilerServices;

namespace Seraph.Sip.Editing;

/// <summary>
/// Writes bytes one after another. When the destination is full it goes on counting, so that <see cref="Length"/> tells how much
/// room would have been enough.
/// </summary>
internal ref struct SpanWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written, or needed.</summary>
    public int Length { get; private set; }

    /// <summary>Everything had room.</summary>
    public readonly bool Fits => Length <= _destination.Length;

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        var end = Length + bytes.Length;
        if ((uint)end <= (uint)_destination.Length)
            bytes.CopyTo(_destination[Length..]);
        Length = end;
    }

    public void WriteLineEnd() => Write("\r\n"u8);

    [SkipLocalsInit]
    public void Write(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var length);
        Write(digits[..length]);
    }
}
