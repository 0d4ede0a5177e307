using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Xlog;

internal static partial class XlogLog
{
    [LoggerMessage(3451, LogLevel.Error, "a line is longer than buf_size ({Limit} bytes) and was not logged")]
    public static partial void TooLong(ILogger logger, int limit);
}
