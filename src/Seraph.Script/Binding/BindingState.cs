using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;

namespace Seraph.Script.Binding;

/// <summary>What is known about a script while it is bound, shared by all binders.</summary>
internal sealed class BindingState(SymbolTable table, IModuleCatalog catalog, DiagnosticBag diagnostics)
{
    private readonly Dictionary<(RouteBlockKind, string), RouteReference> _routes = [];

    public SymbolTable Table { get; } = table;

    public IModuleCatalog Catalog { get; } = catalog;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public FlagTable Flags { get; } = new();

    public AttributeFlagTable AttributeFlags { get; } = new();

    /// <summary>The modules in the order in which they are loaded.</summary>
    public List<LoadedModule> Modules { get; } = [];

    public List<CustomVariable> Variables { get; } = [];

    /// <summary>Every use of a route's name.</summary>
    public List<(RouteReference Route, SourceSpan Span)> RouteUses { get; } = [];

    /// <summary>Selects and specifiers that are read through a delegate, to be compiled.</summary>
    public List<(SelectReference Reference, BoundExpression Value)> Readers { get; } = [];

    /// <summary>Converted arguments that want to see the instance of their module.</summary>
    public List<(IModuleBoundParameter Parameter, MemberOwner Owner, SourceSpan Span)> ModuleBound { get; } = [];

    /// <summary>Readers of specifiers, which are shared by all formats.</summary>
    public Dictionary<SpecifierSymbol, SelectReference> Specifiers { get; } = [];

    public RouteReference GetRoute(RouteBlockKind kind, string name, SourceSpan span)
    {
        if (!_routes.TryGetValue((kind, name), out var route))
            _routes.Add((kind, name), route = new RouteReference(kind, name));

        RouteUses.Add((route, span));
        return route;
    }

    /// <summary>The symbols that can be used at a place: those of the modules loaded before, the latest first, then those of the core.</summary>
    /// <param name="order">The place: the number of the top-level statement.</param>
    public IEnumerable<SymbolSet> VisibleSets(int order)
    {
        for (var i = Modules.Count - 1; i >= 0; i--)
        {
            if (Modules[i].Order < order)
                yield return Modules[i].Module.Members;
        }

        yield return Table.Members;
    }

    /// <summary>Notes a converted value that wants to see its module.</summary>
    public void NoteConverted(object? value, MemberOwner owner, SourceSpan span)
    {
        if (value is IModuleBoundParameter parameter && owner.HasInstance)
            ModuleBound.Add((parameter, owner, span));
    }
}

/// <summary>A module that the script loads.</summary>
/// <param name="Module">The module.</param>
/// <param name="Order">The number of the <c>loadmodule</c> among the top-level statements.</param>
/// <param name="Span">Where the name is.</param>
internal sealed record LoadedModule(ModuleSymbol Module, int Order, SourceSpan Span);
