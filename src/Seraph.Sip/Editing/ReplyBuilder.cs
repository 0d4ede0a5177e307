using Seraph.Sip.Headers;

namespace Seraph.Sip.Editing;

/// <summary>What goes into a reply besides what is copied from the request.</summary>
public readonly ref struct ReplyParts
{
    /// <summary>The status code, 100 to 699.</summary>
    public int Code { get; init; }

    /// <summary>The reason phrase; empty for the usual one (<see cref="ReasonPhrases"/>).</summary>
    public ReadOnlySpan<byte> Reason { get; init; }

    /// <summary>The To-tag for a request that has none; empty to add none.</summary>
    public ReadOnlySpan<byte> ToTag { get; init; }

    /// <summary>The source address of the request for the received parameter, IPv6 without brackets; empty to add none.</summary>
    public ReadOnlySpan<byte> Received { get; init; }

    /// <summary>The source port of the request for the rport parameter; 0 to leave rport alone.</summary>
    public int Rport { get; init; }

    /// <summary>Writes rport even though the Via does not ask for it.</summary>
    public bool ForceRport { get; init; }

    /// <summary>Header lines to add, line ends included.</summary>
    public ReadOnlySpan<byte> ExtraHeaders { get; init; }

    /// <summary>The value of Server; empty for no such header.</summary>
    public ReadOnlySpan<byte> Server { get; init; }

    /// <summary>The value of Warning; empty for no such header.</summary>
    public ReadOnlySpan<byte> Warning { get; init; }

    /// <summary>The body; its Content-Type is among <see cref="ExtraHeaders"/>.</summary>
    public ReadOnlySpan<byte> Body { get; init; }
}

/// <summary>Writes replies that are made here (RFC 3261, 8.2.6).</summary>
public static class ReplyBuilder
{
    /// <summary>
    /// Writes a reply to <paramref name="request"/>: status line; in the order of the request all Vias, Record-Route (180 to 299),
    /// From, To, Call-ID, CSeq, and Timestamp in a 100; then the extra headers, Server, Content-Length, Warning and body. Headers that a
    /// bad request lacks are left out.
    /// </summary>
    /// <returns>False when the destination is too small; <paramref name="length"/> is then what is needed.</returns>
    public static bool TryWrite(SipMessage request, in ReplyParts parts, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(request);
        var writer = new SpanWriter(destination);
        writer.Write("SIP/2.0 "u8);
        writer.Write(parts.Code);
        writer.Write(" "u8);
        writer.Write(parts.Reason.IsEmpty ? ReasonPhrases.Get(parts.Code) : parts.Reason);
        writer.WriteLineEnd();
        CopyHeaders(ref writer, request, parts);

        writer.Write(parts.ExtraHeaders);
        WriteHeader(ref writer, "Server: "u8, parts.Server);
        writer.Write("Content-Length: "u8);
        writer.Write(parts.Body.Length);
        writer.WriteLineEnd();
        WriteHeader(ref writer, "Warning: "u8, parts.Warning);
        writer.WriteLineEnd();
        writer.Write(parts.Body);
        length = writer.Length;
        return writer.Fits;
    }

    private static void CopyHeaders(ref SpanWriter writer, SipMessage request, in ReplyParts parts)
    {
        var bytes = request.Bytes;
        var headers = request.Headers;
        for (var i = 0; i < headers.Length; i++)
        {
            ref readonly var header = ref headers[i];
            var first = request.FirstHeader(header.Kind) == i;
            switch (header.Kind)
            {
                case HeaderKind.Via when first && request.TopViaStatus == SipParseStatus.Ok:
                    WriteTopVia(ref writer, bytes, header, request.TopVia, parts);
                    break;
                case HeaderKind.To when first:
                    writer.Write(Content(header).Of(bytes));
                    if (!parts.ToTag.IsEmpty && request.To.Tag.IsEmpty)
                    {
                        writer.Write(";tag="u8);
                        writer.Write(parts.ToTag);
                    }

                    writer.WriteLineEnd();
                    break;
                case HeaderKind.Via:
                case HeaderKind.RecordRoute when parts.Code is >= 180 and < 300:
                case HeaderKind.From or HeaderKind.CallId or HeaderKind.CSeq when first:
                case HeaderKind.Timestamp when parts.Code == 100 && first:
                    writer.Write(Content(header).Of(bytes));
                    writer.WriteLineEnd();
                    break;
            }
        }
    }

    // rport and received are put into their places, or behind the parameters of the first value.
    private static void WriteTopVia(
        ref SpanWriter writer, ReadOnlySpan<byte> bytes, in HeaderLine header, in ViaValue via, in ReplyParts parts)
    {
        Span<byte> digits = stackalloc byte[11];
        parts.Rport.TryFormat(digits, out var length);
        ReadOnlySpan<byte> rport = parts.Rport == 0 ? [] : digits[..length];

        var position = header.Line.Start;
        if (via.Received.Start < via.Rport.Start)
        {
            ReplaceParameter(ref writer, bytes, ref position, via.Received, parts.Received);
            ReplaceParameter(ref writer, bytes, ref position, via.Rport, rport);
        }
        else
        {
            ReplaceParameter(ref writer, bytes, ref position, via.Rport, rport);
            ReplaceParameter(ref writer, bytes, ref position, via.Received, parts.Received);
        }

        var end = via.Parameters.Exists ? via.Parameters.End : via.SentBy.End;
        writer.Write(bytes[position..end]);
        if (parts.ForceRport && !via.Rport.Exists && !rport.IsEmpty)
        {
            writer.Write(";rport="u8);
            writer.Write(rport);
        }

        if (!via.Received.Exists && !parts.Received.IsEmpty)
        {
            writer.Write(";received="u8);
            writer.Write(parts.Received);
        }

        writer.Write(Slice.Between(end, Content(header).End).Of(bytes));
        writer.WriteLineEnd();
    }

    private static void ReplaceParameter(
        ref SpanWriter writer, ReadOnlySpan<byte> bytes, ref int position, Slice value, scoped ReadOnlySpan<byte> text)
    {
        if (!value.Exists || text.IsEmpty)
            return;
        writer.Write(bytes[position..value.Start]);
        if (value.IsEmpty && !MessageEdits.HasEqualsSign(bytes, value.Start))
            writer.Write("="u8);
        writer.Write(text);
        position = value.End;
    }

    private static void WriteHeader(ref SpanWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        writer.Write(name);
        writer.Write(value);
        writer.WriteLineEnd();
    }

    // The line without its end, which may be a bare LF.
    private static Slice Content(in HeaderLine header) => Slice.Between(header.Line.Start, header.Body.End);
}
