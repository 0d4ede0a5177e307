using System.Buffers;

namespace Seraph.Core.Transactions;

/// <summary>
/// Memory for the messages that transactions keep. Pieces come in sizes that are multiples of 128 bytes (of 512 above 4 KiB), cut from large arrays that the
/// garbage collector neither moves nor scans, and are used again and again: a quiet server keeps what its busiest moment needed. Messages above
/// <see cref="MaxPooled"/> are rare and come from the shared array pool. Safe for many threads.
/// </summary>
public sealed class BytePool
{
    /// <summary>The largest piece that is cut from a slab.</summary>
    public const int MaxPooled = 16 * 1024;

    private const int SlabLength = 128 * 1024; // above the large object threshold: allocated once, never moved
    private const int FineStep = 128;
    private const int FineLimit = 4096;
    private const int FineClasses = FineLimit / FineStep;
    private const int CoarseStep = 512;
    private const int ClassCount = FineClasses + ((MaxPooled - FineLimit) / CoarseStep);

    private readonly SizeClass[] _classes = new SizeClass[ClassCount];
    private long _lentLarge;

    /// <summary>Makes an empty pool.</summary>
    public BytePool()
    {
        for (var i = 0; i < ClassCount; i++)
            _classes[i] = new SizeClass(i < FineClasses ? (i + 1) * FineStep : FineLimit + ((i - FineClasses + 1) * CoarseStep));
    }

    /// <summary>Bytes that are lent out now, counted as the sizes that they occupy.</summary>
    public long BytesLent
    {
        get
        {
            var sum = Volatile.Read(ref _lentLarge);
            foreach (var c in _classes)
                sum += c.BytesLent;
            return sum;
        }
    }

    /// <summary>Lends a piece of unknown content.</summary>
    /// <param name="length">0 gives the empty piece.</param>
    public PooledBytes Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length == 0)
            return default;
        if (length <= MaxPooled)
            return _classes[ClassOf(length)].Rent(length);
        var array = ArrayPool<byte>.Shared.Rent(length);
        Interlocked.Add(ref _lentLarge, array.Length);
        return new PooledBytes(array, 0, length);
    }

    /// <summary>Lends a piece with these bytes in it.</summary>
    public PooledBytes Copy(ReadOnlySpan<byte> bytes)
    {
        var piece = Rent(bytes.Length);
        bytes.CopyTo(piece.Span);
        return piece;
    }

    /// <summary>Takes a piece back and leaves the empty one in its place.</summary>
    public void Return(ref PooledBytes piece)
    {
        var bytes = piece;
        piece = default;
        if (bytes.Array is null)
            return;
        if (bytes.Length <= MaxPooled)
        {
            _classes[ClassOf(bytes.Length)].Return(bytes);
            return;
        }

        Interlocked.Add(ref _lentLarge, -bytes.Array.Length);
        ArrayPool<byte>.Shared.Return(bytes.Array);
    }

    /// <summary>How much memory a piece of this length occupies.</summary>
    public static int SizeOf(int length) => length switch
    {
        <= 0 => 0,
        <= FineLimit => (length + FineStep - 1) / FineStep * FineStep,
        <= MaxPooled => (length + CoarseStep - 1) / CoarseStep * CoarseStep,
        _ => length,
    };

    private static int ClassOf(int length) => length <= FineLimit
        ? (length - 1) / FineStep
        : FineClasses + ((length - FineLimit - 1) / CoarseStep);

    private sealed class SizeClass(int size)
    {
        private readonly Lock _lock = new();
        private (byte[] Array, int Offset)[] _free = [];
        private int _freeCount;
        private long _lent;

        public long BytesLent => Volatile.Read(ref _lent) * size;

        public PooledBytes Rent(int length)
        {
            lock (_lock)
            {
                if (_freeCount == 0)
                    CutSlab();
                _lent++;
                var (array, offset) = _free[--_freeCount];
                return new PooledBytes(array, offset, length);
            }
        }

        public void Return(PooledBytes piece)
        {
            lock (_lock)
            {
                _lent--;
                _free[_freeCount++] = (piece.Array!, piece.Offset); // has room for every piece that was ever cut
            }
        }

        private void CutSlab()
        {
            var slab = GC.AllocateUninitializedArray<byte>(SlabLength);
            var pieces = SlabLength / size;
            if (_free.Length < _lent + pieces)
                Array.Resize(ref _free, Math.Max(_free.Length * 2, (int)_lent + pieces));
            for (var i = pieces - 1; i >= 0; i--)
                _free[_freeCount++] = (slab, i * size);
        }
    }
}
