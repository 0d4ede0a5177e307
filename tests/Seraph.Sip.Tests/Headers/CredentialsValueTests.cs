using Seraph.Sip.Digest;
using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Headers;

public class CredentialsValueTests
{
    [Fact]
    public void Reads_all_fields()
    {
        var bytes = Text.Bytes(
            """
            Digest username="bob@x", realm = "a \"r\"",nonce="n" , uri="sip:a,b", response="0123", algorithm=SHA-256-sess, cnonce="c", opaque="", qop=auth-int, nc=0000000F, other="x,y"
            """);
        Assert.Equal(SipParseStatus.Ok, CredentialsValue.TryParse(bytes, out var value));
        Assert.True(value.IsDigest);
        Assert.Equal("bob@x", value.Username.In(bytes));
        Assert.Equal("bob", value.UsernameUser(bytes).In(bytes));
        Assert.Equal("x", value.UsernameDomain(bytes).In(bytes));
        Assert.Equal("a \\\"r\\\"", value.Realm.In(bytes));
        Assert.Equal("n", value.Nonce.In(bytes));
        Assert.Equal("sip:a,b", value.Uri.In(bytes));
        Assert.Equal("0123", value.Response.In(bytes));
        Assert.Equal(DigestAlgorithm.Sha256Session, value.Algorithm);
        Assert.Equal("c", value.Cnonce.In(bytes));
        Assert.True(value.Opaque is { Exists: true, IsEmpty: true });
        Assert.Equal(DigestQop.AuthInt, value.Qop);
        Assert.Equal(15u, value.NonceCount);
        Assert.Equal("0000000F", value.NonceCountText.In(bytes));
    }

    [Theory]
    [InlineData("Digest", true)]
    [InlineData("digest realm=x", true)]
    [InlineData("DIGEST ,, realm=x ,", true)]
    [InlineData("NoOneKnowsThisScheme opaque-data=here", false)]
    [InlineData("Basic dXNlcjpwYXNz=", false)]
    public void Reads_the_scheme(string text, bool isDigest)
    {
        Assert.Equal(SipParseStatus.Ok, CredentialsValue.TryParse(Text.Bytes(text), out var value));
        Assert.Equal(isDigest, value.IsDigest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Digest realm")]
    [InlineData("Digest =x")]
    [InlineData("Digest realm=\"open")]
    [InlineData("Digest realm=\"a\" nonce=\"b\"")]
    [InlineData("Digest realm=a b")]
    [InlineData("Digest nc=")]
    [InlineData("Digest nc=g")]
    [InlineData("Digest nc=-1")]
    [InlineData("Digest nc=100000000")]
    [InlineData("\"Digest\" realm=x")]
    public void Refuses(string text) => Assert.Equal(SipParseStatus.BadCredentials, CredentialsValue.TryParse(Text.Bytes(text), out _));

    [Fact]
    public void Unknown_algorithm_and_qop_are_told()
    {
        Assert.Equal(SipParseStatus.Ok, CredentialsValue.TryParse("Digest algorithm=SHA-3, qop=none"u8, out var value));
        Assert.Equal(DigestAlgorithm.Unknown, value.Algorithm);
        Assert.Equal(DigestQop.Unknown, value.Qop);
        Assert.Equal(SipParseStatus.Ok, CredentialsValue.TryParse("Digest"u8, out value));
        Assert.Equal(DigestAlgorithm.Md5, value.Algorithm);
        Assert.Equal(DigestQop.None, value.Qop);
        Assert.False(value.UsernameDomain([]).Exists);
    }

    [Fact]
    public void Finds_the_credentials_of_a_realm()
    {
        var message = Text.Message(
            """
            REGISTER sip:a SIP/2.0
            Authorization: NoOneKnowsThisScheme opaque-data=here
            Authorization: Digest username="1", realm="one"
            Authorization: Digest username="2", realm="two"
            Proxy-Authorization: Digest realm


            """);
        Assert.Equal(SipParseStatus.Ok, message.TryGetCredentials(HeaderKind.Authorization, "two"u8, out var value));
        Assert.Equal("2", message.Get(value.Username));
        Assert.Equal(SipParseStatus.Missing, message.TryGetCredentials(HeaderKind.Authorization, "Two"u8, out _));
        Assert.Equal(SipParseStatus.BadCredentials, message.TryGetCredentials(HeaderKind.ProxyAuthorization, "two"u8, out _));
        Assert.Equal(SipParseStatus.Missing, Text.Message("REGISTER sip:a SIP/2.0\r\n\r\n").TryGetCredentials(HeaderKind.Authorization, []  , out _));
    }

    [Fact]
    public void Reads_a_challenge()
    {
        var bytes = Text.Bytes(
            "Digest realm=\"r\", domain=\"sip:x sip:y\", nonce=\"n\", opaque=\"o\", stale=TRUE, algorithm=MD5, qop=\"auth , auth-int,new\"");
        Assert.Equal(SipParseStatus.Ok, ChallengeValue.TryParse(bytes, out var value));
        Assert.True(value.IsDigest);
        Assert.Equal("r", value.Realm.In(bytes));
        Assert.Equal("sip:x sip:y", value.Domain.In(bytes));
        Assert.Equal("n", value.Nonce.In(bytes));
        Assert.Equal("o", value.Opaque.In(bytes));
        Assert.True(value.IsStale);
        Assert.True(value.OffersAuth);
        Assert.True(value.OffersAuthInt);
        Assert.Equal(DigestAlgorithm.Md5, value.Algorithm);
        Assert.Equal(SipParseStatus.Ok, ChallengeValue.TryParse("Digest realm=\"r\", nonce=\"n\""u8, out value));
        Assert.False(value.OffersAuth || value.OffersAuthInt || value.IsStale);
        Assert.Equal(SipParseStatus.Ok, ChallengeValue.TryParse("Bearer x"u8, out value));
        Assert.False(value.IsDigest);
        Assert.Equal(SipParseStatus.BadCredentials, ChallengeValue.TryParse("Digest realm=\"r"u8, out _));
        Assert.Equal(SipParseStatus.BadCredentials, ChallengeValue.TryParse([], out _));
    }
}
