using Microsoft.Extensions.Logging;
using Seraph.Core;
using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Modularity;
using Seraph.Core.Timing;

namespace Seraph.Modules.Usrloc;

/// <summary>Keeps the contacts of registered users in memory, and in step with a database when asked to.</summary>
[Module("usrloc")]
internal sealed partial class UsrlocModule : ILocationStore, IModuleLifecycle
{
    private readonly UsrlocOptions _options;
    private readonly DatabaseMode _mode;
    private readonly SipServer _server;
    private readonly DatabaseRegistry _databases;
    private readonly PeriodicTasks _tasks;
    private readonly ILogger _logger;
    private readonly SocketList _sockets;
    private readonly LocationTables _tables;
    private readonly Lock _timer = new();
    private DatabasePool? _database;
    private PeriodicTask? _task;

    public UsrlocModule(UsrlocOptions options, SipServer server, DatabaseRegistry databases, PeriodicTasks tasks, ILogger<UsrlocModule> logger)
    {
        _options = options;
        _mode = (DatabaseMode)options.Mode;
        _server = server;
        _databases = databases;
        _tasks = tasks;
        _logger = logger;
        _sockets = new SocketList(() => server.Sockets.Sockets);
        var configuration = options.Fingerprint();
        _tables = server.Memory.Get(() => new LocationTables(configuration, server.Services.Statistics));
        if (_tables.Configuration != configuration)
            throw new ModuleException("usrloc: parameters other than timer_interval can't change without a restart, the tables were made with the old ones");
    }

    /// <inheritdoc/>
    public IReadOnlyList<ILocationTable> Tables => _tables.All;

    private long Now => _server.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <inheritdoc/>
    public ILocationTable Open(string name) => _tables.Open(name, () => Make(name));

    /// <inheritdoc/>
    public void Start()
    {
        if (_mode != DatabaseMode.None)
        {
            foreach (var table in _tables.All)
            {
                if (_tables.Loaded.Add(table))
                    Load(table);
            }
        }

        _task = _tasks.Add("usrloc", TimeSpan.FromSeconds(_options.TimerInterval), RunTimer);
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _task?.Dispose();
        if (_mode == DatabaseMode.WriteBack)
            RunTimer(CancellationToken.None); // what the timer has not written yet
    }

    private LocationTable Make(string name)
    {
        var settings = new LocationTableSettings(_sockets, _server.Time, _options.NewestFirst, _options.SkipDelete);
        return _mode switch
        {
            DatabaseMode.WriteThrough => new WriteThroughLocationTable(name, settings, Rows(name), _logger),
            DatabaseMode.WriteBack => new WriteBackLocationTable(name, settings, Rows(name), _logger),
            _ => new MemoryLocationTable(name, settings),
        };
    }

    private LocationRows Rows(string name) => new(Database, name, _options, _sockets, _server.Options.ServerId);

    private DatabasePool Database()
    {
        try
        {
            return _database ??= _databases.Open(_options.DatabaseUrl);
        }
        catch (DatabaseException e)
        {
            throw new ModuleException($"usrloc: {e.Message}", e);
        }
    }

    private void Load(LocationTable table)
    {
        try
        {
            var database = Database();
            if (!database.HasTable(table.Name) && _mode != DatabaseMode.ReadOnly
                && database.CreateIfMissing(LocationRows.Definition(table.Name, _options)))
            {
                UsrlocLog.TableCreated(_logger, table.Name, database.Name);
            }

            var incomplete = Rows(table.Name).Load(table, _options.SkipDelete, Now, out var loaded);
            if (incomplete > 0)
                UsrlocLog.IncompleteRows(_logger, table.Name, incomplete);
            UsrlocLog.Loaded(_logger, table.Name, loaded, table.Users, database.Name);
        }
        catch (DatabaseException e)
        {
            throw new ModuleException($"usrloc: table '{table.Name}' can't be loaded: {e.Message}", e);
        }
    }

    private void RunTimer(CancellationToken stop)
    {
        lock (_timer) // usrloc.flush may come at the same time
        {
            foreach (var table in _tables.All)
                table.RunTimer(Now, stop);
        }
    }
}
