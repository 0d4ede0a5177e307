using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;

namespace Seraph.Modules.Registrar;

/// <summary>Log messages 5100 to 5199.</summary>
internal static partial class RegistrarLog
{
    public static void Refused(ILogger logger, RouteContext context, RegistrarError error)
    {
        if (logger.IsEnabled(LogLevel.Information))
            Refused(logger, CallId(context), context.Source.Source.ToString(), Encoding.ASCII.GetString(error.Text()));
    }

    public static void BranchesFull(ILogger logger, RouteContext context, int left)
    {
        if (logger.IsEnabled(LogLevel.Information))
            BranchesFull(logger, CallId(context), left);
    }

    private static string CallId(RouteContext context) =>
        context.Message.CallId is { Exists: true } id ? Encoding.UTF8.GetString(context.Message[id]) : "no Call-ID";

    [LoggerMessage(5100, LogLevel.Information, "{CallId} from {Source}: {Error}", SkipEnabledCheck = true)]
    private static partial void Refused(ILogger logger, string callId, string source, string error);

    [LoggerMessage(5101, LogLevel.Information, "{CallId}: {Left} contacts were left out, there are too many branches", SkipEnabledCheck = true)]
    private static partial void BranchesFull(ILogger logger, string callId, int left);
}
