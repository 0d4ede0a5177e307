using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Tm;

/// <content>The routes that run for a transaction.</content>
internal sealed partial class TmModule
{
    [ScriptFunction("t_on_failure", "t_on_negative", In = Routes.Request | Routes.Failure | Routes.Reply)]
    public static ScriptResult OnFailure(RouteContext context, [Block(RouteBlockKind.Failure)] RouteReference route)
    {
        Settings(context).FailureRoute = route.Route;
        return ScriptResult.True;
    }

    [ScriptFunction("t_on_reply", In = Routes.Request | Routes.Failure | Routes.Reply)]
    public static ScriptResult OnReply(RouteContext context, [Block(RouteBlockKind.Reply)] RouteReference route)
    {
        Settings(context).ReplyRoute = route.Route;
        return ScriptResult.True;
    }

    [ScriptFunction("t_on_branch", In = Routes.Request | Routes.Failure)]
    public static ScriptResult OnBranch(RouteContext context, [Block(RouteBlockKind.Branch)] RouteReference route)
    {
        Settings(context).BranchRoute = route.Route;
        return ScriptResult.True;
    }

    [ScriptFunction("t_drop_replies", In = Routes.Failure)]
    public ScriptResult DropReplies(RouteContext context) => Drop(context, DroppedReplies.All);

    [ScriptFunction("t_drop_replies", In = Routes.Failure)]
    public ScriptResult DropReplies(RouteContext context, DropMode mode) => Drop(context, mode.Replies);

    private ScriptResult Drop(RouteContext context, DroppedReplies mode)
    {
        if (!HasTransaction(context))
            return ScriptResult.False;
        context.Transaction!.DropReplies(mode);
        return ScriptResult.True;
    }

    /// <summary>The settings that a function changes: those of the transaction, or before there is one, those of the next that the message makes.</summary>
    private static ref TransactionSettings Settings(RouteContext context)
    {
        if (context.Transaction is { } transaction)
            return ref transaction.Settings;
        return ref context.TransactionSettings;
    }
}

/// <summary>The argument of <c>t_drop_replies</c>: <c>a</c> all, <c>l</c> those of the last set of branches, <c>n</c> none.</summary>
/// <param name="Replies">What it means.</param>
internal sealed record DropMode(DroppedReplies Replies) : IScriptParameter<DropMode>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out DropMode value)
    {
        value = null!;
        DroppedReplies? replies = argument.ToString() switch
        {
            "a" or "" => DroppedReplies.All,
            "l" => DroppedReplies.Last,
            "n" => DroppedReplies.None,
            _ => null,
        };
        if (replies is null)
            return context.Refuse($"bad mode \"{argument}\"", "a (all), l (last set of branches) or n (none)");
        value = new DropMode(replies.Value);
        return true;
    }
}
