using Seraph.Core.Transports;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of where a message came from and on which socket it arrived (spec core-selects.md, 2.4).</summary>
internal static class TransportSelects
{
    [Select("src.ip")]
    public static SelectResult SourceIp(RouteContext context) => Address(context, context.Source.Source);

    [Select("src.port")]
    public static SelectResult SourcePort(RouteContext context) => context.Scratch.Number(context.Source.Source.Port);

    [Select("src.ip_port")]
    public static SelectResult SourceEndpoint(RouteContext context) => Endpoint(context, context.Source.Source, default);

    [Select("dst.ip")]
    [Select("received.ip")]
    public static SelectResult LocalIp(RouteContext context) => context.Source.Socket.AddressText;

    [Select("dst.port")]
    [Select("received.port")]
    public static SelectResult LocalPort(RouteContext context) => context.Scratch.Number(context.Source.Socket.Endpoint.Port);

    [Select("dst.ip_port")]
    [Select("received.ip_port")]
    public static SelectResult LocalEndpoint(RouteContext context) => Endpoint(context, context.Source.Socket.Endpoint, default);

    [Select("received.proto")]
    public static SelectResult Protocol(RouteContext context) => context.Source.Protocol switch
    {
        TransportProtocol.Tcp => Words.Tcp,
        TransportProtocol.Tls => Words.Tls,
        TransportProtocol.Sctp => Words.Sctp,
        _ => Words.Udp,
    };

    [Select("received.proto_ip_port")]
    public static SelectResult Socket(RouteContext context) => Endpoint(context, context.Source.Socket.Endpoint, context.Source.Protocol.Name());

    /// <summary>The address without brackets.</summary>
    public static SelectResult Address(RouteContext context, in NetworkEndpoint endpoint)
    {
        if (!context.Scratch.TryRent(NetworkEndpoint.MaxTextLength, out var memory))
            return SelectResult.Error;
        return context.Scratch.Shrink(memory, endpoint.FormatAddress(memory.Span));
    }

    private static SelectResult Endpoint(RouteContext context, in NetworkEndpoint endpoint, ReadOnlySpan<byte> protocol)
    {
        const int longestProtocol = 5;
        if (!context.Scratch.TryRent(NetworkEndpoint.MaxTextLength + longestProtocol, out var memory))
            return SelectResult.Error;
        var writer = new BoundedWriter(memory.Span);
        if (!protocol.IsEmpty)
        {
            writer.Add(protocol);
            writer.Add((byte)':');
        }

        var length = writer.Length + endpoint.TryFormat(memory.Span[writer.Length..]);
        return context.Scratch.Shrink(memory, length);
    }
}
