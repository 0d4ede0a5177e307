using Seraph.Core.Dns;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing.Language;

/// <summary>
/// The commands that send a message on without state (spec core-language.md, 6). They return 1 or the error: -478 no address, -477 sending failed, -7 no
/// socket, -480 sips over UDP, -510 dropped by <c>onsend_route</c>, -1 anything else.
/// </summary>
internal static class ForwardCommands
{
    [ScriptCommand("forward", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult Forward(RouteContext context) => ToUri(context, TransportProtocol.None, null);

    [ScriptCommand("forward", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult Forward(RouteContext context, DestinationHost host) => Forward(context, host, null, TransportProtocol.None);

    [ScriptCommand("forward", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult Forward(RouteContext context, DestinationHost host, PortArgument port) => Forward(context, host, port, TransportProtocol.None);

    [ScriptCommand("forward_udp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardUdp(RouteContext context) => ToUri(context, TransportProtocol.Udp, null);

    [ScriptCommand("forward_udp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardUdp(RouteContext context, DestinationHost host) => Forward(context, host, null, TransportProtocol.Udp);

    [ScriptCommand("forward_udp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardUdp(RouteContext context, DestinationHost host, PortArgument port) => Forward(context, host, port, TransportProtocol.Udp);

    [ScriptCommand("forward_tcp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTcp(RouteContext context) => ToUri(context, TransportProtocol.Tcp, null);

    [ScriptCommand("forward_tcp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTcp(RouteContext context, DestinationHost host) => Forward(context, host, null, TransportProtocol.Tcp);

    [ScriptCommand("forward_tcp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTcp(RouteContext context, DestinationHost host, PortArgument port) => Forward(context, host, port, TransportProtocol.Tcp);

    [ScriptCommand("forward_tls", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTls(RouteContext context) => ToUri(context, TransportProtocol.Tls, null);

    [ScriptCommand("forward_tls", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTls(RouteContext context, DestinationHost host) => Forward(context, host, null, TransportProtocol.Tls);

    [ScriptCommand("forward_tls", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardTls(RouteContext context, DestinationHost host, PortArgument port) => Forward(context, host, port, TransportProtocol.Tls);

    [ScriptCommand("forward_sctp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardSctp(RouteContext context) => ToUri(context, TransportProtocol.Sctp, null);

    [ScriptCommand("forward_sctp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardSctp(RouteContext context, DestinationHost host) => Forward(context, host, null, TransportProtocol.Sctp);

    [ScriptCommand("forward_sctp", In = Routes.Request | Routes.Failure | Routes.Branch)]
    public static ScriptResult ForwardSctp(RouteContext context, DestinationHost host, PortArgument port) => Forward(context, host, port, TransportProtocol.Sctp);

    [ScriptCommand("send", In = Routes.All)]
    public static ScriptResult Send(RouteContext context, DestinationHost host) => Send(context, host, 0, TransportProtocol.Udp);

    [ScriptCommand("send", In = Routes.All)]
    public static ScriptResult Send(RouteContext context, DestinationHost host, PortArgument port) => Send(context, host, port.Port, TransportProtocol.Udp);

    [ScriptCommand("send_tcp", In = Routes.All)]
    public static ScriptResult SendTcp(RouteContext context, DestinationHost host) => Send(context, host, 0, TransportProtocol.Tcp);

    [ScriptCommand("send_tcp", In = Routes.All)]
    public static ScriptResult SendTcp(RouteContext context, DestinationHost host, PortArgument port) => Send(context, host, port.Port, TransportProtocol.Tcp);

    private static ScriptResult Forward(RouteContext context, DestinationHost host, PortArgument? port, TransportProtocol protocol)
    {
        // Without a port it is found by SRV records, even if the URI has one.
        if (host.IsFromUri)
            return ToUri(context, protocol, port is null ? 0 : port.IsFromUri ? null : port.Port);
        if (!context.Message.IsRequest)
            return ScriptResult.False;

        var wanted = protocol == TransportProtocol.None ? context.Source.Protocol : protocol;
        var error = NextHop.Resolve(context.Server, host.Name, port?.Port ?? 0, wanted, out var answer);
        for (var i = 0; i < answer.Count; i++)
        {
            error = context.Server.Forwarder.Forward(context, new DnsAnswer(answer[i]));
            if (error == RoutingError.None)
                break;
        }

        return Result(context, error);
    }

    private static ScriptResult ToUri(RouteContext context, TransportProtocol protocol, int? port)
    {
        if (!context.Message.IsRequest)
            return ScriptResult.False;
        if (port is null)
            return Result(context, context.Server.Forwarder.Forward(context, protocol));

        var uri = context.DestinationUri.IsEmpty ? context.RequestUri : context.DestinationUri;
        if (SipUri.TryParse(uri.Span, out var parsed) != SipParseStatus.Ok)
            return Result(context, RoutingError.BadUri);
        var error = NextHop.Resolve(context.Server, uri, parsed, protocol, out var answer, port);
        return Result(context, error == RoutingError.None ? context.Server.Forwarder.Forward(context, answer) : error);
    }

    private static ScriptResult Send(RouteContext context, DestinationHost host, int port, TransportProtocol protocol)
    {
        if (host.IsFromUri)
            return ScriptResult.False;
        var message = context.Block == RouteBlockKind.OnSend ? context.Outgoing : context.Message.Memory;
        var error = NextHop.Resolve(context.Server, host.Name, port, protocol, out var answer);
        if (error == RoutingError.None)
            error = context.Server.Forwarder.SendUnchanged(context, answer.First, message.Span);
        return Result(context, error);
    }

    private static ScriptResult Result(RouteContext context, RoutingError error)
    {
        if (error == RoutingError.None)
            return ScriptResult.True;
        context.LastError = error;
        return error is RoutingError.BadAddress or RoutingError.SendFailed or RoutingError.NoSocket or RoutingError.BadProtocol or RoutingError.DroppedOnSend
            ? new ScriptResult((int)error)
            : ScriptResult.False;
    }
}
