using System.Text;
using CsCheck;
using Seraph.Sip.Editing;

namespace Seraph.Sip.Tests.Editing;

public class MessageEditsTests
{
    [Fact]
    public void Writes_the_message_unchanged_without_edits() => Assert.Equal("hello world", Apply(new MessageEdits(), "hello world"));

    [Fact]
    public void Keeps_the_order_of_edits_at_one_position()
    {
        var edits = new MessageEdits();
        edits.TryInsert(5, ","u8);
        edits.TryInsert(5, " dear"u8);
        edits.TryInsert(0, ">"u8);
        Assert.Equal(">hello, dear world", Apply(edits, "hello world"));
    }

    [Fact]
    public void Removes_overlapping_parts_once()
    {
        var edits = new MessageEdits();
        edits.TryRemove(new Slice(2, 6));
        edits.TryReplace(new Slice(0, 5), "X"u8);
        edits.TryRemove(new Slice(4, 2));
        Assert.Equal("Xrld", Apply(edits, "hello world"));
    }

    [Fact]
    public void Takes_back_the_edits_of_a_branch()
    {
        var edits = new MessageEdits();
        edits.TryInsert(0, "all "u8);
        var mark = edits.Count;
        edits.TryInsert(0, "one "u8);
        Assert.Equal("all one x", Apply(edits, "x"));
        edits.Truncate(mark);
        edits.TryInsert(0, "two "u8);
        Assert.Equal("all two x", Apply(edits, "x"));
    }

    [Fact]
    public void Asks_for_deferred_texts_when_it_writes()
    {
        var edits = new MessageEdits();
        edits.TryInsertDeferred(1, 7, "ab"u8);
        var upper = new Upper();
        var buffer = new byte[16];
        Assert.Equal("xABy", Encoding.ASCII.GetString(buffer, 0, edits.Write("xy"u8, buffer, ref upper)));
        Assert.True(edits.HasDeferred(7));
        Assert.True(edits.RemoveDeferred(7));
        Assert.Equal("xy", Apply(edits, "xy"));
    }

    [Fact]
    public void Says_when_the_destination_is_too_small()
    {
        var edits = new MessageEdits();
        edits.TryInsert(3, "more"u8);
        var none = default(NoDeferredText);
        for (var size = 0; size < 9; size++)
            Assert.Equal(-1, edits.Write("hello"u8, new byte[size], ref none));
        Assert.Equal(9, edits.Write("hello"u8, new byte[9], ref none));
    }

    [Fact]
    public void Refuses_edits_beyond_its_limits()
    {
        var edits = new MessageEdits();
        Assert.False(edits.TryInsert(0, new byte[MessageEdits.MaxTextLength + 1]));
        for (var i = 0; i < MessageEdits.MaxCount; i++)
            Assert.True(edits.TryInsert(i, "x"u8));
        Assert.False(edits.TryInsert(0, "x"u8));
    }

    [Fact]
    public void Tells_how_the_length_of_the_body_changes()
    {
        var edits = new MessageEdits();
        edits.TryInsert(3, "header"u8);
        edits.TryReplace(new Slice(10, 4), "longer"u8);
        edits.TryRemove(new Slice(20, 5));
        Assert.Equal(-3, edits.LengthChange(10));
    }

    [Fact]
    public void Agrees_with_a_slow_and_obvious_writer() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 6], Gen.String[Gen.Char['a', 'z'], 0, 4]).List[0, 30].Sample(list =>
        {
            const string original = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;";
            var edits = new MessageEdits();
            foreach (var (position, removed, text) in list)
                Assert.True(edits.TryReplace(new Slice(position, Math.Min(removed, original.Length - position)), Encoding.ASCII.GetBytes(text)));

            var expected = new StringBuilder();
            for (var i = 0; i <= original.Length; i++)
            {
                foreach (var (position, _, text) in list)
                {
                    if (position == i)
                        expected.Append(text);
                }

                if (i < original.Length && !list.Exists(e => i >= e.Item1 && i < e.Item1 + e.Item2))
                    expected.Append(original[i]);
            }

            Assert.Equal(expected.ToString(), Apply(edits, original));

            var saved = new byte[edits.SavedLength];
            Assert.Equal(saved.Length, edits.Save(saved));
            var loaded = new MessageEdits();
            loaded.Load(saved);
            Assert.Equal(expected.ToString(), Apply(loaded, original));
        });

    [Fact]
    public void Allocates_nothing_once_it_is_warm()
    {
        var edits = new MessageEdits();
        var message = new byte[500];
        var buffer = new byte[1000];
        var none = default(NoDeferredText);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            edits.Clear();
            for (var i = 0; i < 20; i++)
                edits.TryReplace(new Slice(400 - (i * 20), 3), "some text"u8);
            edits.Write(message, buffer, ref none);
        }
    }

    private static string Apply(MessageEdits edits, string message)
    {
        var buffer = new byte[1024];
        var none = default(NoDeferredText);
        var length = edits.Write(Encoding.ASCII.GetBytes(message), buffer, ref none);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private struct Upper : IDeferredText
    {
        public readonly int Write(int kind, ReadOnlySpan<byte> text, Span<byte> destination)
        {
            Ascii.ToUpper(text, destination, out var written);
            return kind == 7 ? written : -1;
        }
    }
}
