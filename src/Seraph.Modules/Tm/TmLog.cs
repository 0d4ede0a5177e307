using Microsoft.Extensions.Logging;
using Seraph.Script;

namespace Seraph.Modules.Tm;

/// <summary>Log messages 3000 to 3049.</summary>
internal static partial class TmLog
{
    [LoggerMessage(3000, LogLevel.Error, "message {Id} has no transaction, which a tm function in a {Block} route needs")]
    public static partial void NoTransaction(ILogger logger, RouteBlockKind block, uint id);

    [LoggerMessage(3001, LogLevel.Warning, "tm: {Function} cannot forward an ACK")]
    public static partial void AckNotForwarded(ILogger logger, string function);

    [LoggerMessage(3002, LogLevel.Error, "tm: \"{Text}\" is no destination to relay to")]
    public static partial void BadDestination(ILogger logger, string text);
}
