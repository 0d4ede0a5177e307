using System.Buffers.Text;

namespace Seraph.Core.Routing.Language;

/// <summary>Puts text together in memory that is there; remembers that something didn't fit.</summary>
internal ref struct BoundedWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>The bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Something didn't fit: the text is not complete.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    /// <summary>Adds text.</summary>
    public void Add(scoped ReadOnlySpan<byte> text)
    {
        if (IsFull || !text.TryCopyTo(_destination[Length..]))
            IsFull = true;
        else
            Length += text.Length;
    }

    /// <summary>Adds one byte.</summary>
    public void Add(byte value)
    {
        if (IsFull || Length == _destination.Length)
            IsFull = true;
        else
            _destination[Length++] = value;
    }

    /// <summary>Adds a number in decimal digits, padded on the left up to <paramref name="width"/>.</summary>
    public void Add(long number, int width = 1, char padding = '0')
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var count);
        for (var i = count; i < width; i++)
            Add((byte)padding);
        Add(digits[..count]);
    }

    /// <summary>Adds a number in lower-case hexadecimal digits, exactly <paramref name="width"/> of them.</summary>
    public void AddHex(ulong number, int width)
    {
        for (var shift = (width - 1) * 4; shift >= 0; shift -= 4)
            Add("0123456789abcdef"u8[(int)(number >> shift) & 15]);
    }
}
