using System.Text;
using Seraph.Core.Dns;
using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;

namespace Seraph.Modules.Tm;

/// <content>Relaying, forwarding on a transaction, replicating.</content>
internal sealed partial class TmModule
{
    private const Routes RequestOrFailure = Routes.Request | Routes.Failure;
    private const int NoTryingFlag = 1;

    [ScriptFunction("t_relay", In = RequestOrFailure)]
    public int Relay(RouteContext context) => Relay(context, new RelayOptions());

    [ScriptFunction("t_relay", In = RequestOrFailure)]
    public int Relay(RouteContext context, RelayHost host, RelayPort port) => Relay(context, host.At(port, context.Source.Protocol));

    [ScriptFunction("t_relay_to_udp", In = RequestOrFailure)]
    public int RelayToUdp(RouteContext context) => Relay(context, new RelayOptions(Protocol: TransportProtocol.Udp));

    [ScriptFunction("t_relay_to_udp", In = RequestOrFailure)]
    public int RelayToUdp(RouteContext context, RelayHost host, RelayPort port) => Relay(context, host.At(port, TransportProtocol.Udp));

    [ScriptFunction("t_relay_to_tcp", In = RequestOrFailure)]
    public int RelayToTcp(RouteContext context) => Relay(context, new RelayOptions(Protocol: TransportProtocol.Tcp));

    [ScriptFunction("t_relay_to_tcp", In = RequestOrFailure)]
    public int RelayToTcp(RouteContext context, RelayHost host, RelayPort port) => Relay(context, host.At(port, TransportProtocol.Tcp));

    [ScriptFunction("t_relay_to_tls", In = RequestOrFailure)]
    public int RelayToTls(RouteContext context) => Relay(context, new RelayOptions(Protocol: TransportProtocol.Tls));

    [ScriptFunction("t_relay_to_tls", In = RequestOrFailure)]
    public int RelayToTls(RouteContext context, RelayHost host, RelayPort port) => Relay(context, host.At(port, TransportProtocol.Tls));

    [ScriptFunction("t_relay_to_sctp", In = RequestOrFailure)]
    public int RelayToSctp(RouteContext context) => Relay(context, new RelayOptions(Protocol: TransportProtocol.Sctp));

    [ScriptFunction("t_relay_to_sctp", In = RequestOrFailure)]
    public int RelayToSctp(RouteContext context, RelayHost host, RelayPort port) => Relay(context, host.At(port, TransportProtocol.Sctp));

    [ScriptFunction("t_relay_to_avp")]
    public int RelayToAttribute(RouteContext context, StringParameter protocol, StringParameter address) =>
        TryRead(context, protocol, address, out var how) ? Relay(context, how) : -1;

    [ScriptFunction("t_relay_to", In = RequestOrFailure)]
    public int RelayTo(RouteContext context) => Relay(context, new RelayOptions());

    [ScriptFunction("t_relay_to", In = RequestOrFailure)]
    public int RelayTo(RouteContext context, RelayProxyOrFlags argument) =>
        argument.Proxy is { } proxy ? Relay(context, proxy.Options) : Relay(context, new RelayOptions(NoTrying: (argument.Flags & NoTryingFlag) != 0));

    [ScriptFunction("t_relay_to", In = RequestOrFailure)]
    public int RelayTo(RouteContext context, RelayProxy proxy, RelayFlags flags) =>
        Relay(context, proxy.Options with { NoTrying = (flags.Value & NoTryingFlag) != 0 });

    [ScriptFunction("t_forward_nonack")]
    public int Forward(RouteContext context, RelayHost host, RelayPort port) => Forward(context, host.At(port, context.Source.Protocol));

    [ScriptFunction("t_forward_nonack_uri")]
    public int Forward(RouteContext context) => Forward(context, new RelayOptions());

    [ScriptFunction("t_forward_nonack_udp")]
    public int ForwardUdp(RouteContext context, RelayHost host, RelayPort port) => Forward(context, host.At(port, TransportProtocol.Udp));

    [ScriptFunction("t_forward_nonack_tcp")]
    public int ForwardTcp(RouteContext context, RelayHost host, RelayPort port) => Forward(context, host.At(port, TransportProtocol.Tcp));

    [ScriptFunction("t_forward_nonack_tls")]
    public int ForwardTls(RouteContext context, RelayHost host, RelayPort port) => Forward(context, host.At(port, TransportProtocol.Tls));

