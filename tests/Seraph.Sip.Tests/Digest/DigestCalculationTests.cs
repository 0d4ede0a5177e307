using System.Security.Cryptography;
using System.Text;
using Seraph.Sip.Digest;
using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Digest;

public class DigestCalculationTests
{
    // RFC 2617, 3.5, RFC 7616, 3.9.1, and values of independent calculations for the rest.
    [Theory]
    [InlineData("MD5", "auth", "testrealm@host.com", "Circle Of Life", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "6629fae49393a05397450978507c4ef1")]
    [InlineData("MD5", "auth", "http-auth@example.org", "Circle of Life", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "auth", "http-auth@example.org", "Circle of Life", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Agrees_with_the_examples_of_the_rfcs(
        string algorithm, string qop, string realm, string password, string nonce, string cnonce, string response)
    {
        var credentials = $"Digest username=\"Mufasa\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"/dir/index.html\", algorithm={algorithm}, "
            + $"response=\"{response}\", qop={qop}, nc=00000001, cnonce=\"{cnonce}\"";
        Assert.True(Verify(credentials, "Mufasa", realm, password, "GET", ""));
        Assert.True(Verify(credentials.Replace(response, response.ToUpperInvariant(), StringComparison.Ordinal), "Mufasa", realm, password, "GET", ""));
        Assert.False(Verify(credentials, "Mufasa", realm, password + "x", "GET", ""));
        Assert.False(Verify(credentials, "Mufasa", realm, password, "POST", ""));
        Assert.False(Verify(credentials.Replace("nc=00000001", "nc=00000002", StringComparison.Ordinal), "Mufasa", realm, password, "GET", ""));
        Assert.False(Verify(credentials.Replace(response, response[1..], StringComparison.Ordinal), "Mufasa", realm, password, "GET", ""));
    }

    [Theory]
    [InlineData("MD5", "")]
    [InlineData("MD5", "auth")]
    [InlineData("MD5", "auth-int")]
    [InlineData("MD5-sess", "auth")]
    [InlineData("MD5-sess", "auth-int")]
    [InlineData("SHA-256", "")]
    [InlineData("SHA-256", "auth-int")]
    [InlineData("SHA-256-sess", "auth")]
    [InlineData("SHA-256-sess", "auth-int")]
    public void Agrees_with_a_plain_calculation(string algorithm, string qop)
    {
        const string user = "bob", realm = "example.org", password = "s:e c\u00e9ret", nonce = "n1", cnonce = "c1", uri = "sip:bob@example.org", body = "v=0";
        var ha1 = Hash(algorithm, $"{user}:{realm}:{password}");
        if (algorithm.EndsWith("-sess", StringComparison.Ordinal))
            ha1 = Hash(algorithm, $"{ha1}:{nonce}:{cnonce}");
        var ha2 = Hash(algorithm, qop == "auth-int" ? $"INVITE:{uri}:{Hash(algorithm, body)}" : $"INVITE:{uri}");
        var response = Hash(algorithm, qop.Length == 0 ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:0000000a:{cnonce}:{qop}:{ha2}");

        var text = $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm={algorithm}, response=\"{response}\""
            + $", cnonce=\"{cnonce}\"" + (qop.Length == 0 ? "" : $", qop={qop}, nc=0000000a");
        Assert.True(Verify(text, user, realm, password, "INVITE", body));
        Assert.Equal(qop != "auth-int", Verify(text, user, realm, password, "INVITE", body + "x"));
    }

    [Fact]
    public void Long_texts_are_hashed_too()
    {
        var password = new string('p', 3000);
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var length = DigestCalculation.WriteHa1(DigestAlgorithm.Md5, "u"u8, "r"u8, Text.Bytes(password), hex);
        Assert.Equal(Hash("MD5", "u:r:" + password), Text.From(hex[..length]));
    }

    [Fact]
    public void Ha1b_has_the_domain_in_the_user_name()
    {
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var length = DigestCalculation.WriteHa1b(DigestAlgorithm.Md5, "u"u8, "d"u8, "r"u8, "p"u8, hex);
        Assert.Equal(Hash("MD5", "u@d:r:p"), Text.From(hex[..length]));
    }

    [Theory]
    [InlineData("Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", algorithm=SHA-3, response=\"00\"")]
    [InlineData("Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", qop=other, response=\"00\"")]
    [InlineData("Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\"")]
    [InlineData("Digest")]
    public void What_is_not_understood_is_wrong(string credentials) => Assert.False(Verify(credentials, "u", "r", "p", "INVITE", ""));

    [Theory]
    [InlineData("abc1", "ABC1", true)]
    [InlineData("abc1", "abc2", false)]
    [InlineData("abc", "abc1", false)]
    [InlineData("", "", true)]
    public void Compares_in_fixed_time(string left, string right, bool expected) =>
        Assert.Equal(expected, DigestCalculation.FixedTimeEquals(Text.Bytes(left), Text.Bytes(right)));

    [Fact]
    public void Allocates_nothing()
    {
        var bytes = Text.Bytes("Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", algorithm=SHA-256-sess, qop=auth-int, nc=1, cnonce=\"c\", response=\"00\"");
        CredentialsValue.TryParse(bytes, out var credentials);
        var ha1 = new byte[DigestCalculation.MaxHexLength];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            DigestCalculation.WriteHa1(DigestAlgorithm.Sha256, "u"u8, "r"u8, "p"u8, ha1);
            DigestCalculation.Verify(bytes, credentials, ha1, "INVITE"u8, "body"u8);
        }
    }

    private static bool Verify(string text, string user, string realm, string password, string method, string body)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, CredentialsValue.TryParse(bytes, out var credentials));
        var plain = credentials.Algorithm is DigestAlgorithm.Sha256 or DigestAlgorithm.Sha256Session ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var length = DigestCalculation.WriteHa1(plain, Text.Bytes(user), Text.Bytes(realm), Text.Bytes(password), hex);
        return DigestCalculation.Verify(bytes, credentials, hex[..length], Text.Bytes(method), Text.Bytes(body));
    }

    private static string Hash(string algorithm, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return Convert.ToHexStringLower(algorithm.StartsWith("SHA", StringComparison.Ordinal) ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
