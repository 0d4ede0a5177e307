using Seraph.Core.Dns;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Editing;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing;

/// <summary>
/// Sends messages on: chooses the socket, writes the outgoing bytes in one pass over the received ones and the edits, runs
/// <c>onsend_route</c>, hands them to the transport (spec core-subsystems.md, 6 to 8). Requests with state are relayed by the transaction layer,
/// which uses the same steps.
/// </summary>
public sealed partial class Forwarder
{
    private readonly SipServer _server;

    internal Forwarder(SipServer server) => _server = server;

    /// <summary>
    /// Forwards the request without state to its destination URI, or else its Request-URI. Says why when it could not be sent.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="forced">The protocol that the script demands, or None.</param>
    public RoutingError Forward(RouteContext context, TransportProtocol forced = TransportProtocol.None)
    {
        ArgumentNullException.ThrowIfNull(context);
        DnsAnswer answer;
        RoutingError error;
        if (!context.DestinationUri.IsEmpty)
            error = NextHop.Resolve(_server, context.DestinationUri, forced, out answer);
        else if (context.RequestUriStatus == SipParseStatus.Ok)
            error = NextHop.Resolve(_server, context.RequestUriBytes, context.ParsedRequestUri, forced, out answer);
        else
            (error, answer) = (RoutingError.BadUri, default);
        return error == RoutingError.None ? Forward(context, answer) : Fail(context, error);
    }

    /// <summary>Forwards the request without state to the first address.</summary>
    public RoutingError Forward(RouteContext context, in DnsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(context);
        var hop = answer.First;
        var socket = SelectSocket(context, hop);
        if (socket is null)
            return Fail(context, RoutingError.NoSocket);

        var message = context.Message;
        NoteSource(context);
        Span<byte> branch = stackalloc byte[StatelessBranch.Length];
        StatelessBranch.Write(message, branch);
        var error = Send(context, new SendTarget(socket, hop.Endpoint, Connection: 0, context.ForwardOptions), context.RequestUri, branch);
        return error == RoutingError.None ? error : Fail(context, error);
    }

    /// <summary>The socket to send a message of the context from, or null when none fits.</summary>
    public ListenSocket? SelectSocket(RouteContext context, in DnsTarget hop)
    {
        ArgumentNullException.ThrowIfNull(context);
        var protocol = hop.Protocol == TransportProtocol.None ? TransportProtocol.Udp : hop.Protocol;
        return _server.Sockets.SelectForSending(protocol, hop.Endpoint, context.Source.Socket, context.ForcedSocket);
    }

