using System.Text;
using Seraph.Core.Attributes;
using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Core.Tests.Attributes;

public class AttributeStoreTests
{
    private readonly AttributeStore _store = new();

    [Fact]
    public void Without_an_index_only_a_single_value_is_seen()
    {
        Add("$x", "a");
        Assert.Equal("a", Get("$x"));

        Add("$x", "b");
        Assert.Null(Get("$x"));
        Assert.True(_store.Exists(Parse("$x")));
    }

    [Theory]
    [InlineData("$f.x[1]", "a")]
    [InlineData("$f.x[2]", "b")]
    [InlineData("$f.x[3]", "c")]
    [InlineData("$f.x[4]", null)]
    [InlineData("$f.x[0]", null)]
    [InlineData("$f.x[-1]", "c")]
    [InlineData("$f.x[-3]", "a")]
    [InlineData("$f.x[-4]", null)]
    [InlineData("$f.x[]", "a")]
    [InlineData("$x[2]", "b")]
    [InlineData("$t.x[1]", null)]
    public void An_index_counts_from_the_oldest_or_from_the_newest(string reference, string? expected)
    {
        Add("$x", "a");
        Add("$other", "z");
        Add("$x", "b");
        Add("$x", "c");

        Assert.Equal(expected, Get(reference));
    }

    [Fact]
    public void The_parameter_rule_reads_the_newest_whatever_the_index()
    {
        Add("$x", "a");
        Add("$x", "b");

        Assert.True(_store.TryGetNewest(Parse("$x[1]"), out var value));
        Assert.Equal("b", value.ToString());
        Assert.False(_store.TryGetNewest(Parse("$y"), out _));
    }

    [Fact]
    public void Without_a_class_the_first_class_with_the_name_is_used_alone()
    {
        _store.AttachDomain(AttributeTrack.From, Shared("x", "domain"));
        _store.AttachGlobal(Shared("x", "global"));
        Assert.Equal("domain", Get("$x"));
        Assert.Equal("global", Get("$t.x"));
        Assert.Equal("global", Get("$g.x"));
        Assert.Equal("domain", Get("$fd.x"));
        Assert.Null(Get("$td.x"));

        Add("$fu.x", "user");
        Assert.Equal("user", Get("$x"));

        Add("$fr.x", "uri");
        Assert.Equal("uri", Get("$x"));
        Assert.Equal("user", Get("$fu.x"));
    }

    [Fact]
    public void Assigning_without_a_class_deletes_what_the_search_finds_and_adds_to_the_uri_class()
    {
        Add("$fu.x", "user");
        Assert.True(_store.Assign(Parse("$x"), Value("new")));

        Assert.Null(Get("$fu.x"));
        Assert.Equal("new", Get("$fr.x"));
    }

    [Fact]
    public void Shared_lists_are_never_changed()
    {
        _store.AttachDomain(AttributeTrack.From, Shared("x", "domain"));
        _store.Delete(Parse("$x"));
        Assert.Equal("domain", Get("$x"));

        Assert.False(_store.Assign(Parse("$fd.x"), Value("no")));
        Assert.False(_store.Add(Parse("$g.x"), Value("no")));
        _store.ChangeFlags(Parse("$fd.x"), 1, 0);
        Assert.False(_store.HasFlags(Parse("$fd.x"), 1));

        Assert.True(_store.Assign(Parse("$x"), Value("mine")));
        Assert.Equal("mine", Get("$x"));
        Assert.Equal("domain", Get("$fd.x"));
    }

    [Fact]
    public void A_value_may_be_assigned_to_itself()
    {
        Add("$x", "value");
        Assert.True(_store.TryGet(Parse("$x"), out var value));
        Assert.True(_store.Assign(Parse("$x"), value));
        Assert.Equal("value", Get("$x"));
    }

    [Fact]
    public void Copies_all_values_in_order_with_their_flags()
    {
        _store.Add(Parse("$y"), Value("1"), 1);
        _store.Add(Parse("$y"), Value("2"), 2);
        Add("$x", "old");

        Assert.True(_store.Copy(Parse("$x"), Parse("$f.y[]"), append: false));
        Assert.Equal("1", Get("$f.x[1]"));
        Assert.Equal("2", Get("$f.x[2]"));
        Assert.Null(Get("$f.x[3]"));
        Assert.True(_store.HasFlags(Parse("$f.x[2]"), 2));
        Assert.False(_store.HasFlags(Parse("$f.x[2]"), 1));

        Assert.True(_store.Copy(Parse("$x"), Parse("$f.x[]"), append: true));
        Assert.Equal("2", Get("$f.x[4]"));
    }

    [Fact]
    public void Copying_what_is_missing_or_ambiguous_leaves_the_target_deleted()
    {
        Add("$x", "old");
        Assert.False(_store.Copy(Parse("$x"), Parse("$nothing"), append: false));
        Assert.Null(Get("$x"));

        Add("$x", "old");
        Add("$two", "1");
        Add("$two", "2");
        Assert.False(_store.Copy(Parse("$x"), Parse("$two"), append: false));
        Assert.Null(Get("$x"));
    }

