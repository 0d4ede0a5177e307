using Microsoft.Extensions.Logging;

namespace Seraph.Control.Ctl;

internal static partial class CtlLog
{
    [LoggerMessage(6001, LogLevel.Information, "{Protocol} on {Address}")]
    public static partial void Listening(ILogger logger, string protocol, ControlAddress address);

    [LoggerMessage(6002, LogLevel.Warning, "{Limit} connections are open, one more from {Source} is refused")]
    public static partial void TooManyConnections(ILogger logger, int limit, string source);

    [LoggerMessage(6003, LogLevel.Warning, "{Address}: the answer to {Source} was not taken in {Seconds} s")]
    public static partial void AnswerLost(ILogger logger, ControlAddress address, string source, double seconds);

    [LoggerMessage(6004, LogLevel.Warning, "{Address}: {Reason}")]
    public static partial void Failed(ILogger logger, ControlAddress address, string reason);

    [LoggerMessage(6005, LogLevel.Warning, "{Address}: no answer to pipe '{Name}': {Reason}")]
    public static partial void NoReplyPipe(ILogger logger, ControlAddress address, string name, string reason);
}
