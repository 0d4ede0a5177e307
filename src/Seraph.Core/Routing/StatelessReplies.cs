using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Editing;

namespace Seraph.Core.Routing;

/// <summary>Makes and sends replies without state: for the module <c>sl</c>, and for what the core itself has to refuse.</summary>
public sealed class StatelessReplies
{
    private readonly SipServer _server;

    internal StatelessReplies(SipServer server, LocalTag tags)
    {
        _server = server;
        Tags = tags;
    }

    /// <summary>The To-tags of these replies, by which their ACKs are known again.</summary>
    public LocalTag Tags { get; }

    /// <summary>
    /// Answers the request of the context, with the header lines that were added for its replies. False when it is an ACK or a reply, or when the
    /// answer can't be sent.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The code, 100 to 699.</param>
    /// <param name="reason">The reason phrase; empty = the usual one.</param>
    /// <param name="body">A body; its Content-Type must be among the added header lines.</param>
    public bool Send(RouteContext context, int code, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> body = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        if (!message.IsRequest || message.Method == SipMethod.Ack || message.TopViaStatus != SipParseStatus.Ok || !ReplyRoute.TryGet(context, out var target))
            return false;
        if (_server.Transport(target.Protocol) is not { } transport)
            return false;

        Span<byte> tag = stackalloc byte[LocalTag.Length];
        if (code >= 180)
            Tags.Write(message, tag);
        var size = message.Length + context.ReplyHeaders.Length + body.Length + 1024;
        while (true)
        {
            var room = transport.Reserve(target, size);
            if (room.IsEmpty)
                return false;
            if (LocalReply.TryWrite(context, code, reason, code >= 180 ? tag : default, body, room, out var length))
            {
                var sent = transport.Commit(target, length) == SendStatus.Sent;
                if (sent)
                    _server.Counters.SentReplies.Count(code);
                return sent;
            }

            size = length;
        }
    }
}
