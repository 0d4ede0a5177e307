using System.Reflection;
using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <summary>
/// Walks the top-level statements in their order: declares flags and variables, loads modules, finds the parameters that are assigned. The assignments
/// themselves are made by <see cref="ApplyParameters"/> when all modules are known, since a value may name a select of any of them.
/// </summary>
internal sealed class DeclarationBinder(BindingState state)
{
    private readonly List<string> _loadPath = [];
    private readonly List<PendingAssignment> _assignments = [];
    private int _order;

    public void Bind(IReadOnlyList<DeclarationSyntax> declarations)
    {
        foreach (var target in state.Table.OptionObjects)
            DeclareAttributeFlags(target);

        for (_order = 0; _order < declarations.Count; _order++)
            Bind(declarations[_order]);
    }

    /// <summary>Converts and assigns the values of all parameters, in the order of the script.</summary>
    public void ApplyParameters()
    {
        foreach (var (parameter, options, value, module) in _assignments)
        {
            var category = module is null ? DiagnosticCategory.Value : DiagnosticCategory.Module;
            var scope = new BindingScope(state, value.Span, int.MaxValue, category);
            if (parameter.TryAssign(options, value.ToArgument(), scope, out var assigned) && module is not null)
                state.NoteConverted(assigned, new MemberOwner(module, () => module.Instance), value.Span);
        }
    }

