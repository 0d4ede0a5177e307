namespace Seraph.Core.Routing;

/// <summary>
/// Bytes that a message's processing makes (rewritten URIs, branches, reply headers), kept until the message is done. Handing
/// out a piece allocates only while the buffer still grows to what the traffic needs. For one thread.
/// </summary>
public sealed class ScratchBuffer
{
    private const int Kept = 64 * 1024;
    private byte[] _buffer = new byte[2048];
    private int _used;

    /// <summary>Copies bytes in and returns them as memory that is valid until <see cref="Reset"/>.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> bytes)
    {
        var memory = Reserve(bytes.Length);
        bytes.CopyTo(memory.Span);
        return memory;
    }

    /// <summary>Takes <paramref name="length"/> bytes of unknown content, to be written by the caller; valid until <see cref="Reset"/>.</summary>
    public Memory<byte> Reserve(int length)
    {
        if (_buffer.Length - _used < length)
        {
            _buffer = new byte[Math.Max(_buffer.Length * 2, length)]; // pieces handed out keep the old array alive
            _used = 0;
        }

        var memory = _buffer.AsMemory(_used, length);
        _used += length;
        return memory;
    }

    /// <summary>Forgets every piece. A buffer that one huge message made is not kept.</summary>
    public void Reset()
    {
        _used = 0;
        if (_buffer.Length > Kept)
            _buffer = new byte[2048];
    }
}
