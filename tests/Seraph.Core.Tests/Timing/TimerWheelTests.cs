using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Timing;
using Seraph.Testing;

namespace Seraph.Core.Tests.Timing;

public class TimerWheelTests : ITimerHandler
{
    private readonly FakeTimeProvider _time = new();
    private readonly TimerWheel _wheel;
    private readonly List<int> _fired = [];
    private Action<WheelTimer>? _onTimer;

    public TimerWheelTests() => _wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance);

    void ITimerHandler.OnTimer(WheelTimer timer)
    {
        _fired.Add(timer.Kind);
        _onTimer?.Invoke(timer);
    }

    private WheelTimer Timer(int kind = 0) => new(_wheel, this, kind);

    private void Pass(double milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _wheel.Advance();
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(32_000)]
    [InlineData(40_950)]
    [InlineData(40_960)]
    [InlineData(40_970)]
    [InlineData(10_485_750)]
    [InlineData(10_485_760)]
    [InlineData(2_684_354_560)]
    [InlineData(31_536_000_000)]
    public void Fires_never_early_and_at_most_one_tick_late(double delay)
    {
        Pass(123.4); // not on the border of a tick
        var timer = Timer(7);
        Assert.True(timer.Start(Ms(delay)));

        if (delay > 0)
        {
            Pass(delay - 0.0001);
            Assert.Empty(_fired);
            Pass(0.0001);
        }

        Pass(10);
        Assert.Equal([7], _fired);
        Assert.False(timer.IsRunning);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_delay_beyond_the_maximum_counts_as_the_maximum()
    {
        Timer().Start(TimeSpan.MaxValue);
        Assert.InRange(_wheel.TimeToNextDue!.Value, TimeSpan.FromMilliseconds(1), TimerWheel.MaxDelay);
    }

    [Fact]
    public void Refuses_a_negative_delay() => Assert.Throws<ArgumentOutOfRangeException>(() => Timer().Start(Ms(-1)));

    [Fact]
    public void Stop_prevents_the_call_and_says_so()
    {
        var timer = Timer();
        Assert.False(timer.Stop());
        timer.Start(Ms(20));
        Assert.True(timer.IsRunning);
        Assert.True(timer.Stop());
        Assert.False(timer.Stop());
        Pass(1000);
        Assert.Empty(_fired);
    }

    [Fact]
    public void Stop_after_the_call_says_false()
    {
        var timer = Timer();
        timer.Start(Ms(20));
        Pass(30);
        Assert.False(timer.Stop());
    }

    [Fact]
    public void Start_moves_a_running_timer_and_says_so()
    {
        var timer = Timer(1);
        Assert.True(timer.Start(Ms(20)));
        Assert.False(timer.Start(Ms(100)));
        Assert.Equal(1, _wheel.Count);
        Pass(99);
        Assert.Empty(_fired);
        Pass(11);
        Assert.Equal([1], _fired);
    }

    [Fact]
    public void Missed_ticks_are_all_processed_in_the_order_of_expiry()
    {
        int[] delays = [5000, 30, 700_000, 20, 41_000, 40_900, 10];
        foreach (var delay in delays)
            Timer(delay).Start(Ms(delay));

        Pass(3_600_000);
        Assert.Equal(delays.Order(), _fired);
    }

    [Fact]
    public void Timers_of_one_tick_fire_in_the_order_of_their_start()
    {
        for (var i = 0; i < 5; i++)
            Timer(i).Start(Ms(100));
        Pass(200);
        Assert.Equal([0, 1, 2, 3, 4], _fired);
    }

    [Fact]
    public void Shards_share_one_order_across_ticks()
    {
        var wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance, shards: 4);
        for (var i = 9; i > 0; i--)
            new WheelTimer(wheel, this, i).Start(Ms(i * 10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(9, wheel.Advance());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], _fired);
    }

    [Fact]
    public void A_handler_may_start_its_own_timer_again()
    {
        _onTimer = timer => Assert.True(timer.Start(Ms(100)));
        Timer(1).Start(Ms(100));
        for (var i = 0; i < 100; i++)
            Pass(10);
        Assert.InRange(_fired.Count, 9, 10);
    }

    [Fact]
    public void A_zero_delay_in_a_handler_waits_for_the_next_tick()
    {
        _onTimer = timer => timer.Start(TimeSpan.Zero);
        Timer().Start(TimeSpan.Zero);
        Pass(10);
        Assert.Single(_fired);
        Pass(10);
        Assert.Equal(2, _fired.Count);
    }

    [Fact]
    public void A_handler_can_stop_a_timer_that_is_due_in_the_same_tick()
    {
        var first = Timer(1);
        var second = Timer(2);
        first.Start(Ms(50));
        second.Start(Ms(50));
        _onTimer = _ => Assert.True(second.Stop());
        Pass(100);
        Assert.Equal([1], _fired);
    }

    [Fact]
    public void A_handler_can_move_a_timer_that_is_due_in_the_same_tick()
    {
        var first = Timer(1);
        var second = Timer(2);
        first.Start(Ms(50));
        second.Start(Ms(50));
        _onTimer = timer =>
        {
            if (timer == first)
                Assert.False(second.Start(Ms(100)));
        };
        Pass(100);
        Assert.Equal([1], _fired);
        Pass(110);
        Assert.Equal([1, 2], _fired);
    }

    [Fact]
    public void A_handler_that_throws_is_logged_and_stops_nobody_else()
    {
        var log = new ListLogger<TimerWheel>();
        var wheel = new TimerWheel(_time, log);
        new WheelTimer(wheel, this, 1).Start(Ms(10));
        new WheelTimer(wheel, this, 2).Start(Ms(10));
        _onTimer = timer => throw new InvalidOperationException($"broken {timer.Kind}");
        _time.Advance(Ms(100));
        Assert.Equal(2, wheel.Advance());
        Assert.Equal([1, 2], _fired);
        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("timer 1 of " + GetType(), log.Lines[0]);
    }

    [Fact]
    public void A_handler_cannot_advance_the_wheel()
    {
        Exception? thrown = null;
        _onTimer = _ => thrown = Record.Exception(() => _wheel.Advance());
        Timer().Start(Ms(10));
        Pass(100);
        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(41_000)]
    [InlineData(20_000_000)]
    [InlineData(10_000_000_000)]
    public void Jumping_by_the_time_to_the_next_due_reaches_every_timer_without_passing_it(double delay)
    {
        Assert.Null(_wheel.TimeToNextDue);
        var start = _time.GetTimestamp();
        Timer(1).Start(Ms(delay));
        Timer(2).Start(Ms(delay * 2));
        var jumps = 0;
        while (_fired.Count == 0)
        {
            _time.Advance(_wheel.TimeToNextDue!.Value);
            _wheel.Advance();
            jumps++;
        }

        Assert.InRange(_time.GetElapsedTime(start), Ms(delay), Ms(delay + 10));
        Assert.InRange(jumps, 1, 12);
        Assert.Equal([1], _fired);
    }

    [Fact]
    public void Starting_moving_and_stopping_allocate_nothing()
    {
        var wheel = new TimerWheel(TimeProvider.System, NullLogger<TimerWheel>.Instance, shards: 4);
        var timers = Enumerable.Range(0, 64).Select(i => new WheelTimer(wheel, this, i)).ToArray();
        _fired.EnsureCapacity(64 * 1000);
        Round(wheel, timers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
            Round(wheel, timers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Round(TimerWheel wheel, WheelTimer[] timers)
        {
            foreach (var timer in timers)
                timer.Start(TimeSpan.FromSeconds(timer.Kind));
            foreach (var timer in timers)
                timer.Start(TimeSpan.FromMilliseconds(500));
            wheel.Advance();
            foreach (var timer in timers)
                timer.Stop();
        }
    }
}
