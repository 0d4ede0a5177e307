namespace Seraph.Core.Routing;

/// <summary>
/// Why a request could not be handled: the internal error numbers that scripts and reason phrases show
/// (spec core-subsystems.md, 8, and modules/tm.md, "Delayed errors").
/// </summary>
public enum RoutingError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Something else.</summary>
    Unspecified = -1,

    /// <summary>A limit of memory was reached.</summary>
    OutOfMemory = -2,

    /// <summary>A bug of ours.</summary>
    Bug = -5,

    /// <summary>The script asked for what can't be done, such as forwarding without a destination.</summary>
    Configuration = -6,

    /// <summary>No listening socket fits the destination's protocol and family.</summary>
    NoSocket = -7,

    /// <summary>The topmost Via is wrong.</summary>
    BadVia = -8,

    /// <summary>From, To, Call-ID, CSeq or Via is missing.</summary>
    BadTuple = -9,

    /// <summary>The script failed.</summary>
    Script = -10,

    /// <summary>An external program or module failed.</summary>
    Exec = -11,

    /// <summary>More branches than allowed.</summary>
    TooManyBranches = -12,

    /// <summary>The To header is wrong.</summary>
    BadTo = -13,

    /// <summary>A q parameter has a character that it must not have.</summary>
    QInvalidCharacter = -15,

    /// <summary>A q parameter has no value.</summary>
    QEmpty = -16,

    /// <summary>A q parameter is above 1.</summary>
    QTooBig = -17,

    /// <summary>A q parameter ends with its point.</summary>
    QDecimalMissing = -18,

    /// <summary>The request is malformed.</summary>
    BadRequest = -400,

    /// <summary>Sending failed on all addresses, or all are blacklisted.</summary>
    SendFailed = -477,

    /// <summary>The next hop's name has no address.</summary>
    BadAddress = -478,

    /// <summary>The URI can't be processed.</summary>
    BadUri = -479,

    /// <summary>A sips URI asks for UDP.</summary>
    BadProtocol = -480,

    /// <summary>The transaction was cancelled.</summary>
    Canceled = -487,

    /// <summary><c>onsend_route</c> dropped the message.</summary>
    DroppedOnSend = -510,
}

/// <summary>The reply that tells a peer of an internal error.</summary>
public static class RoutingErrors
{
    /// <summary>The code and reason phrase of the reply, <paramref name="signature"/> being the caller's short tag (<c>SL</c>, <c>TM</c>).</summary>
    public static (int Code, string Reason) ToReply(this RoutingError error, string signature)
    {
        var (code, text) = error switch
        {
            RoutingError.SendFailed => (477, "Unfortunately error on sending to next hop occurred"),
            RoutingError.BadAddress => (478, "Unresolvable destination"),
            RoutingError.BadUri or RoutingError.BadProtocol => (479, "Regretfully, we were not able to process the URI"),
            RoutingError.BadRequest => (400, "Bad Request"),
            RoutingError.BadTuple => (400, "Transaction tuple incomplete"),
            RoutingError.BadTo => (400, "Bad To"),
            RoutingError.QInvalidCharacter => (400, "Invalid character in q parameter"),
            RoutingError.QEmpty => (400, "Empty q parameter"),
            RoutingError.QTooBig => (400, "q parameter too big"),
            RoutingError.QDecimalMissing => (400, "Decimal part missing in q"),
            RoutingError.Exec => (500, "Error in external logic"),
            RoutingError.TooManyBranches => (500, "Forking capacity exceeded"),
            RoutingError.Canceled => (487, "transaction canceled"),
            RoutingError.None or RoutingError.OutOfMemory => (500, "No error"),
            _ => (500, "I'm terribly sorry, server error occurred"),
        };
        return (code, $"{text} ({-(int)error}/{signature})");
    }
}
