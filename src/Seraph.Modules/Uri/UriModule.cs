using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Uri;

/// <summary>Small checks and changes of URIs that need no database.</summary>
[Module("uri")]
internal sealed class UriModule(ILogger<UriModule> logger)
{
    /// <summary>Whether the user of the credentials that were authorized before has that name.</summary>
    [ScriptFunction("is_user")]
    public ScriptResult IsUser(RouteContext context, StringParameter name)
    {
        var message = context.Message;
        if (context.AuthorizedHeader < 0
            || CredentialsValue.TryParse(message.Bytes, message.Headers[context.AuthorizedHeader].Body, out var credentials) != SipParseStatus.Ok)
        {
            UriLog.NobodyAuthorized(logger, context);
            return ScriptResult.False;
        }

        return name.TryGet(context, out var expected) && credentials.UsernameUser(message.Bytes).Of(message.Bytes).SequenceEqual(expected.Span);
    }

    /// <summary>Whether To has a tag: the request belongs to a dialog.</summary>
    [ScriptFunction("has_totag")]
    public static ScriptResult HasToTag(RouteContext context) => context.Message.ToStatus == SipParseStatus.Ok && !context.Message.To.Tag.IsEmpty;

    /// <summary>Whether the Request-URI has a parameter without a value.</summary>
    [ScriptFunction("uri_param")]
    public static ScriptResult UriParameter(RouteContext context, StringParameter name) =>
        name.TryGet(context, out var wanted) && TryFind(context, wanted.Span, out var parameter) && !parameter.Value.Exists;

    /// <summary>Whether the Request-URI has a parameter with a value.</summary>
    [ScriptFunction("uri_param")]
    public static ScriptResult UriParameter(RouteContext context, StringParameter name, StringParameter value) =>
        name.TryGet(context, out var wanted) && value.TryGet(context, out var expected)
        && TryFind(context, wanted.Span, out var parameter)
        && parameter.Value.Exists && parameter.Value.Of(context.RequestUriBytes.Span).SequenceEqual(expected.Span);

    /// <summary>Adds a parameter to the Request-URI, in front of its headers if it has any.</summary>
    [ScriptFunction("add_uri_param")]
    public static ScriptResult AddUriParameter(RouteContext context, StringParameter parameter)
    {
        if (!parameter.TryGet(context, out var text) || context.RequestUriStatus != SipParseStatus.Ok)
            return ScriptResult.False;
        if (text.IsEmpty)
            return ScriptResult.True;

        var uri = context.RequestUri.Span;
        ref readonly var parts = ref context.ParsedRequestUri;
        var end = parts.Headers.Exists ? parts.Headers.Start - 1 - parts.Text.Start : uri.Length;
        return TryRewrite(context, uri[..end], ";"u8, text.Span, uri[end..]);
    }

    /// <summary>Makes a tel Request-URI a sip one at the domain of the caller: <c>sip:NUMBER@HOST;user=phone</c>.</summary>
    [ScriptFunction("tel2sip")]
    public static ScriptResult TelToSip(RouteContext context)
    {
        var message = context.Message;
        var uri = context.RequestUri.Span;
        if (!uri.StartsWith("tel:"u8))
            return ScriptResult.True;
        if (message.FromUriStatus != SipParseStatus.Ok || message.FromUri.Host.IsEmpty)
            return ScriptResult.False;

        Span<byte> tail = stackalloc byte[RouteContext.MaxUriLength];
        var host = message[message.FromUri.Host];
        var phone = ";user=phone"u8;
        if (1 + host.Length + phone.Length > tail.Length)
            return ScriptResult.False;
        tail[0] = (byte)'@';
        host.CopyTo(tail[1..]);
        phone.CopyTo(tail[(1 + host.Length)..]);
        return TryRewrite(context, "sip:"u8, uri["tel:".Length..], tail[..(1 + host.Length + phone.Length)], default);
    }

    private static bool TryFind(RouteContext context, ReadOnlySpan<byte> name, out Parameter parameter)
    {
        parameter = default;
        if (context.RequestUriStatus != SipParseStatus.Ok)
            return false;
        var bytes = context.RequestUriBytes.Span;
        var reader = new ParameterReader(bytes, context.ParsedRequestUri.Parameters);
        while (reader.Next(out parameter))
        {
            if (parameter.Name.Of(bytes).SequenceEqual(name))
                return true;
        }

        return false;
    }

    private static bool TryRewrite(RouteContext context, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        Span<byte> uri = stackalloc byte[RouteContext.MaxUriLength];
        var length = first.Length + second.Length + third.Length + fourth.Length;
        if (length > uri.Length)
            return false;
        first.CopyTo(uri);
        second.CopyTo(uri[first.Length..]);
        third.CopyTo(uri[(first.Length + second.Length)..]);
        fourth.CopyTo(uri[(first.Length + second.Length + third.Length)..]);
        return context.TrySetRequestUri(uri[..length]);
    }
}
