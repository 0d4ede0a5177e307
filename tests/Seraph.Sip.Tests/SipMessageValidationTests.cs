namespace Seraph.Sip.Tests;

public class SipMessageValidationTests
{
    private const string Good =
        """
        OPTIONS sip:bob@example.com SIP/2.0
        Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>
        Call-ID: 1@x
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0


        """;

    [Theory]
    [InlineData("", "", SipParseStatus.Ok, 0)]
    [InlineData("Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1\n", "", SipParseStatus.MissingVia, 400)]
    [InlineData("a.example.com;", "a.example.com;;", SipParseStatus.BadVia, 400)]
    [InlineData("a.example.com;", "a.example.com:65536;", SipParseStatus.BadVia, 400)]
    [InlineData("SIP/2.0/UDP", "SIP/3.0/UDP", SipParseStatus.UnsupportedViaVersion, 505)]
    [InlineData("SIP/2.0/UDP", "HTTP/1.1/TCP", SipParseStatus.UnsupportedViaVersion, 505)]
    [InlineData("From: <sip:a@example.com>;tag=1\n", "", SipParseStatus.MissingFrom, 400)]
    [InlineData("From: <sip:a@example.com>", "From: \"<sip:a@example.com>", SipParseStatus.BadFrom, 400)]
    [InlineData("From: <sip:a@example.com>", "From: <sip:a@exa mple.com>", SipParseStatus.BadFrom, 400)]
    [InlineData("To: <sip:b@example.com>\n", "", SipParseStatus.MissingTo, 400)]
    [InlineData("To: <sip:b@example.com>", "To: <sip:b@example.com:0>", SipParseStatus.BadTo, 400)]
    [InlineData("To: <sip:b@example.com>", "To: b", SipParseStatus.BadTo, 400)]
    [InlineData("Call-ID: 1@x\n", "", SipParseStatus.MissingCallId, 400)]
    [InlineData("Call-ID: 1@x", "Call-ID:", SipParseStatus.BadCallId, 400)]
    [InlineData("Call-ID: 1@x", "Call-ID: 1 @x", SipParseStatus.BadCallId, 400)]
    [InlineData("CSeq: 1 OPTIONS\n", "", SipParseStatus.MissingCSeq, 400)]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: OPTIONS", SipParseStatus.BadCSeq, 400)]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 2147483648 OPTIONS", SipParseStatus.BadCSeq, 400)]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 1 INVITE", SipParseStatus.CSeqMethodMismatch, 400)]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 1 options", SipParseStatus.CSeqMethodMismatch, 400)]
    [InlineData("Max-Forwards: 70\n", "", SipParseStatus.Ok, 0)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 0", SipParseStatus.Ok, 0)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 256", SipParseStatus.BadMaxForwards, 400)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: -1", SipParseStatus.BadMaxForwards, 400)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 4294967366", SipParseStatus.BadMaxForwards, 400)]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 1 OPTIONS\nCSeq: 1 OPTIONS", SipParseStatus.RepeatedHeader, 400)]
    [InlineData("To: ", "t: <sip:b@example.com>\nTo: ", SipParseStatus.RepeatedHeader, 400)]
    [InlineData("Content-Length: 0", "Content-Length: 1", SipParseStatus.BodyTooShort, 400)]
    [InlineData("sip:bob@example.com ", "sip:bob@example.com?Route=x ", SipParseStatus.BadRequestUri, 400)]
    [InlineData("sip:bob@example.com ", "sip:bob@exam[ple.com ", SipParseStatus.BadRequestUri, 400)]
    [InlineData("sip:bob@example.com ", "bob ", SipParseStatus.BadRequestUri, 400)]
    [InlineData("sip:bob@example.com ", "foo:bob ", SipParseStatus.UnsupportedUriScheme, 416)]
    [InlineData("sip:bob@example.com ", "urn:service:sos ", SipParseStatus.Ok, 0)]
    [InlineData("sip:bob@example.com ", "tel:+1-201-555-0123 ", SipParseStatus.Ok, 0)]
    [InlineData("sip:bob@example.com SIP/2.0", "sip:bob@example.com SIP/4.0", SipParseStatus.UnsupportedVersion, 505)]
    public void Names_the_first_fault_and_its_reply(string old, string replacement, SipParseStatus expected, int code)
    {
        var message = Text.Message(old.Length == 0 ? Good : Good.ReplaceLineEndings("\n").Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal(expected, message.Validate());
        Assert.Equal(code, expected.Reply().Code);
        Assert.Equal(code == 0, expected.Reply().IsDrop);
        Assert.Equal(code == 0, expected.Reply().Reason.IsEmpty);
    }

    [Fact]
    public void Every_fault_of_a_request_has_a_reply_or_is_dropped()
    {
        foreach (var status in Enum.GetValues<SipParseStatus>())
        {
            var reply = status.Reply();
            Assert.True(reply.IsDrop || reply.Code is >= 400 and < 700);
            Assert.Equal(reply.IsDrop, reply.Reason.IsEmpty);
        }
    }

    [Fact]
    public void A_reply_has_no_request_line_to_check()
    {
        var message = Text.Message(SipMessageTests.Reply);
        Assert.Equal(SipParseStatus.Ok, message.Validate());
    }
}
