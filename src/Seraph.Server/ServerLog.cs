using Microsoft.Extensions.Logging;

namespace Seraph.Server;

/// <summary>What the program itself logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1001, LogLevel.Warning, "{Text}")]
    public static partial void Warning(ILogger logger, string text);

    [LoggerMessage(1002, LogLevel.Information, "Seraph {Version} started")]
    public static partial void Started(ILogger logger, string version);

    [LoggerMessage(1003, LogLevel.Information, "stopping: {Reason}")]
    public static partial void Stopping(ILogger logger, string reason);

    [LoggerMessage(1004, LogLevel.Error, "some messages were not finished within exit_timeout and are given up")]
    public static partial void Unfinished(ILogger logger);

    [LoggerMessage(1005, LogLevel.Debug, "SIGHUP ignored")]
    public static partial void HangupIgnored(ILogger logger);

    [LoggerMessage(1006, LogLevel.Error, "module {Module} could not stop in order")]
    public static partial void ModuleStopFailed(ILogger logger, string module, Exception exception);

    [LoggerMessage(1007, LogLevel.Information, "{Group}.{Name}: {Value}")]
    public static partial void Statistic(ILogger logger, string group, string name, long value);

    [LoggerMessage(1008, LogLevel.Critical, "BUG: a task of the server failed, which ends it")]
    public static partial void TaskFailed(ILogger logger, Exception? exception);
}
