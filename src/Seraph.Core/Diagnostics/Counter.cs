using System.Numerics;
using System.Runtime.InteropServices;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// A number that all threads count up, for statistics and metrics. Every processor has its own cache line for it, so counting costs a few
/// nanoseconds and never a fight; reading adds the lines up.
/// </summary>
public sealed class Counter
{
    private static readonly int Stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    private readonly Stripe[] _stripes = new Stripe[Stripes];

    /// <summary>The sum of what was counted.</summary>
    public long Value
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < _stripes.Length; i++)
                sum += Volatile.Read(ref _stripes[i].Value);
            return sum;
        }
    }

    /// <summary>Counts one.</summary>
    public void Increment() => Add(1);

    /// <summary>Counts one less: for what comes and goes.</summary>
    public void Decrement() => Add(-1);

    /// <summary>Counts <paramref name="amount"/>.</summary>
    public void Add(long amount) => Interlocked.Add(ref _stripes[Thread.GetCurrentProcessorId() & (_stripes.Length - 1)].Value, amount);

    // Two cache lines apart: the prefetcher fetches them in pairs.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Stripe
    {
        [FieldOffset(64)]
        public long Value;
    }
}
