using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Seraph.EndToEnd.Harness;

/// <summary>A program that a test started: its output is kept, and it never outlives the test.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly object _changed = new();
    private bool _ended;

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Exited += (_, _) =>
        {
            lock (_changed)
            {
                _ended = true;
                Monitor.PulseAll(_changed);
            }
        };
    }

    /// <summary>How long a test waits for anything before it gives up: generous, since machines are slow at times.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What the program has written to both outputs so far.</summary>
    public string Output
    {
        get
        {
            lock (_changed)
                return _output.ToString();
        }
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end and returns its exit code and output.</summary>
    public static (int Code, string Output) Run(string program, IEnumerable<string> arguments, string? folder = null, string? input = null)
    {
        using var child = Start(program, arguments, folder);
        if (input is not null)
            child.WriteLine(input);
        child._process.StandardInput.Close();
        return (child.WaitForExit(), child.Output);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until the output contains a text; fails with what it wrote when that does not come, or the program ends before.</summary>
    public void WaitFor(string text, int times = 1)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        lock (_changed)
        {
            while (Count(_output.ToString(), text) < times)
            {
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
                if (left <= TimeSpan.Zero || (_ended && Count(_output.ToString(), text) < times))
                    Assert.Fail($"{_process.StartInfo.FileName} never wrote \"{text}\"{(_ended ? " and ended" : "")}:\n{_output}");
                Monitor.Wait(_changed, TimeSpan.FromMilliseconds(Math.Min(left.TotalMilliseconds, 200)));
            }
        }
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public int WaitForExit()
    {
        if (!_process.WaitForExit(Patience))
            Assert.Fail($"{_process.StartInfo.FileName} did not end:\n{Output}");
        _process.WaitForExit(); // reads the rest of the output
        return _process.ExitCode;
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(PosixSignalNumber signal) => _ = Kill(_process.Id, (int)signal);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_changed)
        {
            _output.AppendLine(line);
            Monitor.PulseAll(_changed);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>The signals that the tests send.</summary>
internal enum PosixSignalNumber
{
    /// <summary>Reload.</summary>
    Hangup = 1,

    /// <summary>Orderly end, as from the keyboard.</summary>
    Interrupt = 2,

    /// <summary>Orderly end.</summary>
    Terminate = 15,
}
