namespace Seraph.Script.Symbols;

/// <summary>A module that a script has loaded: what it offers, its options, and its instance, which is made after all options were set.</summary>
public sealed class ModuleSymbol
{
    private readonly Func<object> _instance;

    /// <summary>Describes a module.</summary>
    /// <param name="name">The name that <c>modparam</c> patterns are matched with.</param>
    /// <param name="type">The class with the declared methods.</param>
    /// <param name="options">The object with the declared parameters, or null.</param>
    /// <param name="instance">Gives the instance; called after <see cref="IModuleCatalog.CreateInstances"/>.</param>
    /// <param name="aliases">Other names of the module.</param>
    public ModuleSymbol(string name, Type type, object? options, Func<object> instance, params string[] aliases)
    {
        Name = name;
        Options = options;
        Aliases = aliases;
        _instance = instance;
        Parameters = options is null ? [] : ParameterSymbol.Read(options.GetType(), name);
        Members.Add(type, new MemberOwner(this, instance));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The object that <c>modparam</c> assigns to, or null.</summary>
    public object? Options { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ParameterSymbol> Parameters { get; }

    /// <summary>The functions, every one once.</summary>
    public IEnumerable<FunctionSymbol> Functions => Members.Functions.Values.SelectMany(f => f).Distinct();

    internal SymbolSet Members { get; } = new();

    internal object Instance => _instance();

    /// <summary>Adds the declared methods of another class of the module.</summary>
    /// <param name="type">The class.</param>
    /// <param name="instance">The object that its instance methods are called on; the module's instance when it is null.</param>
    public ModuleSymbol Add(Type type, Func<object>? instance = null)
    {
        Members.Add(type, new MemberOwner(this, instance ?? _instance));
        return this;
    }
}
