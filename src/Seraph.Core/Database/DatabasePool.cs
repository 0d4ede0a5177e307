namespace Seraph.Core.Database;

/// <summary>What a database can do.</summary>
[Flags]
public enum DatabaseCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Select.</summary>
    Query = 1,

    /// <summary>Raw SQL.</summary>
    Sql = 2,

    /// <summary>Insert.</summary>
    Insert = 4,

    /// <summary>Update.</summary>
    Update = 8,

    /// <summary>Delete.</summary>
    Delete = 16,

    /// <summary>Insert or overwrite.</summary>
    Replace = 32,

    /// <summary>Sorted selects.</summary>
    OrderBy = 64,

    /// <summary>Several changes as one.</summary>
    Transactions = 128,

    /// <summary>Everything.</summary>
    All = Query | Sql | Insert | Update | Delete | Replace | OrderBy | Transactions,
}

/// <summary>The bounds of a pool.</summary>
/// <param name="Connections">The most connections that are open at the same time, at least 1.</param>
/// <param name="Timeout">The longest that a statement may run, and that a caller waits for a free connection.</param>
public sealed record DatabaseLimits(int Connections, TimeSpan Timeout);

/// <summary>
/// A database as modules see it: a bounded pool of connections to what one URL names, shared by all modules that use that URL. Got from
/// <see cref="DatabaseRegistry.Open"/>, which also closes it. Thread-safe. Calls block: a caller on a receiver enters <c>Blocking.Enter()</c> first.
/// </summary>
/// <remarks>
/// A command, or the rows that it returned, keeps its connection until it is disposed; a thread that runs a second statement meanwhile takes a second one.
/// </remarks>
public abstract class DatabasePool : IDisposable
{
    private readonly Stack<DatabaseConnection> _idle = new();
    private readonly DatabaseLimits _limits;
    private int _open;
    private bool _closed;

    /// <summary>Creates the pool; nothing is opened yet.</summary>
    protected DatabasePool(string name, DatabaseLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Connections, 1);
        Name = name;
        _limits = limits;
    }

    /// <summary>The database's URL without its password, for messages.</summary>
    public string Name { get; }

    /// <summary>What the database can do.</summary>
    public abstract DatabaseCapabilities Capabilities { get; }

    /// <summary>A run of <paramref name="statement"/> on a connection of the pool.</summary>
    /// <exception cref="DatabaseException">No connection can be had, or the statement is wrong for the database.</exception>
    public DatabaseCommand Command(Statement statement)
    {
        var connection = Rent();
        try
        {
            var command = connection.Command(statement);
            command.ReturnTo = this;
            return command;
        }
        catch
        {
            Return(connection);
            throw;
        }
    }

    /// <summary>Starts a transaction.</summary>
    /// <exception cref="DatabaseException">No connection can be had, or the database has no transactions.</exception>
    public DatabaseTransaction Begin()
    {
        var connection = Rent();
        try
        {
            return new DatabaseTransaction(this, connection);
        }
        catch
        {
            Return(connection);
            throw;
        }
    }

    /// <summary>Connects once, so that a wrong URL or a missing server is found at start. The connection stays in the pool.</summary>
    /// <exception cref="DatabaseException">The database can't be reached.</exception>
    public void Probe() => Return(Rent());

    /// <summary>Whether the table exists.</summary>
    public abstract bool HasTable(string table);

    /// <summary>Creates a table with its keys when it does not exist, and notes its version in the table <c>version</c> (made on the way).</summary>
    /// <returns>True when the table was created.</returns>
    public abstract bool CreateIfMissing(TableDefinition table);

    /// <summary>Compares the version that the table <c>version</c> notes for a table with the one that this program is written for.</summary>
    public TableState Check(TableDefinition table)
    {
        if (!HasTable(table.Name))
            return TableState.Missing;
        if (!HasTable(SerSchema.Version.Name))
            return TableState.VersionUnknown;

        using var command = Command(VersionStatement);
        var rows = command.Bind(0, table.Name).Query();
        if (!rows.Read())
            return TableState.VersionUnknown;
        return rows.GetInt64(0) == table.Version ? TableState.Good : TableState.OtherVersion;
    }

    /// <summary>Closes every connection; those in use are closed when they come back.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _closed = true;
            while (_idle.TryPop(out var connection))
                connection.Dispose();
        }

        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="DatabaseException">It can't be opened.</exception>
    protected abstract DatabaseConnection Connect();

    /// <summary>Frees what the driver holds for the whole pool.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Gives a connection back.</summary>
    internal void Return(DatabaseConnection connection)
    {
        lock (_idle)
        {
            if (_closed || connection.IsBroken)
            {
                _open--;
                connection.Dispose();
            }
            else
            {
                _idle.Push(connection); // last in, first out: the warmest one is used next
            }

            Monitor.Pulse(_idle);
        }
    }

    private static readonly Statement VersionStatement = Statement.Select(SerSchema.Version.Name, ["table_version"], ["table_name"]);

    private DatabaseConnection Rent()
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            while (true)
            {
                if (_idle.TryPop(out var idle))
                    return idle;
                if (_open < _limits.Connections)
                    break;
                if (!Monitor.Wait(_idle, _limits.Timeout))
                    throw new DatabaseException(DatabaseError.Timeout, $"{Name}: all {_limits.Connections} connections have been in use for {_limits.Timeout.TotalSeconds} s");
            }

            _open++;
        }

        try
        {
            return Connect();
        }
        catch
        {
            lock (_idle)
            {
                _open--;
                Monitor.Pulse(_idle);
            }

            throw;
        }
    }
}

/// <summary>How a table of the database stands to its definition in code.</summary>
public enum TableState
{
    /// <summary>The version is the expected one.</summary>
    Good,

    /// <summary>The table does not exist.</summary>
    Missing,

    /// <summary>The table exists; no version is noted for it, as in a SER 2.x database.</summary>
    VersionUnknown,

    /// <summary>Another version is noted.</summary>
    OtherVersion,
}
