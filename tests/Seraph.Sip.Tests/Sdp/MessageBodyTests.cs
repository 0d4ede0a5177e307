using Seraph.Sip.Sdp;

namespace Seraph.Sip.Tests.Sdp;

public class MessageBodyTests
{
    private const string Session = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 31";

    [Fact]
    public void Walks_over_lines()
    {
        var bytes = Text.Bytes("v=0\r\nnonsense\r\n\r\nc=IN IP4 192.0.2.1\nm=audio\r\n=\r\nm=last");
        var reader = new SdpReader(bytes, new Slice(0, bytes.Length));
        var lines = new List<string>();
        while (reader.Next(out var line))
            lines.Add((char)line.Type + "|" + line.Value.In(bytes) + "|" + line.Line.Length);
        Assert.Equal(["v|0|5", "c|IN IP4 192.0.2.1|19", "m|audio|9", "m|last|6"], lines);
    }

    [Fact]
    public void Finds_the_first_line_of_a_type()
    {
        var bytes = Text.Bytes(Session);
        Assert.True(SdpReader.TryFind(bytes, new Slice(0, bytes.Length), (byte)'m', out var line));
        Assert.Equal("audio 4000 RTP/AVP 0", line.Value.In(bytes));
        Assert.False(SdpReader.TryFind(bytes, new Slice(0, bytes.Length), (byte)'x', out _));
    }

    [Theory]
    [InlineData("application/sdp")]
    [InlineData("Application / SDP;charset=x")]
    public void Finds_a_session_description_that_is_the_body(string type)
    {
        var message = Message(type, Session);
        Assert.Equal(SipParseStatus.Ok, MessageBody.TryFindSdp(message, out var content));
        Assert.Equal(Session, message.Get(content));
    }

    [Fact]
    public void Finds_a_session_description_in_a_part()
    {
        var body = "preamble --b\r\n--bad\r\n--b \r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Disposition: x\r\nCONTENT-TYPE :\r\n application/sdp\r\n\r\n"
            + Session + "\r\n--b--\r\nepilogue";
        var message = Message("multipart/mixed; boundary=\"b\"", body);
        Assert.Equal(SipParseStatus.Ok, MessageBody.TryFindSdp(message, out var content));
        Assert.Equal(Session, message.Get(content));
        Assert.Equal(SipParseStatus.Ok, MessageBody.TryFind(message, "text"u8, "plain"u8, out content));
        Assert.Equal("hello", message.Get(content));
        Assert.Equal(SipParseStatus.Missing, MessageBody.TryFind(message, "image"u8, "png"u8, out _));
    }

    [Fact]
    public void Finds_it_in_nested_parts()
    {
        var inner = "--i\r\nContent-Type: application/sdp\r\n\r\n" + Session + "\r\n--i--";
        var body = "--o\r\nContent-Type: multipart/alternative;boundary=i\r\n\r\n" + inner + "\r\n--o--";
        var message = Message("multipart/mixed;boundary=o", body);
        Assert.Equal(SipParseStatus.Ok, MessageBody.TryFindSdp(message, out var content));
        Assert.Equal(Session, message.Get(content));
    }

    [Theory]
    [InlineData("--b\r\n\r\n--b--", 1)]
    [InlineData("--b\r\n--b--", 1)]
    [InlineData("--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--", 2)]
    [InlineData("--b--", 0)]
    public void Counts_parts(string body, int expected)
    {
        var bytes = Text.Bytes(body);
        var reader = new MultipartReader(bytes, new Slice(0, bytes.Length), "b"u8);
        var count = 0;
        while (reader.Next(out _))
            count++;
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("multipart/mixed;boundary=b", "no boundary", SipParseStatus.BadBody)]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nnever closed", SipParseStatus.BadBody)]
    [InlineData("multipart/mixed", "--b\r\n\r\n--b--", SipParseStatus.BadBody)]
    [InlineData("multipart/mixed;boundary=\"b", "x", SipParseStatus.BadParameter)]
    [InlineData("nothing", "x", SipParseStatus.BadToken)]
    [InlineData("text/plain", "x", SipParseStatus.Missing)]
    [InlineData("application/sdp", "", SipParseStatus.Missing)]
    public void Says_why_there_is_none(string type, string body, SipParseStatus expected) =>
        Assert.Equal(expected, MessageBody.TryFindSdp(Message(type, body), out _));

    [Fact]
    public void Without_content_type_there_is_none()
    {
        var bytes = Text.Bytes("INVITE sip:a SIP/2.0\r\n\r\n" + Session);
        var message = new SipMessage();
        message.Parse(bytes, 0, bytes.Length);
        Assert.Equal(SipParseStatus.Missing, MessageBody.TryFindSdp(message, out _));
    }

    private static SipMessage Message(string type, string body)
    {
        var bytes = Text.Bytes($"INVITE sip:a SIP/2.0\r\nContent-Type: {type}\r\n\r\n{body}");
        var message = new SipMessage();
        Assert.Equal(SipParseStatus.Ok, message.Parse(bytes, 0, bytes.Length));
        return message;
    }
}
