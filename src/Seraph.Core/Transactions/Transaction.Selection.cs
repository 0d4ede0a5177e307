using Seraph.Core.Attributes;
using Seraph.Core.Routing;
using Seraph.Script;

namespace Seraph.Core.Transactions;

/// <summary>Which replies <c>t_drop_replies</c> takes out of the choice.</summary>
public enum DroppedReplies : byte
{
    /// <summary>The script has not said; by the rules of Kamailio, all when branches were added.</summary>
    Unspecified,

    /// <summary>None.</summary>
    None,

    /// <summary>Those of the branches that were added last.</summary>
    Last,

    /// <summary>All.</summary>
    All,
}

/// <content>All branches have failed: the failure route, and which reply the caller gets (RFC 3261, 16.7, steps 6 to 9).</content>
public sealed partial class Transaction
{
    private bool _isBlockedBy6xx;
    private bool _isNoisy;
    private int _firstOfLastSet;
    private DroppedReplies _dropped;
    private PooledBytes _forwarding;
    private AttributeSet? _attributes;

    private bool Disables6xxBlock => _settings.Disable6xxBlock ?? _layer.Options.Disable6xxBlock;

    /// <summary>Says in a failure route which of the replies that are there lose their chance when it ends.</summary>
    public void DropReplies(DroppedReplies mode) => _dropped = mode;

    /// <summary>A timeout of this transaction is always answered, whatever noisy_ctimer says.</summary>
    internal void MakeNoisy() => _isNoisy = true;

    /// <summary>Begins a set of branches: keeps what the request's script has changed so far for the branches of failure routes.</summary>
    internal void BeginForwarding(RouteContext context, bool isFromRequest)
    {
        _firstOfLastSet = _branchCount;
        if (isFromRequest && _forwarding.IsEmpty)
            SaveForwarding(context);
    }

    /// <summary>Keeps what the request's script has changed so far. For the owner.</summary>
    internal void SaveForwarding(RouteContext context)
    {
        _layer.Bytes.Return(ref _forwarding);
        _forwarding = ForwardingState.Save(context, _layer.Bytes);
    }

    /// <summary>The branch route for the branches that are added next; it holds for this time only.</summary>
    internal CompiledRoute? TakeBranchRoute()
    {
        var route = _settings.BranchRoute;
        _settings.BranchRoute = null;
        return route;
    }

