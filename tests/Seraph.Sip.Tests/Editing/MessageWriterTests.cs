using Seraph.Sip.Editing;

namespace Seraph.Sip.Tests.Editing;

public class MessageWriterTests
{
    private const string Request =
        "INVITE sip:bob@example.com SIP/2.0\r\nMax-Forwards: 70\r\nVia: SIP/2.0/UDP a;branch=1\r\nContent-Length: 4\r\nX: y\r\n\r\nbody";

    private readonly MessageEdits _edits = new();

    [Fact]
    public void Puts_our_via_before_the_first_and_another_request_uri_into_the_first_line()
    {
        var parts = new OutgoingParts { TopVia = "SIP/2.0/UDP us;branch=2"u8, RequestUri = "sip:carol@example.net"u8 };
        Assert.Equal(
            "INVITE sip:carol@example.net SIP/2.0\r\nMax-Forwards: 70\r\nVia: SIP/2.0/UDP us;branch=2\r\nVia: SIP/2.0/UDP a;branch=1\r\nContent-Length: 4\r\nX: y\r\n\r\nbody",
            Write(Request, parts));
    }

    [Fact]
    public void Our_via_stays_when_a_script_removes_the_vias()
    {
        var message = Text.Message(Request);
        Assert.True(_edits.TryRemoveHeaders(message, HeaderKind.Via, out var count));
        Assert.Equal(1, count);
        Assert.Contains("70\r\nVia: us\r\nContent-Length", Write(message, new OutgoingParts { TopVia = "us"u8 }), StringComparison.Ordinal);
        _edits.Clear();
        _edits.TryRemove(message.HeaderArea);
        Assert.Equal("INVITE sip:bob@example.com SIP/2.0\r\nVia: us\r\n\r\nbody", Write(message, new OutgoingParts { TopVia = "us"u8 }));
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("x", "1")]
    [InlineData("a longer body", "13")]
    public void Puts_content_length_right_when_the_body_is_replaced(string body, string length)
    {
        var message = Text.Message(Request);
        _edits.TryReplaceBody(message, Text.Bytes(body));
        Assert.EndsWith($"Content-Length: {length}\r\nX: y\r\n\r\n{body}", Write(message, new OutgoingParts()), StringComparison.Ordinal);
    }

