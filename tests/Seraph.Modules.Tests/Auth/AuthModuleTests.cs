using Seraph.Core.Authentication;
using Seraph.Core.Modularity;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Auth;

using static AuthTestBed;

public class AuthModuleTests
{
    private readonly AuthTestBed _bed = new();

    [Fact]
    public void Challenge_is_a_complete_header_line()
    {
        var challenge = _bed.Challenge(Request());

        Assert.Equal($"WWW-Authenticate: Digest realm=\"example.org\", nonce=\"{Field(challenge, "nonce")}\", qop=\"auth\"\r\n", challenge);
    }

    [Fact]
    public void Challenge_can_be_stale_for_a_proxy_and_without_qop()
    {
        _bed.Options.Qop = "";
        var challenge = _bed.Challenge(Request(), stale: true, HeaderKind.ProxyAuthorization);

        Assert.Equal($"Proxy-Authenticate: Digest realm=\"example.org\", nonce=\"{Field(challenge, "nonce")}\", stale=true\r\n", challenge);
    }

    [Fact]
    public void Challenge_offers_algorithms_in_their_order()
    {
        _bed.Options.Algorithm = "SHA-256,MD5";
        var lines = _bed.Challenge(Request()).Split("\r\n");

        Assert.Equal(3, lines.Length);
        Assert.EndsWith(", qop=\"auth\", algorithm=SHA-256", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(", qop=\"auth\", algorithm=MD5", lines[1], StringComparison.Ordinal);
        Assert.Equal(Field(lines[0], "nonce"), Field(lines[1], "nonce"));
    }

    [Fact]
    public void Challenge_escapes_the_realm_and_refuses_line_ends_in_it()
    {
        var context = _bed.Route.Receive(Request());

        Assert.True(_bed.Auth.TryChallenge(context, HeaderKind.Authorization, "a\"b\\c"u8, false));
        Assert.StartsWith("WWW-Authenticate: Digest realm=\"a\\\"b\\\\c\", ", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);
        Assert.False(_bed.Auth.TryChallenge(context, HeaderKind.Authorization, "a\r\nX: y"u8, false));
    }

    [Fact]
    public void Names_of_headers_and_attribute_can_be_configured()
    {
        _bed.Options.WwwChallengeHeader = "X-Auth";
        _bed.Options.ChallengeAttribute = "$tu.challenge";
        var context = _bed.Route.Receive(Request());

        _bed.Auth.TryChallenge(context, HeaderKind.Authorization, "r"u8, false);

        Assert.StartsWith("X-Auth: Digest ", TestRoute.Attribute(context, "tu.challenge"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qop", "foo")]
    [InlineData("challenge_attr", "digest_challenge")]
    [InlineData("challenge_attr", "$")]
    [InlineData("challenge_attr", "$g.x")]
    [InlineData("www_challenge_header", "a b")]
    [InlineData("algorithm", "SHA-1")]
    [InlineData("algorithm", "MD5-sess")]
    public void Refuses_to_start_with_a_wrong_parameter(string name, string value)
    {
        switch (name)
        {
            case "qop": _bed.Options.Qop = value; break;
            case "challenge_attr": _bed.Options.ChallengeAttribute = value; break;
            case "www_challenge_header": _bed.Options.WwwChallengeHeader = value; break;
            default: _bed.Options.Algorithm = value; break;
        }

        var exception = Assert.Throws<ModuleException>(() => _bed.Auth);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACK")]
    [InlineData("CANCEL")]
    [InlineData("PRACK")]
    public void What_can_not_be_challenged_passes(string method)
    {
        Assert.Equal(AuthenticationStatus.Authenticated, _bed.Begin(Request(method: method), out _));
    }

    [Fact]
    public void No_credentials_or_only_foreign_ones_are_not_authenticated()
    {
        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Begin(Request(), out _));
        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Begin(Request(Credentials(_bed.Nonce(), realm: "elsewhere.org")), out _));
        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Begin(Request("Authorization: Basic YWxpY2U6c2VjcmV0\n"), out _));
        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Begin(Request(Credentials(_bed.Nonce(), header: "Proxy-Authorization")), out _));
    }

    [Fact]
    public void Credentials_of_the_realm_are_found_among_others_whatever_its_case()
    {
        var nonce = _bed.Nonce();
        var request = Request(Credentials(nonce, realm: "elsewhere.org") + Credentials(nonce, realm: "EXAMPLE.org"));

        Assert.Equal(AuthenticationStatus.Proceed, _bed.Begin(request, out var attempt));
        Assert.False(attempt.IsStale);
        Assert.Equal(6, attempt.HeaderIndex);
    }

    [Theory]
    [InlineData("username=\"alice\", ")]
    [InlineData("nonce=\"NONCE\", ")]
    [InlineData("uri=\"sip:example.org\", ")]
    [InlineData("response=\"RESPONSE\", ")]
    [InlineData(", cnonce=\"0a4f113b\"")]
    [InlineData(", nc=00000001")]
    public void A_missing_field_makes_bad_credentials(string field)
    {
        var credentials = Credentials("NONCE").Replace(", qop", ", x=y, qop", StringComparison.Ordinal);
        var response = Field(credentials, "response");
        credentials = credentials.Replace(response, "RESPONSE", StringComparison.Ordinal);
        Assert.Contains(field, credentials, StringComparison.Ordinal);

        Assert.Equal(AuthenticationStatus.BadCredentials, _bed.Begin(Request(credentials.Replace(field, "", StringComparison.Ordinal)), out _));
    }

    [Theory]
    [InlineData("Authorization: Digest username=\"alice\n")]
    [InlineData("Authorization: Digest username\n")]
    [InlineData("Authorization: Digest nc=zzz, realm=\"example.org\"\n")]
    public void A_header_that_can_not_be_read_is_an_error(string header)
    {
        Assert.Equal(AuthenticationStatus.Error, _bed.Begin(Request(header), out _));
    }

    [Fact]
    public void An_unknown_qop_makes_bad_credentials()
    {
        var credentials = Credentials(_bed.Nonce()).Replace("qop=auth", "qop=token", StringComparison.Ordinal);

        Assert.Equal(AuthenticationStatus.BadCredentials, _bed.Begin(Request(credentials), out _));
    }

    [Fact]
    public void An_algorithm_that_was_not_offered_is_not_accepted()
    {
        _bed.Options.Algorithm = "SHA-256";
        var nonce = _bed.Nonce();

        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Begin(Request(Credentials(nonce)), out _));
        Assert.Equal(AuthenticationStatus.Proceed, _bed.Begin(Request(Credentials(nonce, algorithm: "SHA-256")), out _));
        Assert.Equal(AuthenticationStatus.Proceed, _bed.Begin(Request(Credentials(nonce, algorithm: "SHA-256-sess")), out _));
    }

