using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>What the routing core logs. Every line about a message names its sender and Call-ID.</summary>
internal static partial class RoutingLog
{
    public static void ScriptFault(ILogger logger, RouteContext context, ScriptFault fault, SourceLocation location)
    {
        if (logger.IsEnabled(LogLevel.Error))
            ScriptFault(logger, location, fault, CallId(context), context.Source.Source.ToString());
    }

    public static void ScriptError(ILogger logger, RouteContext context, int code)
    {
        if (logger.IsEnabled(LogLevel.Error))
            ScriptError(logger, CallId(context), context.Source.Source.ToString(), code);
    }

    public static void Malformed(ILogger logger, RouteContext context, SipParseStatus status)
    {
        if (logger.IsEnabled(LogLevel.Information))
            Malformed(logger, context.Source.Source.ToString(), CallId(context), status);
    }

    public static void TooManyBlocked(ILogger logger, RouteContext context)
    {
        if (logger.IsEnabled(LogLevel.Warning))
            TooManyBlocked(logger, CallId(context), context.Source.Source.ToString());
    }

    public static void MessageFailed(ILogger logger, RouteContext context, Exception exception)
    {
        if (logger.IsEnabled(LogLevel.Critical))
            MessageFailed(logger, CallId(context), context.Source.Source.ToString(), exception);
    }

    public static void ReplyDropped(ILogger logger, RouteContext context, string why)
    {
        if (logger.IsEnabled(LogLevel.Information))
            ReplyDropped(logger, CallId(context), context.Source.Source.ToString(), why);
    }

    public static void ForwardFailed(ILogger logger, RouteContext context, RoutingError error)
    {
        if (logger.IsEnabled(LogLevel.Information))
            ForwardFailed(logger, CallId(context), Encoding.UTF8.GetString(context.RequestUri.Span), error);
    }

    private static string CallId(RouteContext context) =>
        context.Message.CallId is { Exists: true } id ? Encoding.UTF8.GetString(context.Message[id]) : "no Call-ID";

    [LoggerMessage(2001, LogLevel.Error, "{Location}: {Fault} (Call-ID {CallId} from {Source})", SkipEnabledCheck = true)]
    private static partial void ScriptFault(ILogger logger, SourceLocation location, ScriptFault fault, string callId, string source);

    [LoggerMessage(2002, LogLevel.Error, "{CallId} from {Source}: the script ended with the error {Code}", SkipEnabledCheck = true)]
    private static partial void ScriptError(ILogger logger, string callId, string source, int code);

    [LoggerMessage(2003, LogLevel.Information, "malformed message from {Source} ({CallId}): {Status}", SkipEnabledCheck = true)]
    private static partial void Malformed(ILogger logger, string source, string callId, SipParseStatus status);

    [LoggerMessage(2004, LogLevel.Warning, "{CallId} from {Source} answered 503: as many messages wait as max_blocked allows; is the database slow?", SkipEnabledCheck = true)]
    private static partial void TooManyBlocked(ILogger logger, string callId, string source);

    [LoggerMessage(2005, LogLevel.Critical, "BUG: {CallId} from {Source} could not be handled", SkipEnabledCheck = true)]
    private static partial void MessageFailed(ILogger logger, string callId, string source, Exception exception);

    [LoggerMessage(2006, LogLevel.Information, "reply {CallId} from {Source} dropped: {Why}", SkipEnabledCheck = true)]
    private static partial void ReplyDropped(ILogger logger, string callId, string source, string why);

    [LoggerMessage(2007, LogLevel.Information, "{CallId} could not be sent to {Uri}: {Error}", SkipEnabledCheck = true)]
    private static partial void ForwardFailed(ILogger logger, string callId, string uri, RoutingError error);
}
