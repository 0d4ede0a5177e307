using Seraph.Core.Transports;

namespace Seraph.Core.Timing;

/// <summary>
/// The thread of a running server that advances its <see cref="TimerWheel"/>. It sleeps until the next timer is due, and is woken when an earlier one is
/// started: an idle server does not wake up.
/// </summary>
public sealed class TimerThread : IDisposable
{
    private readonly TimerWheel _wheel;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    public TimerThread(TimerWheel wheel)
    {
        ArgumentNullException.ThrowIfNull(wheel);
        _wheel = wheel;
        _thread = new Thread(Run) { Name = "timer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends the thread; waits for the handler that is running. Not to be called by a handler.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wheel.WakeAlways();
        _thread.Join();
    }

    private void Run()
    {
        while (!_stopping)
        {
            using (SendBatch.Begin()) // what a round of timers retransmits leaves with few system calls
                _wheel.Advance();
            _wheel.SleepUntilDue();
        }
    }
}
