using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Modules.Rr;

/// <content>Following Route headers.</content>
internal sealed partial class RrModule
{
    [ScriptFunction("loose_route")]
    public ScriptResult LooseRoute(RouteContext context)
    {
        var message = context.Message;
        var routes = new AddressReader(message, HeaderKind.Route);
        if (!message.IsRequest
            || !routes.Next(out var first)
            || context.RequestUriStatus != SipParseStatus.Ok
            || SipUri.TryParse(message.Bytes, first.Uri, out var firstUri) != SipParseStatus.Ok)
            return ScriptResult.False;

        var isMine = IsMyself(context, context.RequestUriBytes.Span, context.ParsedRequestUri);
        var isFirstMine = IsMyself(context, message.Bytes, firstUri);
        if (isFirstMine && (!isMine || !IsDouble(firstUri)))
            return FollowLoose(context, routes, first, firstUri, isPreloaded: isMine);
        if (isMine)
            return HasToTag(message) && FollowStrict(context, routes, first, isFirstMine);

        SetNextRoute(context, first.Uri.Of(message.Memory));
        return ScriptResult.False;
    }

    /// <summary>The topmost Route is ours.</summary>
    private ScriptResult FollowLoose(RouteContext context, AddressReader routes, in AddressValue own, in SipUri ownUri, bool isPreloaded)
    {
        var message = context.Message;
        TakeOver(context, message.Memory, ownUri);
        if (!context.Edits.TryRemoveValue(message, routes.HeaderIndex, own.Value))
            return ScriptResult.False;
        if (!routes.Next(out var next))
            return routes.Status == SipParseStatus.Ok && !isPreloaded;

        if (IsDouble(ownUri))
        {
            // Two Record-Routes were made at once, so the second one is ours, too.
            if (options.ForceSendSocket)
                ForceSocket(context, next);
            if (!context.Edits.TryRemoveValue(message, routes.HeaderIndex, next.Value))
                return ScriptResult.False;
            if (!routes.Next(out next))
                return routes.Status == SipParseStatus.Ok;
        }

        if (SipUri.TryParse(message.Bytes, next.Uri, out var nextUri) != SipParseStatus.Ok)
            return ScriptResult.False;
        var uri = next.Uri.Of(message.Memory);
        if (nextUri.IsLooseRouter)
        {
            if (!context.TrySetDestinationUri(uri.Span))
                return ScriptResult.False;
        }
        else if (!TrySwapRequestUri(context, routes.HeaderIndex, next))
        {
            return ScriptResult.False;
        }

        SetNextRoute(context, uri);
        return ScriptResult.True;
    }

    /// <summary>The hop before us is a strict router: our Record-Route is in the Request-URI, the request's target is the last Route.</summary>
    private bool FollowStrict(RouteContext context, AddressReader routes, in AddressValue first, bool isFirstMine)
    {
        var message = context.Message;
        TakeOver(context, context.RequestUriBytes, context.ParsedRequestUri);
        var next = first;
        if (isFirstMine && (!context.Edits.TryRemoveValue(message, routes.HeaderIndex, first.Value) || !routes.Next(out next)))
            return false;

        if (SipUri.TryParse(message.Bytes, next.Uri, out var nextUri) != SipParseStatus.Ok)
            return false;
        var uri = next.Uri.Of(message.Memory);
        var header = routes.HeaderIndex;
        var last = next;
        if (nextUri.IsLooseRouter)
        {
            if (!context.TrySetDestinationUri(uri.Span))
                return false;
            while (routes.Next(out var another))
            {
                last = another;
                header = routes.HeaderIndex;
            }

            if (routes.Status != SipParseStatus.Ok)
                return false;
        }

        if (!context.Edits.TryRemoveValue(message, header, last.Value) || !context.TrySetRequestUri(message[last.Uri]))
            return false;
        SetNextRoute(context, uri);
        return true;
    }

    /// <summary>The next hop is a strict router: its URI becomes the Request-URI, and that the last Route (RFC 3261, 16.6 step 6).</summary>
    private static bool TrySwapRequestUri(RouteContext context, int header, in AddressValue next)
    {
        var message = context.Message;
        var end = message.HeaderArea.End;
        return context.Edits.TryInsert(end, "Route: <"u8)
            && context.Edits.TryInsert(end, context.RequestUri.Span)
            && context.Edits.TryInsert(end, ">\r\n"u8)
            && context.Edits.TryRemoveValue(message, header, next.Value)
            && context.TrySetRequestUri(message[next.Uri]);
    }

    /// <summary>Takes over what our Record-Route URI carried for us.</summary>
    private void TakeOver(RouteContext context, ReadOnlyMemory<byte> bytes, in SipUri uri)
    {
        if (options.UserPartAttribute is { } attribute && uri.User.Exists)
            context.Attributes.Assign(attribute, ScriptValue.Of(uri.User.Of(bytes)));
        if (!uri.TryGetParameter(bytes.Span, "avp"u8, out var cookie) || !cookie.Value.Exists)
            return;
        var callId = context.Message[context.Message.CallId];
        var isUpstream = IsUpstream(context, bytes.Span, uri);
        if (!_cookie.TryRestore(cookie.Value.Of(bytes.Span), callId, isUpstream, context.AttributeStore, context.Scratch))
            RrLog.BadCookie(logger);
    }

    /// <summary>From the callee to the caller: From has another tag than the request had that we record-routed.</summary>
    private static bool IsUpstream(RouteContext context, ReadOnlySpan<byte> bytes, in SipUri uri)
    {
        var message = context.Message;
        return uri.TryGetParameter(bytes, "ftag"u8, out var tag)
            && tag.Value.Exists
            && message.FromStatus == SipParseStatus.Ok
            && !tag.Value.Of(bytes).SequenceEqual(message[message.From.Tag]);
    }

    private void ForceSocket(RouteContext context, in AddressValue route)
    {
        var bytes = context.Message.Bytes;
        if (SipUri.TryParse(bytes, route.Uri, out var uri) != SipParseStatus.Ok || !uri.IsSip)
            return;
        var protocol = uri.Transport switch
        {
            SipTransport.None => uri.Scheme == UriScheme.Sips ? TransportProtocol.Tls : TransportProtocol.Udp,
            <= SipTransport.Sctp => (TransportProtocol)(byte)uri.Transport,
            _ => TransportProtocol.None,
        };
        var port = uri.Port == 0 ? protocol.DefaultPort() : uri.Port;
        if (context.Server.Sockets.Find(protocol, uri.Host.Of(bytes), port) is { } socket)
            context.ForcedSocket = socket;
        else
            RrLog.NoSuchSocket(logger);
    }

    private bool IsDouble(in SipUri uri) => options.DoubleRecordRoute && uri.R2.Exists;

    private bool IsMyself(RouteContext context, ReadOnlySpan<byte> bytes, in SipUri uri)
    {
        if (!uri.IsSip || (_ignoredUser.Length > 0 && uri.User.Of(bytes).SequenceEqual(_ignoredUser)))
            return false;
        return context.Server.Sockets.IsMyself(uri.Host.Of(bytes), uri.Port == 0 ? 5060 : uri.Port, TransportProtocol.None);
    }

    private static bool HasToTag(SipMessage message) => message.ToStatus == SipParseStatus.Ok && !message.To.Tag.IsEmpty;

    private void SetNextRoute(RouteContext context, ReadOnlyMemory<byte> uri)
    {
        if (options.NextRouteAttribute is { } attribute)
            context.Attributes.Assign(attribute, ScriptValue.Of(uri));
    }
}
