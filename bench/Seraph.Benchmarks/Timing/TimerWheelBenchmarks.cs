using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Timing;

namespace Seraph.Benchmarks.Timing;

/// <summary>What a transaction does with its timers, while many others are running.</summary>
[MemoryDiagnoser]
public class TimerWheelBenchmarks : ITimerHandler
{
    private const int Background = 1;

    private readonly ManualTime _time = new();
    private TimerWheel _wheel = null!;
    private WheelTimer _timer = null!;
    private WheelTimer[] _due = [];

    /// <summary>Timers that run all the time, spread over 32 seconds.</summary>
    [Params(0, 100_000)]
    public int Running { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance, shards: 16);
        for (var i = 0; i < Running; i++)
            new WheelTimer(_wheel, this, Background).Start(TimeSpan.FromMilliseconds(1000 + (i * 31 % 31_000)));
        _timer = new WheelTimer(_wheel, this);
        _due = [.. Enumerable.Range(0, 1000).Select(_ => new WheelTimer(_wheel, this))];
    }

    [Benchmark]
    public bool StartAndStop()
    {
        _timer.Start(TimeSpan.FromSeconds(32));
        return _timer.Stop();
    }

    [Benchmark]
    public bool Restart() => _timer.Start(TimeSpan.FromMilliseconds(500));

    [Benchmark(OperationsPerInvoke = 1000)]
    public int StartAndFire()
    {
        foreach (var timer in _due)
            timer.Start(TimeSpan.Zero);
        _time.Now += _wheel.Tick.Ticks;
        return _wheel.Advance();
    }

    void ITimerHandler.OnTimer(WheelTimer timer)
    {
        if (timer.Kind == Background)
            timer.Start(TimeSpan.FromSeconds(32)); // so that there are always as many
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
