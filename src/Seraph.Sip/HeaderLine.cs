namespace Seraph.Sip;

/// <summary>Where one header of a message is. Positions count from the first byte of the message.</summary>
public readonly struct HeaderLine
{
    private readonly int _start;
    private readonly int _nameLength;
    private readonly int _bodyStart;
    private readonly int _bodyLength;
    private readonly int _lineLength;

    internal HeaderLine(HeaderKind kind, int start, int nameLength, int bodyStart, int bodyLength, int lineLength)
    {
        Kind = kind;
        _start = start;
        _nameLength = nameLength;
        _bodyStart = bodyStart;
        _bodyLength = bodyLength;
        _lineLength = lineLength;
    }

    /// <summary>What header it is.</summary>
    public HeaderKind Kind { get; }

    /// <summary>The name as written, without the white space before the colon.</summary>
    public Slice Name => new(_start, _nameLength);

    /// <summary>The value without white space around it; the line ends of a folded value are inside.</summary>
    public Slice Body => new(_bodyStart, _bodyLength);

    /// <summary>From the first letter of the name up to and including the last line end.</summary>
    public Slice Line => new(_start, _lineLength);
}
