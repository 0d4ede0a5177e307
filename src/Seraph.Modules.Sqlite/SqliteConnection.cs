using Seraph.Core.Database;
using SQLitePCL;

namespace Seraph.Modules.Sqlite;

/// <summary>One open handle of the file.</summary>
internal sealed class SqliteConnection : DatabaseConnection
{
    private const int InstructionsBetweenChecks = 5000; // of SQLite's virtual machine: well below a millisecond
    private const int DoubleQuotedTextInQueries = 1013; // SQLITE_DBCONFIG_DQS_DML
    private const int DoubleQuotedTextInSchema = 1014; // SQLITE_DBCONFIG_DQS_DDL

    private readonly SqlitePool _pool;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly delegate_progress _checkTime;
    private long _started;
    private bool _inTransaction;
    private bool _writing;

    public SqliteConnection(SqlitePool pool)
    {
        _pool = pool;
        var result = raw.sqlite3_open_v2(pool.Path, out _handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            Check(result, "opening the database");
            raw.sqlite3_extended_result_codes(_handle, 1);
            raw.sqlite3_busy_timeout(_handle, (int)pool.Timeout.TotalMilliseconds); // for writers in other processes
            raw.sqlite3_db_config(_handle, DoubleQuotedTextInQueries, 0, out _);
            raw.sqlite3_db_config(_handle, DoubleQuotedTextInSchema, 0, out _);
            Check(raw.sqlite3_exec(_handle, "PRAGMA journal_mode = WAL"), "choosing the journal");
            Check(raw.sqlite3_exec(_handle, "PRAGMA synchronous = NORMAL"), "choosing the journal");
            _begin = PrepareText("BEGIN IMMEDIATE");
            _commit = PrepareText("COMMIT");
            _rollback = PrepareText("ROLLBACK");
            _checkTime = _ => _pool.Time.GetElapsedTime(_started) > _pool.Timeout ? 1 : 0;
            raw.sqlite3_progress_handler(_handle, InstructionsBetweenChecks, _checkTime, null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal sqlite3 Handle => _handle;

    /// <summary>Starts the clock of a run; a run that changes something first waits for its turn.</summary>
    internal void Start(bool writes)
    {
        if (writes && !_inTransaction && !_writing)
        {
            _pool.EnterWriter();
            _writing = true;
        }

        _started = _pool.Time.GetTimestamp();
    }

    /// <summary>Ends a run.</summary>
    internal void Finish()
    {
        if (!_writing || _inTransaction)
            return;
        _writing = false;
        _pool.ExitWriter();
    }

    internal sqlite3_stmt PrepareText(string sql)
    {
        _started = _pool.Time.GetTimestamp();
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), sql);
        return statement;
    }

    /// <summary>Throws unless SQLite says that all is well.</summary>
    internal void Check(int result, object what)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw Failure(result, what);
    }

    protected override DatabaseCommand Prepare(Statement statement) =>
        new SqliteCommand(this, statement, PrepareText(SqlitePool.Dialect.Write(statement)));

    protected override void BeginTransaction()
    {
        Start(writes: true);
        _inTransaction = true;
        try
        {
            Run(_begin, "BEGIN");
        }
        catch
        {
            _inTransaction = false;
            Finish();
            throw;
        }
    }

    protected override void CommitTransaction()
    {
        Start(writes: true);
        Run(_commit, "COMMIT");
        _inTransaction = false;
        Finish();
    }

    protected override void RollbackTransaction()
    {
        _started = _pool.Time.GetTimestamp();
        var result = raw.sqlite3_get_autocommit(_handle) != 0 ? raw.SQLITE_DONE : raw.sqlite3_step(_rollback); // an error may have rolled back already
        raw.sqlite3_reset(_rollback);
        IsBroken |= result != raw.SQLITE_DONE;
        _inTransaction = false;
        Finish();
    }

    protected override void Dispose(bool disposing)
    {
        Finish();
        _begin?.Dispose();
        _commit?.Dispose();
        _rollback?.Dispose();
        _handle?.Dispose();
    }

    private void Run(sqlite3_stmt statement, string what)
    {
        var result = raw.sqlite3_step(statement);
        var failure = result == raw.SQLITE_DONE ? null : Failure(result, what);
        raw.sqlite3_reset(statement);
        if (failure is not null)
            throw failure;
    }

    private DatabaseException Failure(int result, object what)
    {
        var (error, hint) = (result & 0xff) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (DatabaseError.Timeout, $"another process has kept it locked for {_pool.Timeout.TotalSeconds} s"),
            raw.SQLITE_INTERRUPT => (DatabaseError.Timeout, $"took longer than {_pool.Timeout.TotalSeconds} s"),
            raw.SQLITE_CONSTRAINT => (DatabaseError.Constraint, Message()),
            raw.SQLITE_ERROR => (DatabaseError.BadStatement, Message()),
            raw.SQLITE_CANTOPEN => (DatabaseError.Unavailable, "cannot open the file: check that its directory exists and may be written"),
            raw.SQLITE_NOTADB => (DatabaseError.Unavailable, "the file is not an SQLite database"),
            raw.SQLITE_READONLY => (DatabaseError.Failed, "the file or its directory may not be written"),
            _ => (DatabaseError.Failed, Message()),
        };
        IsBroken |= (result & 0xff) is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN;
        return new DatabaseException(error, $"{_pool.Name}: {hint} ({what})");
    }

    private string Message() => raw.sqlite3_errmsg(_handle).utf8_to_string();
}
