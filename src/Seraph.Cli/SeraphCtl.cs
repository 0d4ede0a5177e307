using System.CommandLine;
using Seraph.Core.Database;

namespace Seraph.Cli;

/// <summary>The program: administers the users and domains of a database and asks a running server.</summary>
internal sealed class SeraphCtl(Terminal terminal)
{
    private const int Success = 0;
    private const int Failure = 1;

    /// <summary>Runs one command line; returns 0 when it was done, 1 when not.</summary>
    public int Run(IReadOnlyList<string> words)
    {
        var root = new RootCommand("Administers Seraph: users and domains in its database, and the running server over its control socket.")
        {
            UserCommands.Create(terminal),
            DomainCommands.Create(terminal),
        };
        foreach (var command in ServerCommands.Create(terminal))
            root.Add(command);

        try
        {
            var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a password may begin with @
            var exitCode = parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Errors, EnableDefaultExceptionHandler = false });
            return exitCode == Success ? Success : Failure;
        }
        catch (Exception error) when (error is CommandException or DatabaseException)
        {
            terminal.Errors.WriteLine($"seraphctl: {error.Message}");
            return Failure;
        }
    }
}
