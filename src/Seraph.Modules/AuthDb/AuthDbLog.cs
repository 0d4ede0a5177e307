using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;

namespace Seraph.Modules.AuthDb;

/// <summary>Log messages 5300 to 5399. None of them shows a password or a hash of one.</summary>
internal static partial class AuthDbLog
{
    public static void QueryFailed(ILogger logger, RouteContext context, Exception error)
    {
        if (logger.IsEnabled(LogLevel.Error))
            QueryFailed(logger, CallId(context), error.Message);
    }

    public static void Rejected(ILogger logger, RouteContext context, ReadOnlySpan<byte> username)
    {
        if (logger.IsEnabled(LogLevel.Information))
            Rejected(logger, CallId(context), context.Source.Source.ToString(), Encoding.UTF8.GetString(username));
    }

    private static string CallId(RouteContext context) =>
        context.Message.CallId is { Exists: true } id ? Encoding.UTF8.GetString(context.Message[id]) : "no Call-ID";

    [LoggerMessage(5300, LogLevel.Error, "{CallId}: credentials could not be read: {Reason}", SkipEnabledCheck = true)]
    private static partial void QueryFailed(ILogger logger, string callId, string reason);

    [LoggerMessage(5301, LogLevel.Information, "{CallId} from {Source}: unknown user or wrong password for {User}", SkipEnabledCheck = true)]
    private static partial void Rejected(ILogger logger, string callId, string source, string user);
}
