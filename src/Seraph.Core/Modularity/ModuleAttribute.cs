namespace Seraph.Core.Modularity;

/// <summary>
/// Makes a class a module of the server, found by <c>loadmodule "name"</c>. The class is created once per program: its constructor gets its
/// options (a class whose properties carry <c>[Parameter]</c>, filled by <c>modparam</c>), loggers, services of the core and interfaces that
/// modules loaded before it implement. Its methods are what scripts and RPC clients see, by their attributes.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ModuleAttribute(string name, params string[] aliases) : Attribute
{
    /// <summary>The name in scripts.</summary>
    public string Name { get; } = name;

    /// <summary>Other names that scripts may load it by.</summary>
    public IReadOnlyList<string> Aliases { get; } = aliases;

    /// <summary>Further classes of the module whose static methods scripts see (selects in a file of their own, say).</summary>
    public Type[] Members { get; set; } = [];
}
