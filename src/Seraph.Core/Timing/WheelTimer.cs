namespace Seraph.Core.Timing;

/// <summary>
/// One timer of a <see cref="TimerWheel"/>. It is created once, together with the pooled object that owns it, and then started and stopped
/// any number of times without allocating. All members may be called from any thread.
/// </summary>
/// <remarks>
/// A started timer ends in exactly one of two ways: its handler is called, or a <see cref="Stop"/> returns true. So an owner that takes a
/// reference on itself when <see cref="Start"/> returns true, and drops it when <see cref="Stop"/> returns true or at the end of
/// <see cref="ITimerHandler.OnTimer"/>, is never called back after it went back to its pool.
/// </remarks>
public sealed class WheelTimer
{
    /// <summary><see cref="Slot"/> of a timer that is in no list.</summary>
    internal const int NoSlot = -1;

    private readonly TimerWheel _wheel;
    private readonly TimerShard _shard;

    /// <summary>Creates a timer that isn't running.</summary>
    /// <param name="wheel">The wheel that it belongs to for good.</param>
    /// <param name="handler">Who is called when it expires.</param>
    /// <param name="kind">The owner's own number for it, so that an owner with several timers can tell them apart.</param>
    public WheelTimer(TimerWheel wheel, ITimerHandler handler, int kind = 0)
    {
        ArgumentNullException.ThrowIfNull(wheel);
        ArgumentNullException.ThrowIfNull(handler);
        _wheel = wheel;
        _shard = wheel.NextShard();
        Handler = handler;
        Kind = kind;
    }

    /// <summary>Who is called when the timer expires.</summary>
    public ITimerHandler Handler { get; }

    /// <summary>The owner's own number for this timer.</summary>
    public int Kind { get; }

    /// <summary>True from <see cref="Start"/> until the handler is about to be called or <see cref="Stop"/> took effect.</summary>
    public bool IsRunning => Volatile.Read(ref Slot) != NoSlot;

    // The links and the slot belong to the shard and change under its lock only.
    internal WheelTimer? Next;
    internal WheelTimer? Previous;
    internal long ExpiryTick;
    internal int Slot = NoSlot;

    /// <summary>Lets the timer expire after <paramref name="delay"/>: never earlier, and at most one tick later. A running timer is moved.</summary>
    /// <param name="delay">Zero or more; more than <see cref="TimerWheel.MaxDelay"/> counts as that.</param>
    /// <returns>True when the timer was not running; false when a running one was moved.</returns>
    public bool Start(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var expiry = _wheel.ExpiryTick(delay);
        var started = _shard.Start(this, expiry, out var wake);
        if (wake)
            _wheel.Wake();

        return started;
    }

    /// <summary>Stops the timer.</summary>
    /// <returns>True when this prevented the call of the handler; false when the timer was not running, or its handler is being called.</returns>
    public bool Stop() => _shard.Stop(this);
}
