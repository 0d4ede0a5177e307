using Seraph.Sip.Uris;

namespace Seraph.Sip.Tests.Uris;

public class SipUriTests
{
    [Theory]
    [InlineData("sip:h", UriScheme.Sip, "", "", "h", HostKind.Name, 0)]
    [InlineData("SIPS:alice:secret@h.example.com:5061", UriScheme.Sips, "alice", "secret", "h.example.com", HostKind.Name, 5061)]
    [InlineData("sip:a@192.0.2.1:1", UriScheme.Sip, "a", "", "192.0.2.1", HostKind.IPv4, 1)]
    [InlineData("sip:a@[2001:db8::10]:65535", UriScheme.Sip, "a", "", "[2001:db8::10]", HostKind.IPv6, 65535)]
    [InlineData("sip:[2001:db8::10:5070]", UriScheme.Sip, "", "", "[2001:db8::10:5070]", HostKind.IPv6, 0)]
    [InlineData("sip:user;par=u%40example.net@example.com", UriScheme.Sip, "user;par=u%40example.net", "", "example.com", HostKind.Name, 0)]
    [InlineData("sip:a?b/c@h", UriScheme.Sip, "a?b/c", "", "h", HostKind.Name, 0)]
    [InlineData("sip:a:@h", UriScheme.Sip, "a", "", "h", HostKind.Name, 0)]
    [InlineData("sip:256.1.1.1", UriScheme.Sip, "", "", "256.1.1.1", HostKind.Name, 0)]
    [InlineData("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com", UriScheme.Sip, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", "example.com", HostKind.Name, 0)]
    public void Reads_sip(string text, UriScheme scheme, string user, string password, string host, HostKind kind, int port)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(bytes, out var uri));
        Assert.Equal(scheme, uri.Scheme);
        Assert.True(uri.IsSip);
        Assert.Equal(user, uri.User.In(bytes));
        Assert.Equal(password, uri.Password.In(bytes));
        Assert.Equal(host, uri.Host.In(bytes));
        Assert.Equal(host.Trim('[', ']'), uri.BareHost.In(bytes));
        Assert.Equal(kind, uri.HostKind);
        Assert.Equal(port, uri.Port);
        Assert.Equal(user.Length > 0, uri.User.Exists);
        Assert.Equal(text, uri.Text.In(bytes));
        Assert.Equal(port == 0 ? host : host + ":" + port, uri.HostPort.In(bytes));
        Assert.Equal(password.Length > 0 ? user + ":" + password : user, uri.UserInfo.In(bytes).TrimEnd(':'));
    }

