using Seraph.Sip.Headers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Editing;

/// <summary>Writes the requests that belong to a sent INVITE hop by hop: CANCEL and the ACK of a negative reply.</summary>
public static class HopByHopRequest
{
    /// <summary>
    /// Writes the ACK for a final reply of 300 to 699 (RFC 3261, 17.1.1.3): Request-URI, top Via, From, Call-ID, Route and
    /// Max-Forwards of the INVITE as sent, To of the reply.
    /// </summary>
    /// <param name="invite">The INVITE as it was sent.</param>
    /// <param name="reply">The reply; its To has the tag.</param>
    /// <param name="extraPrefix">Headers of the INVITE whose name begins so are copied too; empty for none.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="length">Bytes written; when the result is false, the bytes that are needed.</param>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryWriteAck(
        SipMessage invite, SipMessage reply, ReadOnlySpan<byte> extraPrefix, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(reply);
        return TryWrite(invite, reply, "ACK"u8, extraPrefix, [], destination, out length);
    }

    /// <summary>
    /// Writes the CANCEL for a sent INVITE (RFC 3261, 9.1): Request-URI, top Via, From, To, Call-ID, Route and Max-Forwards of the INVITE
    /// as sent.
    /// </summary>
    /// <param name="invite">The INVITE as it was sent.</param>
    /// <param name="extraPrefix">Headers of the INVITE whose name begins so are copied too; empty for none.</param>
    /// <param name="extraHeaders">Header lines to add, line ends included, such as Reason (RFC 3326).</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="length">Bytes written; when the result is false, the bytes that are needed.</param>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryWriteCancel(
        SipMessage invite, ReadOnlySpan<byte> extraPrefix, ReadOnlySpan<byte> extraHeaders, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return TryWrite(invite, invite, "CANCEL"u8, extraPrefix, extraHeaders, destination, out length);
    }

    private static bool TryWrite(
        SipMessage invite, SipMessage toSource, ReadOnlySpan<byte> method, ReadOnlySpan<byte> extraPrefix, ReadOnlySpan<byte> extraHeaders,
        Span<byte> destination, out int length)
    {
        var writer = new SpanWriter(destination);
        writer.Write(method);
        writer.Write(" "u8);
        writer.Write(invite[invite.RequestUriText]);
        writer.Write(" SIP/2.0\r\nVia: "u8);
        writer.Write(invite[invite.TopVia.Value]);
        writer.WriteLineEnd();
        CopyFirst(ref writer, invite, HeaderKind.From);
        CopyFirst(ref writer, invite, HeaderKind.CallId);
        CopyFirst(ref writer, toSource, HeaderKind.To);
        writer.Write("CSeq: "u8);
        writer.Write(invite[invite.CSeq.NumberText]);
        writer.Write(" "u8);
        writer.Write(method);
        writer.WriteLineEnd();
        for (var i = invite.FirstHeader(HeaderKind.Route); i >= 0; i = invite.NextHeader(i))
            Copy(ref writer, invite, i);
        if (invite.HasHeader(HeaderKind.MaxForwards))
            CopyFirst(ref writer, invite, HeaderKind.MaxForwards);
        else
            writer.Write("Max-Forwards: 70\r\n"u8);
        if (!extraPrefix.IsEmpty)
            CopyExtra(ref writer, invite, extraPrefix);
        writer.Write(extraHeaders);
        writer.Write("Content-Length: 0\r\n\r\n"u8);
        length = writer.Length;
        return writer.Fits;
    }

    private static void CopyExtra(ref SpanWriter writer, SipMessage invite, ReadOnlySpan<byte> prefix)
    {
        var headers = invite.Headers;
        for (var i = 0; i < headers.Length; i++)
        {
            var name = invite[headers[i].Name];
            if (!IsOwn(headers[i].Kind) && name.Length >= prefix.Length && name[..prefix.Length].EqualsIgnoreCase(prefix))
                Copy(ref writer, invite, i);
        }
    }

    // Never copied twice, and never with a body that is not there.
    private static bool IsOwn(HeaderKind kind) => kind is HeaderKind.Via or HeaderKind.From or HeaderKind.To or HeaderKind.CallId
        or HeaderKind.CSeq or HeaderKind.Route or HeaderKind.MaxForwards or HeaderKind.ContentLength or HeaderKind.ContentType;

    private static void CopyFirst(ref SpanWriter writer, SipMessage message, HeaderKind kind)
    {
        var index = message.FirstHeader(kind);
        if (index >= 0)
            Copy(ref writer, message, index);
    }

    private static void Copy(ref SpanWriter writer, SipMessage message, int index)
    {
        ref readonly var header = ref message.Headers[index];
        writer.Write(message[Slice.Between(header.Line.Start, header.Body.End)]);
        writer.WriteLineEnd();
    }
}
