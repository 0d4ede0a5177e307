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
        var options = new CommonOptions();
        var root = new RootCommand("Administers Seraph: users and domains in its database, and the running server over its control socket.")
        {
            options.Database,
            options.Socket,
            options.Json,
            UserCommands.Create(terminal, options),
            DomainCommands.Create(terminal, options),
        };
        foreach (var command in new ServerCommands(terminal, options).Create())
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
