using Seraph.Core.Location;
using Seraph.Modules.Usrloc;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Usrloc;

using static LocationTestBed;

public class MemoryLocationTableTests
{
    private readonly LocationTestBed _bed = new();

    [Fact]
    public void Gives_back_every_field_of_a_binding()
    {
        var table = _bed.Table();
        var binding = _bed.Binding("sip:alice@10.1.1.1:5070;transport=tcp", q: 700, callId: "a84b4c76e66710", cseq: 4_000_000_000);
        binding.Received = Bytes("sip:192.0.2.1:4000");
        binding.Path = Bytes("<sip:p1.example.org;lr>,<sip:p2.example.org;lr>");
        binding.Instance = Bytes("<urn:uuid:1>");
        binding.Flags = BindingFlags.Nat | (BindingFlags)2;
        binding.ServerId = -7;
        binding.Socket = _bed.Sockets[1];

        Assert.Equal(LocationStatus.Done, Put(table, "alice", binding));

        var record = new LocationRecord();
        Assert.True(table.TryRead(Bytes("alice"), record));
        Assert.Equal(1, record.Count);
        var read = record[0];
        Assert.Equal("sip:alice@10.1.1.1:5070;transport=tcp", Text(read.Contact));
        Assert.Equal("sip:alice@example.org", Text(read.Aor));
        Assert.Equal("sip:192.0.2.1:4000", Text(read.Received));
        Assert.Equal("<sip:p1.example.org;lr>,<sip:p2.example.org;lr>", Text(read.Path));
        Assert.Equal("a84b4c76e66710", Text(read.CallId));
        Assert.Equal("phone/1.0", Text(read.UserAgent));
        Assert.Equal("<urn:uuid:1>", Text(read.Instance));
        Assert.Equal(4_000_000_000, read.CSeq);
        Assert.Equal(binding.Flags, read.Flags);
        Assert.Equal(-7, read.ServerId);
        Assert.Equal(700, read.Q);
        Assert.Equal(binding.Expires, read.Expires);
        Assert.Same(_bed.Sockets[1], read.Socket);
    }

    [Fact]
    public void Finds_nobody_under_an_unknown_or_differently_spelled_uid()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@10.1.1.1"));

