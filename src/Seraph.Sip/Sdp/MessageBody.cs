using Seraph.Sip.Headers;

namespace Seraph.Sip.Sdp;

/// <summary>Finds content in the body of a message, also in a part of a multipart body.</summary>
public static class MessageBody
{
    private const int MaxNesting = 4;

    /// <summary>Finds the session description: a body of type application/sdp, or the first such part.</summary>
    public static SipParseStatus TryFindSdp(SipMessage message, out Slice content) =>
        TryFind(message, "application"u8, "sdp"u8, out content);

    /// <summary>
    /// Finds the content of that type. Ok; Missing when there is no body or no such part; BadToken or BadParameter for an unreadable Content-Type;
    /// BadBody when a multipart body has not the form it should have.
    /// </summary>
    public static SipParseStatus TryFind(SipMessage message, ReadOnlySpan<byte> type, ReadOnlySpan<byte> subtype, out Slice content)
    {
        ArgumentNullException.ThrowIfNull(message);
        content = default;
        var header = message.HeaderBody(HeaderKind.ContentType);
        if (!header.Exists || message.Body.IsEmpty)
            return SipParseStatus.Missing;
        return Find(message.Bytes, header, message.Body, type, subtype, MaxNesting, out content);
    }

    private static SipParseStatus Find(
        ReadOnlySpan<byte> bytes, Slice header, Slice body, ReadOnlySpan<byte> type, ReadOnlySpan<byte> subtype, int nesting, out Slice content)
    {
        content = default;
        var status = MediaTypeValue.TryParse(bytes, header, out var media);
        if (status != SipParseStatus.Ok)
            return status;
        if (media.Is(bytes, type, subtype))
        {
            content = body;
            return SipParseStatus.Ok;
        }

        if (!media.IsMultipart(bytes) || nesting == 0)
            return SipParseStatus.Missing;
        var reader = new MultipartReader(bytes, body, media.Boundary.Of(bytes));
        while (reader.Next(out var part))
        {
            var partType = part.Header(bytes, "Content-Type"u8);
            if (partType.Exists && Find(bytes, partType, part.Content, type, subtype, nesting - 1, out content) == SipParseStatus.Ok)
                return SipParseStatus.Ok;
        }

        return reader.Status == SipParseStatus.Ok ? SipParseStatus.Missing : reader.Status;
    }
}
