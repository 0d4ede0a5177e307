using Seraph.Sip.Headers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Sdp;

/// <summary>One part of a multipart body.</summary>
/// <param name="Headers">Its header lines; empty when there are none.</param>
/// <param name="Content">Its content.</param>
public readonly record struct BodyPart(Slice Headers, Slice Content)
{
    /// <summary>The body of the first header called <paramref name="name"/>, ignoring case; absent when there is none.</summary>
    public Slice Header(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        var position = Headers.Start;
        while (position < Headers.End)
        {
            var end = position;
            do
            {
                var length = bytes[end..Headers.End].IndexOf((byte)'\n');
                end = length < 0 ? Headers.End : end + length + 1;
            }
            while (end < Headers.End && bytes[end] is (byte)' ' or (byte)'\t');

            var colon = bytes[position..end].IndexOf((byte)':');
            if (colon > 0 && SipText.Trim(bytes, new Slice(position, colon)).Of(bytes).EqualsIgnoreCase(name))
                return SipText.Trim(bytes, Slice.Between(position + colon + 1, end));
            position = end;
        }

        return default;
    }
}

/// <summary>Walks over the parts of a multipart body (RFC 2046, 5.1.1). What precedes the first and follows the last boundary is skipped.</summary>
public ref struct MultipartReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _boundary;
    private readonly int _end;
    private int _position; // behind a boundary line; -1 when no part is left

    /// <summary>Walks over <paramref name="body"/>, whose parts are divided by <paramref name="boundary"/> (without its two dashes).</summary>
    public MultipartReader(ReadOnlySpan<byte> bytes, Slice body, ReadOnlySpan<byte> boundary)
    {
        _bytes = bytes;
        _boundary = boundary;
        _end = body.End;
        Status = SipParseStatus.Ok;
        _position = boundary.IsEmpty ? -1 : FindBoundary(body.Start, atLineStart: true, out _);
        if (_position < 0)
            Status = SipParseStatus.BadBody;
    }

    /// <summary>Ok, or BadBody when there is no boundary, or none after the last part.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Goes to the next part; false behind the last one and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out BodyPart part)
    {
        part = default;
        if (_position < 0)
            return false;
        var start = _position;
        _position = FindBoundary(start, atLineStart: true, out var end);
        if (end < 0)
        {
            Status = SipParseStatus.BadBody;
            return false;
        }

        part = Split(Slice.Between(start, Math.Max(start, end)));
        return true;
    }

    // The empty line ends the headers; a part may begin with it.
    private readonly BodyPart Split(Slice text)
    {
        var position = text.Start;
        while (position < text.End)
        {
            var length = _bytes[position..text.End].IndexOf((byte)'\n');
            if (length < 0)
                break;
            if (length == 0 || (length == 1 && _bytes[position] == '\r'))
                return new BodyPart(Slice.Between(text.Start, position), Slice.Between(position + length + 1, text.End));
            position += length + 1;
        }

        return new BodyPart(text, new Slice(text.End, 0));
    }

    /// <summary>
    /// Finds the next boundary line. Gives the start of the line behind it, -1 after the closing one; <paramref name="contentEnd"/> is
    /// where what precedes it ends (the line end belongs to the boundary), -1 when there is no boundary.
    /// </summary>
    private readonly int FindBoundary(int position, bool atLineStart, out int contentEnd)
    {
        while (position < _end)
        {
            if (!atLineStart)
            {
                var length = _bytes[position.._end].IndexOf((byte)'\n');
                if (length < 0)
                    break;
                position += length + 1;
            }

            atLineStart = false;
            var line = _bytes[position.._end];
            if (line.Length < _boundary.Length + 2 || line[0] != '-' || line[1] != '-' || !line[2..].StartsWith(_boundary))
                continue;

            var behind = line[(_boundary.Length + 2)..];
            var isLast = behind.StartsWith("--"u8);
            var lineEnd = behind.IndexOf((byte)'\n');
            var rest = lineEnd < 0 ? behind : behind[..lineEnd];
            if (!isLast && rest.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
                continue; // only the beginning of a longer word

            contentEnd = position;
            if (contentEnd > 0 && _bytes[contentEnd - 1] == '\n')
                contentEnd--;
            if (contentEnd > 0 && _bytes[contentEnd - 1] == '\r')
                contentEnd--;
            if (isLast || lineEnd < 0)
                return -1;
            return position + 2 + _boundary.Length + lineEnd + 1;
        }

        contentEnd = -1;
        return -1;
    }
}
