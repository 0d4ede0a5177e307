using System.Diagnostics;

namespace Seraph.Server;

/// <summary>
/// Runs the server away from the terminal. A .NET process can't fork, so the program starts itself again, waits until that says that it is ready (or
/// what is wrong), and ends.
/// </summary>
internal static class Daemon
{
    private const string Variable = "SERAPH_DAEMON";
    private const string Ready = "Seraph is ready";

    /// <summary>Whether this process is the one that serves.</summary>
    public static bool IsChild { get; } = Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Starts the serving process and passes on what it says until it is ready. The result is the exit code.</summary>
    public static int Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[Variable] = "1";

        using var child = Process.Start(start)!;
        using var ready = new ManualResetEventSlim();
        child.StandardInput.Close();
        child.ErrorDataReceived += (_, line) => Pass(Console.Error, line.Data);
        child.OutputDataReceived += (_, line) =>
        {
            if (line.Data == Ready)
                ready.Set();
            else
                Pass(Console.Out, line.Data);
        };
        child.EnableRaisingEvents = true;
        child.Exited += (_, _) => ready.Set();
        child.BeginErrorReadLine();
        child.BeginOutputReadLine();
        ready.Wait();
        if (!child.HasExited)
            return 0;
        child.WaitForExit(); // reads the rest of what it said
        return child.ExitCode;
    }

    /// <summary>Tells the waiting process, and lets go of its pipes.</summary>
    public static void ReportReady()
    {
        if (!IsChild)
            return;
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    private static void Pass(TextWriter target, string? line)
    {
        if (line is not null)
            target.WriteLine(line);
    }
}
