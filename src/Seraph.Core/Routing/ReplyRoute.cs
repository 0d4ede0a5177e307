using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>Where the replies that we make to a request go (RFC 3261, 18.2.2; RFC 3581; spec core-subsystems.md, 7.2).</summary>
public static class ReplyRoute
{
    /// <summary>
    /// The target of replies to the request: over the connection that it came by, or over UDP to where it came from, at the port of its Via unless
    /// that asks for the source port. False when its Via host has no address (only with <c>reply_to_via</c>).
    /// </summary>
    public static bool TryGet(RouteContext context, out SendTarget target)
    {
        ArgumentNullException.ThrowIfNull(context);
        var from = context.Source;
        var message = context.Message;
        ref readonly var via = ref message.TopVia;
        var port = via.Port == 0 ? from.Protocol.DefaultPort() : via.Port;
        target = new SendTarget(from.Socket, from.Source.WithPort(port), from.Connection, context.ReplyOptions);
        if (from.Connection != 0)
            return true;

        if (via.Rport.Exists || context.ForceRport)
        {
            target = target with { Destination = from.Source };
        }
        else if (!via.Maddr.IsEmpty || context.Server.Options.ReplyToVia)
        {
            var host = via.Maddr.IsEmpty ? via.Host : via.Maddr;
            if (NextHop.Resolve(context.Server, host.Of(message.Memory), port, from.Protocol, out var answer) != RoutingError.None)
                return false;
            target = target with { Destination = answer.First.Endpoint };
        }

        return true;
    }
}
