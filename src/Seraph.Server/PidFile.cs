using System.Diagnostics;
using System.Globalization;

namespace Seraph.Server;

/// <summary>The file that says which process runs (spec core-subsystems.md, 1.2).</summary>
internal static class PidFile
{
    /// <summary>
    /// Writes a process id; refuses when the file names a process that runs, or holds something else. Null when done, else one line for the operator.
    /// </summary>
    public static string? Write(string path, int id)
    {
        try
        {
            if (File.Exists(path))
            {
                var text = File.ReadAllText(path).Trim();
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var other))
                    return $"the pid file {path} exists and holds no process id: remove it";
                if (other != id && IsRunning(other))
                    return $"running process found in the pid file {path}";
                Console.Error.WriteLine($"WARNING: the pid file {path} of a process that is gone is replaced");
            }

            File.WriteAllText(path, $"{id}\n");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot write the pid file {path}: {exception.Message}";
        }
    }

    /// <summary>Removes the file at the end; one that can't be removed is left to the next start, which replaces it.</summary>
    public static void Remove(string? path)
    {
        try
        {
            if (path is not null)
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"WARNING: the pid file {path} can't be removed: {exception.Message}");
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // there is no such process
        }
    }
}
