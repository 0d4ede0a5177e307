namespace Seraph.Sip;

/// <summary>
/// A range of bytes inside a message (or inside whatever text a parser was given). A slice never owns bytes: it is resolved
/// against them with <see cref="Of(ReadOnlySpan{byte})"/> or <see cref="SipMessage.this[Slice]"/>.
/// </summary>
/// <remarks>
/// <c>default</c> means "not there". Something that is there but empty (a display name of <c>""</c>, the <c>rport</c> parameter
/// without a value) has a position, so <see cref="Exists"/> is true and <see cref="IsEmpty"/> is true too.
/// </remarks>
/// <param name="Start">Index of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct Slice(int Start, int Length)
{
    /// <summary>Index of the byte after the last one.</summary>
    public int End => Start + Length;

    /// <summary>There is not a single byte in it.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>False for <c>default</c>, the slice of something absent.</summary>
    public bool Exists => (Start | Length) != 0;

    /// <summary>The bytes of this slice in <paramref name="bytes"/>.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);

    /// <summary>The bytes of this slice in <paramref name="bytes"/>.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes) => bytes.Slice(Start, Length);

    /// <summary>The slice from <paramref name="start"/> up to but without <paramref name="end"/>.</summary>
    public static Slice Between(int start, int end) => new(start, end - start);
}
