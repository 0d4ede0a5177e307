using System.Buffers;
using System.Buffers.Binary;

namespace Seraph.Sip.Parsing;

/// <summary>
/// Finds messages in a stream by Content-Length (RFC 3261, 18.3). It remembers what it has seen, so that every byte is looked at once
/// however small the pieces are in which a message arrives. One per connection; not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// CR, LF, space and tab in front of a message are skipped. Headers end with an empty line; lines end with LF or CRLF. The first
/// <c>Content-Length</c> or <c>l</c> counts (<c>Content_Length</c> is understood too), with space before its colon and with a folded
/// value.
/// </remarks>
public sealed class StreamFramer
{
    private const int StunHeaderLength = 20;

    private readonly int _maxHeaderLength;
    private readonly int _maxLength;
    private State _state;
    private int _seen; // bytes of the message that were looked at
    private int _lineEnds; // how many of CR LF CR LF came in front of it
    private int _matched; // letters of the header name that fit
    private bool _valueOpen; // the line before was Content-Length and may be continued
    private bool _hasDigits;
    private bool _hasLength;
    private int _total; // number in Content-Length, then the length of the whole message

    /// <summary>Creates a framer.</summary>
    /// <param name="maxHeaderLength">The most bytes from the start line to the empty line.</param>
    /// <param name="maxLength">The most bytes of a whole message.</param>
    public StreamFramer(int maxHeaderLength, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxHeaderLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _maxHeaderLength = maxHeaderLength;
        _maxLength = maxLength;
    }

    private enum State : byte
    {
        Idle,
        Stun,
        SkipLine,
        LineStart,
        EmptyLine,
        Name,
        NameEnd,
        Value,
        Digits,
        ValueEnd,
        Body,
        Bad,
    }

    private static ReadOnlySpan<byte> HeaderName => "content-length"u8;

    /// <summary>
    /// Looks at the bytes that were received and not yet dropped. After every call the first <see cref="StreamFrame.Consumed"/> bytes must
    /// be dropped; after Incomplete more must be appended before the next call.
    /// </summary>
    public StreamFrame Read(in ReadOnlySequence<byte> received)
    {
        var junk = 0;
        if (_state == State.Idle)
        {
            var ping = SkipJunk(received, ref junk);
            if (ping)
                return new StreamFrame(FrameKind.Ping, 0, junk, SipParseStatus.Ok);
            if (_state == State.Idle)
                return new StreamFrame(FrameKind.Incomplete, junk, 0, SipParseStatus.Ok);
        }

        var rest = received.Slice(junk);
        if (_state == State.Stun)
            return ReadStun(rest, junk);

        var status = _state == State.Body ? SipParseStatus.Ok : ScanHeaders(rest);
        if (status != SipParseStatus.Ok)
        {
            _state = State.Bad;
            return new StreamFrame(FrameKind.Bad, junk, 0, status);
        }

        if (_state != State.Body || rest.Length < _total)
            return new StreamFrame(FrameKind.Incomplete, junk, 0, SipParseStatus.Ok);
        var frame = new StreamFrame(FrameKind.Message, junk, _total, SipParseStatus.Ok);
        Reset();
        return frame;
    }

    private void Reset()
    {
        _state = State.Idle;
        _seen = 0;
        _lineEnds = 0;
        _valueOpen = false;
        _hasDigits = false;
        _hasLength = false;
        _total = 0;
    }

    /// <summary>Skips what precedes a message; true when it ends with a double CRLF.</summary>
    private bool SkipJunk(in ReadOnlySequence<byte> received, ref int junk)
    {
        foreach (var memory in received)
        {
            foreach (var b in memory.Span)
            {
                if (!SipText.IsSpace(b))
                {
                    _state = b == 0 ? State.Stun : State.SkipLine;
                    return false;
                }

                junk++;
                if (b == ((_lineEnds & 1) == 0 ? (byte)'\r' : (byte)'\n'))
                    _lineEnds++;
                else
                    _lineEnds = b == '\r' ? 1 : 0;
                if (_lineEnds < 4)
                    continue;
                _lineEnds = 0;
                return true;
            }
        }

        return false;
    }

    // The length of the attributes is in bytes 2 and 3 (RFC 5389, 6).
    private StreamFrame ReadStun(in ReadOnlySequence<byte> rest, int junk)
    {
        Span<byte> head = stackalloc byte[4];
        if (rest.Length >= head.Length)
        {
            rest.Slice(0, head.Length).CopyTo(head);
            var length = StunHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length > _maxLength)
            {
                _state = State.Bad;
                return new StreamFrame(FrameKind.Bad, junk, 0, SipParseStatus.MessageTooLarge);
            }

            if (rest.Length >= length)
            {
                Reset();
                return new StreamFrame(FrameKind.Stun, junk, length, SipParseStatus.Ok);
            }
        }

