using Microsoft.Extensions.Logging;

namespace Seraph.Core.Timing;

/// <summary>
/// Work that comes back every so often and may take its time: cleaning a cache, expiring bindings, writing to a database ("slow timers"). Tasks run on the
/// thread pool, so they delay neither the timers of the wheel nor each other, and never overlap themselves.
/// </summary>
/// <param name="wheel">Tells the time.</param>
/// <param name="logger">Where failures are reported.</param>
/// <param name="inline">True runs the tasks on the thread that advances the wheel, in order: for tests and the simulator.</param>
public sealed class PeriodicTasks(TimerWheel wheel, ILogger<PeriodicTasks> logger, bool inline = false)
{
    /// <summary>Runs <paramref name="work"/> every <paramref name="interval"/>, counted from the end of the run before; for the first time after one interval.</summary>
    /// <param name="name">Names the task in the log and the process table.</param>
    /// <param name="interval">More than zero.</param>
    /// <param name="work">May block. Its token is cancelled when the task is disposed. What it throws is logged and does not end the task.</param>
    /// <returns>The task; disposing of it ends it.</returns>
    public PeriodicTask Add(string name, TimeSpan interval, Action<CancellationToken> work)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return new PeriodicTask(wheel, logger, inline, name, interval, work);
    }
}
