using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Core.Routing.Language;

/// <summary>The special operands of expressions (spec core-language.md, 8.1).</summary>
internal static class Operands
{
    private const int AddressFamilyInet = 2;
    private const int AddressFamilyInet6 = 10;

    [Operand("method", Kind = OperandKind.Text)]
    public static SelectResult Method(RouteContext context)
    {
        var message = context.Message;
        return (message.IsRequest ? message.MethodText : message.Version).Of(message.Memory);
    }

    [Operand("uri", "status", Kind = OperandKind.Uri)]
    public static SelectResult Uri(RouteContext context) =>
        context.Message.IsRequest ? context.RequestUri : RequestSelects.StatusText(context.Message);

    [Operand("from_uri", Kind = OperandKind.Uri)]
    public static SelectResult FromUri(RouteContext context) => AddressSelects.Uri(context, HeaderKind.From);

    [Operand("to_uri", Kind = OperandKind.Uri)]
    public static SelectResult ToUri(RouteContext context) => AddressSelects.Uri(context, HeaderKind.To);

    [Operand("src_ip", Kind = OperandKind.Address)]
    public static IpValue SourceAddress(RouteContext context) => AddressOf(context.Source.Source);

    [Operand("dst_ip", Kind = OperandKind.Address)]
    public static IpValue DestinationAddress(RouteContext context) => AddressOf(context.Source.Socket.Endpoint);

    [Operand("src_port", Kind = OperandKind.Integer)]
    public static int SourcePort(RouteContext context) => context.Source.Source.Port;

    [Operand("dst_port", Kind = OperandKind.Integer)]
    public static int DestinationPort(RouteContext context) => context.Source.Socket.Endpoint.Port;

    [Operand("proto", Kind = OperandKind.Protocol)]
    public static int Protocol(RouteContext context) => (int)context.Source.Protocol;

    [Operand("af", Kind = OperandKind.Integer)]
    public static int Family(RouteContext context) => FamilyOf(context.Source.Source);

    [Operand("msg:len", Kind = OperandKind.Integer)]
    public static int MessageLength(RouteContext context) =>
        context.Block == RouteBlockKind.OnSend ? context.Outgoing.Length : context.Message.Length;

    [Operand("snd_ip", Kind = OperandKind.Address, In = Routes.OnSend)]
    public static IpValue SendAddress(RouteContext context) => AddressOf(context.OutgoingTarget.Socket.Endpoint);

    [Operand("snd_port", Kind = OperandKind.Integer, In = Routes.OnSend)]
    public static int SendPort(RouteContext context) => context.OutgoingTarget.Socket.Endpoint.Port;

    [Operand("snd_proto", "to_proto", Kind = OperandKind.Protocol, In = Routes.OnSend)]
    public static int SendProtocol(RouteContext context) => (int)context.OutgoingTarget.Protocol;

    [Operand("snd_af", "to_af", Kind = OperandKind.Integer, In = Routes.OnSend)]
    public static int SendFamily(RouteContext context) => FamilyOf(context.OutgoingTarget.Destination);

    [Operand("to_ip", Kind = OperandKind.Address, In = Routes.OnSend)]
    public static IpValue NextHopAddress(RouteContext context) => AddressOf(context.OutgoingTarget.Destination);

    [Operand("to_port", Kind = OperandKind.Integer, In = Routes.OnSend)]
    public static int NextHopPort(RouteContext context) => context.OutgoingTarget.Destination.Port;

    /// <summary>The address of an endpoint as scripts compare it.</summary>
    public static IpValue AddressOf(in NetworkEndpoint endpoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        return endpoint.IsNone ? default : IpValue.FromBytes(bytes[..endpoint.WriteAddress(bytes)]);
    }

    // The numbers of Linux, which is what scripts know.
    private static int FamilyOf(in NetworkEndpoint endpoint) => endpoint.IsIPv6 ? AddressFamilyInet6 : AddressFamilyInet;
}
