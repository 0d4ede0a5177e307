namespace Seraph.Core.Database;

/// <summary>Statements that take effect together or not at all. Disposed without <see cref="Commit"/>, everything is undone.</summary>
public sealed class DatabaseTransaction : IDisposable
{
    private readonly DatabasePool _pool;
    private DatabaseConnection? _connection;
    private bool _committed;

    internal DatabaseTransaction(DatabasePool pool, DatabaseConnection connection)
    {
        _pool = pool;
        _connection = connection;
        connection.BeginTransaction();
    }

    /// <summary>A run of <paramref name="statement"/> within the transaction; dispose it before the next run of the same statement.</summary>
    public DatabaseCommand Command(Statement statement)
    {
        ObjectDisposedException.ThrowIf(_connection is null, this);
        return _connection.Command(statement);
    }

    /// <summary>Makes the changes permanent.</summary>
    /// <exception cref="DatabaseException">The database failed; the changes are undone.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_connection is null, this);
        _connection.CommitTransaction();
        _committed = true;
    }

    /// <summary>Undoes what was not committed and gives the connection back.</summary>
    public void Dispose()
    {
        if (_connection is null)
            return;
        if (!_committed)
            _connection.RollbackTransaction();
        _pool.Return(_connection);
        _connection = null;
    }
}
