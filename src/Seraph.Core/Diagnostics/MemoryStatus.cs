namespace Seraph.Core.Diagnostics;

/// <summary>The state of the memory in words, for the log.</summary>
public static class MemoryStatus
{
    /// <summary>One line.</summary>
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo();
        return $"{Megabytes(Environment.WorkingSet)} MB in all, managed {Megabytes(GC.GetTotalMemory(forceFullCollection: false))} MB"
            + $" of {Megabytes(memory.TotalCommittedBytes)} MB committed, {Megabytes(memory.FragmentedBytes)} MB fragmented;"
            + $" collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}, paused {memory.PauseTimePercentage:F2} % of the time";
    }

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
