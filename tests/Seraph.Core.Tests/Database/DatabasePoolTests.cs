using Seraph.Core.Database;
using Seraph.Testing;

namespace Seraph.Core.Tests.Database;

public class DatabasePoolTests
{
    private static readonly Statement UidOf = Statement.Select("uri", ["uid", "flags"], ["username"], "uid");
    private static readonly Statement AddUri = Statement.Insert("uri", ["uid", "did", "username"]);

    [Fact]
    public void Rows_that_match_are_read_in_order()
    {
        using var database = new FakeDatabase(SerSchema.Uri);
        database.Add("uri", ("uid", "2"), ("username", "bob"), ("flags", 57));
        database.Add("uri", ("uid", "1"), ("username", "bob"));
        database.Add("uri", ("uid", "3"), ("username", "carol"));

        using var command = database.Command(UidOf);
        var rows = command.Bind(0, "bob"u8).Query();
        Assert.True(rows.Read());
        Assert.Equal("1", rows.GetString(0));
        Assert.Equal(0, rows.GetInt32(1));
        Assert.True(rows.Read());
        Assert.Equal(57u, rows.GetBitmap(1));
        Assert.False(rows.Read());
    }

    [Fact]
    public void A_transaction_without_commit_changes_nothing()
    {
        using var database = new FakeDatabase(SerSchema.Uri);
        using (var transaction = database.Begin())
        {
            using var command = transaction.Command(AddUri);
            command.Bind(0, "1").Bind(1, "_default").Bind(2, "alice").Execute();
        }

        Assert.Empty(database.Values("uri", "uid"));
    }

    [Fact]
    public void A_connection_is_used_again()
    {
        using var database = new FakeDatabase(new DatabaseLimits(1, TimeSpan.FromMilliseconds(20)), SerSchema.Uri);
        for (var i = 0; i < 3; i++)
        {
            using var command = database.Command(AddUri);
            Assert.Equal(1, command.Bind(0, i).Bind(1, "d").Bind(2, "u").Execute());
        }
    }

    [Fact]
    public void Says_when_every_connection_stays_in_use()
    {
        using var database = new FakeDatabase(new DatabaseLimits(1, TimeSpan.FromMilliseconds(20)), SerSchema.Uri);
        using var busy = database.Command(AddUri);
        var error = Assert.Throws<DatabaseException>(() => database.Command(UidOf));
        Assert.Equal(DatabaseError.Timeout, error.Error);
    }

    [Fact]
    public async Task A_waiting_caller_gets_the_connection_that_comes_back()
    {
        using var database = new FakeDatabase(new DatabaseLimits(1, TimeSpan.FromSeconds(30)), SerSchema.Uri);
        var busy = database.Command(AddUri);
        var waiter = Task.Run(() =>
        {
            using var command = database.Command(UidOf);
            return command.Bind(0, "x").Query().Read();
        });
        busy.Dispose();
        Assert.False(await waiter);
    }

    [Fact]
    public async Task Holds_answers_back_until_they_are_released()
    {
        using var database = new FakeDatabase(SerSchema.Uri);
        database.Hold();
        var run = Task.Run(() =>
        {
            using var command = database.Command(UidOf);
            return command.Bind(0, "x").Query().Read();
        });
        Assert.True(SpinWait.SpinUntil(() => database.Held == 1, TimeSpan.FromSeconds(30)));
        Assert.False(run.IsCompleted);
        database.Release();
        Assert.False(await run);
    }

    [Fact]
    public void A_failing_database_throws_and_keeps_no_connection()
    {
        using var database = new FakeDatabase(new DatabaseLimits(1, TimeSpan.FromMilliseconds(20)), SerSchema.Uri) { Failure = new DatabaseException(DatabaseError.Unavailable, "gone") };
        for (var i = 0; i < 2; i++)
        {
            using var command = database.Command(UidOf);
            Assert.Equal("gone", Assert.Throws<DatabaseException>(() => command.Bind(0, "x").Query()).Message);
        }
    }

    [Fact]
    public void Urls_of_one_database_share_a_pool_and_unknown_drivers_are_named()
    {
        using var registry = new DatabaseRegistry("/");
        Assert.Contains("none is loaded", Assert.Throws<DatabaseException>(() => registry.Open("fake://x")).Message, StringComparison.Ordinal);

        var database = new FakeDatabase();
        registry.Register(database);
        Assert.Same(database, registry.Open("fake://x"));
        var error = Assert.Throws<DatabaseException>(() => registry.Open("mysql://ser:heslo@localhost/ser"));
        Assert.Contains("loadmodule \"mysql\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("loaded: fake", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("heslo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_and_rollback_leaves_other_tables_alone()
    {
        using var database = new FakeDatabase(SerSchema.Location);
        var replace = Statement.Replace("location", ["uid", "contact", "q"], ["uid", "contact"]);
        foreach (var q in new[] { 0.5, 0.9 })
        {
            using var command = database.Command(replace);
            command.Bind(0, "alice").Bind(1, "sip:a@1.2.3.4").Bind(2, q).Execute();
        }

        Assert.Equal(["0.9"], database.Values("location", "q"));
        using var remove = database.Command(Statement.Delete("location", [new Condition("expires", ComparisonOperator.LessOrEqual)]));
        Assert.Equal(1, remove.BindTime(0, 0).Execute());
    }
}
