using Seraph.Core.Modularity;
using Seraph.Script;

namespace Seraph.Core.Routing;

/// <summary>
/// A compiled script with its modules: what handles a message from its first byte to its last. Immutable; a reload makes a new one, and
/// transactions in flight keep the one that they began with.
/// </summary>
public sealed class RoutingProgram
{
    /// <summary>Puts a script and the modules that it has loaded, in load order, together.</summary>
    public RoutingProgram(CompiledScript script, IReadOnlyList<object> modules)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(modules);
        Script = script;
        Modules = modules;
        RequestRoute = script.Main(RouteBlockKind.Request);
        ReplyRoute = script.Main(RouteBlockKind.Reply);
        OnSendRoute = script.Main(RouteBlockKind.OnSend);
        RequestFilters = [.. modules.OfType<IRequestFilter>()];
        RequestEnds = [.. modules.OfType<IRequestEnd>()];
        ReplyHandlers = [.. modules.OfType<IReplyHandler>()];
    }

    /// <summary>The compiled script.</summary>
    public CompiledScript Script { get; }

    /// <summary>The modules' instances in load order.</summary>
    public IReadOnlyList<object> Modules { get; }

    /// <summary>The unnamed <c>route</c>, or null when the script has none.</summary>
    public CompiledRoute? RequestRoute { get; }

    /// <summary>The unnamed <c>onreply_route</c>, or null.</summary>
    public CompiledRoute? ReplyRoute { get; }

    /// <summary>The unnamed <c>onsend_route</c>, or null.</summary>
    public CompiledRoute? OnSendRoute { get; }

    internal IRequestFilter[] RequestFilters { get; }

    internal IRequestEnd[] RequestEnds { get; }

    internal IReplyHandler[] ReplyHandlers { get; }
}
