using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Diagnostics;

namespace Seraph.Testing.Flows;

/// <summary>A script made of delegates: each gets the context and returns what a route block would.</summary>
public sealed class FlowScript
{
    private readonly List<CompiledRoute> _routes = [];

    /// <summary>A script whose main route is <paramref name="main"/>.</summary>
    public FlowScript(Func<RouteContext, int> main, ScriptRules rules = ScriptRules.Modern)
    {
        Rules = rules;
        Add(RouteBlockKind.Request, CompiledRoute.MainName, main);
    }

    public ScriptRules Rules { get; }

    /// <summary>Adds a route block.</summary>
    public CompiledRoute Add(RouteBlockKind kind, string name, Func<RouteContext, int> body)
    {
        var route = new CompiledRoute(kind, name, Rules, SourceLocation.None) { Body = context => body((RouteContext)context) };
        _routes.Add(route);
        return route;
    }

    /// <summary>The script as a server runs it.</summary>
    public CompiledScript Compile() => new(Rules, _routes, [], new Dictionary<string, int>(), new Dictionary<string, uint>(), []);
}
