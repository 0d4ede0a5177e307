using System.Buffers;
using System.Text;
using Seraph.Core.Database;
using SQLitePCL;

namespace Seraph.Modules.Sqlite;

/// <summary>A prepared statement of one connection. Binding, running and reading allocate nothing.</summary>
internal sealed class SqliteCommand : DatabaseCommand
{
    private const int StackText = 512;

    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly SqliteRows _rows;
    private readonly bool _writes;
    private bool _running;

    public SqliteCommand(SqliteConnection connection, Statement statement, sqlite3_stmt handle)
        : base(connection, statement)
    {
        _connection = connection;
        _statement = handle;
        _rows = new SqliteRows(this, handle);
        _writes = raw.sqlite3_stmt_readonly(handle) == 0;
    }

    public override DatabaseCommand Bind(int index, long value) => Bound(raw.sqlite3_bind_int64(_statement, index + 1, value));

    public override DatabaseCommand Bind(int index, double value) => Bound(raw.sqlite3_bind_double(_statement, index + 1, value));

    // An empty span has no address, and SQLite takes text without an address for NULL.
    public override DatabaseCommand Bind(int index, ReadOnlySpan<byte> text) =>
        Bound(text.IsEmpty ? raw.sqlite3_bind_text(_statement, index + 1, "") : raw.sqlite3_bind_text(_statement, index + 1, text));

    public override DatabaseCommand Bind(int index, string? text)
    {
        if (text is null)
            return BindNull(index);

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > StackText ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[StackText];
        Bind(index, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public override DatabaseCommand BindTime(int index, long unixSeconds)
    {
        Span<byte> text = stackalloc byte[DatabaseTime.Length];
        DatabaseTime.Format(unixSeconds, text);
        return Bind(index, text);
    }

    public override DatabaseCommand BindBlob(int index, ReadOnlySpan<byte> bytes) =>
        Bound(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index + 1, 0) : raw.sqlite3_bind_blob(_statement, index + 1, bytes));

    public override DatabaseCommand BindNull(int index) => Bound(raw.sqlite3_bind_null(_statement, index + 1));

    public override int Execute()
    {
        Start();
        while (Step())
        {
            // A statement that returns rows is run to its end.
        }

        return raw.sqlite3_changes(_connection.Handle);
    }

    public override DatabaseRows Query()
    {
        Start();
        return _rows;
    }

    /// <summary>Runs to the next row; false at the end, where locks are let go at once.</summary>
    internal bool Step()
    {
        if (!_running)
            return false;
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        try
        {
            _connection.Check(result, Statement);
        }
        finally
        {
            Stop();
        }

        return false;
    }

    protected override void Reset()
    {
        Stop();
        raw.sqlite3_clear_bindings(_statement);
    }

    protected override void Free() => _statement.Dispose();

    private void Start()
    {
        Stop();
        _connection.Start(_writes);
        _running = true;
    }

    private void Stop()
    {
        if (!_running)
            return;
        _running = false;
        raw.sqlite3_reset(_statement);
        _connection.Finish();
    }

    private SqliteCommand Bound(int result)
    {
        _connection.Check(result, Statement);
        return this;
    }
}
