using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Modules.Usrloc;

namespace Seraph.Modules.Tests.Usrloc;

using static LocationTestBed;

public class WriteBackLocationTableTests
{
    private readonly LocationTestBed _bed = new();

    [Fact]
    public void Row_appears_at_the_next_run_of_the_timer()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Assert.Empty(Column("contact"));

        table.RunTimer(_bed.Now, default);
        Assert.Equal(["sip:a@h"], Column("contact"));

        var runs = _bed.Database.Runs;
        table.RunTimer(_bed.Now, default);
        Assert.Equal(runs, _bed.Database.Runs);
    }

    [Fact]
    public void What_comes_and_goes_between_two_runs_never_touches_the_database()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Remove(table, "alice", "sip:a@h");

        table.RunTimer(_bed.Now, default);

        Assert.Equal(0, _bed.Database.Runs);
    }

    [Fact]
    public void Changed_and_removed_bindings_are_written_and_deleted()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Put(table, "alice", _bed.Binding("sip:b@h"));
        table.RunTimer(_bed.Now, default);

        Put(table, "alice", _bed.Binding("sip:a@h", cseq: 2));
        Remove(table, "alice", "sip:b@h");
        table.RunTimer(_bed.Now, default);

        Assert.Equal(["sip:a@h"], Column("contact"));
        Assert.Equal(["2"], Column("cseq"));
    }

    [Fact]
    public void Tries_again_what_the_database_refused()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Put(table, "bob", _bed.Binding("sip:b@h"));
        table.RunTimer(_bed.Now, default);
        Put(table, "alice", _bed.Binding("sip:a@h", cseq: 2));
        Remove(table, "bob", "sip:b@h");
        _bed.Database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");
        table.RunTimer(_bed.Now, default);
        Assert.Equal(2, Column("contact").Count);

        _bed.Database.Failure = null;
        table.RunTimer(_bed.Now, default);

        Assert.Equal(["sip:a@h"], Column("contact"));
        Assert.Equal(["2"], Column("cseq"));
    }

    [Fact]
    public void Expired_rows_stay_when_deleting_is_left_to_the_database()
    {
        _bed.Options.SkipDelete = true;
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h", lifetime: 60));
        Put(table, "alice", _bed.Binding("sip:b@h"));
        table.RunTimer(_bed.Now, default);
        Remove(table, "alice", "sip:b@h");
        _bed.Time.Advance(TimeSpan.FromSeconds(61));

        table.RunTimer(_bed.Now, default);

        Assert.Equal(0, table.Users);
        Assert.Equal(["sip:a@h"], Column("contact"));
    }

    [Fact]
    public async Task A_change_while_rows_are_written_is_not_lost()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Put(table, "bob", _bed.Binding("sip:b@h"));
        _bed.Database.Hold();
        var timer = Task.Run(() => table.RunTimer(_bed.Now, default));
        Assert.True(SpinWait.SpinUntil(() => _bed.Database.Held == 1, TimeSpan.FromSeconds(30)));
        Put(table, "alice", _bed.Binding("sip:a@h", cseq: 2));
        Remove(table, "bob", "sip:b@h");
        _bed.Database.Release();
        await timer;

        table.RunTimer(_bed.Now, default);

        Assert.Equal(["sip:a@h"], Column("contact"));
        Assert.Equal(["2"], Column("cseq"));
    }

    [Fact]
    public void Memory_only_bindings_are_never_written()
    {
        var table = _bed.Table(DatabaseMode.WriteBack);
        Put(table, "alice", _bed.Binding("sip:a@h") with { Flags = BindingFlags.MemoryOnly });

        table.RunTimer(_bed.Now, default);

        Assert.Equal(0, _bed.Database.Runs);
    }

    private IReadOnlyList<string?> Column(string name) => _bed.Database.Values(LocationTestBed.TableName, name);
}
