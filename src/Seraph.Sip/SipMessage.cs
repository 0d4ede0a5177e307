namespace Seraph.Sip;

/// <summary>
/// A request or reply, indexed in place: it refers to the bytes it was given and never changes them. One object is used again and
/// again; <see cref="Parse"/> forgets what was there before. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Positions (<see cref="Slice"/>, <see cref="HeaderLine"/>) count from the first byte of the message, so that they stay right when
/// the message is copied elsewhere (<see cref="CopyTo"/>). Values of headers are read on first use and remembered: for each there is
/// a status and a value, and the value is meaningful only when the status is <see cref="SipParseStatus.Ok"/>.
/// </remarks>
public sealed partial class SipMessage
{
    private readonly SipLimits _limits;
    private byte[] _buffer = [];
    private int _offset;

    /// <summary>Creates an empty message with the default limits.</summary>
    public SipMessage()
        : this(SipLimits.Default)
    {
    }

    /// <summary>Creates an empty message.</summary>
    public SipMessage(SipLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>What <see cref="Parse"/> found: Ok, or the first fault.</summary>
    public SipParseStatus Status { get; private set; } = SipParseStatus.Empty;

    /// <summary>The array that the message is in.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where in <see cref="Buffer"/> the message begins.</summary>
    public int Offset => _offset;

    /// <summary>Length in bytes, from the start line to the end of the body.</summary>
    public int Length { get; private set; }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes => new(_buffer, _offset, Length);

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Memory => new(_buffer, _offset, Length);

    /// <summary>The bytes of a part of this message.</summary>
    public ReadOnlySpan<byte> this[Slice slice] => slice.Of(Bytes);

    /// <summary>It is a request. False for replies and for an empty message.</summary>
    public bool IsRequest { get; private set; }

    /// <summary>It is a reply. False for requests and for an empty message.</summary>
    public bool IsReply => StatusCode != 0;

    /// <summary>The first line without its line end.</summary>
    public Slice StartLine { get; private set; }

    /// <summary>The protocol version as written: <c>SIP/2.0</c>.</summary>
    public Slice Version { get; private set; }

    /// <summary>The method of a request; None for a reply.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The method as written.</summary>
    public Slice MethodText { get; private set; }

    /// <summary>The Request-URI as received.</summary>
    public Slice RequestUriText { get; private set; }

    /// <summary>The code of a reply, 100 to 699; 0 for a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>The reason phrase of a reply; may be empty.</summary>
    public Slice Reason { get; private set; }

    /// <summary>The body; empty when there is none.</summary>
    public Slice Body { get; private set; }

    /// <summary>All header lines, from the first name to the last line end; the empty line is not part of it.</summary>
    public Slice HeaderArea { get; private set; }

    /// <summary>Forgets the message and lets go of its bytes.</summary>
    public void Reset()
    {
        _buffer = [];
        _offset = 0;
        Length = 0;
        Status = SipParseStatus.Empty;
        IsRequest = false;
        StartLine = default;
        Version = default;
        Method = SipMethod.None;
        MethodText = default;
        RequestUriText = default;
        StatusCode = 0;
        Reason = default;
        Body = default;
        HeaderArea = default;
        ResetHeaders();
        ResetValues();
    }

    /// <summary>
    /// Makes <paramref name="target"/> an equal message whose bytes are in <paramref name="buffer"/> from <paramref name="offset"/>
    /// on, for keeping it when the receive buffer is used again. Nothing is parsed twice. The buffer needs <see cref="Length"/>
    /// bytes.
    /// </summary>
    public void CopyTo(SipMessage target, byte[] buffer, int offset)
    {
        ArgumentNullException.ThrowIfNull(target);
        Bytes.CopyTo(buffer.AsSpan(offset));
        target._buffer = buffer;
        target._offset = offset;
        target.Length = Length;
        target.Status = Status;
        target.IsRequest = IsRequest;
        target.StartLine = StartLine;
        target.Version = Version;
        target.Method = Method;
        target.MethodText = MethodText;
        target.RequestUriText = RequestUriText;
        target.StatusCode = StatusCode;
        target.Reason = Reason;
        target.Body = Body;
        target.HeaderArea = HeaderArea;
        CopyHeadersTo(target);
        CopyValuesTo(target);
    }
}
