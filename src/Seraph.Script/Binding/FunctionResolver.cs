using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <summary>Finds the function or command of a call, checks that it may be used in the block, and converts its arguments.</summary>
internal sealed class FunctionResolver(BindingState state, int order, RouteBlockKind block)
{
    /// <summary>Names that functions had in old scripts.</summary>
    private static readonly Dictionary<string, string> LegacyNames = new(StringComparer.Ordinal) { ["t_on_negative"] = "t_on_failure" };

    /// <summary>The blocks as they are named in messages.</summary>
    private static readonly (Routes Route, string Name)[] BlockNames =
    [
        (Routes.Request, "route"),
        (Routes.Failure, "failure_route"),
        (Routes.Reply, "onreply_route"),
        (Routes.Branch, "branch_route"),
        (Routes.OnSend, "onsend_route"),
    ];

    /// <summary>The routes flag of a block: <c>route[name]</c> and <c>event_route</c> count as request routes.</summary>
    public static Routes RoutesOf(RouteBlockKind block) => block switch
    {
        RouteBlockKind.Failure => Routes.Failure,
        RouteBlockKind.Reply => Routes.Reply,
        RouteBlockKind.Branch => Routes.Branch,
        RouteBlockKind.OnSend => Routes.OnSend,
        _ => Routes.Request,
    };

    /// <summary>True when there is a function of the name, whatever its arguments.</summary>
    public bool Exists(string name) => FindOverloads(name).Count > 0;

    /// <summary>The call, or null; then an error was reported.</summary>
    public BoundFunctionCall? TryResolve(NameSyntax name, IReadOnlyList<ArgumentSyntax> arguments, CommandForms form)
    {
        var overloads = FindOverloads(name.Text);
        if (overloads.Count == 0 && LegacyNames.TryGetValue(name.Text, out var current))
            overloads = FindOverloads(current);

        if (overloads.Count == 0)
        {
            ReportUnknown(name);
            return null;
        }

        var function = overloads.FirstOrDefault(f => f.Parameters.Count == arguments.Count && f.Forms.HasFlag(form));
        if (function is null)
        {
            ReportForm(name, overloads, arguments.Count, form);
            return null;
        }

        if (!IsAllowed(name, function.In, function.IsCommand))
            return null;

        return TryConvert(function, arguments) is { } converted ? new BoundFunctionCall(function, converted) : null;
    }

    /// <summary>Checks the blocks that something may be used in.</summary>
    public bool IsAllowed(NameSyntax name, Routes allowed, bool isCommand)
    {
        if ((allowed & RoutesOf(block)) != 0)
            return true;

        var message = (block, allowed) switch
        {
            (RouteBlockKind.OnSend, _) when isCommand => $"command not allowed in onsend_route: \"{name.Text}\"",
            (_, Routes.OnSend) => $"\"{name.Text}\" is allowed only in onsend_routes",
            _ => $"command cannot be used in the block: \"{name.Text}\"",
        };
        var blocks = string.Join(", ", BlockNames.Where(b => allowed.HasFlag(b.Route)).Select(b => b.Name));
        state.Diagnostics.Error(DiagnosticCategory.Command, name.Span, message, blocks.Length == 0 ? "it can be used in no block" : $"it can be used in {blocks}");
        return false;
    }

    /// <summary>Commands of the language come first, they can't be redefined; then the module that was loaded last.</summary>
    private List<FunctionSymbol> FindOverloads(string name)
    {
        if (state.Table.Members.Functions.TryGetValue(name, out var commands))
            return commands;

        var found = new List<FunctionSymbol>();
        foreach (var set in state.VisibleSets(order))
        {
            if (set.Functions.TryGetValue(name, out var overloads))
                found.AddRange(overloads);
        }

        return found;
    }

    private void ReportUnknown(NameSyntax name)
    {
        var later = state.Modules.Find(m => m.Order >= order && m.Module.Members.Functions.ContainsKey(name.Text));
        var names = state.VisibleSets(order).SelectMany(s => s.Functions.Keys).Concat(RouteBinder.CommandNames);
        var hint = later is not null
            ? $"module \"{later.Module.Name}\" has it: its loadmodule must stand before this route"
            : state.Catalog.ModuleOf(name.Text) is { } module
                ? $"write loadmodule \"{module}\" before this route"
                : Suggestions.For(name.Text, names);
        state.Diagnostics.Error(DiagnosticCategory.Command, name.Span, $"unknown command \"{name.Text}\", missing loadmodule?", hint);
    }

    private void ReportForm(NameSyntax name, List<FunctionSymbol> overloads, int count, CommandForms form)
    {
        var counts = overloads.Where(f => f.Forms.HasFlag(CommandForms.Call)).Select(f => f.Parameters.Count).Distinct().Order().ToList();
        if (form == CommandForms.Bare)
        {
            state.Diagnostics.Error(DiagnosticCategory.Command, name.Span, $"missing '(' or ')' after {name.Text}", $"it takes {CountText(counts)}");
            return;
        }

        var found = count == 1 ? "1 argument" : $"{count} arguments";
        var message = counts.Count > 0 && count > counts[^1] ? "too many arguments" : "wrong number of arguments";
        state.Diagnostics.Error(DiagnosticCategory.Command, name.Span, $"{message}: {name.Text} takes {CountText(counts)}, found {found}");
    }

    private static string CountText(List<int> counts) => counts switch
    {
        [] => "no parentheses",
        [0] => "no arguments",
        [1] => "1 argument",
        _ => $"{string.Join(" or ", counts)} arguments",
    };

    private List<BoundExpression>? TryConvert(FunctionSymbol function, IReadOnlyList<ArgumentSyntax> arguments)
    {
        var converted = new List<BoundExpression>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = function.Parameters[i];
            var argument = arguments[i].ToArgument();
            var scope = new BindingScope(state, arguments[i].Span, order, DiagnosticCategory.Command);
            var context = new ConversionContext(scope, argument.Location, parameter);
            if (!ArgumentConverter.TryConvert(argument, parameter.ParameterType, context, out var value))
                continue;

            state.NoteConverted(value, function.Owner, arguments[i].Span);
            converted.Add(new BoundConstant(value, parameter.ParameterType));
        }

        return converted.Count == arguments.Count ? converted : null;
    }
}
