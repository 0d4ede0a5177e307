using Seraph.Core.Diagnostics;

namespace Seraph.Modules.Usrloc;

/// <summary>The tables of a running server; they outlive the module, which a reload replaces.</summary>
/// <param name="configuration">The parameters that can't change while there are tables.</param>
/// <param name="statistics">Where every table's numbers are shown.</param>
internal sealed class LocationTables(string configuration, Statistics statistics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LocationTable> _byName = new(StringComparer.Ordinal);
    private LocationTable[] _all = [];

    /// <summary>The parameters that the tables were made with.</summary>
    public string Configuration { get; } = configuration;

    /// <summary>All of them, in the order in which they were made.</summary>
    public IReadOnlyList<LocationTable> All => Volatile.Read(ref _all);

    /// <summary>The tables whose rows have been read.</summary>
    public HashSet<LocationTable> Loaded { get; } = [];

    /// <summary>Finds a table.</summary>
    public LocationTable? Find(string name)
    {
        lock (_lock)
        {
            return _byName.GetValueOrDefault(name);
        }
    }

    /// <summary>Finds or makes a table.</summary>
    public LocationTable Open(string name, Func<LocationTable> make)
    {
        lock (_lock)
        {
            if (!_byName.TryGetValue(name, out var table))
            {
                _byName.Add(name, table = make());
                Volatile.Write(ref _all, [.. _all, table]);
                statistics.AddGauge("usrloc", $"{name}_users", $"users with contacts in {name}", () => table.Users);
                statistics.AddGauge("usrloc", $"{name}_expired", $"contacts of {name} that have expired since the start", () => table.Expired);
            }

            return table;
        }
    }
}
