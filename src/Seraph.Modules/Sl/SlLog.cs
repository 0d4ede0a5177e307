using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Sl;

internal static partial class SlLog
{
    [LoggerMessage(3001, LogLevel.Warning, "an ACK can't be answered")]
    public static partial void ReplyToAck(ILogger logger);

    [LoggerMessage(3002, LogLevel.Error, "{Code} is no reply code, nothing was sent")]
    public static partial void BadCode(ILogger logger, int code);
}
