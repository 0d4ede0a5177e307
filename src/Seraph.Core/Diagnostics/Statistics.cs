using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Seraph.Core.Diagnostics;

/// <summary>One value of <see cref="Statistics.Read"/>.</summary>
/// <param name="Group">Module or area: <c>tm</c>, <c>core</c>.</param>
/// <param name="Name">Name within the group.</param>
/// <param name="Value">What it was when it was read.</param>
/// <param name="Description">What it counts.</param>
public sealed record Statistic(string Group, string Name, long Value, string Description);

/// <summary>
/// The server's numbers, by group and name. Each is also an instrument of the meter <see cref="MeterName"/>, called <c>seraph.GROUP.NAME</c>:
/// counters as observable counters, gauges as observable gauges. Nothing is read until somebody asks.
/// </summary>
public sealed class Statistics : IDisposable
{
    /// <summary>Name of the meter for <see cref="MeterListener"/>s.</summary>
    public const string MeterName = "Seraph";

    private readonly Meter _meter = new(MeterName);
    private readonly ConcurrentDictionary<(string Group, string Name), Entry> _entries = new();

    /// <summary>Adds a counter; it only grows.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Counter AddCounter(string group, string name, string description, string? unit = null)
    {
        var counter = new Counter();
        Add(group, name, description, () => counter.Value);
        _meter.CreateObservableCounter(InstrumentName(group, name), () => counter.Value, unit, description);
        return counter;
    }

    /// <summary>Adds a number that is read when somebody asks; <paramref name="read"/> must be quick and safe on any thread.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddGauge(string group, string name, string description, Func<long> read, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        Add(group, name, description, read);
        _meter.CreateObservableGauge(InstrumentName(group, name), read, unit, description);
    }

    /// <summary>Reads one value.</summary>
    public bool TryRead(string group, string name, out long value)
    {
        var found = _entries.TryGetValue((group, name), out var entry);
        value = found ? entry!.Read() : 0;
        return found;
    }

    /// <summary>Reads all values, or those of one group, in the order of their names.</summary>
    public IReadOnlyList<Statistic> Read(string? group = null) =>
    [
        .. _entries
            .Where(e => group is null || e.Key.Group == group)
            .OrderBy(e => e.Key.Group, StringComparer.Ordinal)
            .ThenBy(e => e.Key.Name, StringComparer.Ordinal)
            .Select(e => new Statistic(e.Key.Group, e.Key.Name, e.Value.Read(), e.Value.Description)),
    ];

    /// <summary>Takes the instruments out of the metrics.</summary>
    public void Dispose() => _meter.Dispose();

    private static string InstrumentName(string group, string name) => $"seraph.{group}.{name}";

    private void Add(string group, string name, string description, Func<long> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_entries.TryAdd((group, name), new Entry(description, read)))
            throw new ArgumentException($"There is a statistic {group}.{name} already.", nameof(name));
    }

    private sealed record Entry(string Description, Func<long> Read);
}
