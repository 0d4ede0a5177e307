using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;

namespace Seraph.Modules.Auth;

/// <summary>
/// Numbers nonces, and remembers for the newest of them how they were used: the last nonce count (a byte each) and whether they were used at all (a bit
/// each). Numbers go up by <see cref="Step"/>, so that neighbours are far apart in the arrays. Safe for all threads, without locks.
/// </summary>
internal sealed class NonceNumbers
{
    /// <summary>The distance of one number to the next.</summary>
    public const uint Step = 257;

    private const int MaxPools = 64;
    private const int CounterStride = 32; // two cache lines
    private const int EnoughCounts = 102400;
    private const int EnoughBits = 128 * 1024;

    private readonly uint[] _counters;
    private readonly int _poolMask;
    private readonly byte[] _counts = [];
    private readonly uint[] _used = [];
    private readonly uint _countPartition;
    private readonly uint _bitPartition;

    /// <summary>Makes room as the parameters say.</summary>
    public NonceNumbers(AuthOptions options, bool counts, ILogger logger)
    {
        var pools = PowerOfTwo(options.PoolCount);
        if (pools > MaxPools)
        {
            AuthLog.TooManyPools(logger, options.PoolCount, MaxPools);
            pools = MaxPools;
        }

        _poolMask = pools - 1;
        _counters = new uint[pools * CounterStride];
        for (var pool = 0; pool < pools; pool++)
            _counters[pool * CounterStride] = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

        if (counts)
        {
            var size = SizeOf(options.NonceCountArrayOrder, options.NonceCountArraySize);
            _countPartition = Partition("nc_array_size", size, pools, EnoughCounts, logger);
            _counts = new byte[size];
            _counts.AsSpan().Fill(byte.MaxValue); // numbers from before the start never match
        }

        if (options.OneTimeNonce)
        {
            var size = SizeOf(options.OneTimeArrayOrder, options.OneTimeArraySize);
            _bitPartition = Partition("otn_in_flight_no", size, pools, EnoughBits, logger);
            _used = new uint[Math.Max(size / 32, 1)];
            _used.AsSpan().Fill(uint.MaxValue);
        }
    }

    /// <summary>Whether nonce counts are remembered.</summary>
    public bool Counts => _counts.Length > 0;

    /// <summary>Whether nonces are for one use.</summary>
    public bool OneTime => _used.Length > 0;

    /// <summary>Takes a new number, unused.</summary>
    public uint Next(out int pool)
    {
        pool = Environment.CurrentManagedThreadId & _poolMask;
        var number = Interlocked.Add(ref _counters[pool * CounterStride], Step);
        if (Counts)
            Volatile.Write(ref _counts[CountIndex(number, pool)], 0);
        if (OneTime)
        {
            var bit = BitIndex(number, pool);
            Interlocked.And(ref _used[bit >> 5], ~(1u << (int)(bit & 31)));
        }

        return number;
    }

    /// <summary>Notes that a nonce was used with that count; false when the count is not higher than the last one, or is out of reach.</summary>
    public bool TryCount(uint number, int pool, uint count)
    {
        if (pool > _poolMask || count > byte.MaxValue || IsOverwritten(number, pool, _countPartition))
            return false;
        ref var slot = ref _counts[CountIndex(number, pool)];
        while (true)
        {
            var last = Volatile.Read(ref slot);
            if (count <= last)
                return false;
            if (Interlocked.CompareExchange(ref slot, (byte)count, last) == last)
                return true;
        }
    }

    /// <summary>Notes that a nonce was used; false when it was used before, or is not known any more.</summary>
    public bool TryUse(uint number, int pool)
    {
        if (pool > _poolMask || IsOverwritten(number, pool, _bitPartition))
            return false;
        var bit = BitIndex(number, pool);
        var mask = 1u << (int)(bit & 31);
        return (Interlocked.Or(ref _used[bit >> 5], mask) & mask) == 0;
    }

    private bool IsOverwritten(uint number, int pool, uint partition) =>
        unchecked(Volatile.Read(ref _counters[pool * CounterStride]) - number) >= Step * (ulong)partition;

    private uint CountIndex(uint number, int pool) => (number & (_countPartition - 1)) + ((uint)pool * _countPartition);

    private uint BitIndex(uint number, int pool) => (number & (_bitPartition - 1)) + ((uint)pool * _bitPartition);

    private static int PowerOfTwo(int number) => 1 << BitOperations.Log2((uint)number);

    // Either parameter may be set; the one that is not is left at its default.
    private static int SizeOf(int order, int size) =>
        order is 0 or AuthOptions.DefaultArrayOrder ? PowerOfTwo(size) : 1 << order;

    private static uint Partition(string parameter, int size, int pools, int enough, ILogger logger)
    {
        if (pools >= size || size / pools >= uint.MaxValue / Step)
            throw new ModuleException($"auth: {parameter} {size} does not go with nid_pool_no {pools}: a partition needs 2 to {uint.MaxValue / Step} entries");
        if (size < enough)
            AuthLog.SmallArray(logger, parameter, size, enough);
        return (uint)(size / pools);
    }
}
