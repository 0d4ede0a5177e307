using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Timing;

namespace Seraph.Core.Tests.Timing;

/// <summary>These run on the real clock: they check the hand-over between threads, with limits that a loaded machine keeps.</summary>
public class TimerThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TimerWheel _wheel = new(TimeProvider.System, NullLogger<TimerWheel>.Instance, shards: 4);

    [Fact]
    public void Wakes_up_for_a_timer_that_is_earlier_than_the_one_it_sleeps_for()
    {
        using var thread = new TimerThread(_wheel);
        using var fired = new ManualResetEventSlim();
        var handler = new ActionHandler(_ => fired.Set());
        new WheelTimer(_wheel, handler).Start(TimeSpan.FromHours(1));

        for (var i = 0; i < 20; i++)
        {
            fired.Reset();
            var watch = Stopwatch.StartNew();
            new WheelTimer(_wheel, handler).Start(TimeSpan.FromMilliseconds(i));
            Assert.True(fired.Wait(Patience));
            Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(i), $"fired after {watch.Elapsed}");
        }
    }

    [Fact]
    public void Every_started_timer_is_either_stopped_or_fires_once()
    {
        const int Threads = 4;
        const int Rounds = 20_000;
        var fired = 0;
        var started = 0;
        var stopped = 0;
        var handler = new ActionHandler(_ => Interlocked.Increment(ref fired));
        var timers = Enumerable.Range(0, 32).Select(i => new WheelTimer(_wheel, handler, i)).ToArray();

        using var thread = new TimerThread(_wheel);
        var workers = Enumerable.Range(0, Threads).Select(seed => new Thread(() =>
        {
            var random = new SeededRandom(seed);
            for (var i = 0; i < Rounds; i++)
            {
                var timer = timers[random.Next(timers.Length)]; // the workers fight over the same timers
                if (random.Next(3) == 0)
                {
                    if (timer.Stop())
                        Interlocked.Increment(ref stopped);
                }
                else if (timer.Start(TimeSpan.FromMilliseconds(random.Next(4))))
                {
                    Interlocked.Increment(ref started);
                }
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref fired) + stopped == started, Patience), $"{started} started, {stopped} stopped, {fired} fired");
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Dispose_ends_the_thread_while_it_sleeps()
    {
        var thread = new TimerThread(_wheel);
        thread.Dispose();
        using var fired = new ManualResetEventSlim();
        new WheelTimer(_wheel, new ActionHandler(_ => fired.Set())).Start(TimeSpan.Zero);
        Assert.False(fired.IsSet);
        Assert.Equal(1, _wheel.Count);
    }

    private sealed class ActionHandler(Action<WheelTimer> action) : ITimerHandler
    {
        public void OnTimer(WheelTimer timer) => action(timer);
    }
}
