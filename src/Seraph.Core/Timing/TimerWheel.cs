using System.Numerics;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Timing;

/// <summary>
/// The timers of the server: a hashed hierarchical timing wheel on the monotonic clock of a <see cref="TimeProvider"/>. Starting and stopping a
/// <see cref="WheelTimer"/> takes constant time, allocates nothing and locks one shard for a few nanoseconds. In the server a
/// <see cref="TimerThread"/> advances the wheel; tests and the simulator call <see cref="Advance"/> themselves.
/// </summary>
public sealed class TimerWheel
{
    /// <summary>The resolution that the server uses.</summary>
    public static readonly TimeSpan DefaultTick = TimeSpan.FromMilliseconds(10);

    /// <summary>Longer delays count as this one.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(100 * 365);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimerShard[] _shards;
    private readonly long _origin;
    private readonly double _unitsPerSpanTick; // timestamp units in 100 ns
    private readonly long _unitsPerTick;
    private readonly Lock _advancing = new();
    private readonly object _sleep = new();
    private bool _woken;
    private int _nextShard = -1;

    /// <summary>The tick until which the timer thread sleeps; <see cref="long.MinValue"/> while it is awake, or there is none.</summary>
    private long _sleepsUntil = long.MinValue;

    /// <summary>Creates a wheel whose tick 0 is now.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failed handlers are reported.</param>
    /// <param name="tick">Resolution, 1 ms to 1 s; null for <see cref="DefaultTick"/>.</param>
    /// <param name="shards">How many locks share the timers (rounded up to a power of two); 1 gives simulations one total order.</param>
    public TimerWheel(TimeProvider time, ILogger<TimerWheel> logger, TimeSpan? tick = null, int shards = 1)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shards, 1024);
        Tick = tick ?? DefaultTick;
        ArgumentOutOfRangeException.ThrowIfLessThan(Tick, TimeSpan.FromMilliseconds(1), nameof(tick));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Tick, TimeSpan.FromSeconds(1), nameof(tick));

        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
        _unitsPerSpanTick = (double)time.TimestampFrequency / TimeSpan.TicksPerSecond;
        _unitsPerTick = (long)(Tick.Ticks * _unitsPerSpanTick);
        _shards = new TimerShard[BitOperations.RoundUpToPowerOf2((uint)shards)];
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new TimerShard(this, currentTick: 0);
    }

    /// <summary>The resolution: how late a timer may be.</summary>
    public TimeSpan Tick { get; }

    /// <summary>Timers that are running.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                count += shard.Count;
            return count;
        }
    }

    /// <summary>
    /// How long nothing is due from now on: zero when <see cref="Advance"/> has work to do, null when no timer is running. It never exceeds the time to the
    /// first expiry, but may be shorter (timers far away are sorted in several steps): a simulator jumps by it, advances, and asks again.
    /// </summary>
    public TimeSpan? TimeToNextDue
    {
        get
        {
            var due = NextDueTick();
            if (due == long.MaxValue)
                return null;

            var units = (due * _unitsPerTick) - Elapsed();
            return units <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Ceiling(units / _unitsPerSpanTick));
        }
    }

    /// <summary>
    /// Calls the handlers of all timers that are due, tick after tick in order, however many ticks were missed. Only one thread may be in here; a handler may not
    /// call it.
    /// </summary>
    /// <returns>How many handlers were called.</returns>
    public int Advance()
    {
        if (_advancing.IsHeldByCurrentThread)
            throw new InvalidOperationException("A timer's handler cannot advance the wheel.");

        lock (_advancing)
        {
            var target = Elapsed() / _unitsPerTick;
            var called = 0;
            long tick;
            do
            {
                // All shards move together from one occupied tick to the next, so that late timers still run in the order of their expiry.
                tick = Math.Min(NextDueTick(), target);
                foreach (var shard in _shards)
                    called += shard.AdvanceTo(tick);
            }
            while (tick < target);

            return called;
        }
    }

    internal TimerShard NextShard() => _shards[Interlocked.Increment(ref _nextShard) & (_shards.Length - 1)];

    internal long ExpiryTick(TimeSpan delay)
    {
        if (delay > MaxDelay)
            delay = MaxDelay;

        var due = Elapsed() + (long)Math.Ceiling(delay.Ticks * _unitsPerSpanTick);
        return (due + _unitsPerTick - 1) / _unitsPerTick; // rounded up: never early
    }

    internal bool SleepsPast(long tick) => tick < Volatile.Read(ref _sleepsUntil);

    internal void Call(WheelTimer timer)
    {
        try
        {
            timer.Handler.OnTimer(timer);
        }
        catch (Exception e)
        {
            TimingLog.HandlerFailed(_logger, e, timer.Handler.GetType(), timer.Kind);
        }
    }

    /// <summary>Blocks the timer thread until something is due or <see cref="Wake"/> is called.</summary>
    internal void SleepUntilDue()
    {
        var due = NextDueTick();
        Volatile.Write(ref _sleepsUntil, due);

        // Looks again, now that starters can see how long this thread means to sleep. A starter links its timer and reads _sleepsUntil under the lock of the
        // shard, which this takes too: either the timer is seen here, or the starter sees the sleeper and wakes it.
        if (NextDueTick() >= due)
        {
            var milliseconds = due == long.MaxValue
                ? Timeout.Infinite
                : (int)Math.Clamp(Math.Ceiling(((due * _unitsPerTick) - Elapsed()) * 1000.0 / _time.TimestampFrequency), 0, int.MaxValue);
            lock (_sleep)
            {
                if (!_woken && milliseconds != 0)
                    Monitor.Wait(_sleep, milliseconds);
                _woken = false;
            }
        }

        Volatile.Write(ref _sleepsUntil, long.MinValue);
    }

    /// <summary>Ends the sleep of the timer thread; only the first of many callers pays for it.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _sleepsUntil, long.MinValue) != long.MinValue)
            WakeAlways();
    }

    internal void WakeAlways()
    {
        lock (_sleep)
        {
            _woken = true;
            Monitor.Pulse(_sleep);
        }
    }

    private long Elapsed() => _time.GetTimestamp() - _origin;

    private long NextDueTick()
    {
        var due = long.MaxValue;
        foreach (var shard in _shards)
            due = Math.Min(due, shard.NextDueTick());
        return due;
    }
}
