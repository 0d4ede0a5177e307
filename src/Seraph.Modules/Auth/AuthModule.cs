using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core;
using Seraph.Core.Authentication;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Digest;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Auth;

/// <summary>Digest authentication: nonces, challenges, and all of a check but the password (RFC 3261, 22; RFC 7616).</summary>
[Module("auth")]
internal sealed class AuthModule : IAuthentication
{
    private readonly ILogger _logger;
    private readonly NonceFactory _nonces;
    private readonly Challenge _challenge;
    private readonly AttributeReference _attribute;

    public AuthModule(AuthOptions options, SipServer server, ILogger<AuthModule> logger)
    {
        _logger = logger;
        if (!options.ChallengeAttribute.StartsWith('$')
            || !AttributeReference.TryParse(Encoding.UTF8.GetBytes(options.ChallengeAttribute), out var attribute, out _)
            || attribute!.Pattern is not null || attribute.IsReadOnly)
        {
            throw new ModuleException($"auth: challenge_attr \"{options.ChallengeAttribute}\" is not an attribute; write it like \"$digest_challenge\"");
        }

        _attribute = attribute;
        var counts = options.NonceCount && options.Qop.Length > 0;
        if (options.NonceCount && !counts)
            AuthLog.NonceCountNeedsQop(logger);
        _nonces = new NonceFactory(options, server.Time, server.Memory.Get(() => new NonceKeys()), new NonceNumbers(options, counts, logger), logger);
        _challenge = new Challenge(options, _nonces);
    }

    /// <inheritdoc/>
    public AuthenticationStatus Begin(RouteContext context, HeaderKind kind, ReadOnlySpan<byte> realm, out AuthenticationAttempt attempt)
    {
        attempt = default;
        var message = context.Message;
        if (message.Method is SipMethod.Ack or SipMethod.Cancel or SipMethod.Prack)
            return AuthenticationStatus.Authenticated; // they can't be challenged (RFC 3261, 22.1)

        var found = Find(message, kind, realm, ref attempt);
        if (found != AuthenticationStatus.Proceed)
            return found;
        var credentials = attempt.Credentials;
        if (credentials.Username.IsEmpty || credentials.Nonce.IsEmpty || credentials.Uri.IsEmpty || credentials.Response.IsEmpty
            || (credentials.QopText.Exists && (credentials.Qop is DigestQop.None or DigestQop.Unknown || credentials.Cnonce.IsEmpty || credentials.NonceCountText.IsEmpty)))
        {
            return AuthenticationStatus.BadCredentials;
        }

        if (!_challenge.Offers(credentials.Algorithm))
            return AuthenticationStatus.NotAuthenticated;
        var verdict = _nonces.Check(context, message[credentials.Nonce], credentials.NonceCount, credentials.NonceCountText.Exists);
        attempt.IsStale = verdict == NonceVerdict.Stale;
        return verdict == NonceVerdict.Bad ? AuthenticationStatus.NotAuthenticated : AuthenticationStatus.Proceed;
    }

    /// <inheritdoc/>
    public AuthenticationStatus Finish(RouteContext context, in AuthenticationAttempt attempt)
    {
        if (attempt.IsStale)
            return AuthenticationStatus.NotAuthenticated;
        context.AuthorizedHeader = attempt.HeaderIndex;
        return AuthenticationStatus.Authenticated;
    }

    /// <inheritdoc/>
    public bool TryChallenge(RouteContext context, HeaderKind kind, ReadOnlySpan<byte> realm, bool stale) =>
        _challenge.TryWrite(context, kind, realm, stale, offerQop: true, out var lines) && context.Attributes.Assign(_attribute, ScriptValue.Of(lines));

    /// <summary>Takes the credentials that were authorized out of the request that is sent on.</summary>
    [ScriptFunction("consume_credentials")]
    public ScriptResult ConsumeCredentials(RouteContext context)
    {
        if (context.AuthorizedHeader >= 0)
            return context.Edits.TryRemoveHeader(context.Message, context.AuthorizedHeader);
        if (context.Message.Method is not (SipMethod.Ack or SipMethod.Cancel))
            AuthLog.NothingToConsume(_logger, context);
        return ScriptResult.False;
    }

    /// <summary>Answers 401 with a challenge (scripts of SER 0.9).</summary>
    [ScriptFunction("www_challenge")]
    public ScriptResult WwwChallenge(RouteContext context, StringParameter realm, int qop) =>
        ChallengeAndReply(context, HeaderKind.Authorization, realm, qop != 0, 401, "Unauthorized"u8);

    /// <summary>Answers 407 with a challenge (scripts of SER 0.9).</summary>
    [ScriptFunction("proxy_challenge")]
    public ScriptResult ProxyChallenge(RouteContext context, StringParameter realm, int qop) =>
        ChallengeAndReply(context, HeaderKind.ProxyAuthorization, realm, qop != 0, 407, "Proxy Authentication Required"u8);

    private static AuthenticationStatus Find(SipMessage message, HeaderKind kind, ReadOnlySpan<byte> realm, ref AuthenticationAttempt attempt)
    {
        for (var index = message.FirstHeader(kind); index >= 0; index = message.NextHeader(index))
        {
            if (CredentialsValue.TryParse(message.Bytes, message.Headers[index].Body, out var credentials) != SipParseStatus.Ok)
                return AuthenticationStatus.Error;
            if (!credentials.IsDigest || !Ascii.EqualsIgnoreCase(message[credentials.Realm], realm))
                continue;
            attempt.Credentials = credentials;
            attempt.HeaderIndex = index;
            return AuthenticationStatus.Proceed;
        }

        return AuthenticationStatus.NotAuthenticated;
    }

    private ScriptResult ChallengeAndReply(RouteContext context, HeaderKind kind, StringParameter realm, bool qop, int code, ReadOnlySpan<byte> reason)
    {
        if (!realm.TryGet(context, out var text) || (text.IsEmpty && !DigestRealm.TryMake(context, out text)))
        {
            context.Server.Replies.Send(context, 400, "Bad Request"u8);
            return ScriptResult.Stop;
        }

        // The check that failed before has left its own challenge, which says whether only the nonce was wrong.
        var stale = context.Attributes.TryGetNewest(_attribute, out var earlier) && earlier.Text.Span.IndexOf(", stale=true"u8) >= 0;
        if (!_challenge.TryWrite(context, kind, text.Span, stale, qop, out var lines) || !context.TryAddReplyHeaders(lines.Span))
            context.Server.Replies.Send(context, 500, "Server Internal Error"u8);
        else
            context.Server.Replies.Send(context, code, reason);
        return ScriptResult.Stop;
    }
}
