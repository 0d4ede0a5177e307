using Microsoft.Extensions.Logging;

namespace Seraph.Core;

/// <summary>The running server: what is there once, however many programs it runs one after the other.</summary>
public sealed partial class SipServer
{
    /// <summary>Where the routing core logs.</summary>
    public ILogger Logger { get; }

    /// <summary>The clock of everything.</summary>
    public TimeProvider Time { get; }

    /// <summary>Makes a server that listens nowhere yet.</summary>
    public SipServer(ILoggerFactory loggers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Logger = loggers.CreateLogger("Seraph.Routing");
        Time = time;
    }
}
