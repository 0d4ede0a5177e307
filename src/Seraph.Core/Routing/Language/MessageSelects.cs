using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the message as a whole and of headers by name (spec core-selects.md, 2.3).</summary>
internal static class MessageSelects
{
    [Select("msg")]
    [Select("message")]
    public static SelectResult Message(RouteContext context) => context.Message.Memory;

    [Select("msg.first_line")]
    [Select("message.first_line")]
    public static SelectResult FirstLine(RouteContext context) => Text(context, context.Message.StartLine);

    [Select("msg.flags")]
    [Select("message.flags")]
    public static SelectResult Flags(RouteContext context) => context.Scratch.Number(context.Flags);

    [Select("msg.len")]
    [Select("message.len")]
    public static SelectResult Length(RouteContext context) => context.Scratch.Number(context.Message.Length);

    [Select("msg.id")]
    [Select("message.id")]
    public static SelectResult Id(RouteContext context) => context.Scratch.Number(context.MessageId);

    [Select("msg.id.hex")]
    [Select("message.id.hex")]
    public static SelectResult IdHex(RouteContext context) => context.Scratch.Hex(context.MessageId, 8);

    [Select("msg.type")]
    [Select("message.type")]
    public static SelectResult Type(RouteContext context) => context.Message.IsRequest ? Words.One : Words.Two;

    [Select("msg.header")]
    [Select("msg.h")]
    [Select("message.header")]
    [Select("message.h")]
    public static SelectResult Headers(RouteContext context) => Text(context, context.Message.HeaderArea);

    [Select("msg.header.*[]", UnderscoreIsDash = true)]
    [Select("msg.h.*[]", UnderscoreIsDash = true)]
    [Select("message.header.*[]", UnderscoreIsDash = true)]
    [Select("message.h.*[]", UnderscoreIsDash = true)]
    public static SelectResult Header(RouteContext context, byte[] name, int? index) =>
        TryFindHeader(context.Message, name, index ?? 1, out var body) ? Text(context, body) : SelectResult.Null;

    [Select("msg.header.*[].nameaddr", Nested = NameAddressSubSelects.Table, UnderscoreIsDash = true)]
    [Select("msg.h.*[].nameaddr", Nested = NameAddressSubSelects.Table, UnderscoreIsDash = true)]
    [Select("message.header.*[].nameaddr", Nested = NameAddressSubSelects.Table, UnderscoreIsDash = true)]
    [Select("message.h.*[].nameaddr", Nested = NameAddressSubSelects.Table, UnderscoreIsDash = true)]
    public static SelectResult NameAddress(RouteContext context, byte[] name, int? index) => Header(context, name, index);

    [Select("msg.header.*[].params.*", UnderscoreIsDash = true)]
    [Select("msg.h.*[].params.*", UnderscoreIsDash = true)]
    [Select("message.header.*[].params.*", UnderscoreIsDash = true)]
    [Select("message.h.*[].params.*", UnderscoreIsDash = true)]
    public static SelectResult Parameter(RouteContext context, byte[] name, int? index, byte[] parameterName)
    {
        var message = context.Message;
        if (!TryFindHeader(message, name, index ?? 1, out var body))
            return SelectResult.Null;

        // What stands before the first semicolon is a parameter here, too.
        var text = body.Of(message.Bytes);
        var semicolon = text.IndexOf((byte)';');
        var first = (semicolon < 0 ? text : text[..semicolon]).Trim(" \t\r\n"u8);
        var equals = first.IndexOf((byte)'=');
        if (equals > 0 && System.Text.Ascii.EqualsIgnoreCase(first[..equals].TrimEnd(" \t"u8), parameterName))
        {
            var value = first[(equals + 1)..].TrimStart(" \t\r\n"u8);
            var end = body.Start + text.IndexOf(first) + first.Length;
            return Text(context, Unquoted(message.Bytes, Slice.Between(end - value.Length, end)));
        }

        return semicolon < 0 ? SelectResult.Null : AddressSelects.ParameterOf(context, Slice.Between(body.Start + semicolon, body.End), parameterName);
    }

    [Select("msg.request")]
    [Select("msg.req")]
    [Select("message.request")]
    [Select("message.req")]
    public static SelectResult Request(RouteContext context) => context.Message.IsRequest ? context.Message.Memory : SelectResult.Error;

    [Select("msg.request.method")]
    [Select("msg.req.method")]
    [Select("message.request.method")]
    [Select("message.req.method")]
    public static SelectResult RequestMethod(RouteContext context) => RequestSelects.Method(context);

    [Select("msg.request.uri", Nested = UriSubSelects.Table)]
    [Select("msg.req.uri", Nested = UriSubSelects.Table)]
    [Select("message.request.uri", Nested = UriSubSelects.Table)]
    [Select("message.req.uri", Nested = UriSubSelects.Table)]
    public static SelectResult RequestUri(RouteContext context) =>
        context.Message.IsRequest ? Text(context, context.Message.RequestUriText) : SelectResult.Error;

    [Select("msg.request.version")]
    [Select("msg.req.version")]
    [Select("message.request.version")]
    [Select("message.req.version")]
    public static SelectResult RequestVersion(RouteContext context) =>
        context.Message.IsRequest ? Text(context, context.Message.Version) : SelectResult.Error;

    [Select("msg.response")]
    [Select("msg.res")]
    [Select("message.response")]
    [Select("message.res")]
    public static SelectResult Response(RouteContext context) => context.Message.IsReply ? context.Message.Memory : SelectResult.Error;

    [Select("msg.response.version")]
    [Select("msg.res.version")]
    [Select("message.response.version")]
    [Select("message.res.version")]
    public static SelectResult ResponseVersion(RouteContext context) =>
        context.Message.IsReply ? Text(context, context.Message.Version) : SelectResult.Error;

    [Select("msg.response.status")]
    [Select("msg.response.code")]
    [Select("msg.res.status")]
    [Select("msg.res.code")]
    [Select("message.response.status")]
    [Select("message.response.code")]
    [Select("message.res.status")]
    [Select("message.res.code")]
    public static SelectResult ResponseStatus(RouteContext context) => RequestSelects.StatusText(context.Message);

    [Select("msg.response.reason")]
    [Select("msg.res.reason")]
    [Select("message.response.reason")]
    [Select("message.res.reason")]
    public static SelectResult ResponseReason(RouteContext context) => RequestSelects.Reason(context);

    /// <summary>The body of the n-th header of a name, 1 being the first; 0 and below is the last.</summary>
    private static bool TryFindHeader(SipMessage message, ReadOnlySpan<byte> name, int number, out Slice body)
    {
        body = default;
        var index = message.FindHeader(name);
        for (var count = 1; index >= 0; count++)
        {
            body = message.Headers[index].Body;
            if (count == number)
                return true;
            index = message.NextHeader(index);
        }

        return number <= 0 && body.Exists;
    }

    private static Slice Unquoted(ReadOnlySpan<byte> bytes, Slice value) =>
        value.Length >= 2 && bytes[value.Start] == '"' && bytes[value.End - 1] == '"' ? new Slice(value.Start + 1, value.Length - 2) : value;

    private static SelectResult Text(RouteContext context, Slice slice) => slice.Of(context.Message.Memory);
}
