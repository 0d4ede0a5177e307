using System.Text;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

/// <summary>Keeps lines as "level category: text"; can be told to block or to fail.</summary>
internal sealed class MemoryLogTarget : ILogTarget
{
    public List<string> Lines { get; } = [];

    public ManualResetEventSlim Open { get; } = new(true);

    public SemaphoreSlim Entered { get; } = new(0);

    public bool Broken { get; set; }

    public bool Disposed { get; private set; }

    public void Write(in LogRecord record)
    {
        Entered.Release();
        Open.Wait();
        if (Broken)
            throw new IOException("disk full");

        lock (Lines)
        {
            Lines.Add($"{record.Level} {record.Category}: {Encoding.UTF8.GetString(record.Text.Span)}");
        }
    }

    public void Flush()
    {
    }

    public void Dispose() => Disposed = true;
}
