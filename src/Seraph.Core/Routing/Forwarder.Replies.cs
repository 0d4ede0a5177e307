using Seraph.Core.Dns;
using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Editing;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing;

/// <content>Replies that match no transaction go back by their Vias (RFC 3261, 16.7 and 18.2.2; spec core-subsystems.md, 7.1).</content>
public sealed partial class Forwarder
{
    /// <summary>Forwards a reply by its second Via; drops and counts it when that can't be done.</summary>
    public void ForwardReply(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        if (_server.Options.CheckVia && !IsOurs(message))
        {
            Drop(context, "its topmost Via is not ours");
            return;
        }

        var vias = new ViaReader(message);
        if (!vias.Next(out var own) || !vias.Next(out var via))
        {
            Drop(context, "it has no second Via");
            return;
        }

        if (ResolveReplyTarget(context, own, via) is not { } target)
            return;
        context.Edits.TryRemoveTopVia(message);
        var transport = _server.Transport(target.Protocol);
        if (transport is null)
            return;
        var parts = new OutgoingParts { AddContentLength = target.Protocol != TransportProtocol.Udp };
        var size = message.Length + 1024;
        while (true)
        {
            var room = transport.Reserve(target, size);
            if (room.IsEmpty)
            {
                Drop(context, "it is too large to be sent");
                return;
            }

            if (MessageWriter.TryWrite(message, context.Edits, parts, room, out var length))
            {
                if (transport.Commit(target, length) != SendStatus.Sent)
                    Drop(context, "it could not be sent");
                return;
            }

            size = length;
        }
    }

    private SendTarget? ResolveReplyTarget(RouteContext context, in ViaValue own, in ViaValue via)
    {
        var message = context.Message;
        if (via.Transport is SipTransport.None or > SipTransport.Sctp)
        {
            Drop(context, "the transport of its second Via is none of ours");
            return null;
        }

        var protocol = (TransportProtocol)(byte)via.Transport;
        var connection = 0;
        if (protocol != TransportProtocol.Udp && ReverseHex.TryRead(message[own.ConnectionId], out var id))
            connection = (int)id;

        var host = via.Received.IsEmpty ? via.Host : via.Received;
        if (protocol == TransportProtocol.Udp && !via.Maddr.IsEmpty)
            host = via.Maddr;
        var port = via.RportNumber != 0 ? via.RportNumber : via.Port;
        if (port == 0 && (!via.Received.IsEmpty || via.HostKind != HostKind.Name))
            port = protocol.DefaultPort();
        if (NextHop.Resolve(_server, host.Of(message.Memory), port, protocol, out var answer) != RoutingError.None)
        {
            Drop(context, "the host of its second Via has no address");
            return null;
        }

        var hop = new DnsTarget(answer.First.Endpoint, protocol);
        var socket = _server.Sockets.SelectForSending(protocol, hop.Endpoint, context.Source.Socket, forced: null);
        if (socket is not null)
            return new SendTarget(socket, hop.Endpoint, connection, context.ReplyOptions);
        Drop(context, "no socket fits its second Via");
        return null;
    }

    private bool IsOurs(SipMessage message)
    {
        ref readonly var via = ref message.TopVia;
        var port = via.Port == 0 ? 5060 : via.Port;
        return _server.Sockets.IsMyself(message[via.Host], port, (TransportProtocol)(byte)(via.Transport <= SipTransport.Sctp ? via.Transport : SipTransport.None));
    }

    private void Drop(RouteContext context, string why)
    {
        _server.Counters.DroppedReplies.Increment();
        RoutingLog.ReplyDropped(_server.Logger, context, why);
    }
}
