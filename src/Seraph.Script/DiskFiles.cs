namespace Seraph.Script;

/// <summary>Reads scripts from the file system.</summary>
internal sealed class DiskFiles : IScriptFiles
{
    private const long MaxSize = 64 * 1024 * 1024;

    public static DiskFiles Instance { get; } = new();

    public bool TryRead(string path, out byte[] content, out string? error)
    {
        content = [];
        error = null;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxSize)
                error = "the file is too large";
            else
                content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message;
        }

        return error is null;
    }
}
