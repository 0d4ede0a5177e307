namespace Seraph.Sip.Tests;

public class SipMessageTests
{
    public const string Invite =
        """
        INVITE sip:bob@biloxi.example.com;transport=tcp SIP/2.0
        Via: SIP/2.0/UDP client.atlanta.example.com:5062;branch=z9hG4bK74bf9;rport, SIP/2.0/TCP 192.0.2.4
        v: SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bKa
        Max-Forwards: 70
        From: "Alice \"A\"" <sip:alice@atlanta.example.com>;tag=9fxced76sl
        t: Bob <sip:bob@biloxi.example.com>
        Call-ID: 3848276298220188511@atlanta.example.com
        CSeq: 1 INVITE
        m: <sip:alice@client.atlanta.example.com;transport=tcp>;q=0.5, "x,y" <sip:b@c>;expires=60
        Route: <sip:p1.example.com;lr>, <sip:p2.example.com>
        X-Custom:  folded
          value 
        Content-Type: application/sdp
        Content-Length: 4

        abcdTRAILING
        """;

    [Fact]
    public void Indexes_a_request()
    {
        var message = Text.Message(Invite);

        Assert.Equal(SipParseStatus.Ok, message.Status);
        Assert.Equal(SipParseStatus.Ok, message.Validate());
        Assert.True(message.IsRequest);
        Assert.Equal(SipMethod.Invite, message.Method);
        Assert.Equal("sip:bob@biloxi.example.com;transport=tcp", message.Get(message.RequestUriText));
        Assert.Equal(SipTransport.Tcp, message.RequestUri.Transport);
        Assert.Equal("abcd", message.Get(message.Body));
        Assert.Equal(12, message.Headers.Length);
        Assert.Equal("client.atlanta.example.com", message.Get(message.TopVia.Host));
        Assert.Equal(5062, message.TopVia.Port);
        Assert.Equal("z9hG4bK74bf9", message.Get(message.TopVia.Branch));
        Assert.True(message.TopVia.Rport is { Exists: true, IsEmpty: true });
        Assert.Equal("9fxced76sl", message.Get(message.From.Tag));
        Assert.False(message.To.Tag.Exists);
        Assert.Equal("bob", message.Get(message.ToUri.User));
        Assert.Equal(1u, message.CSeq.Number);
        Assert.Equal(70, message.MaxForwards);
        Assert.Equal("folded\r\n  value", message.Get(message.HeaderBody("x-custom"u8)));
        Assert.Equal("X-Custom:  folded\r\n  value \r\n", message.Get(message.Headers[message.FindHeader("X-CUSTOM"u8)].Line));
    }
}
