using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Timing;

namespace Seraph.Core.Tests.Timing;

/// <summary>Random starts, stops and jumps of the clock against the obvious implementation: a list that is searched.</summary>
public class TimerWheelModelTests
{
    private const long TickMs = 10;

    /// <summary>Milliseconds around everything that the wheel treats differently.</summary>
    private static readonly Gen<long> Span = Gen.OneOf(
        Gen.Long[0, 100],
        Gen.Long[0, 64_000],
        Gen.Long[4090 * TickMs, 4100 * TickMs],
        Gen.Long[((1L << 20) - 3) * TickMs, ((1L << 20) + 3) * TickMs],
        Gen.Long[0, (1L << 22) * TickMs],
        Gen.Long[((1L << 28) - 3) * TickMs, ((1L << 28) + 3) * TickMs],
        Gen.Long[0, 1L << 36]);

    private static readonly Gen<(int Kind, int Timer, long Span)> Operation = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 7], Span);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Behaves_like_a_sorted_list(int shards) =>
        Operation.Array[0, 80].Sample(operations => new Run(shards).Execute(operations), iter: 3_000, threads: 1);

    private sealed class Run : ITimerHandler
    {
        private readonly FakeTimeProvider _time = new();
        private readonly TimerWheel _wheel;
        private readonly WheelTimer[] _timers;
        private readonly long?[] _expiry = new long?[8]; // ms since the start, in the model
        private readonly List<int> _fired = [];
        private long _now;

        public Run(int shards)
        {
            _wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance, TimeSpan.FromMilliseconds(TickMs), shards);
            _timers = [.. Enumerable.Range(0, 8).Select(i => new WheelTimer(_wheel, this, i))];
        }

        public void OnTimer(WheelTimer timer) => _fired.Add(timer.Kind);

        public void Execute((int Kind, int Timer, long Span)[] operations)
        {
            foreach (var (kind, timer, span) in operations)
            {
                switch (kind)
                {
                    case 0 or 1:
                        Assert.Equal(_expiry[timer] is null, _timers[timer].Start(TimeSpan.FromMilliseconds(span)));

                        // A timer for "now" waits for the tick after the one that was last processed.
                        _expiry[timer] = Math.Max((_now + span + TickMs - 1) / TickMs * TickMs, (_now / TickMs * TickMs) + TickMs);
                        break;
                    case 2:
                        Assert.Equal(_expiry[timer] is not null, _timers[timer].Stop());
                        _expiry[timer] = null;
                        break;
                    case 3:
                        Jump(span);
                        break;
                    default:
                        if (_wheel.TimeToNextDue is { } due)
                        {
                            Assert.True(due <= TimeSpan.FromMilliseconds(_expiry.Min()!.Value - _now));
                            Jump((long)due.TotalMilliseconds);
                        }
                        else
                        {
                            Assert.All(_expiry, e => Assert.Null(e));
                        }

                        break;
                }

                Assert.Equal(_expiry.Count(e => e is not null), _wheel.Count);
            }
        }

        private void Jump(long milliseconds)
        {
            _now += milliseconds;
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _fired.Clear();
            Assert.Equal(_expiry.Count(e => e <= _now), _wheel.Advance());
            Assert.Equal(_expiry.Where(e => e <= _now).Order(), _fired.Select(i => _expiry[i]));
            foreach (var timer in _fired)
                _expiry[timer] = null;
        }
    }
}
