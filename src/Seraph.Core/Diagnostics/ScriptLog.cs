namespace Seraph.Core.Diagnostics;

/// <summary>The log of routing scripts: <c>log()</c>, <c>xlog()</c> and what modules print on a script's behalf, with the levels of SER.</summary>
public sealed class ScriptLog(LogOutput output, LogThreshold threshold)
{
    /// <summary>The category of script lines.</summary>
    public const string Category = "<script>";

    /// <summary>Whether a line of this level would be logged: ask before building the text.</summary>
    public bool IsEnabled(int level) => threshold.IsEnabled(level);

    /// <summary>
    /// Logs a line if its level is enabled. The text may be any bytes: a line end at its end is dropped; others, control characters and what isn't
    /// UTF-8 are escaped. Allocates nothing.
    /// </summary>
    /// <param name="level">Level of <see cref="SerLogLevel"/>; numbers beyond the scale count as its ends.</param>
    /// <param name="text">Longer ones than <see cref="LogOutput.MaxTextLength"/> are cut.</param>
    /// <param name="keepColors">Let terminal colours through.</param>
    public void Write(int level, ReadOnlySpan<byte> text, bool keepColors = false)
    {
        if (threshold.IsEnabled(level))
            output.Write(Math.Clamp(level, SerLogLevel.Alert, SerLogLevel.Debug), Category, text.TrimEnd("\r\n"u8), keepColors);
    }
}
