using Seraph.Sip.Parsing;

namespace Seraph.Sip;

/// <content>The first pass: start line, header lines, body.</content>
public sealed partial class SipMessage
{
    private const int InitialHeaders = 32;

    private const byte CR = (byte)'\r';
    private const byte LF = (byte)'\n';

    /// <summary>
    /// Indexes the datagram in <paramref name="buffer"/>. Bytes beyond Content-Length are dropped, too few are
    /// <see cref="SipParseStatus.BodyTooShort"/> (RFC 3261, 18.3). The array must stay unchanged as long as the message is used.
    /// </summary>
    /// <remarks>
    /// After a fault as much as can be is indexed nevertheless, so that a bad request can be answered. Only the frame of the message
    /// is checked: for the mandatory headers see <see cref="TopViaStatus"/> and <see cref="Validate"/>.
    /// </remarks>
    public SipParseStatus Parse(byte[] buffer, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var text = new ReadOnlySpan<byte>(buffer, offset, length);
        Reset();

        var blank = text.IndexOfAnyExcept(CR, LF);
        if (blank < 0)
            return SipParseStatus.Empty;
        if (blank > 0)
            text = text[blank..];

        _buffer = buffer;
        _offset = offset + blank;
        Length = text.Length;
        Status = text.Length > _limits.MaxMessageLength ? SipParseStatus.MessageTooLarge : SipParseStatus.Ok;
        ParseParts(text); // one that is too large too: the answer to it needs its headers
        return Status;
    }

    private void ParseParts(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf(LF);
        if (end < 0)
        {
            StartLine = new Slice(0, text.Length);
            Fault(LooksLikeSip(text) ? SipParseStatus.UnterminatedHeaders : SipParseStatus.NotSip);
            return;
        }

        StartLine = new Slice(0, end > 0 && text[end - 1] == CR ? end - 1 : end);
        ParseStartLine(StartLine.Of(text));
        if (Status == SipParseStatus.NotSip)
            return;

        var body = ParseHeaderLines(text, end + 1);
        if (body >= 0)
            ParseFrame(text, body);
    }

    private void Fault(SipParseStatus status)
    {
        if (Status == SipParseStatus.Ok)
            Status = status;
    }

    private void ParseStartLine(ReadOnlySpan<byte> line)
    {
        if (line.Length >= 4 && line[..4].EqualsIgnoreCase("SIP/"u8))
            ParseStatusLine(line);
        else
            ParseRequestLine(line);
        if (line.Contains(CR) && Status == SipParseStatus.Ok) // some peers would take it for a line end
            Fault(IsRequest ? SipParseStatus.BadRequestLine : SipParseStatus.BadStatusLine);
    }

    // Status-Line = SIP-Version SP 3DIGIT SP Reason-Phrase; the second space is often forgotten when there is no phrase.
    private void ParseStatusLine(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            Fault(SipParseStatus.BadStatusLine);
            return;
        }

