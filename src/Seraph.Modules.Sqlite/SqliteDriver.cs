using Seraph.Core.Database;

namespace Seraph.Modules.Sqlite;

/// <summary>Databases in one file: <c>sqlite:///absolute/path</c> or <c>sqlite://relative/path</c>. A file that does not exist is created with the SER tables.</summary>
public sealed class SqliteDriver(DatabaseLimits limits, TimeProvider time) : IDatabaseDriver
{
    /// <inheritdoc/>
    public string Scheme => "sqlite";

    /// <inheritdoc/>
    public string KeyOf(DatabaseUrl url, string baseDirectory) => url.FilePath(baseDirectory);

    /// <inheritdoc/>
    public DatabasePool Open(DatabaseUrl url, string baseDirectory)
    {
        var pool = new SqlitePool(url.FilePath(baseDirectory), limits, time);
        try
        {
            pool.Create();
            return pool;
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }
}
