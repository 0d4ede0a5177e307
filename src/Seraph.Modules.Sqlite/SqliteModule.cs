using Seraph.Core.Database;
using Seraph.Core.Modularity;

namespace Seraph.Modules.Sqlite;

/// <summary>Makes databases in a file available, under URLs that begin with <c>sqlite:</c>.</summary>
[Module("sqlite", "db_sqlite")]
internal sealed class SqliteModule
{
    public SqliteModule(SqliteOptions options, DatabaseRegistry databases, TimeProvider time)
    {
        var connections = options.Connections > 0 ? options.Connections : Math.Max(SqliteOptions.FewestConnections, 2 * Environment.ProcessorCount);
        databases.Register(new SqliteDriver(new DatabaseLimits(connections, TimeSpan.FromMilliseconds(options.Timeout)), time));
    }
}
