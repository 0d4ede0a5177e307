using Seraph.Core.Diagnostics;

namespace Seraph.Server;

/// <summary>Log lines go to standard error until the configuration has said where else.</summary>
internal sealed class SelectableLogTarget : ILogTarget
{
    private ILogTarget _target = StreamLogTarget.StandardError();

    /// <summary>Sends the lines that come from now on to another place.</summary>
    public void Select(ILogTarget target) => Interlocked.Exchange(ref _target, target).Dispose();

    /// <inheritdoc/>
    public void Write(in LogRecord record) => Volatile.Read(ref _target).Write(record);

    /// <inheritdoc/>
    public void Flush() => Volatile.Read(ref _target).Flush();

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();
}