    [Fact]
    public void Reads_parameters_and_headers()
    {
        var bytes = Text.Bytes("sip:+1-201@h;Transport=TLS;maddr=224.0.0.1;LR;user=phone;ttl=3;method=INVITE;gr=urn:x;ob;r2=on;x=[a:b]?Subject=a%20b&x=y");
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(bytes, out var uri));
        Assert.Equal(SipTransport.Tls, uri.Transport);
        Assert.Equal("TLS", uri.TransportText.In(bytes));
        Assert.Equal("224.0.0.1", uri.Maddr.In(bytes));
        Assert.True(uri.IsLooseRouter);
        Assert.True(uri.IsPhone);
        Assert.Equal("phone", uri.UserParameter.In(bytes));
        Assert.Equal("3", uri.Ttl.In(bytes));
        Assert.Equal("INVITE", uri.Method.In(bytes));
        Assert.Equal("urn:x", uri.Gr.In(bytes));
        Assert.True(uri.HasOb);
        Assert.Equal("on", uri.R2.In(bytes));
        Assert.True(uri.TryGetParameter(bytes, "X"u8, out var x));
        Assert.Equal("[a:b]", x.Value.In(bytes));
        Assert.False(uri.TryGetParameter(bytes, "y"u8, out _));
        Assert.Equal("Subject=a%20b&x=y", uri.Headers.In(bytes));
        Assert.StartsWith(";Transport", uri.Parameters.In(bytes), StringComparison.Ordinal);
        Assert.EndsWith("[a:b]", uri.Parameters.In(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sip:h;lr=on", true)]
    [InlineData("sip:h;lr=", true)]
    [InlineData("sip:h;lrx", false)]
    [InlineData("sip:h?lr", false)]
    public void Knows_loose_routers(string text, bool expected)
    {
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(Text.Bytes(text), out var uri));
        Assert.Equal(expected, uri.IsLooseRouter);
    }

    [Theory]
    [InlineData("tel:+1-201-555-0123", "+1-201-555-0123", "")]
    [InlineData("tel:7042;phone-context=example.com", "7042", ";phone-context=example.com")]
    [InlineData("TEL:*21#(a)", "*21#(a)", "")]
    public void Reads_tel(string text, string number, string parameters)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(bytes, out var uri));
        Assert.True(uri.IsTel);
        Assert.Equal(number, uri.User.In(bytes));
        Assert.Equal(parameters, uri.Parameters.In(bytes));
        Assert.False(uri.Host.Exists);
    }

    [Theory]
    [InlineData("soap.beep://192.0.2.103:3002", UriScheme.Other, "soap.beep", "//192.0.2.103:3002")]
    [InlineData("nobodyKnowsThisScheme:totallyopaquecontent", UriScheme.Other, "nobodyKnowsThisScheme", "totallyopaquecontent")]
    [InlineData("urn:service:sos", UriScheme.Urn, "urn", "service:sos")]
    [InlineData("http://www.example.com", UriScheme.Other, "http", "//www.example.com")]
    public void Takes_other_schemes_as_they_are(string text, UriScheme scheme, string name, string rest)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(bytes, out var uri));
        Assert.Equal(scheme, uri.Scheme);
        Assert.Equal(name, uri.SchemeText.In(bytes));
        Assert.Equal(rest, uri.Opaque.In(bytes));
        Assert.False(uri.IsSip || uri.IsTel);
    }

    [Theory]
    [InlineData("", SipParseStatus.BadUri)]
    [InlineData("sip", SipParseStatus.BadUri)]
    [InlineData(":x", SipParseStatus.BadUri)]
    [InlineData("1sip:x", SipParseStatus.BadUri)]
    [InlineData("s ip:x", SipParseStatus.BadUri)]
    [InlineData("<sip:a@b>", SipParseStatus.BadUri)]
    [InlineData("sip:a b@c", SipParseStatus.BadUri)]
    [InlineData("sip:a@b\r\n", SipParseStatus.BadUri)]
    [InlineData("sip:a\0@b", SipParseStatus.BadUri)]
    [InlineData("sip:@h", SipParseStatus.BadUri)]
    [InlineData("sip::pw@h", SipParseStatus.BadUri)]
    [InlineData("x:", SipParseStatus.BadUri)]
    [InlineData("tel:", SipParseStatus.BadUri)]
    [InlineData("tel:abc-xyz", SipParseStatus.BadUri)]
    [InlineData("tel:+1a", SipParseStatus.BadUri)]
    [InlineData("tel:-.()", SipParseStatus.BadUri)]
    [InlineData("tel:+1;", SipParseStatus.BadUri)]
    [InlineData("sip:", SipParseStatus.BadHost)]
    [InlineData("sip:a@", SipParseStatus.BadHost)]
    [InlineData("sip:;lr", SipParseStatus.BadHost)]
    [InlineData("sip:a@b@c", SipParseStatus.BadHost)]
    [InlineData("sip:[::1", SipParseStatus.BadHost)]
    [InlineData("sip:[::g]", SipParseStatus.BadHost)]
    [InlineData("sip:[1::2::3]", SipParseStatus.BadHost)]
    [InlineData("sip:[]", SipParseStatus.BadHost)]
    [InlineData("sip:h/path", SipParseStatus.BadHost)]
    [InlineData("sip:h:", SipParseStatus.BadPort)]
    [InlineData("sip:h:0", SipParseStatus.BadPort)]
    [InlineData("sip:h:65536", SipParseStatus.BadPort)]
    [InlineData("sip:h:2147483648", SipParseStatus.BadPort)]
    [InlineData("sip:h:4294972356", SipParseStatus.BadPort)]
    [InlineData("sip:h:18446744073709556676", SipParseStatus.BadPort)]
    [InlineData("sip:h:-5060", SipParseStatus.BadPort)]
    [InlineData("sip:h:x", SipParseStatus.BadPort)]
    [InlineData("sip:2001:db8::10", SipParseStatus.BadPort)]
    [InlineData("sip:h;", SipParseStatus.BadUri)]
    [InlineData("sip:h;;lr", SipParseStatus.BadUri)]
    [InlineData("sip:h;a,b", SipParseStatus.BadUri)]
    public void Refuses(string text, SipParseStatus expected)
    {
        Assert.Equal(expected, SipUri.TryParse(Text.Bytes(text), out var uri));
        Assert.Equal(UriScheme.None, uri.Scheme);
    }

    [Theory]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("1::", true)]
    [InlineData("1:2:3:4:5:6:7:8", true)]
    [InlineData("1:2:3:4:5:6:7::", true)]
    [InlineData("::2:3:4:5:6:7:8", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("1:2:3:4:5:6:192.0.2.1", true)]
    [InlineData("2001:DB8::9", true)]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1:2:3:4:5:6:7:8::", false)]
    [InlineData("1:2:3:4::5:6:7:8", false)]
    [InlineData(":1", false)]
    [InlineData("1:", false)]
    [InlineData(":::", false)]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::192.0.2.256", false)]
    [InlineData("::192.0.2.1:1", false)]
    [InlineData("12345::", false)]
    public void Checks_ipv6_references(string address, bool valid)
    {
        var status = SipUri.TryParse(Text.Bytes($"sip:[{address}]"), out _);
        Assert.Equal(valid ? SipParseStatus.Ok : SipParseStatus.BadHost, status);
        Assert.Equal(valid, address.Contains(':', StringComparison.Ordinal) && System.Net.IPAddress.TryParse(address, out _));
    }

    [Theory]
    [InlineData("+1-201.555(0123)", "+12015550123")]
    [InlineData("", "")]
    [InlineData("1234", "1234")]
    public void Takes_visual_separators_out_of_numbers(string number, string expected)
    {
        var room = new byte[number.Length];
        Assert.Equal(expected, Text.From(room.AsSpan(0, TelephoneNumber.Normalize(Text.Bytes(number), room))));
    }

    [Theory]
    [InlineData("a%40b", "a@b")]
    [InlineData("%6Cr%", "lr%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("%00", "\0")]
    [InlineData("%2541", "%41")]
    public void Unescapes(string text, string expected)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(expected, Text.From(bytes.AsSpan(0, UriText.Unescape(bytes, bytes))));
    }
}
