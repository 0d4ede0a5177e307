namespace Seraph.Core.Database;

/// <summary>
/// One run of a <see cref="Statement"/>: bind every parameter, then <see cref="Execute"/> or <see cref="Query"/>, then dispose. It holds a connection
/// of the pool until it is disposed, so keep it short. All calls are synchronous and may block: a caller on a receiver enters <c>Blocking.Enter()</c>
/// before it asks for the command. Used by one thread at a time. Commands are reused: never touch one after disposing it.
/// </summary>
public abstract class DatabaseCommand : IDisposable
{
    private readonly DatabaseConnection _connection;

    /// <summary>Prepares <paramref name="statement"/> on a connection.</summary>
    protected DatabaseCommand(DatabaseConnection connection, Statement statement)
    {
        _connection = connection;
        Statement = statement;
    }

    /// <summary>What is run.</summary>
    public Statement Statement { get; }

    /// <summary>The pool that takes the connection back when the command ends; null inside a transaction, which keeps it.</summary>
    internal DatabasePool? ReturnTo { get; set; }

    /// <summary>Binds an integer.</summary>
    public abstract DatabaseCommand Bind(int index, long value);

    /// <summary>Binds a floating-point number.</summary>
    public abstract DatabaseCommand Bind(int index, double value);

    /// <summary>Binds text given as bytes; the bytes are copied or used up before the call returns.</summary>
    public abstract DatabaseCommand Bind(int index, ReadOnlySpan<byte> text);

    /// <summary>Binds text; null binds NULL.</summary>
    public abstract DatabaseCommand Bind(int index, string? text);

    /// <summary>Binds an instant in seconds since 1970-01-01 00:00:00 UTC for a date/time column.</summary>
    public abstract DatabaseCommand BindTime(int index, long unixSeconds);

    /// <summary>Binds binary data.</summary>
    public abstract DatabaseCommand BindBlob(int index, ReadOnlySpan<byte> bytes);

    /// <summary>Binds 32 flags; stored as an integer, or as a bit string where the column is one.</summary>
    public virtual DatabaseCommand BindBitmap(int index, uint flags) => Bind(index, flags);

    /// <summary>Binds NULL.</summary>
    public abstract DatabaseCommand BindNull(int index);

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>The number of rows that were added, changed or removed.</returns>
    /// <exception cref="DatabaseException">The database refused, failed, or took longer than its limit.</exception>
    public abstract int Execute();

    /// <summary>Runs a statement that returns rows. They are valid until the command is disposed.</summary>
    /// <exception cref="DatabaseException">The database refused, failed, or took longer than its limit.</exception>
    public abstract DatabaseRows Query();

    /// <summary>Ends the run and gives the connection back.</summary>
    public void Dispose()
    {
        var pool = ReturnTo;
        ReturnTo = null;
        Reset();
        pool?.Return(_connection);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the run: rows are closed and bindings forgotten, the prepared statement stays.</summary>
    protected abstract void Reset();

    /// <summary>Frees the prepared statement: its connection is being closed.</summary>
    protected internal virtual void Free()
    {
    }
}

/// <summary>
/// The rows of a query, read forward: <see cref="Read"/> moves to the next row. Columns are numbered from 0 in the order of the statement.
/// A number reads as text in decimal and decimal text reads as a number; NULL reads as 0 or as nothing, so ask <see cref="IsNull"/> where it matters.
/// </summary>
public abstract class DatabaseRows
{
    /// <summary>How many columns a row has.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>The name of a column.</summary>
    public abstract string NameOf(int column);

    /// <summary>What the current row holds in a column.</summary>
    public abstract DatabaseValueKind KindOf(int column);

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="DatabaseException">The database failed, or took longer than its limit.</exception>
    public abstract bool Read();

    /// <summary>Whether the column is NULL.</summary>
    public bool IsNull(int column) => KindOf(column) == DatabaseValueKind.Null;

    /// <summary>The column as a 64-bit integer; what is no number reads as 0.</summary>
    public abstract long GetInt64(int column);

    /// <summary>The column as a 32-bit integer; the low bits of a longer one, so that unsigned columns keep theirs.</summary>
    public int GetInt32(int column) => unchecked((int)GetInt64(column));

    /// <summary>The column as 32 flags.</summary>
    public virtual uint GetBitmap(int column) => unchecked((uint)GetInt64(column));

    /// <summary>The column as a floating-point number.</summary>
    public abstract double GetDouble(int column);

    /// <summary>The column's text or binary data, valid until the next <see cref="Read"/>.</summary>
    public abstract ReadOnlySpan<byte> GetBytes(int column);

    /// <summary>The column as a string; invalid UTF-8 is replaced.</summary>
    public virtual string GetString(int column) => System.Text.Encoding.UTF8.GetString(GetBytes(column));

    /// <summary>A date/time column in seconds since 1970-01-01 00:00:00 UTC.</summary>
    public abstract long GetTime(int column);
}

/// <summary>What a value of a row is.</summary>
public enum DatabaseValueKind
{
    /// <summary>NULL.</summary>
    Null,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Binary data.</summary>
    Blob,

    /// <summary>An instant, where the database tells instants from text.</summary>
    Time,
}
