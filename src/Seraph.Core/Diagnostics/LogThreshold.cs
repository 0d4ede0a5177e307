using Microsoft.Extensions.Logging;

namespace Seraph.Core.Diagnostics;

/// <summary>The <c>debug</c> parameter: what is logged is what has this level or a more severe one. It may change at any time and counts at once.</summary>
public sealed class LogThreshold(int debug = SerLogLevel.Default)
{
    private int _debug = debug;

    /// <summary>The least severe level that is logged. Any number: below -3 everything is silent, above 4 is like 4.</summary>
    public int Debug
    {
        get => Volatile.Read(ref _debug);
        set => Volatile.Write(ref _debug, value);
    }

    /// <summary>Whether messages of this level of SER are logged.</summary>
    public bool IsEnabled(int level) => Math.Clamp(level, SerLogLevel.Alert, SerLogLevel.Debug) <= Debug;

    /// <summary>Whether messages of this level of the framework are logged.</summary>
    public bool IsEnabled(LogLevel level) => level != LogLevel.None && IsEnabled(SerLogLevel.From(level));
}
