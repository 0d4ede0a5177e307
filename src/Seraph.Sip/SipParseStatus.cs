namespace Seraph.Sip;

/// <summary>
/// What came of parsing. Anything but <see cref="Ok"/> names the fault; <see cref="SipParseStatuses.Reply"/> tells which answer
/// fits when it is the fault of a request.
/// </summary>
public enum SipParseStatus : byte
{
    /// <summary>Well-formed.</summary>
    Ok = 0,

    /// <summary>The value asked for is not there.</summary>
    Missing,

    // ---- the message as a whole

    /// <summary>Nothing but line ends: a keep-alive, no message.</summary>
    Empty,

    /// <summary>The first line is not one of SIP (HTTP, say, or noise).</summary>
    NotSip,

    /// <summary>Larger than <see cref="SipLimits.MaxMessageLength"/>.</summary>
    MessageTooLarge,

    /// <summary>More header lines than <see cref="SipLimits.MaxHeaders"/>.</summary>
    TooManyHeaders,

    /// <summary>The request line breaks the grammar (RFC 3261, 7.1).</summary>
    BadRequestLine,

    /// <summary>The status line breaks the grammar, or its code is none (RFC 3261, 7.2).</summary>
    BadStatusLine,

    /// <summary>A version other than SIP/2.0.</summary>
    UnsupportedVersion,

    /// <summary>A header line without a name or without a colon, or a carriage return inside it.</summary>
    BadHeaderLine,

    /// <summary>The empty line after the headers is missing.</summary>
    UnterminatedHeaders,

    /// <summary>Content-Length is no number, out of range, or given twice.</summary>
    BadContentLength,

    /// <summary>There are fewer bytes than Content-Length promises (RFC 3261, 18.3).</summary>
    BodyTooShort,

    /// <summary>A stream message without Content-Length: where it ends is unknown.</summary>
    MissingContentLength,

    // ---- the headers that every message needs

    /// <summary>No Via.</summary>
    MissingVia,

    /// <summary>The topmost Via can't be read.</summary>
    BadVia,

    /// <summary>The topmost Via has another protocol or version than SIP/2.0.</summary>
    UnsupportedViaVersion,

    /// <summary>No From.</summary>
    MissingFrom,

    /// <summary>From can't be read.</summary>
    BadFrom,

    /// <summary>No To.</summary>
    MissingTo,

    /// <summary>To can't be read.</summary>
    BadTo,

    /// <summary>No Call-ID.</summary>
    MissingCallId,

    /// <summary>Call-ID is empty or has white space in it.</summary>
    BadCallId,

    /// <summary>No CSeq.</summary>
    MissingCSeq,

    /// <summary>CSeq can't be read, or its number is above 2^31 - 1.</summary>
    BadCSeq,

    /// <summary>The method of CSeq is not the request's.</summary>
    CSeqMethodMismatch,

    /// <summary>A header that may be there once is there several times.</summary>
    RepeatedHeader,

    /// <summary>Max-Forwards is no number of 0 to 255.</summary>
    BadMaxForwards,

    /// <summary>The Request-URI can't be read, or carries headers.</summary>
    BadRequestUri,

    /// <summary>The scheme of the Request-URI is none that can be routed.</summary>
    UnsupportedUriScheme,

    // ---- values

    /// <summary>No digits where a number is due, or something besides digits.</summary>
    BadNumber,

    /// <summary>A number beyond the range of its header.</summary>
    NumberTooLarge,

    /// <summary>A quoted string that is not closed.</summary>
    BadQuotedString,

    /// <summary>A parameter without a name, or something that is no parameter where one is due.</summary>
    BadParameter,

    /// <summary>A name-addr or addr-spec that breaks the grammar.</summary>
    BadAddress,

    /// <summary>A URI that breaks the grammar.</summary>
    BadUri,

    /// <summary>A host name or IP address that is none.</summary>
    BadHost,

    /// <summary>A port that is no number of 1 to 65535.</summary>
    BadPort,

    /// <summary>A token is due and something else is there, or nothing.</summary>
    BadToken,

    /// <summary>A q value outside 0 to 1, or with more than three decimals.</summary>
    BadQValue,

    /// <summary>Credentials or a challenge that can't be read, or whose scheme is not known.</summary>
    BadCredentials,

    /// <summary>An unreadable Contact, or <c>*</c> beside other contacts.</summary>
    BadContact,

