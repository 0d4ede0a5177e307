using System.CommandLine;

namespace Seraph.Cli;

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed class CommonOptions
{
    /// <summary>The database that users and domains are in.</summary>
    public Option<string> Database { get; } = DatabaseOption.Create();

    /// <summary>The server's control socket.</summary>
    public Option<string> Socket { get; } = ServerConnection.CreateOption();

    /// <summary>Output that programs read.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON", Recursive = true };
}