    private void Bind(DeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case FlagsDeclaration flags:
                DeclareFlags(flags);
                break;
            case AttributeFlagsDeclaration flags:
                DeclareAttributeFlags(flags);
                break;
            case LoadPathDeclaration path:
                _loadPath.AddRange(path.Path.Split(':', StringSplitOptions.RemoveEmptyEntries));
                break;
            case LoadModuleDeclaration load:
                LoadModule(load);
                break;
            case ModuleParameterDeclaration parameter:
                FindModuleParameters(parameter);
                break;
            case AssignmentDeclaration assignment:
                FindCoreParameter(assignment);
                break;
            case ListenDeclaration listen:
                AddListenEntries(listen);
                break;
            case VariableDeclaration variable:
                DeclareVariable(variable);
                break;
            default:
                break; // routes are bound when everything else is known
        }
    }

    private void DeclareFlags(FlagsDeclaration declaration)
    {
        foreach (var (name, position) in declaration.Flags)
        {
            if (position is < 0 or >= FlagReference.Count)
            {
                Error(DiagnosticCategory.Flags, name.Span, $"bad flag value {position}, 0 to {FlagReference.Count - 1} expected");
                continue;
            }

            if (state.Flags.Find(name.Text) is not null)
            {
                Error(DiagnosticCategory.Flags, name.Span, $"register flag failed: \"{name.Text}\" is declared already");
                continue;
            }

            if (position is { } wanted && state.Flags.NameOf(wanted) is { } other)
                state.Diagnostics.Warning(DiagnosticCategory.Flags, name.Span, $"flag position {wanted} is used already by \"{other}\"");

            if (state.Flags.Declare(name.Text, position ?? -1) is null)
                Error(DiagnosticCategory.Flags, name.Span, $"register flag failed: all {FlagReference.Count} flags are in use");
        }
    }

    private void DeclareAttributeFlags(AttributeFlagsDeclaration declaration)
    {
        foreach (var name in declaration.Names)
        {
            if (state.AttributeFlags.Declare(name.Text) == 0)
                Error(DiagnosticCategory.Flags, name.Span, $"register flag failed: too many avpflags, \"{name.Text}\" has no place");
        }
    }

    /// <summary>The attribute flags that an options object asks for.</summary>
    private void DeclareAttributeFlags(object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<AttributeFlagAttribute>() is { } flag)
                property.SetValue(options, state.AttributeFlags.Declare(flag.Name));
        }
    }

    private void LoadModule(LoadModuleDeclaration load)
    {
        var path = load.Path.Text;
        var name = Path.GetFileName(path);
        if (name.EndsWith(".so", StringComparison.Ordinal))
            name = name[..^3];

        var request = new ModuleRequest(name, path, [.. _loadPath], load.Path.Span.ToLocation());
        if (state.Catalog.TryLoad(request, out var error) is not { } module)
        {
            var reason = error is null ? "there is no such module" : error;
            Error(DiagnosticCategory.Module, load.Path.Span, $"failed to load module \"{path}\": {reason}", Suggestions.For(name, state.Catalog.Names));
            return;
        }

        if (state.Modules.Exists(m => m.Module.Name == module.Name))
        {
            Error(DiagnosticCategory.Module, load.Path.Span, $"failed to load module \"{path}\": it is loaded already");
            return;
        }

        state.Modules.Add(new LoadedModule(module, _order, load.Path.Span));
        if (module.Options is not null)
            DeclareAttributeFlags(module.Options);
    }

    private void FindModuleParameters(ModuleParameterDeclaration declaration)
    {
        var pattern = Encoding.UTF8.GetBytes($"^({declaration.Pattern.Text})$");
        if (!PosixRegex.TryCompile(pattern, PosixRegexOptions.IgnoreCase, out var regex, out var error))
        {
            Error(DiagnosticCategory.Module, declaration.Pattern.Span, $"bad regular expression for module names: {error}");
            return;
        }

        var modules = state.Modules.Select(m => m.Module).Where(m => IsMatch(regex!, m)).ToList();
        if (modules.Count == 0)
        {
            var loaded = state.Modules.Select(m => m.Module.Name);
            var hint = Suggestions.For(declaration.Pattern.Text, loaded) ?? "its loadmodule must stand before this line";
            Error(DiagnosticCategory.Module, declaration.Pattern.Span, $"can't set module parameter: no loaded module matches \"{declaration.Pattern.Text}\"", hint);
        }

        foreach (var module in modules)
        {
            if (module.Parameters.FirstOrDefault(p => p.Names.Contains(declaration.Name.Text)) is { } parameter)
            {
                _assignments.Add(new PendingAssignment(parameter, module.Options!, declaration.Value, module));
                continue;
            }

            var known = module.Parameters.SelectMany(p => p.Names);
            var message = $"can't set module parameter: module \"{module.Name}\" has no parameter \"{declaration.Name.Text}\"";
            Error(DiagnosticCategory.Module, declaration.Name.Span, message, Suggestions.For(declaration.Name.Text, known));
        }
    }

    private static bool IsMatch(PosixRegex regex, ModuleSymbol module) =>
        regex.IsMatch(Encoding.UTF8.GetBytes(module.Name)) || module.Aliases.Any(a => regex.IsMatch(Encoding.UTF8.GetBytes(a)));

    private void FindCoreParameter(AssignmentDeclaration assignment)
    {
        if (FindCoreParameter(assignment.Name) is { } target)
            _assignments.Add(new PendingAssignment(target.Symbol, target.Options, assignment.Value, null));
    }

    private ParameterTarget? FindCoreParameter(NameSyntax name)
    {
        var target = state.Table.ParameterTargets.FirstOrDefault(t => t.Symbol.Names.Contains(name.Text));
        if (target is not null)
            return target;

        var known = state.Table.ParameterTargets.SelectMany(t => t.Symbol.Names);
        Error(DiagnosticCategory.Variable, name.Span, $"unknown config variable \"{name.Text}\"", Suggestions.For(name.Text, known));
        return null;
    }

    private void AddListenEntries(ListenDeclaration listen)
    {
        if (FindCoreParameter(listen.Name) is { } target && !target.Symbol.TryAdd(target.Options, listen.Entries))
            Error(DiagnosticCategory.Variable, listen.Name.Span, $"\"{listen.Name.Text}\" takes no list of addresses");
    }

    private void DeclareVariable(VariableDeclaration declaration)
    {
        var (group, name) = (declaration.Group, declaration.Name);
        var value = declaration.Value.Kind switch
        {
            ScriptArgumentKind.Number => ScriptValue.Of(declaration.Value.Number),
            ScriptArgumentKind.Text => ScriptValue.Of(declaration.Value.Text),
            _ => default,
        };
        if (!value.IsDefined)
        {
            Error(DiagnosticCategory.Variable, declaration.Value.Span, "number or string expected as the value of a custom variable");
            return;
        }

        if (state.Variables.Exists(v => v.Group == group.Text && v.Name == name.Text))
        {
            Error(DiagnosticCategory.Variable, name.Span, $"variable \"{group.Text}.{name.Text}\" is declared already");
            return;
        }

        var isTaken = state.Table.Parameters.Any(p => p.Group == group.Text) || state.Modules.Exists(m => m.Module.Name == group.Text);
        var variable = new CustomVariable(group.Text, name.Text, value, declaration.Description, declaration.Span.ToLocation());
        var refusal = isTaken ? $"the group \"{group.Text}\" belongs to the core or a module" : state.Catalog.DeclareVariable(variable);
        if (refusal is null)
            state.Variables.Add(variable);
        else
            Error(DiagnosticCategory.Variable, group.Span, $"variable \"{group.Text}.{name.Text}\" can't be declared: {refusal}");
    }

    private void Error(DiagnosticCategory category, SourceSpan span, string message, string? hint = null) =>
        state.Diagnostics.Error(category, span, message, hint);

    private sealed record PendingAssignment(ParameterSymbol Parameter, object Options, ArgumentSyntax Value, ModuleSymbol? Module);
}
