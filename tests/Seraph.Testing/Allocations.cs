namespace Seraph.Testing;

/// <summary>Counts what code allocates on the managed heap.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The bytes that <paramref name="times"/> calls allocate on this thread in the steady state: after warming up, the least of several rounds, because
    /// pools that other tests share may have to grow in one of them.
    /// </summary>
    public static long Of(Action action, int times = 1000)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (var i = 0; i < 100; i++)
            action();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
                action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
