using System.Buffers;
using System.Security.Cryptography;

namespace Seraph.Modules.Auth;

/// <summary>Collects bytes and hashes them with MD5: in memory of the caller's stack, from the pool when that is too small.</summary>
internal ref struct HashBuffer(Span<byte> initial)
{
    /// <summary>How much stack to give.</summary>
    public const int StackLength = 256;

    private Span<byte> _bytes = initial;
    private byte[]? _rented;
    private int _length;

    public void Add(scoped ReadOnlySpan<byte> part)
    {
        if (part.Length > _bytes.Length - _length)
            Grow(_length + part.Length);
        part.CopyTo(_bytes[_length..]);
        _length += part.Length;
    }

    /// <summary>Writes the 16 bytes of the hash and lets go of the memory.</summary>
    public void Finish(Span<byte> hash)
    {
        MD5.HashData(_bytes[.._length], hash);
        _bytes[.._length].Clear(); // a secret is in it
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        this = default;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes[.._length].CopyTo(larger);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        _rented = larger;
        _bytes = larger;
    }
}
