using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Modules.Usrloc;

namespace Seraph.Modules.Tests.Usrloc;

using static LocationTestBed;

public class WriteThroughLocationTableTests
{
    private readonly LocationTestBed _bed = new();

    [Fact]
    public void Row_is_there_when_the_change_is_done()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        var binding = _bed.Binding("sip:a@10.1.1.1", q: 250, callId: "c1", cseq: 7) with
        {
            Received = Bytes("sip:192.0.2.1:4000"),
            Flags = BindingFlags.Nat,
            Instance = Bytes("<urn:uuid:1>"),
        };

        Put(table, "alice", binding);

        Assert.Equal(["alice"], Column("uid"));
        Assert.Equal(["sip:a@10.1.1.1"], Column("contact"));
        Assert.Equal(["sip:alice@example.org"], Column("aor"));
        Assert.Equal([(_bed.Now + 3600).ToString()], Column("expires"));
        Assert.Equal(["0.25"], Column("q"));
        Assert.Equal(["c1"], Column("callid"));
        Assert.Equal(["7"], Column("cseq"));
        Assert.Equal(["1"], Column("flags"));
        Assert.Equal(["phone/1.0"], Column("user_agent"));
        Assert.Equal(["sip:192.0.2.1:4000"], Column("received"));
        Assert.Equal(["<urn:uuid:1>"], Column("instance"));
        Assert.Equal(["0"], Column("server_id"));
    }

    [Fact]
    public void Unset_q_is_minus_one_and_empty_texts_are_null()
    {
        Put(_bed.Table(DatabaseMode.WriteThrough), "alice", _bed.Binding("sip:a@h"));

        Assert.Equal(["-1"], Column("q"));
        Assert.Equal([null], Column("received"));
        Assert.Equal([null], Column("instance"));
    }

    [Fact]
    public void A_refresh_overwrites_its_row_and_leaves_the_others_alone()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Put(table, "alice", _bed.Binding("sip:b@h"));
        var runs = _bed.Database.Runs;

        Put(table, "alice", _bed.Binding("sip:b@h", cseq: 2));

        Assert.Equal(runs + 1, _bed.Database.Runs);
        Assert.Equal(["1", "2"], Column("cseq"));
    }

    [Fact]
    public void A_new_URI_of_the_same_instance_takes_the_old_row_away()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@10.1.1.1") with { Instance = Bytes("<urn:uuid:1>") });
        Put(table, "alice", _bed.Binding("sip:a@10.2.2.2") with { Instance = Bytes("<urn:uuid:1>") });

        Assert.Equal(["sip:a@10.2.2.2"], Column("contact"));
    }

    [Fact]
    public void Removing_and_expiring_delete_rows()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h", lifetime: 60));
        Put(table, "alice", _bed.Binding("sip:b@h"));
        Put(table, "alice", _bed.Binding("sip:c@h"));

        Remove(table, "alice", "sip:c@h");
        Assert.Equal(["sip:a@h", "sip:b@h"], Column("contact"));

        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        table.RunTimer(_bed.Now, default);
        Assert.Equal(["sip:b@h"], Column("contact"));
    }

    [Fact]
    public void Nothing_changes_when_the_database_fails()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        _bed.Database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");

        Assert.Equal(LocationStatus.DatabaseFailed, Put(table, "alice", _bed.Binding("sip:b@h")));
        Assert.Equal(LocationStatus.DatabaseFailed, Remove(table, "alice", "sip:a@h"));
        Assert.Equal(["sip:a@h"], Contacts(table, "alice"));
        Assert.Contains(_bed.Log.Lines, line => line.Contains("alice", StringComparison.Ordinal) && line.Contains("gone", StringComparison.Ordinal));

        _bed.Database.Failure = null;
        Assert.Equal(LocationStatus.Done, Put(table, "alice", _bed.Binding("sip:b@h")));
        Assert.Equal(["sip:a@h", "sip:b@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Several_changes_are_made_together_or_not_at_all()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h"));
        var record = new LocationRecord();
        using (var update = table.Update(Bytes("alice"), record))
        {
            record.Clear();
            record.Insert(_bed.Binding("sip:b@h"));
            record.Insert(_bed.Binding("sip:c@h"));
            Assert.Equal(LocationStatus.Done, update.Commit());
        }

        Assert.Equal(["sip:b@h", "sip:c@h"], Column("contact"));
    }

    [Fact]
    public void Expired_bindings_wait_while_the_database_is_away()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h", lifetime: 60));
        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        _bed.Database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");
        table.RunTimer(_bed.Now, default);
        Assert.Single(Column("contact"));

        _bed.Database.Failure = null;
        _bed.Time.Advance(TimeSpan.FromSeconds(60));
        table.RunTimer(_bed.Now, default);
        Assert.Empty(Column("contact"));
        Assert.Equal(1, table.Expired);
    }

    [Fact]
    public void Memory_only_bindings_never_reach_the_database()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        _bed.Database.Failure = new DatabaseException(DatabaseError.Unavailable, "not to be asked");

        Assert.Equal(LocationStatus.Done, Put(table, "alice", _bed.Binding("sip:a@h") with { Flags = BindingFlags.MemoryOnly }));
        Assert.Equal(LocationStatus.Done, Remove(table, "alice", "sip:a@h"));
    }

    [Fact]
    public async Task Others_go_on_while_one_user_waits_for_the_database()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "bob", _bed.Binding("sip:b@h"));
        _bed.Database.Hold();
        var waiting = Task.Run(() => Put(table, "alice", _bed.Binding("sip:a@h")));
        Assert.True(SpinWait.SpinUntil(() => _bed.Database.Held == 1, TimeSpan.FromSeconds(30)));

        Assert.Equal(["sip:b@h"], Contacts(table, "bob"));
        Assert.Empty(Contacts(table, "alice"));
        Assert.Equal(LocationStatus.Done, Put(table, "carol", _bed.Binding("sip:c@h") with { Flags = BindingFlags.MemoryOnly }));

        _bed.Database.Release();
        Assert.Equal(LocationStatus.Done, await waiting);
        Assert.Equal(["sip:a@h"], Contacts(table, "alice"));
    }

    [Fact]
    public async Task Changes_of_one_user_are_written_in_order()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        var threads = Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var record = new LocationRecord();
            for (var i = 0; i < 100; i++)
            {
                using var update = table.Update(Bytes("alice"), record);
                var binding = _bed.Binding("sip:a@h", cseq: record.Count == 0 ? 1 : record[0].CSeq + 1);
                if (record.Count == 0)
                    record.Insert(binding);
                else
                    record.Replace(0, binding);
                Assert.Equal(LocationStatus.Done, update.Commit());
            }
        }));
        await Task.WhenAll(threads);

        Assert.Equal(["800"], Column("cseq"));
    }

    [Fact]
    public void Loads_what_was_written()
    {
        var table = _bed.Table(DatabaseMode.WriteThrough);
        Put(table, "alice", _bed.Binding("sip:a@h", q: 500));
        Put(table, "alice", _bed.Binding("sip:b@h", q: 900) with
        {
            Received = Bytes("sip:192.0.2.1:4000;transport=tcp;dstip=10.0.0.1;dstport=5060"),
        });

        var loaded = _bed.Table(DatabaseMode.WriteThrough);
        Assert.Equal(0, _bed.Rows().Load(loaded, skipExpired: false, _bed.Now, out _));

        var record = new LocationRecord();
        Assert.True(loaded.TryRead(Bytes("alice"), record));
        Assert.Equal(["sip:b@h", "sip:a@h"], Contacts(loaded, "alice"));
        Assert.Equal(900, record[0].Q);
        Assert.Same(_bed.Sockets[1], record[0].Socket);
        Assert.Equal(BindingState.Synchronized, record[0].State);
    }

    [Fact]
    public void Rows_of_another_server_can_be_used_but_stay_its_own()
    {
        _bed.Database.Add("location", ("uid", "alice"), ("aor", "sip:alice@example.org"), ("contact", "sip:a@h"), ("server_id", 9), ("expires", _bed.Now + 60));
        var table = _bed.Table(DatabaseMode.WriteThrough);
        _bed.Rows().Load(table, skipExpired: false, _bed.Now, out _);
        Assert.Equal(["sip:a@h"], Contacts(table, "alice"));

        _bed.Time.Advance(TimeSpan.FromSeconds(61));
        table.RunTimer(_bed.Now, default);

        Assert.Empty(Contacts(table, "alice"));
        Assert.Equal(["sip:a@h"], Column("contact"));
    }

    [Fact]
    public void Leaves_out_rows_without_uid_or_contact_and_expired_ones_when_asked()
    {
        _bed.Database.Add("location", ("uid", null), ("contact", "sip:a@h"), ("expires", _bed.Now + 60));
        _bed.Database.Add("location", ("uid", "bob"), ("contact", null), ("expires", _bed.Now + 60));
        _bed.Database.Add("location", ("uid", "carol"), ("contact", "sip:c@h"), ("expires", _bed.Now - 1));

        var table = _bed.Table(DatabaseMode.WriteThrough);
        Assert.Equal(2, _bed.Rows().Load(table, skipExpired: true, _bed.Now, out _));
        Assert.Equal(0, table.Users);

        Assert.Equal(2, _bed.Rows().Load(table, skipExpired: false, _bed.Now, out _));
        Assert.Equal(1, table.Users);
    }

    private IReadOnlyList<string?> Column(string name) => _bed.Database.Values(LocationTestBed.TableName, name);
}
