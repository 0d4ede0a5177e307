using Seraph.Core.Diagnostics;
using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>Logging.</content>
public sealed partial class CoreOptions
{
    /// <summary>The least severe level that is logged: see <see cref="SerLogLevel"/>.</summary>
    [Parameter("debug", Help = "log level: -3 alert, -2 critical, -1 error, 1 warning, 2 notice, 3 info, 4 debug", Runtime = true)]
    public int Debug { get; set; }

    /// <summary>Whether the log goes to standard error instead of syslog.</summary>
    [Parameter("log_stderror", Help = "log to stderr instead of syslog")]
    public bool LogToStandardError { get; set; }

    /// <summary>The facility in syslog.</summary>
    [Parameter("log_facility", Help = "syslog facility", Runtime = true)]
    public SyslogFacility LogFacility { get; set; } = SyslogFacility.Daemon;

    /// <summary>The program's name in syslog, or null for its own.</summary>
    [Parameter("log_name", Help = "name of the program in syslog")]
    public string? LogName { get; set; }

    /// <summary>The level at which memory reports are logged.</summary>
    [Parameter("memlog", "mem_log", Help = "log level of memory reports", Runtime = true)]
    public int MemoryLogLevel { get; set; } = SerLogLevel.Debug;

    [Parameter("memdbg", "mem_dbg", Help = "has no effect: the runtime manages the memory")]
    internal IgnoredParameter? MemoryDebug { get; set; }

    [Parameter("mem_summary", Help = "has no effect: the runtime manages the memory")]
    internal IgnoredParameter? MemorySummary { get; set; }
}
