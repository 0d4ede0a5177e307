using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the request line as it is now, the destination and the branches (spec core-selects.md, 2.1).</summary>
internal static class RequestSelects
{
    [Select("ruri", Nested = UriSubSelects.Table)]
    [Select("request_uri", Nested = UriSubSelects.Table)]
    public static SelectResult RequestUri(RouteContext context) => context.Message.IsRequest ? context.RequestUri : SelectResult.Error;

    [Select("dst_uri", Nested = UriSubSelects.Table)]
    public static SelectResult DestinationUri(RouteContext context) => context.Message.IsRequest ? context.DestinationUri : SelectResult.Error;

    [Select("next_hop", Nested = UriSubSelects.Table)]
    public static SelectResult NextHop(RouteContext context)
    {
        if (!context.Message.IsRequest)
            return SelectResult.Error;
        return context.DestinationUri.IsEmpty ? context.RequestUri : context.DestinationUri;
    }

    [Select("next_hop.src_ip")]
    public static SelectResult NextHopSource(RouteContext context)
    {
        if (!context.Message.IsRequest)
            return SelectResult.Error;
        var uri = context.DestinationUri.IsEmpty ? context.RequestUri : context.DestinationUri;
        if (Routing.NextHop.Resolve(context.Server, uri, TransportProtocol.None, out var answer) != RoutingError.None)
            return SelectResult.Error;
        return context.Server.Forwarder.SelectSocket(context, answer.First) is { } socket ? socket.AddressText : SelectResult.Error;
    }

    [Select("method")]
    public static SelectResult Method(RouteContext context) =>
        context.Message.IsRequest ? context.Message.MethodText.Of(context.Message.Memory) : SelectResult.Error;

    [Select("status")]
    [Select("code")]
    public static SelectResult Status(RouteContext context) => StatusText(context.Message);

    [Select("reason")]
    public static SelectResult Reason(RouteContext context) =>
        context.Message.IsReply ? context.Message.Reason.Of(context.Message.Memory) : SelectResult.Error;

    [Select("version")]
    public static SelectResult Version(RouteContext context) => context.Message.Version.Of(context.Message.Memory);

    [Select("branch.count")]
    public static SelectResult BranchCount(RouteContext context) => context.Scratch.Number(context.Branches.Count);

    [Select("branch.uri[]", Nested = UriSubSelects.Table)]
    public static SelectResult BranchUri(RouteContext context, int? index) => OfBranches(context, index, BranchText.Uri);

    [Select("branch.dst_uri[]", Nested = UriSubSelects.Table)]
    public static SelectResult BranchDestinationUri(RouteContext context, int? index) => OfBranches(context, index, BranchText.Destination);

    [Select("branch.uriq[]", Nested = NameAddressSubSelects.Table)]
    public static SelectResult BranchUriQ(RouteContext context, int? index) => OfBranches(context, index, BranchText.UriWithQ);

    [Select("branch.q[]")]
    public static SelectResult BranchQ(RouteContext context, int? index) => OfBranches(context, index, BranchText.Q);

    /// <summary>The digits of a reply's code, as the message has them; an error in a request.</summary>
    public static SelectResult StatusText(SipMessage message)
    {
        if (!message.IsReply)
            return SelectResult.Error;
        var start = message.Version.End;
        var digits = message.Bytes[start..].IndexOfAnyInRange((byte)'0', (byte)'9');
        return message.Memory.Slice(start + digits, 3);
    }

    private static SelectResult OfBranches(RouteContext context, int? index, BranchText text)
    {
        var branches = context.Branches;
        if (branches.Count == 0)
            return SelectResult.Null;
        if (index < 0 || index >= branches.Count)
            return SelectResult.Error;
        if (index is null && branches.Count > 1)
            return BranchTexts.Join(context.Scratch, branches, text, ","u8);

        ref readonly var branch = ref branches[index ?? 0];
        return text switch
        {
            BranchText.Uri => branch.Uri,
            BranchText.Destination => branch.DestinationUri,
            BranchText.UriWithQ when branch.Q == QValue.Unspecified => branch.Uri,
            _ => BranchTexts.One(context.Scratch, branch, text),
        };
    }
}
