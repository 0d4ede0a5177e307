using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Rr;

internal static partial class RrLog
{
    [LoggerMessage(3201, LogLevel.Error, "record_route() was called twice for one message")]
    public static partial void CalledTwice(ILogger logger);

    [LoggerMessage(3202, LogLevel.Warning, "add_username has no value, the Record-Route gets no user")]
    public static partial void NoUser(ILogger logger);

    [LoggerMessage(3203, LogLevel.Warning, "the second own Route names no socket of ours, the socket is chosen as usual")]
    public static partial void NoSuchSocket(ILogger logger);

    [LoggerMessage(3204, LogLevel.Warning, "the dialog cookie is full, attribute {Name} is left out")]
    public static partial void CookieFull(ILogger logger, string name);

    [LoggerMessage(3205, LogLevel.Information, "a dialog cookie is not ours or was changed, it is ignored")]
    public static partial void BadCookie(ILogger logger);
}
