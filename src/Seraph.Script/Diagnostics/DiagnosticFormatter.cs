using System.Globalization;
using System.Text;

namespace Seraph.Script.Diagnostics;

/// <summary>Prints diagnostics for people.</summary>
public static class DiagnosticFormatter
{
    /// <summary>
    /// Writes a diagnostic as <c>file:line:column: error: message</c>, the source line with the place marked beneath, and the hint.
    /// </summary>
    public static void Write(TextWriter writer, Diagnostic diagnostic)
    {
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var location = diagnostic.Location;
        writer.WriteLine(location.Line == 0 ? $"{severity}: {diagnostic.Message}" : $"{location}: {severity}: {diagnostic.Message}");
        if (diagnostic.SourceLine is { } line)
        {
            var number = location.Line.ToString(CultureInfo.InvariantCulture);
            writer.WriteLine($" {number} | {Printable(line)}");
            writer.WriteLine($" {new string(' ', number.Length)} | {Marks(line, location)}");
        }

        if (diagnostic.Hint is { } hint)
            writer.WriteLine($"   hint: {hint}");
    }

    /// <summary>Writes all diagnostics.</summary>
    public static void Write(TextWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Write(writer, diagnostic);
    }

    /// <summary>All diagnostics as one text.</summary>
    public static string Format(IEnumerable<Diagnostic> diagnostics)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Write(writer, diagnostics);
        return writer.ToString();
    }

    /// <summary>One space for every tab and control character, so that the marks stand where they should.</summary>
    private static string Printable(string line)
    {
        var text = new StringBuilder(line);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                text[i] = ' ';
        }

        return text.ToString();
    }

    private static string Marks(string line, SourceLocation location)
    {
        var start = Math.Min(location.Column, line.Length + 1);
        var end = location.EndLine > location.Line ? line.Length : Math.Min(location.EndColumn, line.Length);
        return new string(' ', start - 1) + new string('^', Math.Max(1, end - start + 1));
    }
}
