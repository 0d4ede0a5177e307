namespace Seraph.Cli.Tests;

/// <summary>Runs seraphctl in this process.</summary>
internal sealed class CommandLine
{
    /// <summary>Keys for whoever sits at the keyboard; null when input comes from a pipe.</summary>
    public string? Keys { get; set; }

    /// <summary>What is piped in.</summary>
    public string Input { get; set; } = "";

    public bool IsTerminal { get; set; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public int Run(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var keys = Keys is null ? null : new Queue<char>(Keys);
        var exitCode = new SeraphCtl(new Terminal(output, errors, new StringReader(Input), keys is null ? null : () => Key(keys.Dequeue()), IsTerminal)).Run(words);
        Output = output.ToString();
        Errors = errors.ToString();
        return exitCode;
    }

    /// <summary>The lines of the output, each as the words of its columns.</summary>
    public string[][] Rows() => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static ConsoleKeyInfo Key(char c) => c switch
    {
        '\n' => new ConsoleKeyInfo(c, ConsoleKey.Enter, false, false, false),
        '\b' => new ConsoleKeyInfo(c, ConsoleKey.Backspace, false, false, false),
        _ => new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false),
    };
}
