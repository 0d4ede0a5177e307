using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Sip;

namespace Seraph.Modules.MaxForwards;

internal static partial class MaxForwardsLog
{
    public static void NoHopsLeft(ILogger logger, SipMessage message)
    {
        if (logger.IsEnabled(LogLevel.Information)) // the string is built only for a reader
            NoHopsLeft(logger, Encoding.UTF8.GetString(message[message.CallId]));
    }

    [LoggerMessage(3101, LogLevel.Information, "{CallId}: no hops left", SkipEnabledCheck = true)]
    private static partial void NoHopsLeft(ILogger logger, string callId);
}