        Version = new Slice(0, space);
        var rest = line[(space + 1)..];
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != ' ')
            || !SipText.IsDigit(rest[0]) || !SipText.IsDigit(rest[1]) || !SipText.IsDigit(rest[2])
            || rest[0] is < (byte)'1' or > (byte)'6')
        {
            Fault(SipParseStatus.BadStatusLine);
            return;
        }

        StatusCode = ((rest[0] - '0') * 100) + ((rest[1] - '0') * 10) + (rest[2] - '0');
        Reason = Slice.Between(Math.Min(space + 5, line.Length), line.Length);
        if (!line[..space].EqualsIgnoreCase("SIP/2.0"u8))
            Fault(SipParseStatus.UnsupportedVersion);
    }

    // Request-Line = Method SP Request-URI SP SIP-Version, with exactly one space each (RFC 3261, 7.1; RFC 4475, 3.1.2.8 to 10).
    private void ParseRequestLine(ReadOnlySpan<byte> line)
    {
        if (!LooksLikeSip(line))
        {
            Fault(SipParseStatus.NotSip);
            return;
        }

        IsRequest = true;
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        var method = first < 0 ? line : line[..first];
        MethodText = new Slice(0, method.Length);
        Method = SipMethods.Parse(method);
        if (last <= first || !SipText.IsToken(method))
        {
            Fault(SipParseStatus.BadRequestLine);
            return;
        }

        RequestUriText = Slice.Between(first + 1, last);
        Version = Slice.Between(last + 1, line.Length);
        if (RequestUriText.IsEmpty || RequestUriText.Of(line).ContainsAny((byte)' ', (byte)'\t'))
            Fault(SipParseStatus.BadRequestLine);
        else if (!Version.Of(line).EqualsIgnoreCase("SIP/2.0"u8))
            Fault(Version.Of(line).StartsWith("SIP/"u8) ? SipParseStatus.UnsupportedVersion : SipParseStatus.BadRequestLine);
    }

    // Good or bad, a request line ends in SIP/number; everything else belongs to another protocol.
    private static bool LooksLikeSip(ReadOnlySpan<byte> line)
    {
        var end = line.LastIndexOfAnyExcept((byte)' ', (byte)'\t', CR) + 1;
        var slash = line[..end].LastIndexOf((byte)'/');
        return slash > 3 && line[(slash - 3)..slash].EqualsIgnoreCase("SIP"u8) && line[slash - 4] is (byte)' ' or (byte)'\t';
    }

    /// <summary>Indexes the header lines; gives the start of the body, -1 when the empty line is missing.</summary>
    private int ParseHeaderLines(ReadOnlySpan<byte> text, int start)
    {
        var position = start;
        while (position < text.Length)
        {
            var b = text[position];
            if (b == LF || (b == CR && position + 1 < text.Length && text[position + 1] == LF))
            {
                HeaderArea = Slice.Between(start, position);
                return position + (b == LF ? 1 : 2);
            }

            var contentEnd = FindLineEnd(text, position, out var next);
            if (contentEnd < 0)
                break;
            ParseHeaderLine(text, position, contentEnd, next);
            position = next;
        }

        HeaderArea = Slice.Between(start, Math.Min(position, text.Length));
        Fault(SipParseStatus.UnterminatedHeaders);
        return -1;
    }

    /// <summary>
    /// Finds the end of the header line at <paramref name="position"/>, with the lines that continue it (RFC 3261, 7.3.1): the end of
    /// its content, and in <paramref name="next"/> the start of the following line. -1 when the line does not end.
    /// </summary>
    private int FindLineEnd(ReadOnlySpan<byte> text, int position, out int next)
    {
        while (true)
        {
            var length = text[position..].IndexOfAny(CR, LF);
            if (length < 0)
            {
                next = text.Length;
                return -1;
            }

            position += length;
            var content = position;
            if (text[position] == CR)
            {
                position++;
                if (position == text.Length || text[position] != LF)
                {
                    Fault(SipParseStatus.BadHeaderLine); // a lone CR
                    continue;
                }
            }

            next = position + 1;
            if (next == text.Length || text[next] is not ((byte)' ' or (byte)'\t'))
                return content;
            position = next;
        }
    }

    private void ParseHeaderLine(ReadOnlySpan<byte> text, int start, int contentEnd, int next)
    {
        var colon = text[start..contentEnd].IndexOf((byte)':');
        if (colon <= 0)
        {
            Fault(SipParseStatus.BadHeaderLine);
            return;
        }

        var nameEnd = start + colon;
        while (nameEnd > start && SipText.IsSpace(text[nameEnd - 1]))
            nameEnd--;
        var name = text[start..nameEnd];
        var kind = HeaderNames.Find(name);
        if (kind == HeaderKind.Other && !SipText.IsToken(name))
        {
            Fault(SipParseStatus.BadHeaderLine);
            return;
        }

        var body = SipText.Trim(text, Slice.Between(start + colon + 1, contentEnd));
        AddHeader(new HeaderLine(kind, start, nameEnd - start, body.Start, body.Length, next - start));
    }

    // What is behind Content-Length does not belong to the message; without it a datagram's body is all the rest.
    private void ParseFrame(ReadOnlySpan<byte> text, int body)
    {
        Body = Slice.Between(body, text.Length);
        var index = FirstHeader(HeaderKind.ContentLength);
        if (index < 0)
            return;

        // Given twice, the same message could end here for one server and there for the next (RFC 4475, 3.3.9).
        var status = DecimalNumber.ReadAll(text, _headers[index].Body, int.MaxValue, out var length);
        if (status != SipParseStatus.Ok || NextHeader(index) >= 0)
        {
            Fault(SipParseStatus.BadContentLength);
            return;
        }

        if (length > text.Length - body)
        {
            Fault(SipParseStatus.BodyTooShort);
            return;
        }

        Body = new Slice(body, (int)length);
        Length = body + (int)length;
    }
}
