namespace Seraph.Core.Management;

/// <summary>
/// Makes a method of a module or of the core a management command, callable over every management transport. The method takes an
/// <see cref="RpcCall"/>, then one parameter (int, long, double, string or bool) for each argument; those with a default are optional.
/// A missing or mistyped argument is answered before the method is called. It runs on any thread, several calls may run at once.
/// </summary>
/// <param name="name">The command: <c>module.method</c>, ASCII, case-sensitive.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcAttribute(string name) : Attribute
{
    /// <summary>The command.</summary>
    public string Name { get; } = name;

    /// <summary>What it does and answers, for <c>system.methodHelp</c>.</summary>
    public string Help { get; init; } = "";

    /// <summary>Whether the answer is a list even when it has one value (XML-RPC and JSON-RPC tell the difference).</summary>
    public bool ReturnsArray { get; init; }
}
