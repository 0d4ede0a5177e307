using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Headers;

public class SmallValuesTests
{
    [Theory]
    [InlineData("a,b", "a|b", SipParseStatus.Ok)]
    [InlineData(" a , b\r\n ,c ", "a|b|c", SipParseStatus.Ok)]
    [InlineData(",,a,,", "a", SipParseStatus.Ok)]
    [InlineData("", "", SipParseStatus.Ok)]
    [InlineData("a b", "", SipParseStatus.BadToken)]
    [InlineData("a,\"b\",c", "a", SipParseStatus.BadToken)]
    [InlineData("a;x", "", SipParseStatus.BadToken)]
    public void Walks_over_tokens(string text, string expected, SipParseStatus status)
    {
        var bytes = Text.Bytes(text);
        var reader = new TokenReader(bytes, new Slice(0, bytes.Length));
        var tokens = new List<string>();
        while (reader.Next(out var token))
            tokens.Add(token.In(bytes));
        Assert.Equal(expected, string.Join('|', tokens));
        Assert.Equal(status, reader.Status);
    }

    [Fact]
    public void Looks_for_tokens_in_all_headers_of_a_kind()
    {
        var message = Text.Message("OPTIONS sip:a SIP/2.0\r\nSupported: path, 100rel\r\nk:\r\nk: OUTBOUND\r\nAllow: INVITE, FOO,ACK\r\n\r\n");
        Assert.True(TokenReader.Contains(message, HeaderKind.Supported, "outbound"u8));
        Assert.True(TokenReader.Contains(message, HeaderKind.Supported, "PATH"u8));
        Assert.False(TokenReader.Contains(message, HeaderKind.Supported, "gruu"u8));
        Assert.False(TokenReader.Contains(message, HeaderKind.Require, "path"u8));
        Assert.Equal(SipMethod.Invite | SipMethod.Ack | SipMethod.Other, new TokenReader(message, HeaderKind.Allow).ReadMethods());
    }

    [Theory]
    [InlineData("presence", "presence", "")]
    [InlineData("presence.winfo;id=7 ;x", "presence.winfo", "7")]
    [InlineData(" dialog ; id=\"a\"", "dialog", "a")]
    public void Reads_event(string text, string package, string id)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, EventValue.TryParse(bytes, out var value));
        Assert.Equal(package, value.Package.In(bytes));
        Assert.Equal(id, value.Id.In(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";id=1")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a;")]
    public void Refuses_event(string text) => Assert.NotEqual(SipParseStatus.Ok, EventValue.TryParse(Text.Bytes(text), out _));

    [Theory]
    [InlineData("application/sdp", "application", "sdp", "")]
    [InlineData("APPLICATION / SDP ; charset=utf-8", "application", "sdp", "")]
    [InlineData("multipart/mixed;boundary=\"a b\"", "multipart", "mixed", "a b")]
    [InlineData("multipart/mixed;boundary=7a9c", "multipart", "mixed", "7a9c")]
    public void Reads_media_type(string text, string type, string subtype, string boundary)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, MediaTypeValue.TryParse(bytes, out var value));
        Assert.True(value.Is(bytes, Text.Bytes(type), Text.Bytes(subtype)));
        Assert.Equal(boundary, value.Boundary.In(bytes));
        Assert.Equal(type == "multipart", value.IsMultipart(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("application")]
    [InlineData("application/")]
    [InlineData("/sdp")]
    [InlineData("application/sdp x")]
    [InlineData("application/sdp;")]
    [InlineData("application/sdp, text/plain")]
    public void Refuses_media_type(string text) => Assert.NotEqual(SipParseStatus.Ok, MediaTypeValue.TryParse(Text.Bytes(text), out _));

    [Theory]
    [InlineData("120", 120, "", "")]
    [InlineData("18000;duration=3600", 18000, "", "3600")]
    [InlineData("120 (I'm in a (long\\)) meeting) ; duration=5", 120, "I'm in a (long\\)) meeting", "5")]
    [InlineData("4294967295", 4294967295, "", "")]
    public void Reads_retry_after(string text, uint seconds, string comment, string duration)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, RetryAfterValue.TryParse(bytes, out var value));
        Assert.Equal(seconds, value.Seconds);
        Assert.Equal(comment, value.Comment.In(bytes));
        Assert.Equal(duration, value.Duration.In(bytes));
    }

    [Theory]
    [InlineData("", SipParseStatus.BadNumber)]
    [InlineData("-1", SipParseStatus.BadNumber)]
    [InlineData("4294967296", SipParseStatus.NumberTooLarge)]
    [InlineData("949302838503028349304023988", SipParseStatus.NumberTooLarge)]
    [InlineData("1 (open", SipParseStatus.BadParameter)]
    [InlineData("1 x", SipParseStatus.BadParameter)]
    [InlineData("1;", SipParseStatus.BadParameter)]
    public void Refuses_retry_after(string text, SipParseStatus status) =>
        Assert.Equal(status, RetryAfterValue.TryParse(Text.Bytes(text), out _));

    [Theory]
    [InlineData("60", SipParseStatus.Ok, 60)]
    [InlineData("0", SipParseStatus.Ok, 0)]
    [InlineData("4294967295", SipParseStatus.Ok, 4294967295)]
    [InlineData("4294967296", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("18446744073709551616", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("-1", SipParseStatus.BadNumber, 0)]
    [InlineData("1.5", SipParseStatus.BadNumber, 0)]
    [InlineData("", SipParseStatus.BadNumber, 0)]
    [InlineData("Thu, 01 Dec 1994 16:00:00 GMT", SipParseStatus.BadNumber, 0)]
    public void Reads_expires(string text, SipParseStatus status, uint value)
    {
        var message = Text.Message($"REGISTER sip:a SIP/2.0\r\nExpires: {text}\r\nMin-Expires: {text}\r\n\r\n");
        Assert.Equal(status, message.ExpiresStatus);
        Assert.Equal(value, message.Expires);
        Assert.Equal(status, message.TryGetNumber(HeaderKind.MinExpires, out var number));
        Assert.Equal(value, number);
        Assert.Equal(SipParseStatus.Missing, message.TryGetNumber(HeaderKind.RSeq, out _));
    }

    [Theory]
    [InlineData("70", SipParseStatus.Ok, 70)]
    [InlineData("0068", SipParseStatus.Ok, 68)]
    [InlineData("255", SipParseStatus.Ok, 255)]
    [InlineData("256", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("4294967296", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("-5", SipParseStatus.BadNumber, 0)]
    public void Reads_max_forwards(string text, SipParseStatus status, int value)
    {
        var message = Text.Message($"OPTIONS sip:a SIP/2.0\r\nMax-Forwards: {text}\r\n\r\n");
        Assert.Equal(status, message.MaxForwardsStatus);
        Assert.Equal(value, message.MaxForwards);
    }
}
