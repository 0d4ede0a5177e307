using System.CommandLine;
using Seraph.Core.Database;
using Seraph.Modules.Sqlite;

namespace Seraph.Cli;

/// <summary>The option <c>--db</c> and the database behind it.</summary>
internal static class DatabaseOption
{
    private const string Variable = "SERAPH_DB";
    private static readonly string StockFile = Path.Combine("var", "seraph.sqlite");
    private static readonly DatabaseLimits Limits = new(1, TimeSpan.FromSeconds(10));

    /// <summary>Makes the option for a group of commands.</summary>
    public static Option<string> Create() => new("--db")
    {
        Description = $"Database URL. Default: ${Variable}, else the stock script's var/seraph.sqlite",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url ? url : $"sqlite:{StockPath()}",
        Recursive = true,
    };

    /// <summary>Opens the database; disposing what is returned closes it.</summary>
    /// <exception cref="DatabaseException">It can't be opened.</exception>
    public static DatabaseRegistry Open(string url, out DatabasePool database)
    {
        var registry = new DatabaseRegistry(Environment.CurrentDirectory);
        try
        {
            registry.Register(new SqliteDriver(Limits, TimeProvider.System));
            database = registry.Open(url);
            return registry;
        }
        catch
        {
            registry.Dispose();
            throw;
        }
    }

    /// <summary>Below the working directory, or below the clone that this program was built in, wherever the stock script is.</summary>
    private static string StockPath()
    {
        var here = Environment.CurrentDirectory;
        var clone = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."));
        var root = new[] { here, clone }.FirstOrDefault(directory => File.Exists(Path.Combine(directory, "etc", "seraph.cfg"))) ?? here;
        return Path.Combine(root, StockFile);
    }
}
