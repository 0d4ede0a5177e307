namespace Seraph.Script.Diagnostics;

/// <summary>"Did you mean": the known name that is closest to a wrong one.</summary>
internal static class Suggestions
{
    private const int LongestName = 64;

    /// <summary>The hint, or null when no name is close enough.</summary>
    public static string? For(string name, IEnumerable<string> candidates) => Closest(name, candidates) is { } found ? $"did you mean \"{found}\"?" : null;

    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance || candidate.Length > LongestName)
                continue;

            var distance = Distance(name, candidate);
            if (distance >= bestDistance)
                continue;

            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>Insertions, deletions, replacements and exchanges of neighbours that turn one name into the other, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> previous = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            previous.CopyTo(before);
            current.CopyTo(previous);
        }

        return previous[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
