using Spectre.Console;

namespace Seraph.Cli;

/// <summary>Where the program reads and writes.</summary>
/// <param name="Output">Results.</param>
/// <param name="Errors">What went wrong.</param>
/// <param name="Input">Passwords, when they are piped in.</param>
/// <param name="ReadKey">Reads one key without showing it; null when nobody sits at a keyboard.</param>
/// <param name="IsTerminal">Whether somebody reads the output on a screen.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Errors, TextReader Input, Func<ConsoleKeyInfo>? ReadKey, bool IsTerminal)
{
    /// <summary>The console of the process.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Console.In, Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true), !Console.IsOutputRedirected);

    /// <summary>Prints rows under headings: a table on a screen, aligned columns into a pipe.</summary>
    public void PrintTable(IReadOnlyList<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        string[][] cells = [.. rows.Select(row => row.ToArray())];
        if (IsTerminal)
            PrintBordered(headings, cells);
        else
            PrintAligned([[.. headings], .. cells]);
    }

    /// <summary>Asks for a new password twice without showing it; from a pipe, reads one line.</summary>
    /// <exception cref="CommandException">None was given, or the two differ.</exception>
    public string AskPassword(string user)
    {
        if (ReadKey is null)
        {
            var line = Input.ReadLine();
            return string.IsNullOrEmpty(line) ? throw new CommandException("no password given: use --password, or write it to the standard input") : line;
        }

        var first = ReadSecret($"Password for {user}: ");
        if (first.Length == 0)
            throw new CommandException("no password given");
        return ReadSecret("Again: ") == first ? first : throw new CommandException("the two passwords differ; nothing was changed");
    }

    private void PrintBordered(IEnumerable<string> headings, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) }).Write(table);
    }

    private void PrintAligned(string[][] rows)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
            Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private string ReadSecret(string prompt)
    {
        Errors.Write(prompt);
        var secret = new System.Text.StringBuilder();
        while (true)
        {
            var key = ReadKey!();
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace)
                secret.Length = Math.Max(0, secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.Append(key.KeyChar);
        }

        Errors.WriteLine();
        return secret.ToString();
    }
}

/// <summary>Why a command can't be done, in words for whoever typed it.</summary>
internal sealed class CommandException(string message) : Exception(message);
