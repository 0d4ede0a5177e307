namespace Seraph.Core.Diagnostics;

/// <summary>Where log lines end: standard error, syslog. Only the thread of one <see cref="LogOutput"/> uses it, so it may block.</summary>
public interface ILogTarget : IDisposable
{
    /// <summary>Writes a line, perhaps into a buffer. What it throws counts the line as lost.</summary>
    void Write(in LogRecord record);

    /// <summary>Called when no further line is waiting.</summary>
    void Flush();
}
