using Microsoft.Extensions.Logging;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>Log messages 2100 to 2199.</summary>
internal static partial class TransactionLog
{
    [LoggerMessage(2100, LogLevel.Warning, "transaction {Id} ({Method}): the script has neither replied nor forwarded; it is released")]
    public static partial void LeftOpen(ILogger logger, TransactionId id, SipMethod method);

    [LoggerMessage(2101, LogLevel.Error, "transaction {Id}: route {Route} ended with the error {Code}")]
    public static partial void RouteFailed(ILogger logger, TransactionId id, string route, int code);

    [LoggerMessage(2103, LogLevel.Critical, "BUG: an event of transaction {Id} could not be handled")]
    public static partial void EventFailed(ILogger logger, Exception exception, TransactionId id);

    [LoggerMessage(2102, LogLevel.Critical, "BUG: transaction {Id}: route {Route} could not be run")]
    public static partial void RouteThrew(ILogger logger, Exception exception, TransactionId id, string route);
}
