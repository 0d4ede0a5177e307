using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of From, To, Refer-To, Remote-Party-ID, Contact and Record-Route (spec core-selects.md, 2.2).</summary>
internal static class AddressSelects
{
    [Select("from")]
    [Select("f")]
    public static SelectResult From(RouteContext context) => Whole(context, HeaderKind.From);

    [Select("from.uri", Nested = UriSubSelects.Table)]
    [Select("f.uri", Nested = UriSubSelects.Table)]
    public static SelectResult FromUri(RouteContext context) => Uri(context, HeaderKind.From);

    [Select("from.tag")]
    [Select("f.tag")]
    public static SelectResult FromTag(RouteContext context) => Tag(context, HeaderKind.From);

    [Select("from.name")]
    [Select("f.name")]
    public static SelectResult FromName(RouteContext context) => Name(context, HeaderKind.From);

    [Select("from.params.*", UnderscoreIsDash = true)]
    [Select("f.params.*", UnderscoreIsDash = true)]
    public static SelectResult FromParameter(RouteContext context, byte[] name) => Parameter(context, HeaderKind.From, name);

    [Select("to")]
    [Select("t")]
    public static SelectResult To(RouteContext context) => Whole(context, HeaderKind.To);

    [Select("to.uri", Nested = UriSubSelects.Table)]
    [Select("t.uri", Nested = UriSubSelects.Table)]
    public static SelectResult ToUri(RouteContext context) => Uri(context, HeaderKind.To);

    [Select("to.tag")]
    [Select("t.tag")]
    public static SelectResult ToTag(RouteContext context) => Tag(context, HeaderKind.To);

    [Select("to.name")]
    [Select("t.name")]
    public static SelectResult ToName(RouteContext context) => Name(context, HeaderKind.To);

    [Select("to.params.*", UnderscoreIsDash = true)]
    [Select("t.params.*", UnderscoreIsDash = true)]
    public static SelectResult ToParameter(RouteContext context, byte[] name) => Parameter(context, HeaderKind.To, name);

    [Select("refer_to")]
    public static SelectResult ReferTo(RouteContext context) => Whole(context, HeaderKind.ReferTo);

    [Select("refer_to.uri", Nested = UriSubSelects.Table)]
    public static SelectResult ReferToUri(RouteContext context) => Uri(context, HeaderKind.ReferTo);

    [Select("refer_to.tag")]
    public static SelectResult ReferToTag(RouteContext context) => Tag(context, HeaderKind.ReferTo);

    [Select("refer_to.name")]
    public static SelectResult ReferToName(RouteContext context) => Name(context, HeaderKind.ReferTo);

    [Select("refer_to.params.*", UnderscoreIsDash = true)]
    public static SelectResult ReferToParameter(RouteContext context, byte[] name) => Parameter(context, HeaderKind.ReferTo, name);

    [Select("remote_party_id")]
    [Select("rpid")]
    public static SelectResult RemotePartyId(RouteContext context) => Whole(context, HeaderKind.RemotePartyId);

    [Select("remote_party_id.uri", Nested = UriSubSelects.Table)]
    [Select("rpid.uri", Nested = UriSubSelects.Table)]
    public static SelectResult RemotePartyIdUri(RouteContext context) => Uri(context, HeaderKind.RemotePartyId);

    [Select("remote_party_id.tag")]
    [Select("rpid.tag")]
    public static SelectResult RemotePartyIdTag(RouteContext context) => Tag(context, HeaderKind.RemotePartyId);

    [Select("remote_party_id.name")]
    [Select("rpid.name")]
    public static SelectResult RemotePartyIdName(RouteContext context) => Name(context, HeaderKind.RemotePartyId);

    [Select("remote_party_id.params.*", UnderscoreIsDash = true)]
    [Select("rpid.params.*", UnderscoreIsDash = true)]
    public static SelectResult RemotePartyIdParameter(RouteContext context, byte[] name) => Parameter(context, HeaderKind.RemotePartyId, name);

    [Select("record_route")]
    [Select("rr")]
    public static SelectResult RecordRoute(RouteContext context)
    {
        var body = HeaderSelects.Body(context, HeaderKind.RecordRoute);
        return body.HasValue ? body : SelectResult.Error;
    }

    [Select("record_route.uri", Nested = UriSubSelects.Table)]
    [Select("rr.uri", Nested = UriSubSelects.Table)]
    public static SelectResult RecordRouteUri(RouteContext context) => Uri(context, HeaderKind.RecordRoute);

    [Select("record_route.name")]
    [Select("rr.name")]
    public static SelectResult RecordRouteName(RouteContext context) => Name(context, HeaderKind.RecordRoute);

