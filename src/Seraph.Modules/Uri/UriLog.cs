using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;

namespace Seraph.Modules.Uri;

/// <summary>Log messages 5400 to 5499.</summary>
internal static partial class UriLog
{
    public static void NobodyAuthorized(ILogger logger, RouteContext context)
    {
        if (logger.IsEnabled(LogLevel.Error))
            NobodyAuthorized(logger, Encoding.UTF8.GetString(context.Message[context.Message.CallId]));
    }

    [LoggerMessage(5400, LogLevel.Error, "{CallId}: is_user() without credentials that were authorized before", SkipEnabledCheck = true)]
    private static partial void NobodyAuthorized(ILogger logger, string callId);
}
