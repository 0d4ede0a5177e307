using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Timing;
using Seraph.Testing;

namespace Seraph.Core.Tests.Timing;

public class PeriodicTasksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly TimerWheel _wheel;
    private readonly ListLogger<PeriodicTasks> _log = new();

    public PeriodicTasksTests() => _wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance);

    private void Pass(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _wheel.Advance();
    }

    [Fact]
    public void Runs_again_and_again_on_virtual_time()
    {
        var runs = 0;
        using var task = new PeriodicTasks(_wheel, _log, inline: true).Add("count", TimeSpan.FromSeconds(2), _ => runs++);
        Pass(1.9);
        Assert.Equal(0, runs);
        Pass(0.1);
        Assert.Equal(1, runs);
        Pass(2.1);
        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_failure_is_logged_with_the_name_and_the_task_goes_on()
    {
        using var task = new PeriodicTasks(_wheel, _log, inline: true).Add("sweeper", TimeSpan.FromSeconds(1), _ => throw new InvalidOperationException("no broom"));
        Pass(1.1);
        Pass(1.1);
        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("sweeper", _log.Lines[0]);
    }

    [Fact]
    public void Dispose_ends_it()
    {
        var runs = 0;
        var task = new PeriodicTasks(_wheel, _log, inline: true).Add("count", TimeSpan.FromSeconds(1), _ => runs++);
        task.Dispose();
        task.Dispose();
        Pass(10);
        Assert.Equal(0, runs);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void The_work_may_dispose_of_its_own_task()
    {
        PeriodicTask? task = null;
        var runs = 0;
        task = new PeriodicTasks(_wheel, _log, inline: true).Add("once", TimeSpan.FromSeconds(1), _ =>
        {
            runs++;
            task!.Dispose();
        });
        Pass(10);
        Pass(10);
        Assert.Equal(1, runs);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_slow_task_neither_overlaps_itself_nor_delays_others()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var other = new SemaphoreSlim(0);
        var inside = 0;
        var most = 0;
        var tasks = new PeriodicTasks(_wheel, _log);
        using var slow = tasks.Add("slow", TimeSpan.FromSeconds(1), _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            entered.Release();
            Assert.True(release.Wait(Patience, CancellationToken.None));
            Interlocked.Decrement(ref inside);
        });
        using var quick = tasks.Add("quick", TimeSpan.FromSeconds(1), _ => other.Release());

        Pass(1.1);
        Assert.True(entered.Wait(Patience));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(other.Wait(Patience));
            Assert.True(SpinWait.SpinUntil(() => _wheel.Count == 1, Patience)); // the quick task has armed its timer again; the slow one has not
            Pass(1.1);
        }

        Assert.Equal(0, entered.CurrentCount);
        release.Release(10);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref inside) == 0 && _wheel.Count == 2, Patience));
        Pass(1.1);
        Assert.True(entered.Wait(Patience));
        Assert.Equal(1, most);
    }

    [Fact]
    public void Dispose_cancels_the_run_and_waits_for_its_end()
    {
        using var entered = new ManualResetEventSlim();
        var ended = false;
        var task = new PeriodicTasks(_wheel, _log).Add("waiter", TimeSpan.FromSeconds(1), cancel =>
        {
            entered.Set();
            cancel.WaitHandle.WaitOne(Patience);
            ended = true;
            cancel.ThrowIfCancellationRequested();
        });
        Pass(1.1);
        Assert.True(entered.Wait(Patience));
        task.Dispose();
        Assert.True(ended);
        Assert.Empty(_log.Lines);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Refuses_an_interval_of_zero() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicTasks(_wheel, _log).Add("spin", TimeSpan.Zero, _ => { }));
}
