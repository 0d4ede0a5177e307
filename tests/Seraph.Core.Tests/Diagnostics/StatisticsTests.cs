using System.Diagnostics.Metrics;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

public class StatisticsTests
{
    [Fact]
    public void Threads_count_without_losing_any()
    {
        var counter = new Counter();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 100_000; i++)
                counter.Increment();
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        counter.Decrement();
        counter.Add(10);
        Assert.Equal(400_009, counter.Value);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var counter = new Counter();
        counter.Increment();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            counter.Increment();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Values_are_read_by_group_and_name()
    {
        using var statistics = new Statistics();
        var calls = statistics.AddCounter("tm", "transactions", "Transactions created.");
        statistics.AddGauge("core", "timers", "Timers that run.", () => 7);
        calls.Add(3);

        Assert.Equal(
            [new Statistic("core", "timers", 7, "Timers that run."), new Statistic("tm", "transactions", 3, "Transactions created.")],
            statistics.Read());
        Assert.Equal([new Statistic("tm", "transactions", 3, "Transactions created.")], statistics.Read("tm"));
        Assert.True(statistics.TryRead("core", "timers", out var timers));
        Assert.Equal(7, timers);
        Assert.False(statistics.TryRead("core", "unknown", out _));
    }

    [Fact]
    public void A_name_is_given_once()
    {
        using var statistics = new Statistics();
        statistics.AddCounter("core", "x", "");
        Assert.Throws<ArgumentException>(() => statistics.AddGauge("core", "x", "", () => 0));
    }

    [Fact]
    public void Metrics_listeners_see_them()
    {
        using var statistics = new Statistics();
        statistics.AddCounter("tm", "listened", "Counted.").Add(5);
        statistics.AddGauge("tm", "gauged", "Measured.", () => 6);
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Meter.Name == Statistics.MeterName)
                me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(5, seen["seraph.tm.listened"]);
        Assert.Equal(6, seen["seraph.tm.gauged"]);
    }
}