    [Fact]
    public void Finishing_marks_the_credentials_unless_the_nonce_is_stale()
    {
        var context = _bed.Route.Receive(Request(Credentials(_bed.Nonce())));
        Assert.Equal(AuthenticationStatus.Proceed, _bed.Auth.Begin(context, HeaderKind.Authorization, "example.org"u8, out var attempt));

        attempt.IsStale = true;
        Assert.Equal(AuthenticationStatus.NotAuthenticated, _bed.Auth.Finish(context, attempt));
        Assert.Equal(-1, context.AuthorizedHeader);

        attempt.IsStale = false;
        Assert.Equal(AuthenticationStatus.Authenticated, _bed.Auth.Finish(context, attempt));
        Assert.Equal(attempt.HeaderIndex, context.AuthorizedHeader);
    }

    [Fact]
    public void Consuming_removes_only_the_authorized_header()
    {
        var nonce = _bed.Nonce();
        var context = _bed.Route.Receive(Request(Credentials(nonce, realm: "elsewhere.org") + Credentials(nonce)));
        _bed.Auth.Begin(context, HeaderKind.Authorization, "example.org"u8, out var attempt);
        _bed.Auth.Finish(context, attempt);

        Assert.Equal(ScriptResult.True, _bed.Auth.ConsumeCredentials(context));

        context.TrySetDestinationUri("sip:192.0.2.9"u8);
        _bed.Route.Server.Forwarder.Forward(context);
        Assert.Contains("realm=\"elsewhere.org\"", _bed.Route.LastSent, StringComparison.Ordinal);
        Assert.DoesNotContain("realm=\"example.org\"", _bed.Route.LastSent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INVITE", true)]
    [InlineData("ACK", false)]
    [InlineData("CANCEL", false)]
    public void Consuming_nothing_fails_and_says_so_where_it_matters(string method, bool logged)
    {
        var context = _bed.Route.Receive(Request(method: method));

        Assert.Equal(ScriptResult.False, _bed.Auth.ConsumeCredentials(context));
        Assert.Equal(logged, _bed.Log.Lines.Any(line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Fact]
    public void Old_challenge_functions_reply_and_end_the_script()
    {
        var context = _bed.Route.Receive(Request());

        Assert.Equal(ScriptResult.Stop, _bed.Auth.WwwChallenge(context, StringParameter.Of("my.realm"), 1));

        Assert.StartsWith("SIP/2.0 401 Unauthorized\r\n", _bed.Route.LastSent, StringComparison.Ordinal);
        Assert.Contains("\r\nWWW-Authenticate: Digest realm=\"my.realm\", nonce=\"", _bed.Route.LastSent, StringComparison.Ordinal);
        Assert.Contains("qop=\"auth\"", _bed.Route.LastSent, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_challenge_functions_take_the_realm_from_the_user()
    {
        _bed.Auth.ProxyChallenge(_bed.Route.Receive(Request(method: "INVITE").Replace("From: <sip:alice@example.org>", "From: <sip:alice@caller.org>", StringComparison.Ordinal)), StringParameter.Of(""), 0);

        Assert.StartsWith("SIP/2.0 407 Proxy Authentication Required\r\n", _bed.Route.LastSent, StringComparison.Ordinal);
        Assert.Contains("Proxy-Authenticate: Digest realm=\"caller.org\", ", _bed.Route.LastSent, StringComparison.Ordinal);
        Assert.DoesNotContain("qop", _bed.Route.LastSent, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_challenge_functions_answer_400_when_there_is_no_realm()
    {
        var context = _bed.Route.Receive(Request().Replace("To: <sip:alice@example.org>", "To: <tel:+123>", StringComparison.Ordinal));

        Assert.Equal(ScriptResult.Stop, _bed.Auth.WwwChallenge(context, StringParameter.Of(""), 1));
        Assert.StartsWith("SIP/2.0 400 Bad Request\r\n", _bed.Route.LastSent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_and_a_challenge_allocate_nothing()
    {
        _bed.Options.ChecksRegister = 15;
        _bed.Options.NonceCount = true;
        var context = _bed.Route.Receive(Request(Credentials(_bed.Nonce(), qop: "")));

        Assert.Equal(0, Allocations.Of(Work));

        void Work()
        {
            if (_bed.Auth.Begin(context, HeaderKind.Authorization, "example.org"u8, out _) != AuthenticationStatus.Proceed)
                throw new InvalidOperationException();
            _bed.Auth.TryChallenge(context, HeaderKind.Authorization, "example.org"u8, false);
            context.Scratch.Reset();
            context.AttributeStore.Clear();
        }
    }
}
