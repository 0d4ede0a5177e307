using Seraph.Core.Database;
using SQLitePCL;

namespace Seraph.Modules.Sqlite;

/// <summary>
/// The connections to one file. The file is in write-ahead mode: readers never wait. SQLite lets one connection write at a time; ours queue for
/// that at a gate of their own, because SQLite's waiting is a sleep that gets longer with every try.
/// </summary>
internal sealed class SqlitePool : DatabasePool
{
    private static readonly Statement FindTable = Statement.FromSql("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE", 1);
    private static readonly Statement CountTables = Statement.FromSql("SELECT count(*) FROM sqlite_master");
    private static readonly Statement ForgetVersion = Statement.Delete(SerSchema.Version.Name, ["table_name"]);
    private static readonly Statement AddVersion = Statement.Insert(SerSchema.Version.Name, ["table_name", "table_version"]);

    private readonly SemaphoreSlim _writer = new(1, 1);

    static SqlitePool() => Batteries_V2.Init();

    public SqlitePool(string path, DatabaseLimits limits, TimeProvider time)
        : base("sqlite://" + path, limits)
    {
        Path = path;
        Time = time;
        Timeout = limits.Timeout;
    }

    public override DatabaseCapabilities Capabilities => DatabaseCapabilities.All;

    internal static SqliteDialect Dialect { get; } = new();

    internal string Path { get; }

    internal TimeProvider Time { get; }

    internal TimeSpan Timeout { get; }

    public override bool HasTable(string table)
    {
        using var command = Command(FindTable);
        return command.Bind(0, table).Query().Read();
    }

    public override bool CreateIfMissing(TableDefinition table)
    {
        using var transaction = Begin();
        if (Has(transaction, table.Name))
            return false;

        if (!Has(transaction, SerSchema.Version.Name))
            Create(transaction, SerSchema.Version);
        if (!Has(transaction, table.Name))
            Create(transaction, table);
        transaction.Commit();
        return true;
    }

    /// <summary>Waits until this caller is the one that may write.</summary>
    internal void EnterWriter()
    {
        if (!_writer.Wait(Timeout))
            throw new DatabaseException(DatabaseError.Timeout, $"{Name}: another change has been running for {Timeout.TotalSeconds} s");
    }

    internal void ExitWriter() => _writer.Release();

    /// <summary>Makes the directory, the file (for the owner and the group: it holds secrets) and, in an empty file, the tables.</summary>
    internal void Create()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
            if (!File.Exists(Path))
                new FileStream(Path, options).Dispose();
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was quicker.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(DatabaseError.Unavailable, $"{Name}: cannot create the database: {error.Message}", error);
        }

        if (IsEmpty())
            CreateTables();
    }

    protected override DatabaseConnection Connect() => new SqliteConnection(this);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _writer.Dispose();
    }

    private bool IsEmpty()
    {
        using var command = Command(CountTables);
        var rows = command.Query();
        return rows.Read() && rows.GetInt64(0) == 0;
    }

    private void CreateTables()
    {
        using var transaction = Begin();
        foreach (var table in SerSchema.Tables)
        {
            if (!Has(transaction, table.Name)) // another process may have been quicker
                Create(transaction, table);
        }

        transaction.Commit();
    }

    private static bool Has(DatabaseTransaction transaction, string table)
    {
        using var command = transaction.Command(FindTable);
        return command.Bind(0, table).Query().Read();
    }

    private static void Create(DatabaseTransaction transaction, TableDefinition table)
    {
        foreach (var sql in Dialect.Create(table))
        {
            using var create = transaction.Command(Statement.FromSql(sql));
            create.Execute();
        }

        using (var forget = transaction.Command(ForgetVersion))
            forget.Bind(0, table.Name).Execute();
        using var add = transaction.Command(AddVersion);
        add.Bind(0, table.Name).Bind(1, table.Version).Execute();
    }
}
