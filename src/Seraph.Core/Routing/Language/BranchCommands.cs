using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>
/// <c>append_branch</c>: adds a destination. Without a URI it is the current Request-URI with all that leads there; a URI of its own goes without the
/// destination, path and flags of the other. At most 11, then -1 and the error "too many branches".
/// </summary>
internal static class BranchCommands
{
    [ScriptCommand("append_branch", Forms = CommandForms.Either)]
    public static ScriptResult Append(RouteContext context)
    {
        if (!context.Message.IsRequest)
            return ScriptResult.False;
        return Add(context, new Branch(
            context.RequestUri, context.DestinationUri, context.Path, context.Q, context.ForcedSocket, context.BranchFlags));
    }

    [ScriptCommand("append_branch")]
    public static ScriptResult Append(RouteContext context, byte[] uri) => Append(context, uri, BranchSet.NoQ);

    [ScriptCommand("append_branch")]
    public static ScriptResult Append(RouteContext context, byte[] uri, QArgument q) => Append(context, uri, q.Thousandths);

    private static ScriptResult Append(RouteContext context, byte[] uri, int q)
    {
        if (!context.Message.IsRequest)
            return ScriptResult.False;
        return Add(context, new Branch(uri, Q: q, Socket: context.ForcedSocket));
    }

    private static ScriptResult Add(RouteContext context, in Branch branch)
    {
        if (context.Branches.TryAdd(branch))
            return ScriptResult.True;
        if (context.Branches.Count == BranchSet.Capacity)
            context.LastError = RoutingError.TooManyBranches;
        return ScriptResult.False;
    }
}
