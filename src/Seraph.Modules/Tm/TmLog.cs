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

    [LoggerMessage(3003, LogLevel.Error, "tm: t_load_contacts and t_next_contacts need modparam(\"tm\", \"contacts_avp\", \"name\")")]
    public static partial void NoContactsAttribute(ILogger logger);
}