        Assert.False(table.TryRead(Bytes("bob"), new LocationRecord()));
        Assert.False(table.TryRead(Bytes("Alice"), new LocationRecord()));
    }

    [Fact]
    public void Orders_by_q_and_keeps_the_order_of_arrival_among_equals()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:none@h"));
        Put(table, "alice", _bed.Binding("sip:half@h", q: 500));
        Put(table, "alice", _bed.Binding("sip:best@h", q: 900));
        Put(table, "alice", _bed.Binding("sip:half2@h", q: 500));

        Assert.Equal(["sip:best@h", "sip:half@h", "sip:half2@h", "sip:none@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Puts_the_newest_first_when_asked_to()
    {
        _bed.Options.NewestFirst = true;
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:best@h", q: 900));
        Put(table, "alice", _bed.Binding("sip:new@h", q: 100));

        Assert.Equal(["sip:new@h", "sip:best@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Moves_a_binding_whose_q_changes()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@h", q: 900));
        Put(table, "alice", _bed.Binding("sip:b@h", q: 500));

        Put(table, "alice", _bed.Binding("sip:a@h", q: 100));

        Assert.Equal(["sip:b@h", "sip:a@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Takes_a_contact_of_the_same_instance_for_the_same_binding()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@10.1.1.1") with { Instance = Bytes("<urn:uuid:1>") });
        Put(table, "alice", _bed.Binding("sip:a@10.2.2.2") with { Instance = Bytes("<urn:uuid:1>") });

        Assert.Equal(["sip:a@10.2.2.2"], Contacts(table, "alice"));
        Assert.Equal(1, table.Users);
    }

    [Fact]
    public void Changes_nothing_without_a_commit()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@h"));

        var record = new LocationRecord();
        using (table.Update(Bytes("alice"), record))
            record.Clear();

        Assert.Equal(["sip:a@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Forgets_a_user_without_bindings()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@h"));
        Put(table, "bob", _bed.Binding("sip:b@h"));

        Remove(table, "alice", "sip:a@h");

        Assert.Equal(1, table.Users);
        Assert.False(table.TryRead(Bytes("alice"), new LocationRecord()));
        Assert.Equal(0, table.Expired);
    }

    [Fact]
    public void Refuses_more_bindings_than_the_limit()
    {
        var table = _bed.Table();
        var record = new LocationRecord();
        using var update = table.Update(Bytes("alice"), record);
        for (var i = 0; i <= LocationLimits.Bindings; i++)
            record.Append(_bed.Binding($"sip:a@h{i}"));

        Assert.Equal(LocationStatus.TooMany, update.Commit());
    }

    [Fact]
    public void Timer_removes_what_has_ended_and_counts_it()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:short@h", lifetime: 60));
        Put(table, "alice", _bed.Binding("sip:long@h", lifetime: 600));
        Put(table, "bob", _bed.Binding("sip:b@h", lifetime: 60));

        _bed.Time.Advance(TimeSpan.FromSeconds(59));
        table.RunTimer(_bed.Now, default);
        Assert.Equal(0, table.Expired);

        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        table.RunTimer(_bed.Now, default);

        Assert.Equal(2, table.Expired);
        Assert.Equal(1, table.Users);
        Assert.Equal(["sip:long@h"], Contacts(table, "alice"));
    }

    [Fact]
    public void Timer_leaves_permanent_bindings()
    {
        var table = _bed.Table();
        Put(table, "joe", _bed.Binding("sip:a@1.2.3.4", lifetime: 0) with { Flags = BindingFlags.Permanent });

        _bed.Time.Advance(TimeSpan.FromDays(400));
        table.RunTimer(_bed.Now, default);

        Assert.Equal(["sip:a@1.2.3.4"], Contacts(table, "joe"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(3600)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(100_000)]
    [InlineData(40_000_000)]
    public void Timer_finds_every_lifetime(int lifetime)
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:a@h", lifetime));
        for (var passed = 0; passed < lifetime - 1; passed += lifetime / 50 + 1)
        {
            table.RunTimer(_bed.Now + passed, default);
            Assert.Equal(1, table.Users);
        }

        table.RunTimer(_bed.Now + lifetime, default);
        Assert.Equal(0, table.Users);
    }

    [Fact]
    public void Timer_follows_refreshes_and_shortened_lifetimes()
    {
        var table = _bed.Table();
        Put(table, "refreshed", _bed.Binding("sip:a@h", 100));
        Put(table, "shortened", _bed.Binding("sip:b@h", 3600));
        Put(table, "refreshed", _bed.Binding("sip:a@h", 200));
        Put(table, "shortened", _bed.Binding("sip:b@h", 60));

        _bed.Time.Advance(TimeSpan.FromSeconds(150));
        table.RunTimer(_bed.Now, default);
        Assert.Equal(["sip:a@h"], Contacts(table, "refreshed"));
        Assert.Empty(Contacts(table, "shortened"));

        _bed.Time.Advance(TimeSpan.FromSeconds(50));
        table.RunTimer(_bed.Now, default);
        Assert.Equal(0, table.Users);
    }

    [Fact]
    public void Visits_every_user_once()
    {
        var table = _bed.Table();
        for (var i = 0; i < 1000; i++)
            Put(table, $"user{i}", _bed.Binding($"sip:u{i}@h"));

        var seen = new List<string>();
        table.Visit(record => seen.Add(Text(record.Uid)));

        Assert.Equal(1000, seen.Count);
        Assert.Equal(1000, seen.Distinct().Count());
    }

    [Fact]
    public void A_refresh_allocates_nothing()
    {
        var table = _bed.Table();
        var uid = Bytes("alice");
        var record = new LocationRecord();
        var binding = _bed.Binding("sip:alice@10.1.1.1:5070");

        Assert.Equal(0, Allocations.Of(() =>
        {
            binding.CSeq++;
            binding.Expires++;
            Refresh(table, uid, record, binding);
        }));
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        var table = _bed.Table();
        Put(table, "alice", _bed.Binding("sip:alice@10.1.1.1:5070"));
        var uid = Bytes("alice");
        var record = new LocationRecord();

        Assert.Equal(0, Allocations.Of(() => table.TryRead(uid, record)));
    }

    [Fact]
    public void Eight_threads_lose_no_change()
    {
        const int threads = 8;
        const int rounds = 3000;
        var table = _bed.Table();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var record = new LocationRecord();
            for (var round = 0; round < rounds; round++)
            {
                // One contact of its own for every thread, in records that all threads share; CSeq counts what was done.
                var uid = Bytes($"user{round % 50}");
                var contact = Bytes($"sip:thread{thread}@h");
                using (var update = table.Update(uid, record))
                {
                    var at = record.Find(contact);
                    var cseq = at < 0 ? 1 : record[at].CSeq + 1;
                    var binding = _bed.Binding($"sip:thread{thread}@h", cseq: cseq, q: (short)(round % 1000));
                    if (at < 0)
                        record.Insert(binding);
                    else
                        record.Replace(at, binding);
                    Assert.Equal(LocationStatus.Done, update.Commit());
                }

                table.TryRead(Bytes($"user{(round * 7) % 50}"), record);
                for (var i = 0; i < record.Count; i++)
                    Assert.StartsWith("sip:thread", Text(record[i].Contact), StringComparison.Ordinal);
                if (round % 500 == 0)
                    table.RunTimer(_bed.Now, default);
            }
        });

        Assert.Equal(50, table.Users);
        var total = 0L;
        table.Visit(record =>
        {
            Assert.Equal(threads, record.Count);
            for (var i = 0; i < record.Count; i++)
                total += record[i].CSeq;
        });
        Assert.Equal(threads * rounds, total);
    }

    private static void Refresh(LocationTable table, byte[] uid, LocationRecord record, in Binding binding)
    {
        using var update = table.Update(uid, record);
        var at = record.Find(binding.Contact.Span);
        if (at < 0)
            record.Insert(binding);
        else
            record.Replace(at, binding);
        if (update.Commit() != LocationStatus.Done)
            throw new InvalidOperationException("not committed");
    }
}
