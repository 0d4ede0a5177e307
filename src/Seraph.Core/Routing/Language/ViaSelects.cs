using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the Via values, 1 being the topmost and any negative index the last (spec core-selects.md, 2.2).</summary>
internal static class ViaSelects
{
    [Select("via[]")]
    [Select("v[]")]
    public static SelectResult Via(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.Value) : SelectResult.Error;

    [Select("via[].name")]
    [Select("v[].name")]
    public static SelectResult Name(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.ProtocolName) : SelectResult.Error;

    [Select("via[].version")]
    [Select("v[].version")]
    public static SelectResult Version(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.Version) : SelectResult.Error;

    [Select("via[].transport")]
    [Select("v[].transport")]
    public static SelectResult Transport(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.TransportText) : SelectResult.Error;

    [Select("via[].host")]
    [Select("v[].host")]
    public static SelectResult Host(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.Host) : SelectResult.Error;

    [Select("via[].port")]
    [Select("v[].port")]
    public static SelectResult Port(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.PortText) : SelectResult.Error;

    [Select("via[].comment")]
    [Select("v[].comment")]
    public static SelectResult Comment(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Text(context, via.Comment) : SelectResult.Error;

    [Select("via[].branch")]
    [Select("v[].branch")]
    public static SelectResult Branch(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Value(context, via.Branch) : SelectResult.Error;

    [Select("via[].received")]
    [Select("v[].received")]
    public static SelectResult Received(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Value(context, via.Received) : SelectResult.Error;

    [Select("via[].rport")]
    [Select("v[].rport")]
    public static SelectResult Rport(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Value(context, via.Rport) : SelectResult.Error;

    [Select("via[].i")]
    [Select("v[].i")]
    public static SelectResult ConnectionId(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Value(context, via.ConnectionId) : SelectResult.Error;

    [Select("via[].alias")]
    [Select("v[].alias")]
    public static SelectResult Alias(RouteContext context, int? index) =>
        TryRead(context, index, out var via) ? Value(context, via.Alias) : SelectResult.Error;

    [Select("via[].params.*", UnderscoreIsDash = true)]
    [Select("v[].params.*", UnderscoreIsDash = true)]
    public static SelectResult Parameter(RouteContext context, int? index, byte[] name) =>
        TryRead(context, index, out var via) ? AddressSelects.ParameterOf(context, via.Parameters, name) : SelectResult.Error;

    private static bool TryRead(RouteContext context, int? index, out ViaValue via)
    {
        var wanted = index ?? 1;
        if (wanted == 1)
        {
            via = context.Message.TopVia;
            return context.Message.TopViaStatus == SipParseStatus.Ok;
        }

        via = default;
        var reader = new ViaReader(context.Message);
        var count = 0;
        while (wanted != count && reader.Next(out var next))
        {
            via = next;
            count++;
        }

        return wanted < 0 ? reader.Status == SipParseStatus.Ok && count > 0 : wanted == count && count > 0;
    }

    private static SelectResult Text(RouteContext context, Slice slice) => slice.Of(context.Message.Memory);

    private static SelectResult Value(RouteContext context, Slice slice) => slice.Exists ? slice.Of(context.Message.Memory) : SelectResult.Null;
}
