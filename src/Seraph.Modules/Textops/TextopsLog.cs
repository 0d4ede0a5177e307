using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Textops;

internal static partial class TextopsLog
{
    [LoggerMessage(3401, LogLevel.Error, "a text of a script function is longer than xlbuf_size ({Limit} bytes), nothing was changed")]
    public static partial void TextTooLong(ILogger logger, int limit);

    [LoggerMessage(3402, LogLevel.Error, "the headers added to replies are too long, nothing was added")]
    public static partial void ReplyHeadersTooLong(ILogger logger);
}
