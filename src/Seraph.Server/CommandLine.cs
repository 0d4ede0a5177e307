using System.Globalization;

namespace Seraph.Server;

/// <summary>
/// The options of the command line (spec core-subsystems.md, 1.1): single letters as getopt reads them, several behind one dash, a value behind the
/// letter or in the next word. Read by hand since the messages and the meaning of repeated letters are given.
/// </summary>
internal sealed class CommandLine
{
    private const string WithValue = "fLlnNWObmwtugPGs";
    private const string WithoutValue = "crRvdDETSVh";

    /// <summary>The configuration file.</summary>
    public string ConfigurationFile { get; private set; } = "/etc/seraph/seraph.cfg";

    /// <summary>The module directory (<c>-L</c>).</summary>
    public string? LoadPath { get; private set; }

    /// <summary>Only check the configuration (<c>-c</c>).</summary>
    public bool Check { get; private set; }

    /// <summary>Further listen addresses (<c>-l</c>).</summary>
    public List<string> Listen { get; } = [];

    /// <summary>UDP receivers for each socket (<c>-n</c>).</summary>
    public int? Children { get; private set; }

    /// <summary>TCP readers (<c>-N</c>).</summary>
    public int? TcpChildren { get; private set; }

    /// <summary>Use DNS to compare Vias (<c>-r</c>).</summary>
    public bool Dns { get; private set; }

    /// <summary>Use reverse DNS to compare Vias (<c>-R</c>).</summary>
    public bool ReverseDns { get; private set; }

    /// <summary>Check the host of replies' Vias (<c>-v</c>).</summary>
    public bool CheckVia { get; private set; }

    /// <summary>How often <c>-d</c> was given: the debug level then.</summary>
    public int Debug { get; private set; }

    /// <summary>How often <c>-D</c> was given: 1 or 2 stay in the foreground.</summary>
    public int DoNotDaemonize { get; private set; }

    /// <summary>Log to standard error (<c>-E</c>).</summary>
    public bool LogToStandardError { get; private set; }

    /// <summary>No TCP (<c>-T</c>).</summary>
    public bool DisableTcp { get; private set; }

    /// <summary>Print the version and end (<c>-V</c>).</summary>
    public bool Version { get; private set; }

    /// <summary>Print help and end (<c>-h</c>).</summary>
    public bool Help { get; private set; }

    /// <summary>The limit of receive buffers (<c>-b</c>), in bytes.</summary>
    public int? MaxBuffer { get; private set; }

    /// <summary>The working directory (<c>-w</c>).</summary>
    public string? WorkingDirectory { get; private set; }

    /// <summary>The root directory (<c>-t</c>).</summary>
    public string? Chroot { get; private set; }

    /// <summary>The user to run as (<c>-u</c>).</summary>
    public string? User { get; private set; }

    /// <summary>The group to run as (<c>-g</c>).</summary>
    public string? Group { get; private set; }

    /// <summary>The file for the process id (<c>-P</c>).</summary>
    public string? PidFile { get; private set; }

    /// <summary>The file for the process group's id (<c>-G</c>).</summary>
    public string? GroupPidFile { get; private set; }

    /// <summary>Reads the command line; false with one line for the operator when it is wrong.</summary>
    public static bool TryParse(string[] arguments, out CommandLine options, out string error)
    {
        options = new CommandLine();
        error = "";
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            if (word.Length < 2 || word[0] != '-')
            {
                error = $"Unexpected argument `{word}'. Use -h for help.";
                return false;
            }

            for (var j = 1; j < word.Length; j++)
            {
                var letter = word[j];
                if (WithoutValue.Contains(letter))
                {
                    options.Set(letter);
                    continue;
                }

                if (!WithValue.Contains(letter))
                {
                    error = letter is > ' ' and < (char)127
                        ? $"Unknown option `-{letter}'. Use -h for help."
                        : $"Unknown option character `\\x{(int)letter:x2}'. Use -h for help.";
                    return false;
                }

                var value = j + 1 < word.Length ? word[(j + 1)..] : i + 1 < arguments.Length ? arguments[++i] : null;
                if (value is null)
                {
                    error = $"Option `-{letter}' requires an argument. Use -h for help.";
                    return false;
                }

                if (value == "-h")
                    options.Help = true;
                else if (options.Set(letter, value) is { } problem)
                {
                    error = problem;
                    return false;
                }

                break;
            }
        }

        return true;
    }

    /// <summary>The text of <c>-h</c>.</summary>
    public static string HelpText => """
        Usage: seraph [options]
            -f file      configuration file (default /etc/seraph/seraph.cfg)
            -c           check the configuration file and end
            -L directory module directory
            -l address   listen on [proto:]address[:port]; may be repeated
            -n number    UDP receivers for each listening socket
            -N number    TCP readers
            -b bytes     limit of the UDP receive buffers
            -r, -R       use DNS, reverse DNS to compare the addresses in Vias
            -v           forward only replies whose topmost Via is ours
            -d           one more level of debugging; may be repeated
            -D           stay in the foreground
            -E           log to standard error
            -T           no TCP
            -w directory working directory
            -t directory root directory (chroot)
            -u user      run as this user
            -g group     run as this group
            -P file      write the process id to this file
            -G file      write the process group's id to this file
            -V           print the version and end
            -h           print this help and end
            -W, -S, -O, -m, -s are accepted for the sake of old start scripts and do nothing.
        """;

    private void Set(char letter)
    {
        switch (letter)
        {
            case 'c': Check = true; break;
            case 'r': Dns = true; break;
            case 'R': ReverseDns = true; break;
            case 'v': CheckVia = true; break;
            case 'd': Debug++; break;
            case 'D': DoNotDaemonize++; break;
            case 'E': LogToStandardError = true; break;
            case 'T': DisableTcp = true; break;
            case 'V': Version = true; break;
            case 'h': Help = true; break;
        }
    }

    private string? Set(char letter, string value)
    {
        switch (letter)
        {
            case 'f': ConfigurationFile = value; break;
            case 'L': LoadPath = value; break;
            case 'l': Listen.Add(value); break;
            case 'w': WorkingDirectory = value; break;
            case 't': Chroot = value; break;
            case 'u': User = value; break;
            case 'g': Group = value; break;
            case 'P': PidFile = value; break;
            case 'G': GroupPidFile = value; break;
            case 'n' when TryNumber(value, out var children): Children = children; break;
            case 'n': return $"bad process number: -n {value}";
            case 'N' when TryNumber(value, out var children): TcpChildren = children; break;
            case 'N': return $"bad process number: -N {value}";
            case 'b' when TryNumber(value, out var bytes): MaxBuffer = bytes; break;
            case 'b': return $"bad max buffer size number: -b {value}";
            case 'm' when !TryNumber(value, out _): return $"bad shmem size number: -m {value}";
            case 'O' when !TryNumber(value, out _): return $"bad process number: -O {value}";
        }

        return null;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