    [Fact]
    public void Puts_content_length_right_when_the_body_is_changed_in_places()
    {
        var message = Text.Message(Request);
        _edits.TryInsert(message.Body.Start, "<"u8);
        _edits.TryRemove(new Slice(message.Body.Start + 1, 1));
        _edits.TryInsert(message.Body.End, ">>"u8);
        Assert.EndsWith("Content-Length: 6\r\nX: y\r\n\r\n<bdy>>", Write(message, new OutgoingParts()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_header_leaves_content_length_alone()
    {
        var text = Request.Replace("Content-Length: 4", "l:04", StringComparison.Ordinal);
        var message = Text.Message(text);
        _edits.TryAppendHeader(message, "Y: z\r\n"u8);
        Assert.EndsWith("l:04\r\nX: y\r\nY: z\r\n\r\nbody", Write(message, new OutgoingParts { AddContentLength = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Adds_content_length_for_streams_behind_the_other_headers()
    {
        var message = Text.Message("OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\nabc");
        _edits.TryAppendHeader(message, "Y: z\r\n"u8);
        Assert.Equal(
            "OPTIONS sip:a SIP/2.0\r\nVia: x\r\nY: z\r\nContent-Length: 3\r\n\r\nabc",
            Write(message, new OutgoingParts { AddContentLength = true }));
        _edits.TryReplaceBody(message, "12345"u8);
        Assert.Equal(
            "OPTIONS sip:a SIP/2.0\r\nVia: x\r\nY: z\r\nContent-Length: 5\r\n\r\n12345",
            Write(message, new OutgoingParts { AddContentLength = true }));
        Assert.Equal("OPTIONS sip:a SIP/2.0\r\nVia: x\r\nY: z\r\n\r\n12345", Write(message, new OutgoingParts()));
    }

    [Fact]
    public void A_reply_has_no_request_uri_to_replace() =>
        Assert.Equal("SIP/2.0 200 OK\r\nVia: x\r\n\r\n", Write("SIP/2.0 200 OK\r\nVia: x\r\n\r\n", new OutgoingParts { RequestUri = "sip:x"u8 }));

    [Fact]
    public void Removes_the_topmost_via_value_only()
    {
        var message = Text.Message("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a, SIP/2.0/UDP b\r\nVia: SIP/2.0/UDP c\r\n\r\n");
        Assert.True(_edits.TryRemoveTopVia(message));
        Assert.Equal("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP b\r\nVia: SIP/2.0/UDP c\r\n\r\n", Write(message, new OutgoingParts()));
        _edits.Clear();
        message = Text.Message("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;x=\"1,2\"\r\nVia: SIP/2.0/UDP c\r\n\r\n");
        Assert.True(_edits.TryRemoveTopVia(message));
        Assert.Equal("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP c\r\n\r\n", Write(message, new OutgoingParts()));
    }

    [Theory]
    [InlineData(false, "Record-Route: <sip:in;lr>\r\n")]
    [InlineData(true, "Record-Route: <sip:out;r2=on;lr>\r\nRecord-Route: <sip:in;r2=on;lr>\r\n")]
    public void Asks_for_what_depends_on_the_sockets(bool differ, string expected)
    {
        var message = Text.Message("OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n");
        var at = message.HeaderArea.Start;
        _edits.TryInsert(at, "Record-Route: <sip:"u8, EditCondition.SocketsDiffer);
        _edits.TryInsert(at, ComputedText.SendAddress, EditCondition.SocketsDiffer);
        _edits.TryInsert(at, ";r2=on;lr>\r\n"u8, EditCondition.SocketsDiffer);
        _edits.TryInsert(at, "Record-Route: <sip:"u8);
        _edits.TryInsert(at, ComputedText.ReceiveAddress);
        _edits.TryInsert(at, ";r2=on"u8, EditCondition.SocketsDiffer);
        _edits.TryInsert(at, ";lr>\r\n"u8);
        _edits.TryInsert(at, "never"u8, differ ? EditCondition.SocketsEqual : EditCondition.SocketsDiffer);
        var buffer = new byte[500];
        Assert.True(MessageWriter.TryWrite(message, _edits, new OutgoingParts(), new Sockets(differ), buffer, out var length));
        Assert.Equal("OPTIONS sip:a SIP/2.0\r\n" + expected + "Via: x\r\n\r\n", Text.From(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void Says_how_much_room_it_needs()
    {
        var message = Text.Message(Request);
        var parts = new OutgoingParts { TopVia = "SIP/2.0/UDP us"u8 };
        Assert.False(MessageWriter.TryWrite(message, _edits, parts, [], out var needed));
        for (var size = 1; size < needed; size++)
        {
            Assert.False(MessageWriter.TryWrite(message, _edits, parts, new byte[size], out var again));
            Assert.Equal(needed, again);
        }

        Assert.True(MessageWriter.TryWrite(message, _edits, parts, new byte[needed], out _));
    }

    private string Write(string text, OutgoingParts parts) => Write(Text.Message(text), parts);

    private string Write(SipMessage message, OutgoingParts parts)
    {
        var buffer = new byte[2000];
        Assert.True(MessageWriter.TryWrite(message, _edits, parts, buffer, out var length));
        return Text.From(buffer.AsSpan(0, length));
    }

    private readonly struct Sockets(bool differ) : IOutgoingSockets
    {
        public bool Differ => differ;

        public ReadOnlySpan<byte> Get(ComputedText text) => text == ComputedText.SendAddress ? "out"u8 : "in"u8;
    }
}
