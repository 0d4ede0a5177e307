using Seraph.Fuzz;
using Seraph.Sip.Headers;

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

    public const string Reply =
        """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1;received=192.0.2.9;rport=5099
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>;tag=2
        Call-ID: 1@x
        CSeq: 7 INVITE
        Contact: <sip:b@192.0.2.5>
        Content-Length: 0


        """;

    [Fact]
    public void Indexes_a_request()
    {
        var message = Text.Message(Invite);

        Assert.Equal(SipParseStatus.Ok, message.Status);
        Assert.Equal(SipParseStatus.Ok, message.Validate());
        Assert.True(message.IsRequest);
        Assert.False(message.IsReply);
        Assert.Equal(SipMethod.Invite, message.Method);
        Assert.Equal("SIP/2.0", message.Get(message.Version));
        Assert.Equal("INVITE sip:bob@biloxi.example.com;transport=tcp SIP/2.0", message.Get(message.StartLine));
        Assert.Equal("sip:bob@biloxi.example.com;transport=tcp", message.Get(message.RequestUriText));
        Assert.Equal(SipTransport.Tcp, message.RequestUri.Transport);
        Assert.Equal("abcd", message.Get(message.Body));
        Assert.Equal(message.Body.End, message.Length);
        Assert.Equal(12, message.Headers.Length);
        Assert.StartsWith("Via: ", message.Get(message.HeaderArea), StringComparison.Ordinal);
        Assert.EndsWith("Content-Length: 4\r\n", message.Get(message.HeaderArea), StringComparison.Ordinal);
        Assert.Equal("client.atlanta.example.com", message.Get(message.TopVia.Host));
        Assert.Equal(5062, message.TopVia.Port);
        Assert.Equal("z9hG4bK74bf9", message.Get(message.TopVia.Branch));
        Assert.True(message.TopVia.Rport is { Exists: true, IsEmpty: true });
        Assert.Equal("9fxced76sl", message.Get(message.From.Tag));
        Assert.Equal("alice", message.Get(message.FromUri.User));
        Assert.False(message.To.Tag.Exists);
        Assert.Equal("bob", message.Get(message.ToUri.User));
        Assert.Equal(1u, message.CSeq.Number);
        Assert.Equal(70, message.MaxForwards);
        Assert.Equal("3848276298220188511@atlanta.example.com", message.Get(message.CallId));
        Assert.Equal(SipParseStatus.Missing, message.ExpiresStatus);
        Assert.Equal("folded\r\n  value", message.Get(message.HeaderBody("x-custom"u8)));
        Assert.Equal("X-Custom:  folded\r\n  value \r\n", message.Get(message.Headers[message.FindHeader("X-CUSTOM"u8)].Line));
    }

    [Fact]
    public void Indexes_a_reply()
    {
        var message = Text.Message(Reply);

        Assert.Equal(SipParseStatus.Ok, message.Validate());
        Assert.True(message.IsReply);
        Assert.False(message.IsRequest);
        Assert.Equal(200, message.StatusCode);
        Assert.Equal("OK", message.Get(message.Reason));
        Assert.Equal(SipMethod.None, message.Method);
        Assert.Equal(SipMethod.Invite, message.CSeq.Method);
        Assert.Equal(5099, message.TopVia.RportNumber);
        Assert.Equal(SipParseStatus.Missing, message.RequestUriStatus);
        Assert.Equal("2", message.Get(message.To.Tag));
    }

    [Fact]
    public void Walks_over_all_vias_across_commas_and_lines()
    {
        var message = Text.Message(Invite);
        var reader = new ViaReader(message);
        var hosts = new List<string>();
        var indexes = new List<int>();
        while (reader.Next(out var via))
        {
            hosts.Add(message.Get(via.Host));
            indexes.Add(reader.HeaderIndex);
        }

        Assert.Equal(SipParseStatus.Ok, reader.Status);
        Assert.Equal(["client.atlanta.example.com", "192.0.2.4", "[2001:db8::1]"], hosts);
        Assert.Equal([0, 0, 1], indexes);
    }

    [Fact]
    public void Walks_over_contacts_and_routes()
    {
        var message = Text.Message(Invite);
        var contacts = new ContactReader(message);
        Assert.True(contacts.Next(out var first));
        Assert.Equal(500, first.QThousandths);
        Assert.Equal("sip:alice@client.atlanta.example.com;transport=tcp", message.Get(first.Uri));
        Assert.True(contacts.Next(out var second));
        Assert.Equal(60u, second.Expires);
        Assert.Equal("x,y", message.Get(second.Address.UnquotedName(message.Bytes)));
        Assert.False(contacts.Next(out _));
        Assert.Equal(SipParseStatus.Ok, contacts.Status);

        var routes = new AddressReader(message, HeaderKind.Route);
        Assert.True(routes.Next(out var route));
        Assert.Equal("sip:p1.example.com;lr", message.Get(route.Uri));
        Assert.True(routes.Next(out route));
        Assert.Equal("sip:p2.example.com", message.Get(route.Uri));
        Assert.False(routes.Next(out _));
    }

    [Theory]
    [InlineData("", SipParseStatus.Empty)]
    [InlineData("\r\n\r\n", SipParseStatus.Empty)]
    [InlineData("hello", SipParseStatus.NotSip)]
    [InlineData("\0\0\0\0", SipParseStatus.NotSip)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", SipParseStatus.NotSip)]
    [InlineData("OPTIONS sip:a SIP/2.0", SipParseStatus.UnterminatedHeaders)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n", SipParseStatus.UnterminatedHeaders)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nVia: x\r\n", SipParseStatus.UnterminatedHeaders)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nVia: x", SipParseStatus.UnterminatedHeaders)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("\r\n\r\nOPTIONS sip:a SIP/2.0\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("OPTIONS sip:a sip/2.0\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("OPTIONS sip:a SIP/3.0\r\n\r\n", SipParseStatus.UnsupportedVersion)]
    [InlineData("OPTIONS sip:a SIP/2.00\r\n\r\n", SipParseStatus.UnsupportedVersion)]
    [InlineData("OPTIONS  sip:a SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPTIONS sip:a  SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPTIONS sip:a SIP/2.0 \r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPTIONS sip:a b SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPTIONS sip:a\tb SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPTIONS SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData(" OPTIONS sip:a SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("OPT{IONS sip:a SIP/2.0\r\n\r\n", SipParseStatus.BadRequestLine)]
    [InlineData("SIP/2.0 200 OK\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("SIP/2.0 200 \r\n\r\n", SipParseStatus.Ok)]
    [InlineData("SIP/2.0 200\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("SIP/2.0 99 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0 700 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0 099 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0 2000 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0  200 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0 -20 X\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/2.0\r\n\r\n", SipParseStatus.BadStatusLine)]
    [InlineData("SIP/7.0 200 OK\r\n\r\n", SipParseStatus.UnsupportedVersion)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n: x\r\n\r\n", SipParseStatus.BadHeaderLine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nno colon\r\n\r\n", SipParseStatus.BadHeaderLine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nbad name: x\r\n\r\n", SipParseStatus.BadHeaderLine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\n folded: x\r\n\r\n", SipParseStatus.BadHeaderLine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nX: a\rb\r\n\r\n", SipParseStatus.BadHeaderLine)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nX : a\r\n\r\n", SipParseStatus.Ok)]
    [InlineData("OPTIONS sip:a SIP/2.0\nX: a\n\n", SipParseStatus.Ok)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nX:\r\n\r\n", SipParseStatus.Ok)]
    public void Judges_the_frame(string text, SipParseStatus expected)
    {
        var bytes = Text.Bytes(text);
        var message = new SipMessage();
        Assert.Equal(expected, message.Parse(bytes, 0, bytes.Length));
        Assert.Equal(expected, message.Status);
    }

    [Theory]
    [InlineData("0", "", SipParseStatus.Ok)]
    [InlineData("3", "abc", SipParseStatus.Ok)]
    [InlineData("0003", "abc", SipParseStatus.Ok)]
    [InlineData("2", "ab", SipParseStatus.Ok)]
    [InlineData("\r\n 3", "abc", SipParseStatus.Ok)]
    [InlineData("4", null, SipParseStatus.BodyTooShort)]
    [InlineData("2147483647", null, SipParseStatus.BodyTooShort)]
    [InlineData("2147483648", null, SipParseStatus.BadContentLength)]
    [InlineData("4294967295", null, SipParseStatus.BadContentLength)]
    [InlineData("4294967299", null, SipParseStatus.BadContentLength)]
    [InlineData("18446744073709551616", null, SipParseStatus.BadContentLength)]
    [InlineData("18446744073709551619", null, SipParseStatus.BadContentLength)]
    [InlineData("99999999999999999999999999999999999999999999", null, SipParseStatus.BadContentLength)]
    [InlineData("-1", null, SipParseStatus.BadContentLength)]
    [InlineData("+3", null, SipParseStatus.BadContentLength)]
    [InlineData("3 ", "abc", SipParseStatus.Ok)]
    [InlineData("3a", null, SipParseStatus.BadContentLength)]
    [InlineData("1 2", null, SipParseStatus.BadContentLength)]
    [InlineData("", null, SipParseStatus.BadContentLength)]
    [InlineData("3\r\nl: 3", null, SipParseStatus.BadContentLength)]
    public void Judges_content_length(string value, string? body, SipParseStatus expected)
    {
        var bytes = Text.Bytes($"OPTIONS sip:a SIP/2.0\r\nContent-Length: {value}\r\n\r\nabc");
        var message = new SipMessage();
        Assert.Equal(expected, message.Parse(bytes, 0, bytes.Length));
        if (body is not null)
            Assert.Equal(body, message.Get(message.Body));
    }

    [Fact]
    public void Without_content_length_a_datagram_is_all_body()
    {
        var bytes = Text.Bytes("OPTIONS sip:a SIP/2.0\r\n\r\nabc\r\n");
        var message = new SipMessage();
        Assert.Equal(SipParseStatus.Ok, message.Parse(bytes, 0, bytes.Length));
        Assert.Equal("abc\r\n", message.Get(message.Body));
    }

    [Fact]
    public void Refuses_more_headers_than_the_limit()
    {
        var message = new SipMessage(new SipLimits { MaxHeaders = 50 });
        var text = "OPTIONS sip:a SIP/2.0\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 50));
        var good = Text.Bytes(text + "\r\n");
        Assert.Equal(SipParseStatus.Ok, message.Parse(good, 0, good.Length));
        Assert.Equal(50, message.Headers.Length);
        var bad = Text.Bytes(text + "X: y\r\n\r\n");
        Assert.Equal(SipParseStatus.TooManyHeaders, message.Parse(bad, 0, bad.Length));
        Assert.Equal(50, message.Headers.Length);
    }

    [Fact]
    public void A_limit_below_the_first_guess_holds_too()
    {
        var message = new SipMessage(new SipLimits { MaxHeaders = 2 });
        var bytes = Text.Bytes("OPTIONS sip:a SIP/2.0\r\nX: 1\r\nX: 2\r\nX: 3\r\n\r\n");
        Assert.Equal(SipParseStatus.TooManyHeaders, message.Parse(bytes, 0, bytes.Length));
        Assert.Equal(2, message.Headers.Length);
    }

    [Fact]
    public void Refuses_a_message_above_the_limit()
    {
        var message = new SipMessage(new SipLimits { MaxMessageLength = 100 });
        var bytes = Text.Bytes("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n".PadRight(101));
        Assert.Equal(SipParseStatus.MessageTooLarge, message.Parse(bytes, 0, bytes.Length));
        Assert.Equal(SipParseStatus.Ok, message.TopViaStatus); // it can be answered
        Assert.Equal(513, message.Validate().Reply().Code);
        Assert.Equal(SipParseStatus.Ok, message.Parse(bytes, 0, 100));
    }

    [Fact]
    public void Finds_headers_by_kind_name_and_order()
    {
        var message = Text.Message(
            """
            OPTIONS sip:a SIP/2.0
            Supported: a
            X-One: 1
            k: b
            x-one: 2
            X-Two: 3
            SUPPORTED: c


            """);
        var first = message.FirstHeader(HeaderKind.Supported);
        var second = message.NextHeader(first);
        var third = message.NextHeader(second);
        Assert.Equal((0, 2, 5, -1), (first, second, third, message.NextHeader(third)));
        Assert.Equal(0, message.FindHeader("k"u8));
        Assert.Equal(2, message.FindHeader("supported"u8, 1));
        Assert.Equal(1, message.FindHeader("X-ONE"u8));
        Assert.Equal(3, message.NextHeader(1));
        Assert.Equal(-1, message.NextHeader(3));
        Assert.Equal(-1, message.FindHeader("X-Three"u8));
        Assert.Equal("3", message.Get(message.HeaderBody("x-two"u8)));
        Assert.False(message.HeaderBody("x-three"u8).Exists);
        Assert.False(message.HasHeader(HeaderKind.Via));
        Assert.Equal(-1, message.FirstHeader(HeaderKind.Other));
    }

    [Fact]
    public void Forgets_everything_when_it_is_reset()
    {
        var message = Text.Message(Invite);
        _ = message.TopViaStatus;
        _ = message.FromUriStatus;
        message.Reset();

        Assert.Equal(SipParseStatus.Empty, message.Status);
        Assert.Equal(0, message.Length);
        Assert.Empty(message.Buffer);
        Assert.False(message.IsRequest);
        Assert.Equal(0, message.Headers.Length);
        Assert.Equal(SipMethod.None, message.Method);
        Assert.Equal(SipParseStatus.MissingVia, message.TopViaStatus);
        Assert.Equal(SipParseStatus.MissingFrom, message.FromUriStatus);
        Assert.Equal(SipParseStatus.Missing, message.RequestUriStatus);
        Assert.False(message.RequestUriText.Exists || message.StartLine.Exists || message.Body.Exists || message.HeaderArea.Exists);
    }

    [Fact]
    public void Values_of_the_message_before_do_not_leak_into_the_next()
    {
        var message = Text.Message(Invite);
        Assert.Equal(SipParseStatus.Ok, message.TopViaStatus);
        Assert.Equal(SipParseStatus.Ok, message.CSeqStatus);
        message.Parse("OPTIONS sip:a SIP/2.0\r\n\r\n");
        Assert.Equal(SipParseStatus.MissingVia, message.TopViaStatus);
        Assert.False(message.TopVia.Host.Exists);
        Assert.Equal(SipParseStatus.MissingCSeq, message.CSeqStatus);
        Assert.Equal(0u, message.CSeq.Number);
    }

    [Fact]
    public void A_copy_outlives_the_receive_buffer()
    {
        var received = new byte[4096];
        var text = Text.Bytes(Text.Lines(Invite));
        text.CopyTo(received, 100);
        var message = new SipMessage();
        Assert.Equal(SipParseStatus.Ok, message.Parse(received, 100, text.Length));
        Assert.Equal(SipParseStatus.Ok, message.TopViaStatus); // known before the copy
        var copy = new SipMessage();
        var stored = new byte[message.Length + 7];
        message.CopyTo(copy, stored, 7);
        Array.Clear(received);
        message.Reset();

        Assert.Equal(SipParseStatus.Ok, copy.Validate());
        Assert.Equal("client.atlanta.example.com", copy.Get(copy.TopVia.Host));
        Assert.Equal("9fxced76sl", copy.Get(copy.From.Tag));
        Assert.Equal("abcd", copy.Get(copy.Body));
        Assert.Equal(12, copy.Headers.Length);
        Assert.Same(stored, copy.Buffer);
        Assert.Equal(7, copy.Offset);
    }

    [Fact]
    public void Every_truncation_of_a_message_is_refused_or_a_shorter_message()
    {
        foreach (var text in new[] { Invite, Reply })
        {
            var bytes = Text.Bytes(Text.Lines(text));
            var message = new SipMessage();
            var whole = message.Parse(bytes, 0, bytes.Length);
            Assert.Equal(SipParseStatus.Ok, whole);
            var length = message.Length;
            for (var i = 0; i < length; i++)
            {
                var part = bytes[..i]; // an array of its own: reading beyond it is an exception
                Assert.NotEqual(SipParseStatus.Ok, message.Parse(part, 0, i));
                SipTarget.TouchEverything(message);
            }
        }
    }
}
