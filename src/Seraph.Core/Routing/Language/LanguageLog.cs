using System.Text;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Routing.Language;

/// <summary>What the commands of the language log.</summary>
internal static partial class LanguageLog
{
    public static void StripTooLong(RouteContext context, int count)
    {
        if (context.Server.Logger.IsEnabled(LogLevel.Warning))
            StripTooLong(context.Server.Logger, Encoding.UTF8.GetString(context.RequestUri.Span), count);
    }

    [LoggerMessage(2101, LogLevel.Warning, "strip({Count}) takes away the whole user part of {Uri}", SkipEnabledCheck = true)]
    private static partial void StripTooLong(ILogger logger, string uri, int count);

    [LoggerMessage(2102, LogLevel.Information, "error(\"{Kind}\", \"{Text}\") is not implemented")]
    public static partial void ErrorCommand(ILogger logger, string kind, string text);

    [LoggerMessage(2103, LogLevel.Information, "exec: running {Command}")]
    public static partial void Executing(ILogger logger, string command);

    [LoggerMessage(2104, LogLevel.Warning, "exec: {Command} was not started, {Running} commands are running")]
    public static partial void ExecRefused(ILogger logger, string command, int running);

    [LoggerMessage(2105, LogLevel.Warning, "exec: {Command} was killed after {Seconds} s")]
    public static partial void ExecTimedOut(ILogger logger, string command, double seconds);

    [LoggerMessage(2106, LogLevel.Error, "exec: {Command} can't be run")]
    public static partial void ExecFailed(ILogger logger, string command, Exception exception);
}