    [Fact]
    public void Flags_are_changed_on_the_selected_values()
    {
        Add("$x", "1");
        Add("$x", "2");
        _store.ChangeFlags(Parse("$x"), 1, 0);
        Assert.False(_store.HasFlags(Parse("$f.x[]"), 1));

        _store.ChangeFlags(Parse("$f.x[-1]"), 4, 0);
        Assert.True(_store.HasFlags(Parse("$f.x[]"), 4));
        Assert.False(_store.HasFlags(Parse("$f.x[1]"), 4));

        _store.ChangeFlags(Parse("$f.x[]"), 0, 4);
        Assert.False(_store.HasFlags(Parse("$f.x[]"), 4));
    }

    [Fact]
    public void A_pattern_selects_by_name_ignoring_case()
    {
        Add("$fu.first", "1");
        Add("$fu.FIRM", "2");
        Add("$fu.last", "3");

        var names = new List<string>();
        foreach (var entry in _store.Select(Parse("$fu./^fir/")))
            names.Add(Encoding.ASCII.GetString(entry.Name.Span));

        Assert.Equal(["first", "FIRM"], names);
    }

    [Fact]
    public void Names_known_only_at_run_time_are_copied()
    {
        var name = "dynamic"u8.ToArray();
        Assert.True(_store.Add(AttributeTrack.To, AttributeClass.User, name, ScriptValue.Of(7)));
        name.AsSpan().Clear();

        Assert.True(_store.TryGet(Parse("$tu.dynamic"), out var value));
        Assert.Equal(7, value.Integer);
    }

    [Fact]
    public void Deletes_a_whole_list()
    {
        Add("$fu.a", "1");
        Add("$fr.b", "2");
        Add("$fu.c", "3");
        _store.Delete(AttributeTrack.From, AttributeClass.User);

        Assert.Null(Get("$fu.a"));
        Assert.Null(Get("$fu.c"));
        Assert.Equal("2", Get("$fr.b"));
    }

    [Fact]
    public void Values_are_copied_and_stay_readable_after_others_were_added()
    {
        var bytes = "volatile"u8.ToArray();
        _store.Add(Parse("$x"), ScriptValue.Of(bytes));
        bytes.AsSpan().Clear();
        _store.TryGet(Parse("$x"), out var kept);
        for (var i = 0; i < 500; i++)
            Add("$y", new string('y', 100));

        Assert.Equal("volatile", kept.ToString());
    }

    [Fact]
    public void Refuses_too_many_values_and_too_many_bytes()
    {
        for (var i = 0; i < AttributeSet.MaxValues; i++)
            Assert.True(_store.Add(Parse("$n"), ScriptValue.Of(i)));

        Assert.False(_store.Add(Parse("$n"), ScriptValue.Of(1)));
        _store.Clear();

        Assert.False(_store.Add(Parse("$big"), ScriptValue.Of(new byte[AttributeSet.MaxBytes + 1])));
        Assert.True(_store.Add(Parse("$big"), ScriptValue.Of(new byte[AttributeSet.MaxBytes])));
        Assert.False(_store.Add(Parse("$big"), Value("1")));
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        Add("$x", "1");
        _store.AttachGlobal(Shared("g", "1"));
        _store.Clear();

        Assert.Null(Get("$x"));
        Assert.Null(Get("$g"));
    }

    [Fact]
    public void A_transaction_keeps_the_set_and_gives_it_back()
    {
        Add("$x", "1");
        var set = _store.HandOver();
        Add("$y", "2");
        _store.Clear();
        Assert.Null(Get("$x"));

        _store.Attach(set);
        Assert.Equal("1", Get("$x"));
        Assert.Equal("2", Get("$y"));
        Add("$z", "3");
        _store.Clear();
        Assert.Equal(3, set.Count);
        AttributeSet.Return(set);
    }

    [Fact]
    public void A_set_that_is_rewritten_for_every_reply_does_not_grow()
    {
        var set = AttributeSet.Rent();
        for (var i = 0; i < 10_000; i++)
        {
            _store.Attach(set);
            Assert.True(_store.Assign(Parse("$reply"), Value($"value number {i} with some more text")));
            Assert.True(_store.Add(AttributeTrack.To, AttributeClass.User, "t"u8, Value("t")));
            _store.Delete(AttributeTrack.To, AttributeClass.User);
            _store.Clear();
        }

        Assert.True(set.Bytes < 32 * 1024, $"{set.Bytes} bytes");
        _store.Attach(set);
        Assert.Equal("value number 9999 with some more text", Get("$reply"));
    }

    [Fact]
    public void Steady_work_allocates_nothing()
    {
        var x = Parse("$x");
        var y = Parse("$tu.y");
        var value = Value("some value");
        long allocated = 0;
        for (var round = 0; round < 200; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _store.Assign(x, value);
            _store.Assign(y, value);
            _store.Copy(y, x, append: true);
            _store.TryGet(x, out _);
            _store.TryGetNewest(y, out _);
            _store.Clear();
            if (round >= 100)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static AttributeReference Parse(string text)
    {
        Assert.True(AttributeReference.TryParse(Encoding.UTF8.GetBytes(text), out var reference, out var error), error);
        return reference!;
    }

    private static ScriptValue Value(string text) => ScriptValue.Of(Encoding.UTF8.GetBytes(text));

    private static SharedAttributes Shared(string name, string value) =>
        new SharedAttributes.Builder().Add(Encoding.UTF8.GetBytes(name), Value(value)).Build();

    private void Add(string reference, string value) => Assert.True(_store.Add(Parse(reference), Value(value)));

    private string? Get(string reference) => _store.TryGet(Parse(reference), out var value) ? value.ToString() : null;
}
