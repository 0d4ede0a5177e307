using CsCheck;
using Seraph.Sip.Uris;

namespace Seraph.Sip.Tests.Uris;

public class UriComparisonTests
{
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;security=on")]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on")]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("sip:a@[2001:DB8::1]", "sip:a@[2001:db8:0:0::0001]")]
    [InlineData("sip:a@h;%6Cr", "sip:a@h;lr")]
    [InlineData("sip:a@h;x=%41", "sip:a@h;x=a")]
    [InlineData("sip:a@h?A=b&a=b&c=d", "sip:a@h?c=d&a=b&a=b")]
    [InlineData("tel:+1-201-555-0123", "tel:+12015550123")]
    [InlineData("tel:863-1234;phone-context=+1-914-555;ext=1-2", "TEL:8631234;ext=12;phone-context=+1914555")]
    [InlineData("tel:7042;phone-context=Example.com", "tel:7042;phone-context=example.COM")]
    [InlineData("URN:service:sos", "urn:service:sos")]
    public void Equal(string left, string right) => Check(left, right, true);

    [Theory]
    [InlineData("sip:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:a@h", "sips:a@h")]
    [InlineData("sip:a@h", "sip:h")]
    [InlineData("sip:a@h", "sip:a:b@h")]
    [InlineData("sip:a:B@h", "sip:a:b@h")]
    [InlineData("sip:a%40b@h", "sip:a%41b@h")]
    [InlineData("sip:a%3Bb@h", "sip:a;b@h")]
    [InlineData("sip:%2541@h", "sip:%41@h")]
    [InlineData("sip:a@h", "sip:a@h;user=phone")]
    [InlineData("sip:a@h;user=ip", "sip:a@h;user=phone")]
    [InlineData("sip:a@h", "sip:a@h;ttl=1")]
    [InlineData("sip:a@h", "sip:a@h;method=INVITE")]
    [InlineData("sip:a@h;maddr=1.2.3.4", "sip:a@h")]
    [InlineData("sip:a@h;%74ransport=tcp", "sip:a@h")]
    [InlineData("sip:a@h;x", "sip:a@h;x=1")]
    [InlineData("sip:a@h?a=b&a=b&c=d", "sip:a@h?a=b&c=d&c=d")]
    [InlineData("sip:a@h?a=b", "sip:a@h?a=B")]
    [InlineData("sip:a@h?a=b", "sip:a@h?a=b&c=d")]
    [InlineData("tel:+12015550123", "tel:12015550123")]
    [InlineData("tel:+1;a=1", "tel:+1")]
    [InlineData("tel:+1;a=1", "tel:+1;a=2")]
    [InlineData("tel:7042;phone-context=+1", "tel:7042;phone-context=+2")]
    [InlineData("tel:+1", "sip:+1@h")]
    [InlineData("urn:service:sos", "urn:service:SOS")]
    [InlineData("foo:x", "bar:x")]
    public void Different(string left, string right) => Check(left, right, false);

    [Fact]
    public void More_parts_than_the_limit_are_compared_byte_by_byte()
    {
        var many = "sip:a@h" + string.Concat(Enumerable.Range(0, UriComparison.MaxParts + 1).Select(i => $";p{i}=1"));
        Check(many, many, true);
        Check(many, many.Replace("p3=1", "P3=1", StringComparison.Ordinal), false);
        var headers = "sip:a@h?" + string.Join('&', Enumerable.Range(0, UriComparison.MaxParts + 1).Select(i => $"p{i}=1"));
        Check(headers, headers, true);
        Check(headers, headers.Replace("p3=1", "P3=1", StringComparison.Ordinal), false);
        var fewer = "sip:a@h" + string.Concat(Enumerable.Range(0, UriComparison.MaxParts).Select(i => $";p{i}=1"));
        Check(fewer, fewer.Replace("p3=1", "P3=1", StringComparison.Ordinal), true);
    }

    // Few choices for each part, so that equal URIs come up often.
    private static readonly Gen<string> Uris = Gen.Select(
        OneOf("sip", "SIP", "sips"),
        OneOf("", "a@", "%61@", "A@", "a:b@", "a%3b@", "a;@", "a%3B@"),
        OneOf("h", "H", "[::1]", "[0:0::1]", "1.2.3.4"),
        OneOf("", ":5060", ":05060", ":5061"),
        Gen.Select(
            OneOf("", ";transport=tcp", ";Transport=TCP", ";transport=udp"),
            OneOf("", ";maddr=x", ";m%61ddr=X", ";ttl=1", ";method=ACK", ";user=phone"),
            OneOf("", ";x", ";x=1", ";X=1", ";x=2", ";y=1"),
            Gen.Bool,
            (a, b, c, swap) => swap ? c + b + a : a + b + c),
        OneOf("", "?", "?a=b", "?A=b", "?a=b&c=d", "?c=d&a=b", "?a"),
        (scheme, user, host, port, parameters, headers) => scheme + ":" + user + host + port + parameters + headers);

    [Fact]
    public void Is_reflexive_and_symmetric_and_agrees_with_the_hash() =>
        Gen.Select(Uris, Uris).Sample(
            (left, right) =>
            {
                Assert.True(AreEqual(left, left));
                var equal = AreEqual(left, right);
                Assert.Equal(equal, AreEqual(right, left));
                if (equal)
                    Assert.Equal(Hash(left), Hash(right));
            },
            iter: 20_000);

    [Fact]
    public void Is_transitive_without_unknown_parameters() =>
        Gen.Select(Uris, Uris, Uris).Sample(
            (a, b, c) =>
            {
                (a, b, c) = (WithoutUnknown(a), WithoutUnknown(b), WithoutUnknown(c));
                if (AreEqual(a, b) && AreEqual(b, c))
                    Assert.True(AreEqual(a, c));
            },
            iter: 20_000);

    [Fact]
    public void Allocates_nothing()
    {
        var left = Text.Bytes("sip:%61lice@[2001:db8::1];transport=TCP;x=1?a=b&c=d");
        var right = Text.Bytes("sip:alice@[2001:DB8:0::1];x=1;transport=tcp?c=d&A=b");
        SipUri.TryParse(left, out var leftUri);
        SipUri.TryParse(right, out var rightUri);
        Assert.True(UriComparison.Equals(left, leftUri, right, rightUri));
        _ = UriComparison.GetHashCode(left, leftUri);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = UriComparison.Equals(left, leftUri, right, rightUri);
            _ = UriComparison.GetHashCode(left, leftUri);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string WithoutUnknown(string uri)
    {
        foreach (var parameter in new[] { ";x=1", ";X=1", ";x=2", ";y=1", ";x" })
            uri = uri.Replace(parameter, "", StringComparison.Ordinal);
        return uri;
    }

    private static void Check(string left, string right, bool expected)
    {
        Assert.Equal(expected, AreEqual(left, right));
        Assert.Equal(expected, AreEqual(right, left));
        if (expected)
            Assert.Equal(Hash(left), Hash(right));
    }

    private static bool AreEqual(string left, string right)
    {
        var leftBytes = Text.Bytes(left);
        var rightBytes = Text.Bytes(right);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(leftBytes, out var leftUri));
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(rightBytes, out var rightUri));
        return UriComparison.Equals(leftBytes, leftUri, rightBytes, rightUri);
    }

    private static int Hash(string text)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(bytes, out var uri));
        return UriComparison.GetHashCode(bytes, uri);
    }
}
