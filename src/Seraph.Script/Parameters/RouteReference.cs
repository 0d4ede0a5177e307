namespace Seraph.Script.Parameters;

/// <summary>
/// A route block named by an argument. The kind is that of <see cref="BlockAttribute"/>, a request route without it. The name "0" and the empty one mean
/// no route.
/// </summary>
public sealed class RouteReference : IScriptParameter<RouteReference>
{
    internal RouteReference(RouteBlockKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>The kind of block.</summary>
    public RouteBlockKind Kind { get; }

    /// <summary>The name as written.</summary>
    public string Name { get; }

    /// <summary>The compiled block; null for "0" and for a name that the script doesn't define.</summary>
    public CompiledRoute? Route { get; internal set; }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RouteReference value)
    {
        value = null!;
        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Number or ScriptArgumentKind.Word))
            return context.Refuse("route name expected");

        var kind = context.GetAttribute<BlockAttribute>()?.Kind ?? RouteBlockKind.Request;
        value = context.GetRoute(kind, argument.ToString());
        return true;
    }
}
