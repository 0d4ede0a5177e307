using Seraph.Script.Symbols;

namespace Seraph.Script;

/// <summary>Which rules of truth and comparison a script follows.</summary>
public enum ScriptRules
{
    /// <summary>Those of 2.1: comparisons ignore case, <c>drop</c> is <c>exit</c>.</summary>
    Classic,

    /// <summary>Those of the 3.0 expression engine.</summary>
    Modern,

    /// <summary>Those of 3.0 in Kamailio's flavour: only <c>drop</c> stops a message in <c>onsend_route</c>.</summary>
    Kamailio,
}

/// <summary>A script that is ready to run. Immutable; any number of threads may run its routes, each with a context of its own.</summary>
public sealed class CompiledScript
{
    private readonly Dictionary<(RouteBlockKind Kind, string Name), CompiledRoute> _routes;

    internal CompiledScript(
        ScriptRules rules,
        IEnumerable<CompiledRoute> routes,
        IReadOnlyList<ModuleSymbol> modules,
        IReadOnlyDictionary<string, int> flags,
        IReadOnlyDictionary<string, uint> attributeFlags,
        IReadOnlyList<CustomVariable> variables)
    {
        Rules = rules;
        _routes = routes.ToDictionary(r => (r.Kind, r.Name));
        Modules = modules;
        Flags = flags;
        AttributeFlags = attributeFlags;
        Variables = variables;
    }

    /// <summary>The rules that the script follows.</summary>
    public ScriptRules Rules { get; }

    /// <summary>All blocks.</summary>
    public IReadOnlyCollection<CompiledRoute> Routes => _routes.Values;

    /// <summary>The modules in the order in which they were loaded.</summary>
    public IReadOnlyList<ModuleSymbol> Modules { get; }

    /// <summary>The declared message flags and their positions.</summary>
    public IReadOnlyDictionary<string, int> Flags { get; }

    /// <summary>The declared attribute flags and their bits.</summary>
    public IReadOnlyDictionary<string, uint> AttributeFlags { get; }

    /// <summary>The variables that the script declares for itself.</summary>
    public IReadOnlyList<CustomVariable> Variables { get; }

    /// <summary>The unnamed block of a kind, or null.</summary>
    public CompiledRoute? Main(RouteBlockKind kind) => Find(kind, CompiledRoute.MainName);

    /// <summary>A block by name, or null. A number is the text of its decimal digits.</summary>
    public CompiledRoute? Find(RouteBlockKind kind, string name) => _routes.GetValueOrDefault((kind, name));
}