    [Select("record_route.params.*", UnderscoreIsDash = true)]
    [Select("rr.params.*", UnderscoreIsDash = true)]
    public static SelectResult RecordRouteParameter(RouteContext context, byte[] name) => Parameter(context, HeaderKind.RecordRoute, name);

    [Select("contact")]
    [Select("m")]
    public static SelectResult Contact(RouteContext context)
    {
        var body = HeaderSelects.Body(context, HeaderKind.Contact);
        return body.HasValue ? body : SelectResult.Error;
    }

    [Select("contact.uri", Nested = UriSubSelects.Table)]
    [Select("m.uri", Nested = UriSubSelects.Table)]
    public static SelectResult ContactUri(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Uri) : Failed(state);
    }

    [Select("contact.name")]
    [Select("m.name")]
    public static SelectResult ContactName(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Address.DisplayName) : Failed(state);
    }

    [Select("contact.q")]
    [Select("m.q")]
    public static SelectResult ContactQ(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Q) : Failed(state);
    }

    [Select("contact.expires")]
    [Select("m.expires")]
    public static SelectResult ContactExpires(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.ExpiresText) : Failed(state);
    }

    [Select("contact.methods")]
    [Select("contact.method")] // its name in 2.1
    [Select("m.methods")]
    [Select("m.method")]
    public static SelectResult ContactMethods(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Methods) : Failed(state);
    }

    [Select("contact.received")]
    [Select("m.received")]
    public static SelectResult ContactReceived(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Received) : Failed(state);
    }

    [Select("contact.instance")]
    [Select("m.instance")]
    public static SelectResult ContactInstance(RouteContext context)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? OrNull(context, contact.Instance) : Failed(state);
    }

    [Select("contact.params.*", UnderscoreIsDash = true)]
    [Select("m.params.*", UnderscoreIsDash = true)]
    public static SelectResult ContactParameter(RouteContext context, byte[] name)
    {
        var state = ReadContact(context, out var contact);
        return state == SelectState.Value ? ParameterOf(context, contact.Parameters, name) : Failed(state);
    }

    /// <summary>The value of a header parameter; null when it is absent or has no value.</summary>
    public static SelectResult ParameterOf(RouteContext context, Slice parameters, ReadOnlySpan<byte> name)
    {
        var message = context.Message;
        if (!ParameterReader.TryFind(message.Bytes, parameters, name, out var parameter) || !parameter.Value.Exists)
            return SelectResult.Null;
        return parameter.Unquoted.Of(message.Memory);
    }

    /// <summary>The URI of the first value of an address header; an error when it is missing or can't be read.</summary>
    public static SelectResult Uri(RouteContext context, HeaderKind kind) =>
        TryRead(context, kind, out var address) ? address.Uri.Of(context.Message.Memory) : SelectResult.Error;

    /// <summary>The tag of an address header, empty when it has none; an error when the header is missing or can't be read.</summary>
    public static SelectResult Tag(RouteContext context, HeaderKind kind) =>
        TryRead(context, kind, out var address) ? address.Tag.Of(context.Message.Memory) : SelectResult.Error;

    private static SelectResult Whole(RouteContext context, HeaderKind kind) =>
        TryRead(context, kind, out _) ? HeaderSelects.Body(context, kind) : SelectResult.Error;

    private static SelectResult Name(RouteContext context, HeaderKind kind) =>
        TryRead(context, kind, out var address) ? address.DisplayName.Of(context.Message.Memory) : SelectResult.Error;

    private static SelectResult Parameter(RouteContext context, HeaderKind kind, byte[] name) =>
        TryRead(context, kind, out var address) ? ParameterOf(context, address.Parameters, name) : SelectResult.Error;

    private static bool TryRead(RouteContext context, HeaderKind kind, out AddressValue address)
    {
        var message = context.Message;
        switch (kind)
        {
            case HeaderKind.From:
                address = message.From;
                return message.FromStatus == SipParseStatus.Ok;
            case HeaderKind.To:
                address = message.To;
                return message.ToStatus == SipParseStatus.Ok;
            default:
                return new AddressReader(message, kind).Next(out address);
        }
    }

    private static SelectState ReadContact(RouteContext context, out ContactValue contact)
    {
        var reader = new ContactReader(context.Message);
        if (reader.Next(out contact))
            return contact.IsStar ? SelectState.Null : SelectState.Value;
        return reader.Status == SipParseStatus.Ok ? SelectState.Null : SelectState.Error;
    }

    private static SelectResult Failed(SelectState state) => state == SelectState.Null ? SelectResult.Null : SelectResult.Error;

    private static SelectResult OrNull(RouteContext context, Slice slice) =>
        slice.Exists ? slice.Of(context.Message.Memory) : SelectResult.Null;
}
