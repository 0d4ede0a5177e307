using Seraph.Sip.Editing;

namespace Seraph.Sip.Tests.Editing;

public class ReplyBuilderTests
{
    private const string Request =
        """
        INVITE sip:bob@example.com SIP/2.0
        Record-Route: <sip:p1;lr>
        v: SIP/2.0/UDP a:5;branch=1;rport, SIP/2.0/UDP b
        To: <sip:bob@example.com>
        Via: SIP/2.0/UDP c
        From: <sip:a@example.com>;tag=1
        Max-Forwards: 70
        Call-ID: 1@x
        Timestamp: 54
        CSeq: 1
          INVITE
        Record-Route: <sip:p0;lr>
        Contact: <sip:a@192.0.2.1>
        Content-Length: 4

        body
        """;

    [Fact]
    public void Copies_what_a_final_negative_reply_needs() =>
        Assert.Equal(
            "SIP/2.0 404 Not Found\r\n"
            + "v: SIP/2.0/UDP a:5;branch=1;rport=99;received=192.0.2.1, SIP/2.0/UDP b\r\n"
            + "To: <sip:bob@example.com>;tag=new\r\n"
            + "Via: SIP/2.0/UDP c\r\n"
            + "From: <sip:a@example.com>;tag=1\r\n"
            + "Call-ID: 1@x\r\n"
            + "CSeq: 1\r\n  INVITE\r\n"
            + "X: extra\r\n"
            + "Server: Seraph\r\n"
            + "Content-Length: 0\r\n"
            + "Warning: 392 x \"y\"\r\n"
            + "\r\n",
            Write(Request, new ReplyParts
            {
                Code = 404,
                ToTag = "new"u8,
                Received = "192.0.2.1"u8,
                Rport = 99,
                ExtraHeaders = "X: extra\r\n"u8,
                Server = "Seraph"u8,
                Warning = "392 x \"y\""u8,
            }));

    [Theory]
    [InlineData(100, false, true)]
    [InlineData(180, true, false)]
    [InlineData(200, true, false)]
    [InlineData(299, true, false)]
    [InlineData(300, false, false)]
    [InlineData(486, false, false)]
    public void Copies_record_route_and_timestamp_where_they_belong(int code, bool recordRoute, bool timestamp)
    {
        var text = Write(Request, new ReplyParts { Code = code });
        Assert.Equal(recordRoute, text.Contains("Record-Route: <sip:p1;lr>\r\nv: SIP", StringComparison.Ordinal));
        Assert.Equal(recordRoute, text.Contains("Record-Route: <sip:p0;lr>\r\nContent-Length", StringComparison.Ordinal));
        Assert.Equal(timestamp, text.Contains("Timestamp: 54\r\n", StringComparison.Ordinal));
        Assert.DoesNotContain("Contact", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Max-Forwards", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_phrase_and_the_body_that_it_is_given()
    {
        var text = Write(Request, new ReplyParts { Code = 200, Reason = "Fine"u8, ExtraHeaders = "Content-Type: text/plain\r\n"u8, Body = "hello"u8 });
        Assert.StartsWith("SIP/2.0 200 Fine\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_tag_that_the_request_has()
    {
        var text = Write(Request.Replace("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=old", StringComparison.Ordinal), new ReplyParts { Code = 481, ToTag = "new"u8 });
        Assert.Contains("To: <sip:bob@example.com>;tag=old\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SIP/2.0/UDP a", "SIP/2.0/UDP a;rport=99;received=::1")]
    [InlineData("SIP/2.0/UDP a;rport", "SIP/2.0/UDP a;rport=99;received=::1")]
    [InlineData("SIP/2.0/UDP a;rport=;x", "SIP/2.0/UDP a;rport=99;x;received=::1")]
    [InlineData("SIP/2.0/UDP a;received=9.9.9.9;x", "SIP/2.0/UDP a;received=::1;x;rport=99")]
    [InlineData("SIP/2.0/UDP a;rport;received=9.9.9.9", "SIP/2.0/UDP a;rport=99;received=::1")]
    [InlineData("SIP/2.0/UDP a:7;received=9.9.9.9;rport=1", "SIP/2.0/UDP a:7;received=::1;rport=99")]
    [InlineData("SIP/2.0/UDP a;received;x", "SIP/2.0/UDP a;received=::1;x;rport=99")]
    [InlineData("SIP/2.0/UDP a (c), SIP/2.0/UDP b", "SIP/2.0/UDP a;rport=99;received=::1 (c), SIP/2.0/UDP b")]
    public void Notes_in_the_first_value_where_the_request_came_from(string via, string expected)
    {
        var text = Write(
            Request.Replace("SIP/2.0/UDP a:5;branch=1;rport, SIP/2.0/UDP b", via, StringComparison.Ordinal),
            new ReplyParts { Code = 400, Received = "::1"u8, Rport = 99, ForceRport = true });
        Assert.Contains("\r\nv: " + expected + "\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_a_bad_request_with_what_it_has()
    {
        var message = Text.Message("INVITE sip:a b SIP/2.0\r\nVia: bad\r\nCSeq: 1 INVITE\r\nCSeq: 2 INVITE\r\nnonsense\r\nTo: \"x\r\n\r\n");
        Assert.Equal(SipParseStatus.BadRequestLine, message.Status);
        Assert.Equal(
            "SIP/2.0 400 Bad Request Line\r\nVia: bad\r\nCSeq: 1 INVITE\r\nTo: \"x;tag=t\r\nContent-Length: 0\r\n\r\n",
            Write(message, new ReplyParts { Code = 400, Reason = message.Status.Reply().Reason, ToTag = "t"u8, Received = "1.2.3.4"u8, Rport = 5 }));
    }

    [Fact]
    public void Lines_that_end_with_lf_end_with_crlf_in_the_reply()
    {
        var bytes = Text.Bytes("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a \nCall-ID: x\n\n");
        var message = new SipMessage();
        Assert.Equal(SipParseStatus.Ok, message.Parse(bytes, 0, bytes.Length));
        Assert.Equal("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\nCall-ID: x\r\nContent-Length: 0\r\n\r\n", Write(message, new ReplyParts { Code = 200 }));
    }

    [Fact]
    public void Says_how_much_room_it_needs()
    {
        var message = Text.Message(Request);
        Assert.False(ReplyBuilder.TryWrite(message, new ReplyParts { Code = 200 }, [], out var needed));
        Assert.False(ReplyBuilder.TryWrite(message, new ReplyParts { Code = 200 }, new byte[needed - 1], out _));
        Assert.True(ReplyBuilder.TryWrite(message, new ReplyParts { Code = 200 }, new byte[needed], out _));
    }

    private static string Write(string request, ReplyParts parts) => Write(Text.Message(request), parts);

    private static string Write(SipMessage message, ReplyParts parts)
    {
        var buffer = new byte[2000];
        Assert.True(ReplyBuilder.TryWrite(message, parts, buffer, out var length));
        return Text.From(buffer.AsSpan(0, length));
    }
}
