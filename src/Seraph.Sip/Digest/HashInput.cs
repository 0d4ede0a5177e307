using System.Buffers;
using System.Security.Cryptography;

namespace Seraph.Sip.Digest;

/// <summary>Collects texts with colons between them and hashes the whole: in memory of the caller's stack, from the pool when that is too small.</summary>
internal ref struct HashInput(Span<byte> initial)
{
    private Span<byte> _text = initial;
    private byte[]? _rented;
    private int _length;

    public void Add(scoped ReadOnlySpan<byte> part)
    {
        if (_length > 0)
            Append(":"u8);
        Append(part);
    }

    public void Append(scoped ReadOnlySpan<byte> part)
    {
        if (part.Length > _text.Length - _length)
            Grow(part.Length);
        part.CopyTo(_text[_length..]);
        _length += part.Length;
    }

    /// <summary>Writes the hash as lower-case hexadecimal digits and lets go of the memory; gives their number.</summary>
    public int Finish(DigestAlgorithm algorithm, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var text = _text[.._length];
        var size = algorithm.HexLength() == 64 ? SHA256.HashData(text, hash) : MD5.HashData(text, hash);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true); // a password may be in it
            _rented = null;
        }

        _text[..Math.Min(_length, _text.Length)].Clear();
        Convert.TryToHexStringLower(hash[..size], hex, out var written);
        return written;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + needed, _text.Length * 2));
        _text[.._length].CopyTo(larger);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        _rented = larger;
        _text = larger;
    }
}