    /// <summary>A body that does not have the form that its Content-Type promises.</summary>
    BadBody,
}

/// <summary>The answer to a request that could not be accepted.</summary>
public readonly ref struct SuggestedReply(int code, ReadOnlySpan<byte> reason)
{
    /// <summary>The status code, or 0 when the message is best dropped without an answer.</summary>
    public int Code { get; } = code;

    /// <summary>The reason phrase, which names the fault.</summary>
    public ReadOnlySpan<byte> Reason { get; } = reason;

    /// <summary>Nothing is to be sent.</summary>
    public bool IsDrop => Code == 0;
}

/// <summary>What to do about a <see cref="SipParseStatus"/>.</summary>
public static class SipParseStatuses
{
    /// <summary>
    /// The answer that fits a request with this fault (RFC 3261, 8.2, 16.3 and 21.4; RFC 4475). It is for requests other than ACK:
    /// an ACK and a reply are dropped whatever is wrong with them.
    /// </summary>
    public static SuggestedReply Reply(this SipParseStatus status) => status switch
    {
        SipParseStatus.Ok or SipParseStatus.Empty or SipParseStatus.NotSip or SipParseStatus.BadStatusLine => default,
        SipParseStatus.MessageTooLarge => new(513, "Message Too Large"u8),
        SipParseStatus.TooManyHeaders => new(400, "Too Many Header Lines"u8),
        SipParseStatus.BadRequestLine => new(400, "Bad Request Line"u8),
        SipParseStatus.UnsupportedVersion => new(505, "Version Not Supported"u8),
        SipParseStatus.BadHeaderLine => new(400, "Bad Header Line"u8),
        SipParseStatus.UnterminatedHeaders => new(400, "Empty Line After Headers Missing"u8),
        SipParseStatus.BadContentLength => new(400, "Bad Content-Length"u8),
        SipParseStatus.BodyTooShort => new(400, "Content-Length Beyond End of Message"u8),
        SipParseStatus.MissingContentLength => new(400, "Missing Content-Length"u8),
        SipParseStatus.MissingVia => new(400, "Missing Via Header"u8),
        SipParseStatus.BadVia => new(400, "Bad Via Header"u8),
        SipParseStatus.UnsupportedViaVersion => new(505, "Version Not Supported (Via)"u8),
        SipParseStatus.MissingFrom => new(400, "Missing From Header"u8),
        SipParseStatus.BadFrom => new(400, "Bad From Header"u8),
        SipParseStatus.MissingTo => new(400, "Missing To Header"u8),
        SipParseStatus.BadTo => new(400, "Bad To Header"u8),
        SipParseStatus.MissingCallId => new(400, "Missing Call-ID Header"u8),
        SipParseStatus.BadCallId => new(400, "Bad Call-ID Header"u8),
        SipParseStatus.MissingCSeq => new(400, "Missing CSeq Header"u8),
        SipParseStatus.BadCSeq => new(400, "Bad CSeq Header"u8),
        SipParseStatus.CSeqMethodMismatch => new(400, "CSeq Method Does Not Match Request Method"u8),
        SipParseStatus.RepeatedHeader => new(400, "Header Repeated"u8),
        SipParseStatus.BadMaxForwards => new(400, "Bad Max-Forwards Header"u8),
        SipParseStatus.BadRequestUri => new(400, "Bad Request-URI"u8),
        SipParseStatus.UnsupportedUriScheme => new(416, "Unsupported URI Scheme"u8),
        SipParseStatus.BadQuotedString => new(400, "Unterminated Quoted String"u8),
        SipParseStatus.BadParameter => new(400, "Bad Parameter"u8),
        SipParseStatus.BadAddress => new(400, "Bad Address"u8),
        SipParseStatus.BadUri => new(400, "Bad URI"u8),
        SipParseStatus.BadHost => new(400, "Bad Host"u8),
        SipParseStatus.BadPort => new(400, "Bad Port"u8),
        SipParseStatus.BadQValue => new(400, "Bad q Value"u8),
        SipParseStatus.BadCredentials => new(400, "Bad Credentials"u8),
        SipParseStatus.BadContact => new(400, "Bad Contact Header"u8),
        SipParseStatus.BadBody => new(400, "Bad Body"u8),
        SipParseStatus.NumberTooLarge => new(400, "Number Out of Range"u8),
        _ => new(400, "Bad Request"u8),
    };
}
