using Microsoft.Extensions.Logging;

namespace Seraph.Core.Diagnostics;

/// <summary>The <see cref="ILogger"/> of one category: asks the threshold, then the rate limiter, then hands the text to the output.</summary>
internal sealed class ServerLogger(LogOutput output, LogThreshold threshold, LogRateLimiter limiter, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => threshold.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!threshold.IsEnabled(logLevel))
            return;

        // Who asks for debug messages wants all of them.
        long suppressed = 0;
        if (logLevel >= LogLevel.Information && !limiter.TryPass(eventId, out suppressed))
            return;

        var text = formatter(state, exception);
        if (exception is not null)
            text = $"{text}: {exception}".ReplaceLineEndings(" |");
        if (suppressed > 0)
            text = $"{text} ({suppressed} more like it were not logged)";
        output.Write(SerLogLevel.From(logLevel), category, text);
    }

    /// <summary>
    /// What a line says of a logger's category: the folder, which is the module or the area of the core ("Seraph.Modules.Tm.TmModule" is "tm"); of
    /// foreign code the type.
    /// </summary>
    internal static string ShortCategory(string category)
    {
        var parts = category.Split('.');
        var own = parts[0] == "Seraph" && parts.Length > 2;
        return own ? parts[^2].ToLowerInvariant() : parts[^1];
    }
}
