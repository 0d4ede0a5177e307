using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Headers;

public class ContactValueTests
{
    [Fact]
    public void Reads_the_parameters_of_a_registration()
    {
        var bytes = Text.Bytes(
            "\"Bob\" <sip:bob@192.0.2.4;ob>;q=0.7;expires=3600;+sip.instance=\"<urn:uuid:0>\";reg-id=1;methods=\"INVITE, BYE\";received=\"sip:1.2.3.4:5\"");
        Assert.Equal(SipParseStatus.Ok, ContactValue.TryParse(bytes, out var contact));
        Assert.False(contact.IsStar);
        Assert.Equal("sip:bob@192.0.2.4;ob", contact.Uri.In(bytes));
        Assert.Equal(700, contact.QThousandths);
        Assert.Equal("0.7", contact.Q.In(bytes));
        Assert.Equal(3600u, contact.Expires);
        Assert.Equal("<urn:uuid:0>", contact.Instance.In(bytes));
        Assert.Equal("1", contact.RegId.In(bytes));
        Assert.Equal("INVITE, BYE", contact.Methods.In(bytes));
        Assert.Equal("sip:1.2.3.4:5", contact.Received.In(bytes));
        Assert.Equal(SipMethod.Invite | SipMethod.Bye, new TokenReader(bytes, contact.Methods).ReadMethods());
        Assert.True(contact.TryGetParameter(bytes, "REG-ID"u8, out _));
    }

    [Theory]
    [InlineData("<sip:a>", SipParseStatus.Missing, 0)]
    [InlineData("<sip:a>;expires=0", SipParseStatus.Ok, 0)]
    [InlineData("<sip:a>;expires=4294967295", SipParseStatus.Ok, 4294967295)]
    [InlineData("<sip:a>;expires=\"60\"", SipParseStatus.Ok, 60)]
    [InlineData("<sip:a>;expires=4294967296", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("<sip:a>;expires=280297596632815", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("<sip:a>;expires=18446744073709551676", SipParseStatus.NumberTooLarge, 0)]
    [InlineData("<sip:a>;expires=-1", SipParseStatus.BadNumber, 0)]
    [InlineData("<sip:a>;expires=x", SipParseStatus.BadNumber, 0)]
    [InlineData("<sip:a>;expires", SipParseStatus.BadNumber, 0)]
    public void Says_whether_expires_can_be_used(string text, SipParseStatus status, uint value)
    {
        Assert.Equal(SipParseStatus.Ok, ContactValue.TryParse(Text.Bytes(text), out var contact));
        Assert.Equal(status, contact.ExpiresStatus);
        Assert.Equal(value, contact.Expires);
    }

    [Theory]
    [InlineData("<sip:a>", SipParseStatus.Missing, -1)]
    [InlineData("<sip:a>;q=1", SipParseStatus.Ok, 1000)]
    [InlineData("<sip:a>;q=", SipParseStatus.BadQValue, -1)]
    [InlineData("<sip:a>;q", SipParseStatus.BadQValue, -1)]
    [InlineData("<sip:a>;q=1.5", SipParseStatus.BadQValue, -1)]
    public void Says_whether_q_can_be_used(string text, SipParseStatus status, int value)
    {
        Assert.Equal(SipParseStatus.Ok, ContactValue.TryParse(Text.Bytes(text), out var contact));
        Assert.Equal(status, contact.QStatus);
        Assert.Equal(value, contact.QThousandths);
    }

    [Theory]
    [InlineData("sip:a@b?Route=%3Csip:c%3E")]
    [InlineData("* x")]
    [InlineData("\"Joe\" <sip:joe@example.org>;;;;")]
    [InlineData("bob")]
    public void Refuses(string text) => Assert.NotEqual(SipParseStatus.Ok, ContactValue.TryParse(Text.Bytes(text), out _));

    [Theory]
    [InlineData("*", 1, SipParseStatus.Ok)]
    [InlineData(" * ", 1, SipParseStatus.Ok)]
    [InlineData("*, <sip:a>", 1, SipParseStatus.BadContact)]
    [InlineData("<sip:a>\r\nContact: *", 1, SipParseStatus.BadContact)]
    [InlineData("*\r\nm: *", 1, SipParseStatus.BadContact)]
    [InlineData("<sip:a>\r\nContact: <sip:b>", 2, SipParseStatus.Ok)]
    public void A_star_stands_alone(string contacts, int read, SipParseStatus status)
    {
        var message = Text.Message($"REGISTER sip:a SIP/2.0\r\nContact: {contacts}\r\n\r\n");
        var reader = new ContactReader(message);
        var count = 0;
        while (reader.Next(out var contact))
        {
            Assert.Equal(count == 0 && contacts.TrimStart().StartsWith('*'), contact.IsStar);
            count++;
        }

        Assert.Equal(status, reader.Status);
        Assert.True(count <= read);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1000)]
    [InlineData("0.5", 500)]
    [InlineData("0.333", 333)]
    [InlineData("1.000", 1000)]
    [InlineData("0.", 0)]
    [InlineData("1.", 1000)]
    [InlineData(".5", 500)]
    public void Reads_q(string text, int thousandths)
    {
        Assert.Equal(SipParseStatus.Ok, QValue.TryParse(Text.Bytes(text), out var value));
        Assert.Equal(thousandths, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("2")]
    [InlineData("1.001")]
    [InlineData("0.0001")]
    [InlineData("-0.5")]
    [InlineData("0,5")]
    [InlineData("0.x")]
    [InlineData("00.5")]
    public void Refuses_q(string text) => Assert.Equal(SipParseStatus.BadQValue, QValue.TryParse(Text.Bytes(text), out _));

    [Fact]
    public void Writes_q_in_its_shortest_form()
    {
        Span<byte> text = stackalloc byte[5];
        for (var q = 0; q <= 1000; q++)
        {
            var written = text[..QValue.Write(q, text)];
            Assert.True(written[^1] != '0' || written.Length == 1);
            Assert.Equal(SipParseStatus.Ok, QValue.TryParse(written, out var again));
            Assert.Equal(q, again);
        }
    }
}
