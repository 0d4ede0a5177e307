using System.Text;
using Seraph.Core.Database;
using Seraph.Modules.Sqlite;

namespace Seraph.Modules.Tests.Sqlite;

public sealed class SqliteDriverTests : IDisposable
{
    private static readonly Statement AddContact =
        Statement.Replace("location", ["uid", "aor", "contact", "expires", "q", "callid", "cseq", "flags", "received"], ["uid", "contact"]);

    private static readonly Statement ReadContacts =
        Statement.Select("location", ["contact", "expires", "q", "cseq", "received", "flags", "server_id"], ["uid"], "contact");

    private readonly string _directory = Directory.CreateTempSubdirectory("seraph-sqlite").FullName;
    private readonly List<DatabasePool> _pools = [];

    public void Dispose()
    {
        _pools.ForEach(pool => pool.Dispose());
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Creates_directory_file_and_tables_when_missing()
    {
        var pool = Open("sqlite://deep/er/seraph.sqlite");
        Assert.True(File.Exists(Path.Combine(_directory, "deep/er/seraph.sqlite")));
        foreach (var table in SerSchema.Tables)
            Assert.Equal(TableState.Good, pool.Check(table));
    }

    [Fact]
    public void A_new_file_is_closed_to_others()
    {
        Open("sqlite://seraph.sqlite");
        if (OperatingSystem.IsWindows())
            return; // no such permissions there
        var mode = File.GetUnixFileMode(Path.Combine(_directory, "seraph.sqlite"));
        Assert.Equal(UnixFileMode.None, mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
    }

    [Fact]
    public void Closing_leaves_one_file()
    {
        var pool = Open();
        Add(pool, "sip:x", 0);
        pool.Dispose();
        Assert.Equal("seraph.sqlite", Assert.Single(Directory.GetFiles(_directory).Select(Path.GetFileName)));
        Assert.Equal(["sip:x"], Contacts(Open()));
    }

    [Fact]
    public void An_existing_database_is_used_as_it_is()
    {
        var path = Path.Combine(_directory, "old.sqlite");
        File.WriteAllBytes(path, []);
        using (var old = new SqlitePool(path, new DatabaseLimits(1, TimeSpan.FromSeconds(5)), TimeProvider.System))
        {
            foreach (var sql in (string[])[
                "create table version (table_name varchar(64) not null primary key, table_version varchar(5))",
                "insert into version values ('credentials', '7')",
                "create table credentials (auth_username varchar(64) not null, did varchar(64) not null default '_default', realm varchar(64) not null, flags integer not null default 0, ha1 varchar(32) not null, uid varchar(64) not null)",
                "insert into credentials (auth_username, realm, ha1, uid, flags) values ('user1', '127.0.0.1', 'abc', 'user1', 33)"])
            {
                using var run = old.Command(Statement.FromSql(sql));
                run.Execute();
            }
        }

        var pool = Open("sqlite:old.sqlite");
        Assert.Equal(TableState.Good, pool.Check(SerSchema.Credentials));
        Assert.Equal(TableState.Missing, pool.Check(SerSchema.Location));
        using var command = pool.Command(Statement.Select("credentials", ["ha1", "flags"], ["auth_username", "realm"]));
        var rows = command.Bind(0, "user1"u8).Bind(1, "127.0.0.1"u8).Query();
        Assert.True(rows.Read());
        Assert.Equal("abc", rows.GetString(0));
        Assert.Equal(33, rows.GetInt32(1));
        Assert.False(rows.Read());
    }

    [Fact]
    public void Values_come_back_as_they_were_bound()
    {
        var pool = Open();
        using (var add = pool.Command(AddContact))
        {
            add.Bind(0, "alice").Bind(1, "sip:alice@example.org").Bind(2, "sip:alice@192.0.2.1:5060"u8).BindTime(3, 1_700_000_000).Bind(4, -1.0)
                .Bind(5, "").Bind(6, uint.MaxValue).BindBitmap(7, 0x8000_0001).BindNull(8).Execute();
        }

        using var command = pool.Command(ReadContacts);
        var rows = command.Bind(0, "alice").Query();
        Assert.True(rows.Read());
        Assert.Equal("sip:alice@192.0.2.1:5060", rows.GetString(0));
        Assert.Equal(1_700_000_000, rows.GetTime(1));
        Assert.Equal("2023-11-14 22:13:20", rows.GetString(1));
        Assert.Equal(-1.0, rows.GetDouble(2));
        Assert.Equal("-1.0", rows.GetString(2));
        Assert.Equal(uint.MaxValue, rows.GetInt64(3));
        Assert.True(rows.IsNull(4));
        Assert.True(rows.GetBytes(4).IsEmpty);
        Assert.Equal(0x8000_0001, rows.GetBitmap(5));
        Assert.Equal(0, rows.GetInt64(6));
        Assert.Equal("server_id", rows.NameOf(6));
        Assert.Equal(7, rows.ColumnCount);
    }

    [Fact]
    public void An_empty_text_is_not_null_and_odd_bytes_survive()
    {
        var pool = Open();
        byte[] odd = [0xff, 0x00, 0x80, (byte)'\'', (byte)'`'];
        using (var add = pool.Command(Statement.Insert("global_attrs", ["name", "value"])))
        {
            add.Bind(0, "").Bind(1, odd).Execute();
            add.Bind(0, "blob").BindBlob(1, []).Execute();
        }

        using var command = pool.Command(Statement.Select("global_attrs", ["name", "value"], [], "name"));
        var rows = command.Query();
        Assert.True(rows.Read());
        Assert.False(rows.IsNull(0));
        Assert.Equal("", rows.GetString(0));
        Assert.Equal(odd, rows.GetBytes(1).ToArray());
        Assert.True(rows.Read());
        Assert.Equal(DatabaseValueKind.Blob, rows.KindOf(1));
    }

    [Fact]
    public void Replace_overwrites_the_row_with_the_same_key_and_keeps_its_other_columns()
    {
        var pool = Open();
        foreach (var q in new[] { 0.5, 0.9 })
        {
            using var add = pool.Command(Statement.Replace("location", ["uid", "aor", "contact", "q"], ["uid", "contact"]));
            Assert.Equal(1, add.Bind(0, "alice").Bind(1, "a").Bind(2, "sip:c").Bind(3, q).Execute());
        }

        using var command = pool.Command(ReadContacts);
        var rows = command.Bind(0, "alice").Query();
        Assert.True(rows.Read());
        Assert.Equal(0.9, rows.GetDouble(2));
        Assert.False(rows.Read());
    }

    [Fact]
    public void Rows_are_found_by_comparison_and_counted_when_changed()
    {
        var pool = Open();
        for (var i = 0; i < 10; i++)
            Add(pool, $"sip:{i}", i * 100);

        using (var update = pool.Command(Statement.Update("location", ["flags"], ["uid", new Condition("expires", ComparisonOperator.GreaterOrEqual)])))
            Assert.Equal(5, update.Bind(0, 7).Bind(1, "u").BindTime(2, 500).Execute());
        using (var delete = pool.Command(Statement.Delete("location", [new Condition("expires", ComparisonOperator.Less)])))
            Assert.Equal(5, delete.BindTime(0, 500).Execute());
        using var all = pool.Command(Statement.Select("location", []));
        var rows = all.Query();
        Assert.Equal(12, rows.ColumnCount);
        Assert.True(rows.Read());
    }

    [Fact]
    public void A_transaction_takes_effect_as_a_whole_or_not_at_all()
    {
        var pool = Open();
        using (var lost = pool.Begin())
        {
            using var add = lost.Command(AddContact);
            Add(add, "sip:lost", 0);
        }

        using (var kept = pool.Begin())
        {
            using (var add = kept.Command(AddContact))
                Add(add, "sip:kept", 0);
            kept.Commit();
        }

        Assert.Equal(["sip:kept"], Contacts(pool));
    }

    [Fact]
    public void A_broken_constraint_is_told_apart()
    {
        var pool = Open();
        using var add = pool.Command(Statement.Insert("domain", ["did", "domain"]));
        add.Bind(0, "a").Bind(1, "example.org").Execute();
        var error = Assert.Throws<DatabaseException>(() => add.Bind(0, "b").Bind(1, "example.org").Execute());
        Assert.Equal(DatabaseError.Constraint, error.Error);
        Assert.Contains(_directory, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "x", "no such table: nowhere")]
    [InlineData("uri", "x", "no such column: x")]
    public void Missing_tables_and_columns_are_named(string table, string column, string reason)
    {
        var pool = Open();
        var error = Assert.Throws<DatabaseException>(() => pool.Command(Statement.Select(table, [column])));
        Assert.Equal(DatabaseError.BadStatement, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(Path.Combine(_directory, "text"), new string('x', 5000));
        Assert.Contains("is not an SQLite database", Assert.Throws<DatabaseException>(() => Open("sqlite:text")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(Path.Combine(_directory, "file"), "");
        Assert.Contains("cannot create the database", Assert.Throws<DatabaseException>(() => Open("sqlite:file/db")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_takes_too_long_is_stopped()
    {
        var pool = Open(limits: new DatabaseLimits(1, TimeSpan.FromMilliseconds(50)));
        using (var endless = pool.Command(Statement.FromSql("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")))
            Assert.Equal(DatabaseError.Timeout, Assert.Throws<DatabaseException>(() => endless.Query().Read()).Error);
        Assert.Empty(Contacts(pool)); // the connection is good for more
    }

    [Fact]
    public async Task Many_threads_write_and_read_at_once()
    {
        var pool = Open();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
                Add(pool, $"sip:{w}-{i}", 0);
        }));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
                Contacts(pool);
        }));
        await Task.WhenAll(writers.Concat(readers));
        Assert.Equal(200, Contacts(pool).Count);
    }

    [Fact]
    public void A_write_waits_for_a_transaction_no_longer_than_its_limit()
    {
        var pool = Open(limits: new DatabaseLimits(2, TimeSpan.FromMilliseconds(50)));
        using var transaction = pool.Begin();
        Assert.Equal(DatabaseError.Timeout, Assert.Throws<DatabaseException>(() => Add(pool, "sip:x", 0)).Error);
        Assert.Empty(Contacts(pool)); // reading goes on
    }

    [Fact]
    public void A_prepared_look_up_allocates_nothing()
    {
        var pool = Open();
        Add(pool, "sip:x", 0);
        LookUp(pool);
        LookUp(pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            LookUp(pool);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("credentials", "auth_username realm", "cred_user_realm")]
    [InlineData("credentials", "auth_username realm did", "cred_user_realm cred_idx")]
    [InlineData("credentials", "uid", "uid")]
    [InlineData("uri", "username did scheme", "uri_idx1")]
    [InlineData("location", "uid contact", "location_key")]
    [InlineData("location", "uid", "location_key")]
    public void Look_ups_use_an_index_that_tells_users_apart(string table, string columns, string indices)
    {
        var pool = Open();
        var sql = SqlitePool.Dialect.Write(Statement.Select(table, ["flags"], [.. columns.Split(' ').Select(Condition.FromString)]));
        using var command = pool.Command(Statement.FromSql("EXPLAIN QUERY PLAN " + sql, columns.Split(' ').Length));
        var rows = command.Query();
        Assert.True(rows.Read());
        Assert.Contains(indices.Split(' '), index => rows.GetString(3).Contains($"{table}_{index} ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_under_another_name_is_created_once()
    {
        var pool = Open();
        Assert.True(pool.CreateIfMissing(SerSchema.Location.Named("aliases")));
        Assert.False(pool.CreateIfMissing(SerSchema.Location.Named("aliases")));
        Assert.Equal(TableState.Good, pool.Check(SerSchema.Location.Named("aliases")));
        Assert.Equal(TableState.OtherVersion, pool.Check(SerSchema.Location.Named("aliases") with { Version = 10 }));
    }

    private DatabasePool Open(string url = "sqlite:seraph.sqlite", DatabaseLimits? limits = null)
    {
        var driver = new SqliteDriver(limits ?? new DatabaseLimits(8, TimeSpan.FromSeconds(30)), TimeProvider.System);
        var pool = driver.Open(DatabaseUrl.Parse(url), _directory);
        _pools.Add(pool);
        return pool;
    }

    private static void Add(DatabasePool pool, string contact, long expires)
    {
        using var command = pool.Command(AddContact);
        Add(command, contact, expires);
    }

    private static void Add(DatabaseCommand command, string contact, long expires) =>
        command.Bind(0, "u").Bind(1, "a").Bind(2, contact).BindTime(3, expires).Bind(4, 1.0).Bind(5, "c").Bind(6, 1).Bind(7, 0).BindNull(8).Execute();

    private static List<string> Contacts(DatabasePool pool)
    {
        using var command = pool.Command(ReadContacts);
        var rows = command.Bind(0, "u").Query();
        var contacts = new List<string>();
        while (rows.Read())
            contacts.Add(Encoding.UTF8.GetString(rows.GetBytes(0)));
        return contacts;
    }

    private static void LookUp(DatabasePool pool)
    {
        using var command = pool.Command(ReadContacts);
        var rows = command.Bind(0, "u"u8).Query();
        while (rows.Read())
        {
            if (rows.GetBytes(0).IsEmpty || rows.GetTime(1) != 0)
                throw new InvalidOperationException();
        }
    }
}
