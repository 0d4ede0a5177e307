using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>
/// <c>exec("command")</c>: hands a command to the shell and goes on. Nothing of it can come back to the script, so no message waits for it; it is
/// killed after <see cref="Timeout"/>, and at most <see cref="MaxRunning"/> run at a time.
/// </summary>
internal sealed class ExecCommand(ILogger logger, TimeProvider time)
{
    /// <summary>How long a command may run.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>How many commands may run at a time.</summary>
    public const int MaxRunning = 32;

    private int _running;

    /// <summary>How many commands are running.</summary>
    public int Running => Volatile.Read(ref _running);

    [ScriptCommand("exec")]
    public ScriptResult Execute(string command)
    {
        if (Interlocked.Increment(ref _running) > MaxRunning)
        {
            Interlocked.Decrement(ref _running);
            LanguageLog.ExecRefused(logger, command, MaxRunning);
            return ScriptResult.True;
        }

        LanguageLog.Executing(logger, command);
        _ = Task.Run(() => RunAsync(command));
        return ScriptResult.True;
    }

    private async Task RunAsync(string command)
    {
        try
        {
            var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(Timeout, time);
            try
            {
                await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                LanguageLog.ExecTimedOut(logger, command, Timeout.TotalSeconds);
            }
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            LanguageLog.ExecFailed(logger, command, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
