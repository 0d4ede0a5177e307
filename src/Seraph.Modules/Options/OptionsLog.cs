using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Options;

internal static partial class OptionsLog
{
    [LoggerMessage(3551, LogLevel.Error, "options_reply() was called for a request other than OPTIONS")]
    public static partial void WrongMethod(ILogger logger);

    [LoggerMessage(3552, LogLevel.Error, "options_reply() was called for a Request-URI with a user, or one that can't be read")]
    public static partial void HasUser(ILogger logger);
}
