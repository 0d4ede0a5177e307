namespace Seraph.Script.Diagnostics;

/// <summary>Collects the diagnostics of one compilation.</summary>
internal sealed class DiagnosticBag
{
    /// <summary>More than this many are of no use to anybody.</summary>
    private const int Limit = 200;

    /// <summary>A longer source line is not shown.</summary>
    private const int LongestLine = 500;

    private readonly List<(int Order, int Start, Diagnostic Diagnostic)> _items = [];
    private readonly HashSet<(SourceLocation, string)> _seen = [];

    public bool HasErrors { get; private set; }

    /// <summary>Enough errors were found; looking for more makes no sense.</summary>
    public bool IsFull => _items.Count >= Limit;

    public void Error(DiagnosticCategory category, SourceSpan span, string message, string? hint = null) =>
        Add(DiagnosticSeverity.Error, category, span, message, hint);

    public void Warning(DiagnosticCategory category, SourceSpan span, string message, string? hint = null) =>
        Add(DiagnosticSeverity.Warning, category, span, message, hint);

    /// <summary>Adds a diagnostic; one that is there already is dropped.</summary>
    public void Add(DiagnosticSeverity severity, DiagnosticCategory category, SourceSpan span, string message, string? hint)
    {
        HasErrors |= severity == DiagnosticSeverity.Error;
        if (IsFull)
            return;

        var location = span.ToLocation();
        if (!_seen.Add((location, message)))
            return;

        var line = span.Source.Line(location.Line - 1, LongestLine);
        _items.Add((span.Source.Order, span.Start, new Diagnostic(severity, category, location, message, hint, line)));
    }

    /// <summary>Adds an error that has no place in a script.</summary>
    public void Error(DiagnosticCategory category, SourceLocation location, string message)
    {
        HasErrors = true;
        _items.Add((0, 0, new Diagnostic(DiagnosticSeverity.Error, category, location, message, null, null)));
    }

    /// <summary>Adds everything that another bag has.</summary>
    public void AddRange(DiagnosticBag other)
    {
        HasErrors |= other.HasErrors;
        foreach (var item in other._items)
        {
            if (_seen.Add((item.Diagnostic.Location, item.Diagnostic.Message)))
                _items.Add(item);
        }
    }

    /// <summary>All diagnostics, file by file in the order of their places.</summary>
    public IReadOnlyList<Diagnostic> ToList() => [.. _items.OrderBy(i => i.Order).ThenBy(i => i.Start).Select(i => i.Diagnostic)];
}
