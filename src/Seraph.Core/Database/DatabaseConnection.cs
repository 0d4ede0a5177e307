namespace Seraph.Core.Database;

/// <summary>One connection of a <see cref="DatabasePool"/>, written by a driver. Used by one thread at a time.</summary>
public abstract class DatabaseConnection : IDisposable
{
    private readonly Dictionary<Statement, DatabaseCommand> _commands = new(ReferenceEqualityComparer.Instance);

    /// <summary>The driver sets this when the connection can't be used any more: it is then closed instead of reused.</summary>
    public bool IsBroken { get; protected set; }

    /// <summary>Closes the connection, its prepared statements first.</summary>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Free();
        _commands.Clear();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The statement prepared on this connection: the first call prepares it.</summary>
    internal DatabaseCommand Command(Statement statement)
    {
        if (!_commands.TryGetValue(statement, out var command))
            _commands.Add(statement, command = Prepare(statement));
        return command;
    }

    /// <summary>Prepares a statement.</summary>
    /// <exception cref="DatabaseException">The statement is wrong for the database.</exception>
    protected abstract DatabaseCommand Prepare(Statement statement);

    /// <summary>Starts a transaction that may write.</summary>
    protected internal abstract void BeginTransaction();

    /// <summary>Makes the transaction's changes permanent.</summary>
    protected internal abstract void CommitTransaction();

    /// <summary>Undoes the transaction's changes. Must not throw: a connection that can't roll back is marked broken.</summary>
    protected internal abstract void RollbackTransaction();

    /// <summary>Frees what the driver holds.</summary>
    protected abstract void Dispose(bool disposing);
}
