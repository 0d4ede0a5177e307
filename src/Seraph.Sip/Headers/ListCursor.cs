using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>
/// Walks over the values of all headers of one kind, comma-separated or in lines of their own (RFC 3261, 7.3.1). The reader of
/// one value moves <see cref="Position"/> behind it, to the comma or the end.
/// </summary>
internal ref struct ListCursor
{
    private readonly SipMessage? _message;
    private readonly HeaderKind _kind;
    private bool _fresh; // at the start of a body, before its first value

    public ListCursor(SipMessage message, HeaderKind kind)
    {
        _message = message;
        _kind = kind;
        Bytes = message.Bytes;
        HeaderIndex = -1;
    }

    /// <summary>A cursor over one header body.</summary>
    public ListCursor(ReadOnlySpan<byte> bytes, Slice body)
    {
        Bytes = bytes;
        HeaderIndex = -1;
        Position = body.Start;
        End = body.End;
        _kind = HeaderKind.Other;
        _fresh = true;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public int HeaderIndex { get; private set; }

    public int Position;

    public int End { get; private set; }

    /// <summary>Goes to the next value: false behind the last one.</summary>
    public bool Next()
    {
        if (_fresh)
        {
            _fresh = false;
            return true;
        }

        if (Position < End)
        {
            Position++; // the comma
            return true;
        }

        if (_message is null)
            return false;
        var index = HeaderIndex < 0 ? _message.FirstHeader(_kind) : _message.NextHeader(HeaderIndex);
        if (index < 0)
            return false;
        HeaderIndex = index;
        var body = _message.Headers[index].Body;
        Position = body.Start;
        End = body.End;
        return true;
    }

    /// <summary>Ends the walk: nothing more is read after a fault.</summary>
    public void Stop()
    {
        this = default;
    }
}
