using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Headers;

public class CSeqValueTests
{
    [Theory]
    [InlineData("1 INVITE", 1, SipMethod.Invite, "INVITE")]
    [InlineData("0009\r\n  INVITE", 9, SipMethod.Invite, "INVITE")]
    [InlineData("2147483647 ACK", 2147483647, SipMethod.Ack, "ACK")]
    [InlineData("0 !new-Method'~", 0, SipMethod.Other, "!new-Method'~")]
    [InlineData(" 5\tinvite ", 5, SipMethod.Other, "invite")]
    public void Reads_number_and_method(string text, uint number, SipMethod method, string name)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, CSeqValue.TryParse(bytes, out var value));
        Assert.Equal(number, value.Number);
        Assert.Equal(method, value.Method);
        Assert.Equal(name, value.MethodText.In(bytes));
        Assert.Equal(text.Trim().Split(' ', '\t', '\r')[0], value.NumberText.In(bytes));
    }

    [Theory]
    [InlineData("2147483648 INVITE", SipParseStatus.NumberTooLarge)]
    [InlineData("4294967296 INVITE", SipParseStatus.NumberTooLarge)]
    [InlineData("4294967297 INVITE", SipParseStatus.NumberTooLarge)]
    [InlineData("18446744073709551617 INVITE", SipParseStatus.NumberTooLarge)]
    [InlineData("36893488147419103232 REGISTER", SipParseStatus.NumberTooLarge)]
    [InlineData("-1 INVITE", SipParseStatus.BadNumber)]
    [InlineData("+1 INVITE", SipParseStatus.BadNumber)]
    [InlineData("INVITE", SipParseStatus.BadNumber)]
    [InlineData("", SipParseStatus.BadNumber)]
    [InlineData("1INVITE", SipParseStatus.BadNumber)]
    [InlineData("1", SipParseStatus.BadToken)]
    [InlineData("1 ", SipParseStatus.BadToken)]
    [InlineData("1 IN VITE", SipParseStatus.BadToken)]
    [InlineData("1 INV@ITE", SipParseStatus.BadToken)]
    public void Refuses(string text, SipParseStatus expected)
    {
        Assert.Equal(expected, CSeqValue.TryParse(Text.Bytes(text), out var value));
        Assert.Equal(0u, value.Number);
    }
}
