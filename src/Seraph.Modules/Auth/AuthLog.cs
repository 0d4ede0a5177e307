using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;

namespace Seraph.Modules.Auth;

/// <summary>Log messages 5200 to 5299.</summary>
internal static partial class AuthLog
{
    public static void NothingToConsume(ILogger logger, RouteContext context)
    {
        if (logger.IsEnabled(LogLevel.Error))
            NothingToConsume(logger, Encoding.UTF8.GetString(context.Message[context.Message.CallId]));
    }

    [LoggerMessage(5200, LogLevel.Error, "{CallId}: consume_credentials() without credentials that were authorized before", SkipEnabledCheck = true)]
    private static partial void NothingToConsume(ILogger logger, string callId);

    [LoggerMessage(5201, LogLevel.Warning, "nonce_count needs a qop; it is switched off")]
    public static partial void NonceCountNeedsQop(ILogger logger);

    [LoggerMessage(5202, LogLevel.Warning, "the second half of the secret has only {Length} characters; give the secret at least 32")]
    public static partial void ShortSecret(ILogger logger, int length);

    [LoggerMessage(5203, LogLevel.Warning, "nid_pool_no {Asked} is more than {Most}; using {Most}")]
    public static partial void TooManyPools(ILogger logger, int asked, int most);

    [LoggerMessage(5204, LogLevel.Warning, "{Parameter}: {Size} entries are few (at least {Enough} advised): clients will be challenged more often than needed")]
    public static partial void SmallArray(ILogger logger, string parameter, int size, int enough);
}
