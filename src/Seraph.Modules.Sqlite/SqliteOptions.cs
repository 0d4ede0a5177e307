using Seraph.Script;

namespace Seraph.Modules.Sqlite;

/// <summary>The parameters of module <c>sqlite</c>.</summary>
internal sealed class SqliteOptions
{
    /// <summary>What <see cref="Connections"/> is at least when it is chosen here.</summary>
    public const int FewestConnections = 4;

    /// <summary>The most connections to one file; more than processors that read at the same time gain nothing.</summary>
    [Parameter("connections", Min = 0, Max = 1000, Help = "most connections to one database file; 0: twice the number of processors")]
    public int Connections { get; set; }

    /// <summary>The longest that a statement may run, and that a caller waits for a connection or for its turn to write.</summary>
    [Parameter("timeout", Min = 1, Max = 3_600_000, Unit = "ms", Help = "longest time for one statement")]
    public int Timeout { get; set; } = 5000;
}
