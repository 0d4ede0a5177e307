namespace Seraph.Core.Transactions;

/// <summary>A piece of memory that a <see cref="BytePool"/> lent. The default value is no memory.</summary>
public readonly struct PooledBytes
{
    internal PooledBytes(byte[] array, int offset, int length)
    {
        Array = array;
        Offset = offset;
        Length = length;
    }

    /// <summary>The array that the piece lies in; null when there is none.</summary>
    public byte[]? Array { get; }

    /// <summary>Where the piece begins in <see cref="Array"/>.</summary>
    public int Offset { get; }

    /// <summary>The length that was asked for.</summary>
    public int Length { get; }

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes.</summary>
    public Span<byte> Span => new(Array, Offset, Length);

    /// <summary>The bytes as memory.</summary>
    public Memory<byte> Memory => new(Array, Offset, Length);
}
