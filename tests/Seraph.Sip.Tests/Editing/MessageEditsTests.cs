using System.Text;
using CsCheck;
using Seraph.Sip.Editing;
using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Editing;

public class MessageEditsTests
{
    private const string Request =
        """
        OPTIONS sip:bob@example.com SIP/2.0
        Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>
        Call-ID: 1
        CSeq: 1 OPTIONS
        Route: <sip:a;lr>, <sip:b;lr>,<sip:c;lr>
        Content-Length: 10

        0123456789
        """;

    private readonly MessageEdits _edits = new();

    [Fact]
    public void Writes_the_message_unchanged_without_edits()
    {
        var message = Text.Message(Request);
        Assert.Equal(Text.From(message.Bytes), Write(message, null));
        Assert.Equal(Text.From(message.Bytes), Write(message, _edits));
    }

    [Fact]
    public void Keeps_the_order_of_edits_at_one_position()
    {
        var message = Text.Message(Request);
        _edits.TryAppendHeader(message, "X-1: a\r\n"u8);
        _edits.TryPrependHeader(message, "X-0: a\r\n"u8);
        _edits.TryAppendHeader(message, "X-2: a\r\n"u8);
        var text = Write(message, _edits);
        Assert.Contains("SIP/2.0\r\nX-0: a\r\nVia:", text, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 10\r\nX-1: a\r\nX-2: a\r\n\r\n0123", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_replacement_of_the_same_range_wins()
    {
        var message = Text.Message(Request);
        var index = message.FirstHeader(HeaderKind.CallId);
        _edits.TryReplaceHeaderBody(message, index, "2"u8);
        _edits.TryReplaceHeaderBody(message, index, "3"u8);
        Assert.Contains("Call-ID: 3\r\n", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void The_replacement_of_a_branch_wins_for_that_branch_and_can_be_taken_back()
    {
        var message = Text.Message(Request);
        var index = message.FirstHeader(HeaderKind.CallId);
        _edits.TryReplaceHeaderBody(message, index, "all"u8);
        var mark = _edits.Mark;
        _edits.Branch = 0;
        _edits.TryReplaceHeaderBody(message, index, "zero"u8);
        Assert.Contains("Call-ID: zero\r\n", Write(message, _edits, branch: 0), StringComparison.Ordinal);
        Assert.Contains("Call-ID: all\r\n", Write(message, _edits, branch: 1), StringComparison.Ordinal);
        _edits.Rollback(mark);
        _edits.TryAppendHeader(message, "Y: overwrites the text of what was taken back\r\n"u8);
        Assert.Contains("Call-ID: all\r\n", Write(message, _edits, branch: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_a_header_wins_over_a_change_inside_it()
    {
        var message = Text.Message(Request);
        var index = message.FirstHeader(HeaderKind.CallId);
        _edits.TryReplaceHeaderBody(message, index, "lost"u8);
        _edits.TryRemoveHeader(message, index);
        var text = Write(message, _edits);
        Assert.DoesNotContain("lost", text, StringComparison.Ordinal);
        Assert.Contains("example.com>\r\nCSeq", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "Route: <sip:b;lr>,<sip:c;lr>\r\n")]
    [InlineData("1", "Route: <sip:a;lr>, <sip:c;lr>\r\n")]
    [InlineData("2", "Route: <sip:a;lr>, <sip:b;lr>\r\n")]
    [InlineData("01", "Route: <sip:c;lr>\r\n")]
    [InlineData("10", "Route: <sip:c;lr>\r\n")]
    [InlineData("02", "Route: <sip:b;lr>\r\n")]
    [InlineData("12", "Route: <sip:a;lr>\r\n")]
    [InlineData("21", "Route: <sip:a;lr>\r\n")]
    [InlineData("012", "")]
    [InlineData("210", "")]
    [InlineData("120", "")]
    [InlineData("102", "")]
    public void Removes_values_of_a_list_with_their_commas(string order, string expected)
    {
        var message = Text.Message(Request);
        var values = new List<Slice>();
        var reader = new AddressReader(message, HeaderKind.Route);
        while (reader.Next(out var route))
            values.Add(route.Value);
        foreach (var which in order)
            Assert.True(_edits.TryRemoveValue(message, message.FirstHeader(HeaderKind.Route), values[which - '0']));

        Assert.Contains("OPTIONS\r\n" + expected + "Content-Length", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_back_the_edits_of_a_branch()
    {
        var message = Text.Message(Request);
        _edits.TryPrependHeader(message, "X: all\r\n"u8);
        var mark = _edits.Mark;
        _edits.TryPrependHeader(message, "X: one\r\n"u8);
        Assert.Contains("X: all\r\nX: one\r\nVia", Write(message, _edits), StringComparison.Ordinal);
        _edits.Rollback(mark);
        _edits.TryPrependHeader(message, "X: two\r\n"u8);
        Assert.Contains("X: all\r\nX: two\r\nVia", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_back_tagged_edits_also_from_a_stored_list()
    {
        var message = Text.Message(Request);
        _edits.Tag = 7;
        _edits.TryPrependHeader(message, "X: one\r\n"u8);
        _edits.Tag = 0;
        _edits.TryPrependHeader(message, "X: two\r\n"u8);
        var saved = new byte[_edits.SavedLength];
        _edits.Save(saved);
        var loaded = new MessageEdits();
        loaded.Load(saved);
        Assert.True(loaded.HasTagged(7));
        loaded.RemoveTagged(7);
        Assert.False(loaded.HasTagged(7));
        Assert.Contains("SIP/2.0\r\nX: two\r\nVia", Write(message, loaded), StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_an_insertion_again_and_can_insert_in_front_of_it()
    {
        var message = Text.Message(Request);
        var at = message.HeaderArea.Start;
        _edits.TryInsert(at, "X: one\r\n"u8);
        Assert.True(_edits.Contains(at, "X: one\r\n"u8));
        Assert.False(_edits.Contains(at, "X: two\r\n"u8));
        Assert.False(_edits.Contains(at + 1, "X: one\r\n"u8));
        Assert.True(_edits.TryInsertFirst(at, "X: two\r\n"u8));
        Assert.Contains("SIP/2.0\r\nX: two\r\nX: one\r\nVia", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void Edits_of_one_branch_do_not_touch_the_others()
    {
        var message = Text.Message(Request);
        _edits.TryPrependHeader(message, "X: all\r\n"u8);
        _edits.Branch = 1;
        _edits.TryPrependHeader(message, "X: one\r\n"u8);
        _edits.Branch = 2;
        _edits.TryPrependHeader(message, "X: two\r\n"u8);
        Assert.Contains("SIP/2.0\r\nX: all\r\nX: one\r\nVia", Write(message, _edits, branch: 1), StringComparison.Ordinal);
        Assert.Contains("SIP/2.0\r\nX: all\r\nX: two\r\nVia", Write(message, _edits, branch: 2), StringComparison.Ordinal);
        Assert.Contains("SIP/2.0\r\nX: all\r\nVia", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_edits_beyond_its_limits()
    {
        Assert.False(_edits.TryInsert(0, new byte[MessageEdits.MaxTextLength + 1]));
        for (var i = 0; i < MessageEdits.MaxCount; i++)
            Assert.True(_edits.TryInsert(i, "x"u8));
        Assert.False(_edits.TryInsert(0, "x"u8));
        Assert.False(_edits.TryRemove(new Slice(5, 5)));
        _edits.Clear();
        Assert.True(_edits.TryInsert(0, new byte[MessageEdits.MaxTextLength]));
        Assert.False(_edits.TryInsert(0, "x"u8));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h;branch=1;rport", "SIP/2.0/UDP h;received=1.2.3.4;branch=1;rport=99")]
    [InlineData("SIP/2.0/UDP h:5;rport=1;branch=1", "SIP/2.0/UDP h:5;received=1.2.3.4;rport=99;branch=1")]
    [InlineData("SIP/2.0/UDP h ; rport = ;branch=1", "SIP/2.0/UDP h;received=1.2.3.4 ; rport = 99;branch=1")]
    [InlineData("SIP/2.0/UDP h;received=9.9.9.9", "SIP/2.0/UDP h;rport=99;received=1.2.3.4")]
    [InlineData("SIP/2.0/UDP h", "SIP/2.0/UDP h;rport=99;received=1.2.3.4")]
    [InlineData("SIP/2.0/UDP h;received, SIP/2.0/UDP i", "SIP/2.0/UDP h;rport=99;received=1.2.3.4, SIP/2.0/UDP i")]
    public void Notes_in_the_via_where_the_request_came_from(string via, string expected)
    {
        var message = Text.Message(Request.Replace("SIP/2.0/UDP a.example.com;branch=z9hG4bK1", via, StringComparison.Ordinal));
        Assert.True(_edits.TryFixTopVia(message, "1.2.3.4"u8, 99, forceRport: true));
        Assert.Contains("\r\nVia: " + expected + "\r\n", Write(message, _edits), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_a_via_alone_that_asks_for_nothing()
    {
        var message = Text.Message(Request);
        Assert.True(_edits.TryFixTopVia(message, [], 99, forceRport: false));
        Assert.True(_edits.IsEmpty);
    }

    [Fact]
    public void Agrees_with_a_slow_and_obvious_writer() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 8], Gen.String[Gen.Char['a', 'z'], 0, 4], Gen.Int[-1, 1]).List[0, 30].Sample(list =>
        {
            var message = Text.Message(Request.Replace("Content-Length: 10", "X-Length: 10", StringComparison.Ordinal));
            var original = Text.From(message.Bytes);
            var start = message.Body.Start - 30;
            var edits = new MessageEdits();
            var made = new List<(int Position, int Removed, string Text)>();
            foreach (var (offset, length, text, branch) in list)
            {
                var position = Math.Min(start + offset, original.Length);
                var removed = Math.Min(length, original.Length - position);
                edits.Branch = branch;
                Assert.True(edits.TryReplace(new Slice(position, removed), Encoding.ASCII.GetBytes(text)));
                if (branch != 1)
                    made.Add((position, removed, text));
            }

            var expected = Slowly(original, made);
            var parts = new OutgoingParts { Branch = 0 };
            AssertSame(expected, message, edits, parts);

            var saved = new byte[edits.SavedLength];
            Assert.Equal(saved.Length, edits.Save(saved));
            var loaded = new MessageEdits();
            loaded.Load(saved);
            AssertSame(expected, message, loaded, parts);
            edits.CopyTo(loaded);
            AssertSame(expected, message, loaded, parts);
        });

    [Fact]
    public void Allocates_nothing_once_it_is_warm()
    {
        var message = Text.Message(Request);
        var buffer = new byte[4000];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            _edits.Clear();
            for (var i = 0; i < 20; i++)
                _edits.TryReplace(new Slice(200 - (i * 10), 3), "some text"u8);
            _edits.TryFixTopVia(message, "1.2.3.4"u8, 4000, true);
            _edits.TryReplaceBody(message, "new body"u8);
            MessageWriter.TryWrite(message, _edits, new OutgoingParts { TopVia = "SIP/2.0/UDP x"u8, RequestUri = "sip:x"u8 }, buffer, out _);
        }
    }

    private static string Slowly(string original, List<(int Position, int Removed, string Text)> edits)
    {
        // From left to right: what starts inside something removed from further left loses its text, its removal counts.
        var output = new StringBuilder();
        for (var i = 0; i <= original.Length; i++)
        {
            foreach (var (edit, order) in edits.Select((e, n) => (e, n)).Where(x => x.e.Position == i))
            {
                var superseded = edit.Removed > 0 && edits.Skip(order + 1).Any(e => e.Position == i && e.Removed == edit.Removed);
                if (!superseded && !edits.Exists(e => e.Position < i && e.Position + e.Removed > i))
                    output.Append(edit.Text);
            }

            if (i < original.Length && !edits.Exists(e => i >= e.Position && i < e.Position + e.Removed))
                output.Append(original[i]);
        }

        return output.ToString();
    }

    private static void AssertSame(string expected, SipMessage message, MessageEdits edits, OutgoingParts parts)
    {
        var buffer = new byte[4000];
        Assert.True(MessageWriter.TryWrite(message, edits, parts, buffer, out var length));
        Assert.Equal(expected, Text.From(buffer.AsSpan(0, length)));
        Assert.False(MessageWriter.TryWrite(message, edits, parts, buffer.AsSpan(0, length - 1), out var needed));
        Assert.Equal(length, needed);
    }

    private static string Write(SipMessage message, MessageEdits? edits, int branch = MessageEdits.AllBranches)
    {
        var buffer = new byte[4000];
        Assert.True(MessageWriter.TryWrite(message, edits, new OutgoingParts { Branch = branch }, buffer, out var length));
        return Text.From(buffer.AsSpan(0, length));
    }
}
