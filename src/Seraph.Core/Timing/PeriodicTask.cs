using Microsoft.Extensions.Logging;

namespace Seraph.Core.Timing;

/// <summary>A task of <see cref="PeriodicTasks"/>.</summary>
public sealed class PeriodicTask : ITimerHandler, IThreadPoolWorkItem, IDisposable
{
    private readonly ILogger _logger;
    private readonly bool _inline;
    private readonly Action<CancellationToken> _work;
    private readonly WheelTimer _timer;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Held while the work runs: <see cref="Dispose"/> waits for it, and the work itself may dispose of the task.</summary>
    private readonly Lock _running = new();
    private int _disposed;

    internal PeriodicTask(TimerWheel wheel, ILogger logger, bool inline, string name, TimeSpan interval, Action<CancellationToken> work)
    {
        _logger = logger;
        _inline = inline;
        _work = work;
        Name = name;
        Interval = interval;
        _timer = new WheelTimer(wheel, this);
        _timer.Start(interval);
    }

    /// <summary>Names the task in the log and the process table.</summary>
    public string Name { get; }

    /// <summary>Time between the end of a run and the start of the next.</summary>
    public TimeSpan Interval { get; }

    void ITimerHandler.OnTimer(WheelTimer timer)
    {
        if (_inline)
            Run();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>Cancels the run that is going on, waits for it (unless called by the work itself), and lets no other one begin.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _stop.Cancel();

        lock (_running)
        {
            _timer.Stop();
            _stop.Dispose();
        }
    }

    private void Run()
    {
        lock (_running)
        {
            if (_stop.IsCancellationRequested)
                return;

            try
            {
                _work(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return; // disposed of: this is how the work is told to give up
            }
            catch (Exception e)
            {
                TimingLog.TaskFailed(_logger, e, Name, Interval);
            }

            if (!_stop.IsCancellationRequested)
                _timer.Start(Interval);
        }
    }
}
