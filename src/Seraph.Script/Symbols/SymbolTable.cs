namespace Seraph.Script.Symbols;

/// <summary>Everything that the core offers to scripts: commands, operands, selects, specifiers and parameters. Modules come through <see cref="IModuleCatalog"/>.</summary>
public sealed class SymbolTable
{
    private readonly List<ParameterTarget> _parameters = [];

    /// <summary>An empty table.</summary>
    /// <param name="contextType">The context that routes run with; declared methods take it, or a base of it.</param>
    /// <param name="hooks">The server behind the script.</param>
    public SymbolTable(Type contextType, IScriptHooks hooks)
    {
        if (!contextType.IsAssignableTo(typeof(ScriptContext)))
            throw new ArgumentException("The context must be a ScriptContext.", nameof(contextType));

        ContextType = contextType;
        Hooks = hooks;
    }

    /// <summary>The context that routes run with.</summary>
    public Type ContextType { get; }

    /// <summary>The server behind the script.</summary>
    public IScriptHooks Hooks { get; }

    /// <summary>The parameters of the core, all groups.</summary>
    public IEnumerable<ParameterSymbol> Parameters => _parameters.Select(p => p.Symbol);

    internal SymbolSet Members { get; } = new();

    internal IReadOnlyList<ParameterTarget> ParameterTargets => _parameters;

    internal List<object> OptionObjects { get; } = [];

    /// <summary>Adds the declared methods of a type.</summary>
    /// <param name="type">The type; all of its methods may be static.</param>
    /// <param name="instance">The object that instance methods are called on.</param>
    public SymbolTable Add(Type type, object? instance = null)
    {
        Members.Add(type, new MemberOwner(null, instance is null ? null : () => instance));
        return this;
    }

    /// <summary>Adds the declared properties of an options object as core parameters; the script's assignments are made to it.</summary>
    /// <param name="options">The object, with the defaults.</param>
    /// <param name="group">The group under which remote calls know them: <c>core</c>, <c>tcp</c>, <c>sctp</c>.</param>
    public SymbolTable AddParameters(object options, string group = "core")
    {
        OptionObjects.Add(options);
        foreach (var symbol in ParameterSymbol.Read(options.GetType(), group))
            _parameters.Add(new ParameterTarget(symbol, options));

        return this;
    }
}

/// <summary>A parameter and the object that has it.</summary>
internal sealed record ParameterTarget(ParameterSymbol Symbol, object Options);
