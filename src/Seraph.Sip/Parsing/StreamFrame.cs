namespace Seraph.Sip.Parsing;

/// <summary>What a <see cref="StreamFramer"/> found at the front of the received bytes.</summary>
public enum FrameKind : byte
{
    /// <summary>Not enough yet: call again when more has come.</summary>
    Incomplete = 0,

    /// <summary>A double CRLF between messages: the keep-alive that is answered with a single one (RFC 5626, 3.5.1).</summary>
    Ping,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A whole STUN message (first byte 0).</summary>
    Stun,

    /// <summary>Where the message ends can't be known, or it is too large: the connection has to be closed.</summary>
    Bad,
}

/// <summary>A frame of a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Bytes to drop in front of it, also when it is incomplete.</param>
/// <param name="Length">Its length; 0 while it is incomplete.</param>
/// <param name="Status">Why it is bad: MissingContentLength, BadContentLength or MessageTooLarge.</param>
public readonly record struct StreamFrame(FrameKind Kind, int Start, int Length, SipParseStatus Status)
{
    /// <summary>How many bytes have to be dropped before the next call.</summary>
    public int Consumed => Start + Length;
}
