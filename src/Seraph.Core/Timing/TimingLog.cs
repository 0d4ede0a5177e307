using Microsoft.Extensions.Logging;

namespace Seraph.Core.Timing;

/// <summary>Log messages 1000 to 1099.</summary>
internal static partial class TimingLog
{
    [LoggerMessage(1000, LogLevel.Error, "BUG: timer {Kind} of {Handler} failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, Type handler, int kind);

    [LoggerMessage(1001, LogLevel.Error, "periodic task {Name} failed; it runs again in {Interval}")]
    public static partial void TaskFailed(ILogger logger, Exception exception, string name, TimeSpan interval);
}
