using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Sip.Tests.Headers;

public class ViaValueTests
{
    [Theory]
    [InlineData("SIP/2.0/UDP host", "host", 0, SipTransport.Udp, HostKind.Name)]
    [InlineData("SIP/2.0/TCP 192.0.2.1:5070", "192.0.2.1", 5070, SipTransport.Tcp, HostKind.IPv4)]
    [InlineData("SIP/2.0/TLS [2001:db8::9]:5061", "[2001:db8::9]", 5061, SipTransport.Tls, HostKind.IPv6)]
    [InlineData("SIP / 2.0\r\n / SCTP\thost : 1", "host", 1, SipTransport.Sctp, HostKind.Name)]
    [InlineData("SIP/2.0/wss host_1.example.invalid", "host_1.example.invalid", 0, SipTransport.Wss, HostKind.Name)]
    [InlineData("SIP/2.0/NEW host", "host", 0, SipTransport.Other, HostKind.Name)]
    [InlineData("SIP/2.0/UDP host:65535", "host", 65535, SipTransport.Udp, HostKind.Name)]
    public void Reads_protocol_and_sent_by(string text, string host, int port, SipTransport transport, HostKind kind)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, ViaValue.TryParse(bytes, out var via));
        Assert.Equal(host, via.Host.In(bytes));
        Assert.Equal(port, via.Port);
        Assert.Equal(transport, via.Transport);
        Assert.Equal(kind, via.HostKind);
        Assert.True(via.IsSip20(bytes));
        Assert.Equal(text, via.Value.In(bytes));
        Assert.False(via.Parameters.Exists);
    }

    [Fact]
    public void Reads_the_parameters()
    {
        var bytes = Text.Bytes(
            "SIP/2.0/UDP h:5 ; Branch=z9hG4bKx ;rport=99;received=[::1];maddr=224.2.0.1;ttl=16;i=1a;alias;comp=sigcomp;x=\"a;,b\" (a (nested\\)) comment)");
        Assert.Equal(SipParseStatus.Ok, ViaValue.TryParse(bytes, out var via));
        Assert.Equal("z9hG4bKx", via.Branch.In(bytes));
        Assert.True(via.HasMagicCookie(bytes));
        Assert.Equal("99", via.Rport.In(bytes));
        Assert.Equal(99, via.RportNumber);
        Assert.Equal("[::1]", via.Received.In(bytes));
        Assert.Equal("224.2.0.1", via.Maddr.In(bytes));
        Assert.Equal("16", via.Ttl.In(bytes));
        Assert.Equal("1a", via.ConnectionId.In(bytes));
        Assert.True(via.Alias is { Exists: true, IsEmpty: true });
        Assert.Equal("sigcomp", via.Comp.In(bytes));
        Assert.Equal("a (nested\\)) comment", via.Comment.In(bytes));
        Assert.Equal("h:5", via.SentBy.In(bytes));
        Assert.EndsWith("\"a;,b\"", via.Parameters.In(bytes), StringComparison.Ordinal);
        Assert.True(ParameterReader.TryFind(bytes, via.Parameters, "X"u8, out var x));
        Assert.Equal("a;,b", x.Unquoted.In(bytes));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h;rport", true, 0)]
    [InlineData("SIP/2.0/UDP h;rport=", true, 0)]
    [InlineData("SIP/2.0/UDP h;rport=5", true, 5)]
    [InlineData("SIP/2.0/UDP h", false, 0)]
    public void Tells_rport_asked_for_from_rport_absent(string text, bool exists, int number)
    {
        Assert.Equal(SipParseStatus.Ok, ViaValue.TryParse(Text.Bytes(text), out var via));
        Assert.Equal(exists, via.Rport.Exists);
        Assert.Equal(number, via.RportNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP")]
    [InlineData("SIP/2.0")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP ")]
    [InlineData("SIP/2.0/ host")]
    [InlineData("SIP//UDP host")]
    [InlineData("SIP/2.0/UDP h:")]
    [InlineData("SIP/2.0/UDP h:0")]
    [InlineData("SIP/2.0/UDP h:65536")]
    [InlineData("SIP/2.0/UDP h:4294967297")]
    [InlineData("SIP/2.0/UDP h:18446744073709551617")]
    [InlineData("SIP/2.0/UDP h:-1")]
    [InlineData("SIP/2.0/UDP h:5060x")]
    [InlineData("SIP/2.0/UDP [::1")]
    [InlineData("SIP/2.0/UDP ::1")]
    [InlineData("SIP/2.0/UDP [::1]x")]
    [InlineData("SIP/2.0/UDP h;;branch=1")]
    [InlineData("SIP/2.0/UDP h;")]
    [InlineData("SIP/2.0/UDP h;=1")]
    [InlineData("SIP/2.0/UDP h;rport=65536")]
    [InlineData("SIP/2.0/UDP h;rport=x")]
    [InlineData("SIP/2.0/UDP h;x=\"open")]
    [InlineData("SIP/2.0/UDP h (open")]
    [InlineData("SIP/2.0/UDP h i")]
    [InlineData("SIP/2.0/UDP h, SIP/2.0/UDP i")]
    [InlineData("SIP/2.0/UDP \"h\"")]
    public void Refuses(string text) => Assert.NotEqual(SipParseStatus.Ok, ViaValue.TryParse(Text.Bytes(text), out _));

    [Theory]
    [InlineData("z9hG4bK", false)]
    [InlineData("z9hG4bK1", true)]
    [InlineData("Z9HG4BK1", true)]
    [InlineData("390skdjuw", false)]
    public void Knows_the_magic_cookie(string branch, bool expected)
    {
        var bytes = Text.Bytes("SIP/2.0/UDP h;branch=" + branch);
        Assert.Equal(SipParseStatus.Ok, ViaValue.TryParse(bytes, out var via));
        Assert.Equal(expected, via.HasMagicCookie(bytes));
    }

    [Fact]
    public void The_first_of_two_equal_parameters_counts()
    {
        var bytes = Text.Bytes("SIP/2.0/UDP h;branch=1;branch=2");
        Assert.Equal(SipParseStatus.Ok, ViaValue.TryParse(bytes, out var via));
        Assert.Equal("1", via.Branch.In(bytes));
    }
}
