using System.Text;

namespace Seraph.Core.Management;

/// <summary>
/// Text in line protocols: LF, CR, TAB, backslash and NUL are written <c>\n \r \t \\ \0</c>; in names and values of structures also <c>:</c> as
/// <c>\o</c> and <c>,</c> as <c>\c</c>.
/// </summary>
public static class RpcLineText
{
    /// <summary>Appends text with its escapes.</summary>
    public static void Escape(StringBuilder target, string text, bool inStructure = false)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => target.Append("\\n"),
                '\r' => target.Append("\\r"),
                '\t' => target.Append("\\t"),
                '\\' => target.Append("\\\\"),
                '\0' => target.Append("\\0"),
                ':' when inStructure => target.Append("\\o"),
                ',' when inStructure => target.Append("\\c"),
                _ => target.Append(c),
            };
        }
    }

    /// <summary>Undoes <see cref="Escape"/>; false when a backslash is followed by something else.</summary>
    public static bool TryUnescape(string line, out string text)
    {
        text = line;
        if (!line.Contains('\\', StringComparison.Ordinal))
            return true;

        var result = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                result.Append(line[i]);
                continue;
            }

            i++;
            var c = i < line.Length ? "n\nr\rt\t\\\\0\0o:c,".AsSpan() : [];
            var at = 0;
            while (at < c.Length && c[at] != line[i])
                at += 2;
            if (at >= c.Length)
                return false;
            result.Append(c[at + 1]);
        }

        text = result.ToString();
        return true;
    }
}
