using System.Text;

namespace Seraph.Core.Diagnostics;

/// <summary>Appends pieces of a line to a buffer that the caller made large enough.</summary>
internal ref struct SpanWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    public void AddText(ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, _buffer[Length..]);

    public void AddNumber(int number) => AddFormatted(number, default);

    public void AddFormatted<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(_buffer[Length..], out var written, format, null);
        Length += written;
    }
}
