using Microsoft.Extensions.Logging;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// The log levels of SER, as the <c>debug</c> parameter, <c>log()</c> and <c>xlog()</c> count them: lower is more severe. Levels outside of the
/// scale count as its ends.
/// </summary>
public static class SerLogLevel
{
    /// <summary>Somebody has to act at once.</summary>
    public const int Alert = -3;

    /// <summary>The server is in danger.</summary>
    public const int Critical = -2;

    /// <summary>Something failed.</summary>
    public const int Error = -1;

    /// <summary>Always shown by default; logged as a notice.</summary>
    public const int Default = 0;

    /// <summary>Something an operator should look at.</summary>
    public const int Warning = 1;

    /// <summary>Normal, but worth a line.</summary>
    public const int Notice = 2;

    /// <summary>What the server does.</summary>
    public const int Information = 3;

    /// <summary>What it thinks while it does it.</summary>
    public const int Debug = 4;

    /// <summary>The level nearest to one of the framework.</summary>
    public static int From(LogLevel level) => level switch
    {
        LogLevel.Critical => Critical,
        LogLevel.Error => Error,
        LogLevel.Warning => Warning,
        LogLevel.Information => Information,
        _ => Debug,
    };

    /// <summary>The word that a log line has for the level.</summary>
    public static ReadOnlySpan<byte> Name(int level) => level switch
    {
        <= Alert => "ALERT"u8,
        Critical => "CRITICAL"u8,
        Error => "ERROR"u8,
        Default => "NOTICE"u8,
        Warning => "WARNING"u8,
        Notice => "NOTICE"u8,
        Information => "INFO"u8,
        _ => "DEBUG"u8,
    };

    /// <summary>The severity of RFC 3164, 4.1.1: 1 (alert) to 7 (debug).</summary>
    public static int SyslogSeverity(int level) => level switch
    {
        <= Alert => 1,
        Critical => 2,
        Error => 3,
        Warning => 4,
        Default or Notice => 5,
        Information => 6,
        _ => 7,
    };
}
