using System.Text;
using Seraph.Core.Authentication;
using Seraph.Core.Routing;
using Seraph.Modules.Auth;
using Seraph.Sip;
using Seraph.Sip.Digest;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Auth;

/// <summary>The module auth in a test route, and a client that answers its challenges.</summary>
internal sealed class AuthTestBed
{
    public const string Realm = "example.org";
    public const string User = "alice";
    public const string Password = "secret";

    private AuthModule? _auth;

    public TestRoute Route { get; } = new();

    public AuthOptions Options { get; } = new();

    public ListLogger<AuthModule> Log { get; } = new();

    public AuthModule Auth => _auth ??= new AuthModule(Options, Route.Server, Log);

    /// <summary>The next use of the module makes a new one, as a reload does.</summary>
    public void Reload() => _auth = null;

    /// <summary>A request; the extra headers end with a line end each.</summary>
    public static string Request(string headers = "", string method = "REGISTER", string toTag = "", string callId = "call-1", string body = "") =>
        $"{method} sip:example.org SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\nFrom: <sip:alice@example.org>;tag=1\n"
        + $"To: <sip:alice@example.org>{toTag}\nCall-ID: {callId}\nCSeq: 1 {method}\n{headers}Content-Length: {body.Length}\n\n{body}";

    /// <summary>The challenge for a request.</summary>
    public string Challenge(string request, bool stale = false, HeaderKind kind = HeaderKind.Authorization, string from = "192.0.2.1:5060")
    {
        var context = Route.Receive(request, from);
        Assert.True(Auth.TryChallenge(context, kind, Encoding.UTF8.GetBytes(Realm), stale));
        return TestRoute.Attribute(context, "digest_challenge")!;
    }

    /// <summary>A new nonce for a request.</summary>
    public string Nonce(string? request = null, string from = "192.0.2.1:5060") => Field(Challenge(request ?? Request(), from: from), "nonce");

    public static string Field(string challenge, string name)
    {
        var start = challenge.IndexOf(name + "=\"", StringComparison.Ordinal) + name.Length + 2;
        return challenge[start..challenge.IndexOf('"', start)];
    }

    /// <summary>The Authorization header line with which a client that knows the password answers.</summary>
    public static string Credentials(
        string nonce, string qop = "auth", string nc = "00000001", string password = Password, string realm = Realm, string user = User,
        string method = "REGISTER", string? algorithm = null, string body = "", string header = "Authorization")
    {
        var parsed = DigestAlgorithms.Parse(Bytes(algorithm ?? ""));
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var ha1 = hex[..DigestCalculation.WriteHa1(parsed, Bytes(user), Bytes(realm), Bytes(password), hex)].ToArray();
        if (parsed.IsSession())
            ha1 = hex[..DigestCalculation.WriteSessionHa1(parsed, ha1, Bytes(nonce), "0a4f113b"u8, hex)].ToArray();
        var length = qop == "auth-int"
            ? DigestCalculation.WriteHa2(parsed, Bytes(method), "sip:example.org"u8, Bytes(body), hex)
            : DigestCalculation.WriteHa2(parsed, Bytes(method), "sip:example.org"u8, hex);
        var ha2 = hex[..length].ToArray();
        length = DigestCalculation.WriteResponse(parsed, ha1, Bytes(nonce), Bytes(nc), "0a4f113b"u8, Bytes(qop), ha2, hex);
        var response = Encoding.ASCII.GetString(hex[..length]);
        var protection = qop.Length == 0 ? "" : $", qop={qop}, nc={nc}, cnonce=\"0a4f113b\"";
        if (qop.Length == 0 && parsed.IsSession())
            protection = ", cnonce=\"0a4f113b\"";
        var named = algorithm is null ? "" : $", algorithm={algorithm}";
        return $"{header}: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"sip:example.org\", response=\"{response}\"{named}{protection}\n";
    }

    /// <summary>What the module says to a request before the password is compared.</summary>
    public AuthenticationStatus Begin(string request, out AuthenticationAttempt attempt, string from = "192.0.2.1:5060") =>
        Auth.Begin(Route.Receive(request, from), HeaderKind.Authorization, Encoding.UTF8.GetBytes(Realm), out attempt);

    /// <summary>What a nonce is worth that comes back in a request.</summary>
    public NonceState State(string nonce, string nc = "00000001", string? request = null, string from = "192.0.2.1:5060", string qop = "auth")
    {
        request ??= Request();
        var headers = Credentials(nonce, qop, nc);
        var status = Begin(request.Replace("CSeq:", headers + "CSeq:", StringComparison.Ordinal), out var attempt, from);
        if (status == AuthenticationStatus.Proceed)
            return attempt.IsStale ? NonceState.Stale : NonceState.Good;
        return status == AuthenticationStatus.NotAuthenticated ? NonceState.Bad : throw new InvalidOperationException(status.ToString());
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

public enum NonceState
{
    Good,
    Stale,
    Bad,
}
