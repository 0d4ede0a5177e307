namespace Seraph.Core.Database;

/// <summary>A kind of database. A driver module makes one and registers it with the <see cref="DatabaseRegistry"/> when it is loaded.</summary>
public interface IDatabaseDriver
{
    /// <summary>The scheme of its URLs: <c>sqlite</c>, <c>postgres</c>, <c>mysql</c>, <c>dbtext</c> ...</summary>
    string Scheme { get; }

    /// <summary>Equal for URLs that name the same database under the same account.</summary>
    /// <exception cref="DatabaseException">The URL is wrong for this driver.</exception>
    string KeyOf(DatabaseUrl url, string baseDirectory);

    /// <summary>Makes a pool for the URL. Need not connect yet.</summary>
    /// <exception cref="DatabaseException">The URL is wrong for this driver.</exception>
    DatabasePool Open(DatabaseUrl url, string baseDirectory);
}

/// <summary>The drivers that are loaded and the databases that are open. Equal URLs share one pool. Thread-safe.</summary>
/// <param name="baseDirectory">Where relative paths in URLs start: the directory of the main configuration file.</param>
public sealed class DatabaseRegistry(string baseDirectory) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IDatabaseDriver> _drivers = [];
    private readonly Dictionary<(string Scheme, string Key), DatabasePool> _pools = [];

    /// <summary>Makes a driver available. A driver that is registered again replaces the earlier one for URLs opened from now on.</summary>
    public void Register(IDatabaseDriver driver)
    {
        lock (_lock)
            _drivers[driver.Scheme] = driver;
    }

    /// <summary>The database that <paramref name="url"/> names, connected once to see that it is there. The registry keeps it open until the server stops.</summary>
    /// <exception cref="DatabaseException">The URL is wrong, its driver is not loaded, or the database can't be opened.</exception>
    public DatabasePool Open(string url)
    {
        var pool = Find(DatabaseUrl.Parse(url));
        pool.Probe();
        return pool;
    }

    /// <summary>Closes all databases.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var pool in _pools.Values)
                pool.Dispose();
            _pools.Clear();
        }
    }

    private DatabasePool Find(DatabaseUrl url)
    {
        lock (_lock)
        {
            if (!_drivers.TryGetValue("db_" + url.Scheme, out var driver) && !_drivers.TryGetValue(url.Scheme, out driver))
            {
                var loaded = _drivers.Count == 0 ? "none is loaded" : "loaded: " + string.Join(", ", _drivers.Keys.Order(StringComparer.Ordinal));
                throw new DatabaseException(DatabaseError.BadUrl,
                    $"no database driver for '{url.Scheme}' ({url}); {loaded}. Put loadmodule \"{url.Scheme}\" before the modules that use it");
            }

            var key = (driver.Scheme, driver.KeyOf(url, baseDirectory));
            if (!_pools.TryGetValue(key, out var pool))
                _pools.Add(key, pool = driver.Open(url, baseDirectory));
            return pool;
        }
    }
}