    /// <summary>Runs a route; what it throws ends it, but not the transaction.</summary>
    internal RouteOutcome RunRoute(CompiledRoute route, RouteContext context)
    {
        try
        {
            return route.Run(context);
        }
#pragma warning disable CA1031 // The boundary of one route: the transaction must come to its end whatever a function does.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            TransactionLog.RouteThrew(_layer.Logger, exception, Id, route.Name);
            context.LastError = RoutingError.Script;
            return new RouteOutcome(-1, Dropped: false);
        }
    }

    /// <summary>Does what is due when no branch is pending any more. For the owner, outside of the lock.</summary>
    private void Conclude()
    {
        ClientTransaction? picked;
        CompiledRoute? route;
        int known;
        int firstOfLast;
        lock (_lock)
        {
            if (IsAnswered || HasPendingBranch())
                return;
            picked = Pick();
            route = _settings.FailureRoute;
            if (picked is null || route is null)
            {
                SendPicked(picked);
                return;
            }

            _settings.FailureRoute = null;
            _isBlockedBy6xx = false;
            _dropped = DroppedReplies.Unspecified;
            known = _branchCount;
            firstOfLast = _firstOfLastSet;
        }

        RunFailureRoute(route, picked);
        lock (_lock)
        {
            DropChosen(known, firstOfLast);
            if (!IsAnswered && !HasPendingBranch())
                SendPicked(Pick());
        }
    }

    /// <summary>The best final reply of the branches that may be chosen; null when there is none.</summary>
    private ClientTransaction? Pick()
    {
        ClientTransaction? best = null;
        foreach (var branch in AllBranches)
        {
            if (branch.IsFinal && branch.IsCandidate && (best is null || ResponsePriority.Of(branch.LastStatus) < ResponsePriority.Of(best.LastStatus)))
                best = branch;
        }

        return best;
    }

    private void DropChosen(int known, int firstOfLast)
    {
        var mode = _dropped;
        if (mode == DroppedReplies.Unspecified && Program.Script.Rules == ScriptRules.Kamailio && _branchCount > known)
            mode = DroppedReplies.All;
        if (mode is DroppedReplies.Unspecified or DroppedReplies.None)
            return;
        for (var i = mode == DroppedReplies.Last ? firstOfLast : 0; i < known; i++)
        {
            _branches[i].IsCandidate = false;
            _branches[i].DropReply();
        }
    }

    /// <summary>Sends the caller the reply that was picked, or what it becomes on the way. Under the lock.</summary>
    private void SendPicked(ClientTransaction? picked)
    {
        if (picked is null)
        {
            SendError(Error == RoutingError.None ? RoutingError.Unspecified : Error);
            return;
        }

        var code = picked.LastStatus;
        if (IsSilent)
            SendUpstream(code, default, picked.Index);
        else if (picked.Reply.IsEmpty)
            SendMadeUpReply(code);
        else if (code == 503)
            SendMadeUpReply(500, "Service Unavailable"u8); // the caller must not stop using us because of one of our destinations (16.7, step 6)
        else if (code is 401 or 407 && _layer.Options.AggregateChallenges && CountChallenges() > 1)
            SendUpstream(code, _layer.Messages.BuildChallenge(this, code), RepliedLocally);
        else
            SendUpstream(code, picked.TakeReply(), picked.Index);
    }

    private int CountChallenges()
    {
        var count = 0;
        foreach (var branch in AllBranches)
        {
            if (IsChallenge(branch))
                count++;
        }

        return count;
    }

    internal static bool IsChallenge(ClientTransaction branch) =>
        branch.IsCandidate && branch.LastStatus is 401 or 407 && !branch.Reply.IsEmpty;

    /// <summary>Sends a final reply that nobody else has made. Under the lock.</summary>
    private void SendMadeUpReply(int code, ReadOnlySpan<byte> reason = default)
    {
        _layer.Counters.RepliedLocally.Increment();
        SendUpstream(code, IsSilent ? default : _layer.Messages.BuildReply(this, code, reason), RepliedLocally);
    }

    /// <summary>Sends the reply that tells of an internal error. Under the lock.</summary>
    private void SendError(RoutingError error)
    {
        var (code, reason) = error.ToReply("TM");
        SendMadeUpReply(code, System.Text.Encoding.UTF8.GetBytes(reason));
    }

    private void RunFailureRoute(CompiledRoute route, ClientTransaction picked)
    {
        var context = _layer.RentContext(Program, Source);
        if (ForwardingState.Restore(this, _forwarding.Span, context))
        {
            EnterRoute(context);
            context.PickedBranch = picked.Index;
            context.LastError = RoutingError.None;
            var result = RunRoute(route, context);
            if (result.Code < 0)
                TransactionLog.RouteFailed(_layer.Logger, Id, route.Name, result.Code);
            if (context.LastError != RoutingError.None)
                Error = context.LastError;
            LeaveRoute(context);
        }

        _layer.ReturnContext(context);
    }

    /// <summary>Runs the transaction's onreply route, if it has one. True when it dropped the reply.</summary>
    private bool RunReplyRoute(RouteContext context, ClientTransaction branch)
    {
        if (_settings.ReplyRoute is not { } route)
            return false;
        var flags = context.Flags;
        EnterRoute(context);
        context.PickedBranch = branch.Index;
        context.BranchFlags = branch.Flags;
        var result = RunRoute(route, context);
        branch.Flags = context.BranchFlags;
        LeaveRoute(context);
        context.Flags = flags;
        return result.Dropped && Program.Script.Rules != ScriptRules.Classic; // in 2.1 a reply of a transaction can't be dropped
    }

    /// <summary>Lends the transaction's flags and attributes to the context of a route.</summary>
    private void EnterRoute(RouteContext context)
    {
        context.Attach(this);
        context.Flags = Flags;
        if (_attributes is not null)
            context.AttributeStore.Attach(_attributes);
    }

    /// <summary>Takes back what the route has made of them.</summary>
    private void LeaveRoute(RouteContext context)
    {
        Flags = context.Flags;
        KeepAttributes(context);
    }

    private void KeepAttributes(RouteContext context)
    {
        if (_attributes is null && context.AttributeStore.Set.Count > 0)
            _attributes = context.AttributeStore.HandOver();
    }

    /// <summary>Nothing will be forwarded any more, and no reply be chosen.</summary>
    private void DropForwarding()
    {
        _layer.Bytes.Return(ref _forwarding);
        foreach (var branch in AllBranches)
            branch.DropReply();
    }

    private void ResetRoutes()
    {
        ResetEvents();
        DropForwarding();
        if (_attributes is not null)
            AttributeSet.Return(_attributes);
        _attributes = null;
        _firstOfLastSet = 0;
    }
}
