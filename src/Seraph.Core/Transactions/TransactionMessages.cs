using System.Buffers.Binary;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Editing;

namespace Seraph.Core.Transactions;

/// <summary>Writes the messages that transactions send, and what they keep, into pooled memory. The empty piece means that a message would be too large.</summary>
internal sealed class TransactionMessages
{
    private const int LargestMessage = 65535;

    [ThreadStatic]
    private static byte[]? Scratch;

    [ThreadStatic]
    private static SipMessage? Parsed;

    private readonly TransactionLayer _layer;

    public TransactionMessages(TransactionLayer layer, LocalTag tags)
    {
        _layer = layer;
        Tags = tags;
    }

    /// <summary>The To-tags of our replies.</summary>
    public LocalTag Tags { get; }

    private static byte[] Room => Scratch ??= GC.AllocateUninitializedArray<byte>(LargestMessage);

    /// <summary>The request as one branch sends it.</summary>
    public PooledBytes BuildRequest(RouteContext context, in SendTarget target, TransactionId id, int branch)
    {
        Span<byte> parameter = stackalloc byte[BranchParameter.MaxLength];
        var length = BranchParameter.Write(parameter, id, branch);
        var room = Room;
        return Forwarder.TryWrite(context, target.Socket, context.RequestUri, parameter[..length], room, out var written) ? Keep(room, written) : default;
    }

    /// <summary>The reply as it goes on to the caller: without our Via, with the changes of the script.</summary>
    public PooledBytes BuildForwardedReply(RouteContext context, TransportProtocol protocol)
    {
        var mark = context.Edits.Mark;
        if (!context.Edits.TryRemoveTopVia(context.Message))
            return default;
        var parts = new OutgoingParts { AddContentLength = protocol != TransportProtocol.Udp };
        var room = Room;
        var fits = MessageWriter.TryWrite(context.Message, context.Edits, parts, room, out var written);
        context.Edits.Rollback(mark);
        return fits ? Keep(room, written) : default;
    }

    /// <summary>A reply of our own, made from the request that the transaction keeps.</summary>
    public PooledBytes BuildReply(
        Transaction transaction,
        int code,
        ReadOnlySpan<byte> reason,
        ReadOnlySpan<byte> extraHeaders = default,
        ReadOnlySpan<byte> toTag = default,
        ReadOnlySpan<byte> body = default)
    {
        var context = _layer.RentContext(transaction.Program, transaction.Source);
        var reply = ForwardingState.Restore(transaction, default, context) && context.TryAddReplyHeaders(extraHeaders)
            ? BuildReply(context, code, reason, toTag, body)
            : default;
        _layer.ReturnContext(context);
        return reply;
    }

    /// <summary>A reply of our own, made from the request that is being handled.</summary>
    public PooledBytes BuildReply(
        RouteContext context, int code, ReadOnlySpan<byte> reason, scoped ReadOnlySpan<byte> toTag = default, ReadOnlySpan<byte> body = default)
    {
        Span<byte> own = stackalloc byte[LocalTag.Length];
        if (toTag.IsEmpty && code >= 180)
        {
            Tags.Write(context.Message, own);
            toTag = own;
        }

        var room = Room;
        return LocalReply.TryWrite(context, code, reason, toTag, body, room, out var written) ? Keep(room, written) : default;
    }

    /// <summary>A 401 or 407 with the challenges of all branches that sent one (RFC 3261, 16.7, step 7).</summary>
    public PooledBytes BuildChallenge(Transaction transaction, int code)
    {
        var headers = GC.AllocateUninitializedArray<byte>(LargestMessage);
        var length = 0;
        for (var i = 0; i < transaction.BranchCount; i++)
        {
            var branch = transaction.Branch(i);
            if (Transaction.IsChallenge(branch))
                CopyChallenges(branch, headers, ref length);
        }

        return BuildReply(transaction, code, default, headers.AsSpan(0, length));
    }

    /// <summary>The ACK to a negative reply (RFC 3261, 17.1.1.3).</summary>
    public PooledBytes BuildAck(ClientTransaction branch, SipMessage reply)
    {
        var room = Room;
        return HopByHopRequest.TryWriteAck(Parse(branch.SentPiece), reply, _layer.Options.ExtraHeadersBytes, room, out var written)
            ? Keep(room, written)
            : default;
    }

    /// <summary>The CANCEL of a branch (RFC 3261, 9.1).</summary>
    public PooledBytes BuildCancel(ClientTransaction branch)
    {
        var room = Room;
        return HopByHopRequest.TryWriteCancel(Parse(branch.SentPiece), _layer.Options.ExtraHeadersBytes, [], room, out var written)
            ? Keep(room, written)
            : default;
    }

    /// <summary>A received reply and the changes made to it so far, for later.</summary>
    public PooledBytes Freeze(RouteContext context)
    {
        var bytes = context.Message.Bytes;
        var piece = _layer.Bytes.Rent(4 + bytes.Length + context.Edits.SavedLength);
        var span = piece.Span;
        BinaryPrimitives.WriteInt32LittleEndian(span, bytes.Length);
        bytes.CopyTo(span[4..]);
        context.Edits.Save(span[(4 + bytes.Length)..]);
        return piece;
    }

    /// <summary>Puts a frozen reply into a fresh context. The piece must outlive its use there.</summary>
    public static bool Thaw(PooledBytes frozen, RouteContext context)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(frozen.Span);
        context.Edits.Load(frozen.Span[(4 + length)..]);
        return context.Message.Parse(frozen.Array!, frozen.Offset + 4, length) == SipParseStatus.Ok;
    }

    /// <summary>Parses a message that a transaction keeps. The result is good until the next call on the same thread.</summary>
    public static SipMessage Parse(PooledBytes message)
    {
        var parsed = Parsed ??= new SipMessage();
        parsed.Parse(message.Array!, message.Offset, message.Length);
        return parsed;
    }

    private static void CopyChallenges(ClientTransaction branch, Span<byte> headers, ref int length)
    {
        var reply = Parse(branch.ReplyPiece);
        foreach (ref readonly var header in reply.Headers)
        {
            if (header.Kind is not (HeaderKind.WwwAuthenticate or HeaderKind.ProxyAuthenticate))
                continue;
            var line = reply[header.Line];
            if (line.TryCopyTo(headers[length..]))
                length += line.Length;
        }
    }

    private PooledBytes Keep(byte[] room, int length) => _layer.Bytes.Copy(room.AsSpan(0, length));
}