    /// <summary>
    /// Notes in the topmost Via where the request came from (RFC 3261, 18.2.1; RFC 3581, 4), once for all branches.
    /// </summary>
    public static void NoteSource(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.IsSourceNoted)
            return;
        context.IsSourceNoted = true;
        Span<byte> address = stackalloc byte[NetworkEndpoint.MaxTextLength];
        var received = NeedsReceived(context) ? address[..context.Source.Source.FormatAddress(address)] : default;
        context.Edits.TryFixTopVia(context.Message, received, context.Source.Source.Port, context.ForceRport);
    }

    /// <summary>Whether the topmost Via must say the source address: its host is another one, or it asks for the port (RFC 3581).</summary>
    internal static bool NeedsReceived(RouteContext context)
    {
        ref readonly var via = ref context.Message.TopVia;
        if (via.Received.Exists || via.Rport.Exists || context.ForceRport)
            return true;
        return !NetworkEndpoint.TryParseAddress(context.Message[via.Host], out var host) || !host.SameAddress(context.Source.Source);
    }

    /// <summary>
    /// Writes a request as it leaves by one socket, with our Via on top.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="socket">The socket that it leaves by.</param>
    /// <param name="uri">Its Request-URI.</param>
    /// <param name="branch">The branch parameter of our Via.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="length">The length written, or needed when the result is false.</param>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryWrite(
        RouteContext context, ListenSocket socket, ReadOnlyMemory<byte> uri, ReadOnlySpan<byte> branch, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> via = stackalloc byte[MaxViaLength];
        Span<byte> scratch = stackalloc byte[OutgoingSockets.ScratchLength];
        var parts = new OutgoingParts
        {
            RequestUri = context.IsUriRewritten || !uri.Span.SequenceEqual(context.RequestUri.Span) ? uri.Span : default,
            TopVia = via[..WriteVia(context, socket, branch, via)],
            AddContentLength = socket.Protocol != TransportProtocol.Udp,
            Branch = context.Edits.Branch,
        };
        var mark = context.Edits.Mark;
        if (!context.Path.IsEmpty && !TryAddPath(context))
        {
            length = int.MaxValue;
            return false;
        }

        var fits = MessageWriter.TryWrite(context.Message, context.Edits, parts, new OutgoingSockets(context, socket, scratch), destination, out length);
        context.Edits.Rollback(mark);
        return fits;
    }

    /// <summary>The proxies that a registered contact is reached through come before any other Route (RFC 3327, 5.3).</summary>
    private static bool TryAddPath(RouteContext context)
    {
        var message = context.Message;
        var first = message.FirstHeader(HeaderKind.Route);
        var position = first < 0 ? message.HeaderArea.End : message.Headers[first].Line.Start;
        return context.Edits.TryInsert(position, "Route: "u8)
            && context.Edits.TryInsert(position, context.Path.Span)
            && context.Edits.TryInsert(position, "\r\n"u8);
    }

    /// <summary>
    /// Runs <c>onsend_route</c> for bytes about to be sent; false when it drops them (spec core-language.md, 4).
    /// </summary>
    public static bool MaySend(RouteContext context, in SendTarget target, ReadOnlyMemory<byte> message)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Program.OnSendRoute is not { } route)
            return true;
        context.Outgoing = message;
        context.OutgoingTarget = target;
        var outcome = route.Run(context);
        context.Outgoing = default;
        context.OutgoingTarget = default;
        return !outcome.Dropped;
    }

    /// <summary>Hands a message to the transport of its target.</summary>
    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        var transport = _server.Transport(target.Protocol);
        return transport is null ? SendStatus.Failed : transport.Send(target, message);
    }

    /// <summary>Sends the bytes of the message as they were received (<c>send</c>, <c>send_tcp</c>).</summary>
    public RoutingError SendUnchanged(RouteContext context, in DnsTarget hop, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (SelectSocket(context, hop) is not { } socket)
            return Fail(context, RoutingError.NoSocket);
        return Send(new SendTarget(socket, hop.Endpoint, 0, context.ForwardOptions), message) == SendStatus.Sent
            ? RoutingError.None
            : Fail(context, RoutingError.SendFailed);
    }

    private RoutingError Send(RouteContext context, in SendTarget target, ReadOnlyMemory<byte> uri, ReadOnlySpan<byte> branch)
    {
        var transport = _server.Transport(target.Protocol);
        if (transport is null)
            return RoutingError.NoSocket;
        var size = context.Message.Length + 2048;
        if (context.Program.OnSendRoute is not null)
            return SendThroughRoute(context, transport, target, uri, branch);
        while (true)
        {
            var room = transport.Reserve(target, size);
            if (room.IsEmpty)
                return RoutingError.SendFailed;
            if (TryWrite(context, target.Socket, uri, branch, room, out var length))
                return transport.Commit(target, length) == SendStatus.Sent ? RoutingError.None : RoutingError.SendFailed;
            if (length <= size)
                return RoutingError.Bug;
            size = length;
        }
    }

    private static RoutingError SendThroughRoute(RouteContext context, ITransport transport, in SendTarget target, ReadOnlyMemory<byte> uri, ReadOnlySpan<byte> branch)
    {
        TryWrite(context, target.Socket, uri, branch, default, out var length);
        if (!context.Scratch.TryRent(length, out var memory) || !TryWrite(context, target.Socket, uri, branch, memory.Span, out length))
            return RoutingError.OutOfMemory;
        if (!MaySend(context, target, memory))
            return RoutingError.DroppedOnSend;
        return transport.Send(target, memory.Span) == SendStatus.Sent ? RoutingError.None : RoutingError.SendFailed;
    }

    private RoutingError Fail(RouteContext context, RoutingError error)
    {
        context.LastError = error;
        RoutingLog.ForwardFailed(_server.Logger, context, error);
        return error;
    }
}
