namespace Seraph.Script;

/// <summary>Where the compiler reads files from.</summary>
public interface IScriptFiles
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The path; relative ones count from the working directory.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="error">Why it can't be read, in one line.</param>
    bool TryRead(string path, out byte[] content, out string? error);
}