    [ScriptFunction("t_forward_nonack_sctp")]
    public int ForwardSctp(RouteContext context, RelayHost host, RelayPort port) => Forward(context, host.At(port, TransportProtocol.Sctp));

    [ScriptFunction("t_forward_nonack_to")]
    public int ForwardTo(RouteContext context, StringParameter protocol, StringParameter address) =>
        TryRead(context, protocol, address, out var how) ? Forward(context, how) : -1;

    [ScriptFunction("t_replicate")]
    public int Replicate(RouteContext context, RelayHost host, RelayPort port) => layer.Replicate(context, host.At(port, context.Source.Protocol));

    [ScriptFunction("t_replicate")]
    public int Replicate(RouteContext context, StringParameter uri)
    {
        if (!uri.TryGet(context, out var text))
            return -1;
        var error = NextHop.Resolve(context.Server, text, TransportProtocol.None, out var answer);
        return error == RoutingError.None ? layer.Replicate(context, new RelayOptions(answer)) : (int)error;
    }

    [ScriptFunction("t_replicate_udp")]
    public int ReplicateUdp(RouteContext context, RelayHost host, RelayPort port) => layer.Replicate(context, host.At(port, TransportProtocol.Udp));

    [ScriptFunction("t_replicate_tcp")]
    public int ReplicateTcp(RouteContext context, RelayHost host, RelayPort port) => layer.Replicate(context, host.At(port, TransportProtocol.Tcp));

    [ScriptFunction("t_replicate_tls")]
    public int ReplicateTls(RouteContext context, RelayHost host, RelayPort port) => layer.Replicate(context, host.At(port, TransportProtocol.Tls));

    [ScriptFunction("t_replicate_sctp")]
    public int ReplicateSctp(RouteContext context, RelayHost host, RelayPort port) => layer.Replicate(context, host.At(port, TransportProtocol.Sctp));

    [ScriptFunction("t_replicate_to")]
    public int ReplicateTo(RouteContext context, StringParameter protocol, StringParameter address) =>
        TryRead(context, protocol, address, out var how) ? layer.Replicate(context, how) : -1;

    [ScriptFunction("t_relay_cancel")]
    public int RelayCancel(RouteContext context) => layer.RelayCancel(context);

    /// <summary>Resolves a host that the script names as a constant; once, when the script is loaded.</summary>
    internal DnsAnswer ResolveOnce(ReadOnlyMemory<byte> host)
    {
        NextHop.Resolve(layer.Server, host, TransportProtocol.Udp.DefaultPort(), TransportProtocol.Udp, out var answer);
        return answer;
    }

    private int Relay(RouteContext context, in RelayOptions how) => layer.Relay(context, how);

    private int Forward(RouteContext context, in RelayOptions how)
    {
        if (context.Message.Method == SipMethod.Ack)
        {
            TmLog.AckNotForwarded(logger, "t_forward_nonack");
            return -1;
        }

        return HasTransaction(context) ? layer.ForwardOnTransaction(context, how) : -1;
    }

    /// <summary>Reads a protocol (its name, or the core's number for it) and <c>host[:port]</c>, and resolves them.</summary>
    private bool TryRead(RouteContext context, StringParameter protocol, StringParameter address, out RelayOptions how)
    {
        how = default;
        if (!protocol.TryGet(context, out var name) || !TryReadProtocol(name.Span, out var number) || !address.TryGet(context, out var text))
            return false;
        if (!SocketArgument.TryParse(Encoding.UTF8.GetString(text.Span), out var socket))
        {
            TmLog.BadDestination(logger, Encoding.UTF8.GetString(text.Span));
            return false;
        }

        var port = socket.Port == 0 ? 5060 : socket.Port;
        if (NextHop.Resolve(context.Server, Encoding.UTF8.GetBytes(socket.Host), port, number, out var answer) != RoutingError.None)
            return false;
        how = new RelayOptions(answer, number);
        return true;
    }

    private static bool TryReadProtocol(ReadOnlySpan<byte> text, out TransportProtocol protocol)
    {
        if (TransportProtocols.TryParse(text, out protocol))
            return true;
        if (text.Length != 1 || text[0] is < (byte)'1' or > (byte)'4')
            return false;
        protocol = (TransportProtocol)(text[0] - '0');
        return true;
    }
}
