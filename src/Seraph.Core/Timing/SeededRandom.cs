using System.Runtime.InteropServices;

namespace Seraph.Core.Timing;

/// <summary>A repeatable random source for simulations and tests: the same seed gives the same numbers. Any thread may draw from it.</summary>
public sealed class SeededRandom(int seed) : IRandom
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ulong NextUInt64()
    {
        ulong value = 0;
        Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        return value;
    }

    /// <inheritdoc/>
    public int Next(int maximum)
    {
        lock (_lock)
        {
            return _random.Next(maximum);
        }
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        lock (_lock)
        {
            _random.NextBytes(bytes);
        }
    }
}