        return new StreamFrame(FrameKind.Incomplete, junk, 0, SipParseStatus.Ok);
    }

    private SipParseStatus ScanHeaders(in ReadOnlySequence<byte> rest)
    {
        if (_state == State.Bad)
            return SipParseStatus.BadContentLength;
        foreach (var memory in rest.Slice(_seen))
        {
            var status = Scan(memory.Span);
            if (status != SipParseStatus.Ok || _state == State.Body)
                return status;
            if (_seen > _maxHeaderLength)
                return SipParseStatus.MessageTooLarge;
        }

        return SipParseStatus.Ok;
    }

    private SipParseStatus Scan(ReadOnlySpan<byte> span)
    {
        var i = 0;
        var status = SipParseStatus.Ok;
        while (i < span.Length && _state != State.Body && status == SipParseStatus.Ok)
        {
            if (_state == State.SkipLine)
            {
                var lineEnd = span[i..].IndexOf((byte)'\n');
                if (lineEnd >= 0)
                    _state = State.LineStart;
                i = lineEnd < 0 ? span.Length : i + lineEnd + 1;
                continue;
            }

            var b = span[i];
            switch (_state)
            {
                case State.LineStart:
                    status = StartLine(b);
                    break;
                case State.EmptyLine:
                    _state = b == '\n' ? State.Body : State.SkipLine;
                    break;
                case State.Name:
                    MatchName(b);
                    break;
                case State.NameEnd:
                    if (b == ':')
                        _state = _hasLength ? State.SkipLine : State.Value;
                    else if (b is not ((byte)' ' or (byte)'\t'))
                        _state = State.SkipLine;
                    break;
                default:
                    status = ReadValue(b);
                    break;
            }

            // A byte that ends a line unexpectedly is seen again by the state that skips it.
            if (_state != State.SkipLine || b != '\n')
                i++;
        }

        _seen += i;
        return status == SipParseStatus.Ok && _state == State.Body ? FinishHeaders() : status;
    }

    private SipParseStatus StartLine(byte b)
    {
        if (b is (byte)' ' or (byte)'\t')
        {
            if (!_valueOpen)
                _state = State.SkipLine;
            else
                _state = _hasDigits ? State.ValueEnd : State.Value;
            return SipParseStatus.Ok;
        }

        if (_valueOpen)
        {
            if (!_hasDigits)
                return SipParseStatus.BadContentLength;
            _valueOpen = false;
            _hasLength = true;
        }

        switch (b)
        {
            case (byte)'\n':
                _state = State.Body;
                break;
            case (byte)'\r':
                _state = State.EmptyLine;
                break;
            case (byte)'l' or (byte)'L':
                _state = State.NameEnd;
                break;
            default:
                _matched = 0;
                MatchName(b);
                break;
        }

        return SipParseStatus.Ok;
    }

    private void MatchName(byte b)
    {
        var expected = HeaderName[_matched];
        var fits = expected == '-' ? b is (byte)'-' or (byte)'_' : (b | 0x20) == expected;
        if (!fits)
            _state = State.SkipLine;
        else if (++_matched == HeaderName.Length)
            _state = State.NameEnd;
        else
            _state = State.Name;
    }

    private SipParseStatus ReadValue(byte b)
    {
        switch (b)
        {
            case (byte)'\n':
                _valueOpen = true;
                _state = State.LineStart;
                return SipParseStatus.Ok;
            case (byte)' ' or (byte)'\t' or (byte)'\r':
                if (_state == State.Digits)
                    _state = State.ValueEnd;
                return SipParseStatus.Ok;
        }

        if (!SipText.IsDigit(b) || _state == State.ValueEnd)
            return SipParseStatus.BadContentLength;
        _state = State.Digits;
        _hasDigits = true;
        var number = ((long)_total * 10) + (b - '0');
        if (number > _maxLength)
            return SipParseStatus.MessageTooLarge;
        _total = (int)number;
        return SipParseStatus.Ok;
    }

    private SipParseStatus FinishHeaders()
    {
        if (!_hasLength)
            return SipParseStatus.MissingContentLength;
        if (_seen > _maxHeaderLength || _seen > _maxLength - _total)
            return SipParseStatus.MessageTooLarge;
        _total += _seen;
        return SipParseStatus.Ok;
    }
}
