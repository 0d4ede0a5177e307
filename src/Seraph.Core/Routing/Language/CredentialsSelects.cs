using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the credentials for a realm, which may be an attribute or a select (spec core-selects.md, 2.2). Fields that are absent are empty.</summary>
internal static class CredentialsSelects
{
    [Select("authorization.*")]
    public static SelectResult Authorization(RouteContext context, StringParameter realm) => Whole(context, HeaderKind.Authorization, realm);

    [Select("authorization.*.username")]
    public static SelectResult Username(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Username);

    [Select("authorization.*.username.user")]
    public static SelectResult UsernameUser(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.User);

    [Select("authorization.*.username.domain")]
    public static SelectResult UsernameDomain(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Domain);

    [Select("authorization.*.realm")]
    public static SelectResult Realm(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Realm);

    [Select("authorization.*.nonce")]
    public static SelectResult Nonce(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Nonce);

    [Select("authorization.*.uri")]
    public static SelectResult Uri(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Uri);

    [Select("authorization.*.cnonce")]
    public static SelectResult Cnonce(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Cnonce);

    [Select("authorization.*.nc")]
    public static SelectResult NonceCount(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.NonceCount);

    [Select("authorization.*.response")]
    public static SelectResult Response(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Response);

    [Select("authorization.*.opaque")]
    public static SelectResult Opaque(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Opaque);

    [Select("authorization.*.algorithm")]
    public static SelectResult Algorithm(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Algorithm);

    [Select("authorization.*.qop")]
    public static SelectResult Qop(RouteContext context, StringParameter realm) => Field(context, HeaderKind.Authorization, realm, CredentialsField.Qop);

    [Select("proxy_authorization.*")]
    public static SelectResult ProxyAuthorization(RouteContext context, StringParameter realm) => Whole(context, HeaderKind.ProxyAuthorization, realm);

    [Select("proxy_authorization.*.username")]
    public static SelectResult ProxyUsername(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Username);

    [Select("proxy_authorization.*.username.user")]
    public static SelectResult ProxyUsernameUser(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.User);

    [Select("proxy_authorization.*.username.domain")]
    public static SelectResult ProxyUsernameDomain(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Domain);

    [Select("proxy_authorization.*.realm")]
    public static SelectResult ProxyRealm(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Realm);

    [Select("proxy_authorization.*.nonce")]
    public static SelectResult ProxyNonce(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Nonce);

    [Select("proxy_authorization.*.uri")]
    public static SelectResult ProxyUri(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Uri);

    [Select("proxy_authorization.*.cnonce")]
    public static SelectResult ProxyCnonce(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Cnonce);

    [Select("proxy_authorization.*.nc")]
    public static SelectResult ProxyNonceCount(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.NonceCount);

    [Select("proxy_authorization.*.response")]
    public static SelectResult ProxyResponse(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Response);

    [Select("proxy_authorization.*.opaque")]
    public static SelectResult ProxyOpaque(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Opaque);

    [Select("proxy_authorization.*.algorithm")]
    public static SelectResult ProxyAlgorithm(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Algorithm);

    [Select("proxy_authorization.*.qop")]
    public static SelectResult ProxyQop(RouteContext context, StringParameter realm) => Field(context, HeaderKind.ProxyAuthorization, realm, CredentialsField.Qop);

    private enum CredentialsField
    {
        Username,
        User,
        Domain,
        Realm,
        Nonce,
        Uri,
        Cnonce,
        NonceCount,
        Response,
        Opaque,
        Algorithm,
        Qop,
    }

    private static SelectResult Whole(RouteContext context, HeaderKind kind, StringParameter realm) =>
        TryFind(context, kind, realm, out var header, out _) ? context.Message.Headers[header].Body.Of(context.Message.Memory) : SelectResult.Null;

    private static SelectResult Field(RouteContext context, HeaderKind kind, StringParameter realm, CredentialsField field)
    {
        if (!TryFind(context, kind, realm, out _, out var credentials))
            return SelectResult.Null;
        var bytes = context.Message.Bytes;
        var slice = field switch
        {
            CredentialsField.Username => credentials.Username,
            CredentialsField.User => credentials.UsernameUser(bytes),
            CredentialsField.Domain => credentials.UsernameDomain(bytes),
            CredentialsField.Realm => credentials.Realm,
            CredentialsField.Nonce => credentials.Nonce,
            CredentialsField.Uri => credentials.Uri,
            CredentialsField.Cnonce => credentials.Cnonce,
            CredentialsField.NonceCount => credentials.NonceCountText,
            CredentialsField.Response => credentials.Response,
            CredentialsField.Opaque => credentials.Opaque,
            CredentialsField.Algorithm => credentials.AlgorithmText,
            _ => credentials.QopText,
        };
        return slice.Of(context.Message.Memory);
    }

    private static bool TryFind(RouteContext context, HeaderKind kind, StringParameter realm, out int header, out CredentialsValue credentials)
    {
        var message = context.Message;
        credentials = default;
        header = -1;
        if (!realm.TryGet(context, out var wanted))
            return false;
        for (header = message.FirstHeader(kind); header >= 0; header = message.NextHeader(header))
        {
            if (CredentialsValue.TryParse(message.Bytes, message.Headers[header].Body, out credentials) == SipParseStatus.Ok
                && message[credentials.Realm].SequenceEqual(wanted.Span))
                return true;
        }

        return false;
    }
}
