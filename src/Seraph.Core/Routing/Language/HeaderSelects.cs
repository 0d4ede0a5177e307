using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of headers with one plain value (spec core-selects.md, 2.2).</summary>
internal static class HeaderSelects
{
    [Select("call_id")]
    public static SelectResult CallId(RouteContext context) => Body(context, HeaderKind.CallId);

    [Select("max_forwards")]
    public static SelectResult MaxForwards(RouteContext context) => Body(context, HeaderKind.MaxForwards);

    [Select("content_type")]
    public static SelectResult ContentType(RouteContext context) => Body(context, HeaderKind.ContentType);

    [Select("content_length")]
    public static SelectResult ContentLength(RouteContext context) => Body(context, HeaderKind.ContentLength);

    [Select("user_agent")]
    public static SelectResult UserAgent(RouteContext context) => Body(context, HeaderKind.UserAgent);

    [Select("subject")]
    public static SelectResult Subject(RouteContext context) => Body(context, HeaderKind.Subject);

    [Select("organization")]
    public static SelectResult Organization(RouteContext context) => Body(context, HeaderKind.Organization);

    [Select("priority")]
    public static SelectResult Priority(RouteContext context) => Body(context, HeaderKind.Priority);

    [Select("session_expires")]
    public static SelectResult SessionExpires(RouteContext context) => Body(context, HeaderKind.SessionExpires);

    [Select("min_se")]
    public static SelectResult MinSE(RouteContext context) => Body(context, HeaderKind.MinSE);

    [Select("sip_if_match")]
    public static SelectResult SipIfMatch(RouteContext context) => Body(context, HeaderKind.SipIfMatch);

    [Select("date")]
    public static SelectResult Date(RouteContext context) => Body(context, HeaderKind.Date);

    [Select("identity")]
    public static SelectResult Identity(RouteContext context) => Body(context, HeaderKind.Identity);

    [Select("identity_info")]
    public static SelectResult IdentityInfo(RouteContext context) => Body(context, HeaderKind.IdentityInfo);

    [Select("expires")]
    public static SelectResult Expires(RouteContext context) => Body(context, HeaderKind.Expires);

    [Select("event")]
    public static SelectResult Event(RouteContext context)
    {
        var body = Body(context, HeaderKind.Event);
        var end = body.Text.Span.IndexOfAny("; \t\r\n"u8);
        return !body.HasValue || body.Text.IsEmpty ? SelectResult.Error : end < 0 ? body : body.Text[..end];
    }

    [Select("cseq")]
    public static SelectResult CSeq(RouteContext context)
    {
        var body = Body(context, HeaderKind.CSeq);
        return body.HasValue ? body : SelectResult.Error;
    }

    [Select("cseq.num")]
    public static SelectResult CSeqNumber(RouteContext context)
    {
        var message = context.Message;
        return message.CSeqStatus == SipParseStatus.Ok ? message.CSeq.NumberText.Of(message.Memory) : SelectResult.Error;
    }

    [Select("cseq.method")]
    public static SelectResult CSeqMethod(RouteContext context)
    {
        var message = context.Message;
        return message.CSeqStatus == SipParseStatus.Ok ? message.CSeq.MethodText.Of(message.Memory) : SelectResult.Error;
    }

    /// <summary>The body of the first header of that kind; null when there is none.</summary>
    public static SelectResult Body(RouteContext context, HeaderKind kind)
    {
        var body = context.Message.HeaderBody(kind);
        return body.Exists ? body.Of(context.Message.Memory) : SelectResult.Null;
    }
}
