using Microsoft.Extensions.Logging;
using Seraph.Core.Timing;

namespace Seraph.Core.Diagnostics;

/// <summary>All of the server's logging: one threshold, one output, loggers for the code and one for the script.</summary>
public sealed class ServerLogging : ILoggerProvider
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private readonly LogRateLimiter _limiter;

    /// <summary>Starts logging to <paramref name="target"/>, which is disposed of with this object.</summary>
    public ServerLogging(ILogTarget target, TimeProvider time, LogThreshold threshold)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        Threshold = threshold;
        Output = new LogOutput(target, time);
        Script = new ScriptLog(Output, threshold);
        _limiter = new LogRateLimiter(time);
        Factory = new LoggerFactory([this], new LoggerFilterOptions { MinLevel = LogLevel.Trace }); // the threshold decides
    }

    /// <summary>The <c>debug</c> parameter.</summary>
    public LogThreshold Threshold { get; }

    /// <summary>Where all lines pass.</summary>
    public LogOutput Output { get; }

    /// <summary>The log of routing scripts.</summary>
    public ScriptLog Script { get; }

    /// <summary>Makes the loggers of the code.</summary>
    public ILoggerFactory Factory { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ServerLogger(Output, Threshold, _limiter, ServerLogger.ShortCategory(categoryName));

    /// <summary>Has the log say regularly what the rate limiter kept out of it. Disposing of the task ends that.</summary>
    public PeriodicTask ReportSuppressed(PeriodicTasks tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return tasks.Add("log rate limits", ReportInterval, _ =>
        {
            foreach (var (name, suppressed) in _limiter.TakeSuppressed())
                Output.Write(SerLogLevel.Warning, "log", $"{suppressed} messages of the kind {name} were not logged: there were too many");
        });
    }

    /// <summary>Writes what is waiting and closes the target.</summary>
    public void Dispose()
    {
        Factory.Dispose();
        Output.Dispose();
    }
}
