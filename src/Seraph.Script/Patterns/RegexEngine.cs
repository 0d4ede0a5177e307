using Seraph.Script.Parameters;

namespace Seraph.Script.Patterns;

/// <summary>A compiled regular expression.</summary>
internal interface IRegexEngine
{
    bool TryMatch(ReadOnlySpan<byte> text, int start, Span<RegexGroup> groups);
}

/// <summary>Chooses the engine of the system: glibc's own where it is, else the framework's behind a translation.</summary>
internal static class RegexEngine
{
    public static bool TryCompile(ReadOnlySpan<byte> pattern, PosixRegexOptions options, out IRegexEngine? engine, out string? error)
    {
        engine = null;
        error = null;
        if (pattern.Contains((byte)0))
        {
            error = "a zero byte in the pattern";
            return false;
        }

        if (GlibcRegex.IsAvailable)
        {
            if (GlibcRegex.TryCompile(pattern, options, out var native, out error))
                engine = native;
        }
        else if (TranslatedRegex.TryCompile(pattern, options, out var translated, out error))
        {
            engine = translated;
        }

        return engine is not null;
    }
}
