using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <summary>Finds the methods behind a select: those of modules before those of the core, longer and more literal paths before others.</summary>
internal sealed class SelectResolver(BindingState state, int order)
{
    private const int MaxElements = 31;
    private const int MaxSteps = 4;

    /// <summary>The select, or null when there is none; then an error was reported.</summary>
    public BoundSelect? TryResolve(IReadOnlyList<SelectPart> path, SourceSpan span)
    {
        if (path.Count > MaxElements)
        {
            Error(span, $"the select has more than {MaxElements} elements");
            return null;
        }

        if (Find(null, path, 0, 1) is not { } found)
        {
            Error(span, $"unknown select \"@{TextOf(path)}\"", Suggestion(path));
            return null;
        }

        var steps = new List<BoundSelectStep>();
        var position = 0;
        foreach (var symbol in found)
        {
            if (BindStep(symbol, path, position, span) is not { } step)
                return null;

            steps.Add(step);
            position += symbol.Elements.Length;
        }

        return new BoundSelect(steps);
    }

    /// <summary>The chain of symbols that covers the path from a position to its end.</summary>
    private List<SelectSymbol>? Find(string? table, IReadOnlyList<SelectPart> path, int position, int step)
    {
        foreach (var set in state.VisibleSets(order))
        {
            var candidates = set.Selects
                .Where(s => s.Table == table && Matches(s, path, position))
                .OrderByDescending(s => s.Elements.Length)
                .ThenByDescending(s => s.Elements.Count(e => e.Name is not null));
            foreach (var symbol in candidates)
            {
                var next = position + symbol.Elements.Length;
                if (next == path.Count)
                    return [symbol];

                if (symbol.Nested is not null && step < MaxSteps && Find(symbol.Nested, path, next, step + 1) is { } rest)
                    return [symbol, .. rest];
            }
        }

        return null;
    }

    private static bool Matches(SelectSymbol symbol, IReadOnlyList<SelectPart> path, int position)
    {
        if (symbol.Elements.Length > path.Count - position)
            return false;

        for (var i = 0; i < symbol.Elements.Length; i++)
        {
            var (element, part) = (symbol.Elements[i], path[position + i]);
            var isSame = element.Name is null || (!part.IsQuoted && element.Name.Equals(part.Name, StringComparison.OrdinalIgnoreCase));
            if (!isSame || (part.Index is not null && !element.TakesIndex))
                return false;
        }

        return true;
    }

    private BoundSelectStep? BindStep(SelectSymbol symbol, IReadOnlyList<SelectPart> path, int position, SourceSpan span)
    {
        var arguments = new List<BoundExpression>();
        for (var i = 0; i < symbol.Elements.Length; i++)
        {
            var (element, part) = (symbol.Elements[i], path[position + i]);
            if (element.Name is null)
            {
                var parameter = symbol.Parameters[arguments.Count];
                var key = symbol.UnderscoreIsDash && !part.IsQuoted ? part.Name.Replace('_', '-') : part.Name;
                var argument = new ScriptArgument(ScriptArgumentKind.Text, part.Span.ToLocation(), Encoding.UTF8.GetBytes(key));
                var scope = new BindingScope(state, ReferenceEquals(part.Span.Source, span.Source) ? part.Span : span, order, DiagnosticCategory.Expression);
                var context = new ConversionContext(scope, argument.Location, parameter) { SelectPath = [.. path.Select(p => p.Name)] };
                if (!ArgumentConverter.TryConvert(argument, parameter.ParameterType, context, out var value))
                    return null;

                state.NoteConverted(value, symbol.Owner, span);
                arguments.Add(new BoundConstant(value, parameter.ParameterType));
            }

            if (element.TakesIndex)
                arguments.Add(new BoundConstant(part.Index, typeof(int?)));
        }

        return new BoundSelectStep(symbol, arguments);
    }

    private static string TextOf(IReadOnlyList<SelectPart> path)
    {
        var text = new StringBuilder();
        foreach (var part in path)
        {
            if (part.IsQuoted)
                text.Append("[\"").Append(part.Name).Append("\"]");
            else
                text.Append(text.Length == 0 ? "" : ".").Append(part.Name);

            if (part.Index is { } index)
                text.Append('[').Append(index).Append(']');
        }

        return text.ToString();
    }

    private string? Suggestion(IReadOnlyList<SelectPart> path)
    {
        var plain = path.Select(p => p with { Index = null }).ToList();
        if (path.Any(p => p.Index is not null) && Find(null, plain, 0, 1) is not null)
            return $"@{TextOf(plain)} takes no index";

        var selects = state.VisibleSets(order).SelectMany(s => s.Selects).ToList();
        var known = selects
            .Where(s => s.Table is null)
            .SelectMany(s => selects.Where(n => n.Table is not null && n.Table == s.Nested).Select(n => $"{s.Path}.{n.Path}").Prepend(s.Path))
            .Select(p => p.Replace("[]", "", StringComparison.Ordinal));
        return Suggestions.Closest(TextOf(path), known) is { } closest ? $"did you mean \"@{closest}\"?" : null;
    }

    private void Error(SourceSpan span, string message, string? hint = null) => state.Diagnostics.Error(DiagnosticCategory.Expression, span, message, hint);
}
