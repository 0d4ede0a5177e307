using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Core.Routing.Language;

/// <summary>The commands that rewrite the Request-URI (spec core-language.md, 6). They fail (-1) when it can't be read or would get longer than 1024 bytes.</summary>
internal static class RequestUriCommands
{
    [ScriptCommand("sethost", "rewritehost", "seth")]
    public static ScriptResult SetHost(RouteContext context, [UriPart(UriPart.Host)] UriPartText host)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        uri.SetHost(host.Text);
        return Write(context, uri);
    }

    [ScriptCommand("sethostport", "rewritehostport", "sethp")]
    public static ScriptResult SetHostPort(RouteContext context, [UriPart(UriPart.HostPort)] UriPartText hostPort)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        uri.SetHostPort(hostPort.Text);
        return Write(context, uri);
    }

    [ScriptCommand("sethostporttrans", "rewritehostporttrans", "sethpt")]
    public static ScriptResult SetHostPortTransport(RouteContext context, [UriPart(UriPart.HostPortParameters)] UriPartText hostPort)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        uri.SetHostPortTransport(hostPort.Text);
        return Write(context, uri);
    }

    [ScriptCommand("setport", "rewriteport", "setp")]
    public static ScriptResult SetPort(RouteContext context, [UriPart(UriPart.Port)] UriPartText port)
    {
        if (!TrySplit(context, out var uri) || !uri.TrySetPort(port.Text))
            return ScriptResult.False;
        return Write(context, uri);
    }

    [ScriptCommand("setuser", "rewriteuser", "setu")]
    public static ScriptResult SetUser(RouteContext context, [UriPart(UriPart.User)] UriPartText user) => context.TrySetUser(user.Text);

    [ScriptCommand("setuserpass", "rewriteuserpass", "setup")]
    public static ScriptResult SetUserInfo(RouteContext context, [UriPart(UriPart.UserInfo)] UriPartText userInfo)
    {
        if (!TrySplit(context, out var uri) || !uri.TrySetUserInfo(userInfo.Text))
            return ScriptResult.False;
        return Write(context, uri);
    }

    [ScriptCommand("seturi", "rewriteuri")]
    public static ScriptResult SetUri(RouteContext context, byte[] uri) => context.Message.IsRequest && context.TrySetRequestUri(uri);

    [ScriptCommand("revert_uri", Forms = CommandForms.Either)]
    public static ScriptResult Revert(RouteContext context)
    {
        context.RevertRequestUri();
        return ScriptResult.True;
    }

    [ScriptCommand("prefix")]
    public static ScriptResult Prefix(RouteContext context, [UriPart(UriPart.Prefix)] UriPartText prefix)
    {
        scoped UriPieces uri;
        if (!TrySplit(context, out uri))
            return ScriptResult.False;
        Span<byte> user = stackalloc byte[RouteContext.MaxUriLength];
        var writer = new BoundedWriter(user);
        writer.Add(prefix.Text);
        writer.Add(uri.User);
        if (writer.IsFull || !uri.TrySetUser(writer.Written))
            return ScriptResult.False;
        return Write(context, uri);
    }

    [ScriptCommand("strip")]
    public static ScriptResult Strip(RouteContext context, int count)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        return SetStripped(context, uri, count, uri.User[Math.Clamp(count, 0, uri.User.Length)..]);
    }

    [ScriptCommand("strip_tail")]
    public static ScriptResult StripTail(RouteContext context, int count)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        return SetStripped(context, uri, count, uri.User[..^Math.Clamp(count, 0, uri.User.Length)]);
    }

    [ScriptCommand("userphone")]
    public static ScriptResult UserPhone(RouteContext context)
    {
        if (!TrySplit(context, out var uri))
            return ScriptResult.False;
        if (uri.IsTel || context.ParsedRequestUri.UserParameter.Exists)
            return ScriptResult.True;
        uri.AddParameter(";user=phone"u8);
        return Write(context, uri);
    }

    /// <summary>Exchanges the user part of the Request-URI; the password stays.</summary>
    public static bool TrySetUser(RouteContext context, ReadOnlySpan<byte> user)
    {
        return TrySplit(context, out var uri) && uri.TrySetUser(user) && Write(context, uri);
    }

    private static ScriptResult SetStripped(RouteContext context, UriPieces uri, int count, ReadOnlySpan<byte> user)
    {
        if (count > uri.User.Length)
            LanguageLog.StripTooLong(context, count);
        return uri.TrySetUser(user) && Write(context, uri);
    }

    private static bool TrySplit(RouteContext context, out UriPieces uri)
    {
        uri = default;
        return context.RequestUriStatus == SipParseStatus.Ok
            && UriPieces.TrySplit(context.RequestUriBytes.Span, context.ParsedRequestUri, out uri);
    }

    private static bool Write(RouteContext context, in UriPieces uri)
    {
        Span<byte> text = stackalloc byte[RouteContext.MaxUriLength];
        return uri.TryWrite(text, out var written) && context.TrySetRequestUri(text[..written]);
    }
}
