using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <content>The branches: client transactions, their cancelling and their ends.</content>
public sealed partial class Transaction
{
    /// <summary>How many branches a transaction may have, blind ones included.</summary>
    public const int MaxBranches = BranchSet.Capacity + 1;

    private ClientTransaction[] _branches = new ClientTransaction[1];
    private int _branchCount;

    /// <summary>How many branches there are.</summary>
    public int BranchCount => Volatile.Read(ref _branchCount);

    /// <summary>The branch at an index below <see cref="BranchCount"/>.</summary>
    public ClientTransaction Branch(int index) => _branches[index];

    /// <summary>
    /// Adds a branch and sends its request. For the owner, outside of the lock. Takes over <paramref name="request"/>.
    /// </summary>
    /// <returns>None, Canceled, TooManyBranches, or SendFailed: then the branch is there but over.</returns>
    internal RoutingError AddBranch(in SendTarget target, PooledBytes request, Slice uri, uint flags)
    {
        lock (_lock)
        {
            var error = MayForward();
            if (error != RoutingError.None)
            {
                _layer.Bytes.Return(ref request);
                return error;
            }

            var branch = NewBranch(target, request, uri, flags);
            if (branch.Transmit())
            {
                branch.StartTimers(_layer.Now, FinalResponse, FirstInterval);
                return RoutingError.None;
            }

            FailBranch(branch);
            return RoutingError.SendFailed;
        }
    }

    /// <summary>A branch whose request could not even be handed to a transport: it counts as a timeout that nobody is told about.</summary>
    internal void AddFailedBranch(in SendTarget target, PooledBytes request, Slice uri, uint flags)
    {
        lock (_lock)
        {
            FailBranch(NewBranch(target, request, uri, flags));
        }
    }

    /// <summary>Whether a branch can be added. Under the lock, or for the owner as a first look.</summary>
    internal RoutingError MayForward()
    {
        if (IsCanceled)
            return RoutingError.Canceled;
        if (IsAnswered || _isBlockedBy6xx)
            return RoutingError.Unspecified;
        return _branchCount == MaxBranches ? RoutingError.TooManyBranches : RoutingError.None;
    }

    /// <summary>
    /// The caller has sent CANCEL: ends all branches that are pending, and answers for those that were never begun.
    /// </summary>
    /// <returns>Whether anything was pending.</returns>
    internal bool Cancel()
    {
        lock (_lock)
        {
            if (IsAnswered)
                return false;
            IsCanceled = true;
            if (_branchCount > 0)
                return CancelPending(_layer.Options.CancelMethod, fakeSilent: true) > 0;
            SendMadeUpReply(487, "Request canceled"u8);
            return false;
        }
    }

    /// <summary>Cancels on behalf of the operator: branches without any reply just stop being sent. Gives the number of branches that are pending still.</summary>
    public int CancelByOperator()
    {
        lock (_lock)
        {
            IsCanceled = true;
            var now = _layer.Now;
            var pending = 0;
            foreach (var branch in AllBranches)
            {
                if (branch.IsFinal)
                    continue;
                pending++;
                branch.IsCanceled = true;
                if (branch.State == ClientState.Proceeding)
                    branch.SendCancel(now, FinalResponse, FirstInterval);
                else
                    branch.StopRetransmission(now);
            }

            return pending;
        }
    }

    internal void OnBranchTimer(ClientTransaction branch)
    {
        lock (_lock)
        {
            if (branch.OnTimer(_layer.Now))
                ScheduleEvents();
        }
    }

    /// <summary>Applies timers that the script has changed to the branches that run (<c>t_set_fr</c>).</summary>
    public void RestartDeadlines()
    {
        lock (_lock)
        {
            var now = _layer.Now;
            foreach (var branch in AllBranches)
            {
                if (!branch.IsFinal)
                    branch.RestartDeadline(now, IsInvite && branch.State == ClientState.Proceeding ? FinalResponseInvite : FinalResponse);
            }
        }
    }

    /// <summary>Applies retransmission intervals that the script has changed to the branches that run (<c>t_set_retr</c>).</summary>
    public void ChangeIntervals()
    {
        lock (_lock)
        {
            var now = _layer.Now;
            foreach (var branch in AllBranches)
            {
                if (!branch.IsFinal && !branch.HasSentCancel)
                    branch.ChangeInterval(now, branch.State == ClientState.Proceeding ? LongestInterval : FirstInterval);
            }
        }
    }

    private Span<ClientTransaction> AllBranches => _branches.AsSpan(0, _branchCount);

    private ClientTransaction NewBranch(in SendTarget target, PooledBytes request, Slice uri, uint flags)
    {
        if (_branchCount == _branches.Length)
            Array.Resize(ref _branches, Math.Min(_branchCount * 4, MaxBranches));
        var branch = _layer.TakeBranch();
        branch.Begin(this, _branchCount, target, request, uri);
        branch.Flags = flags;
        _branches[_branchCount] = branch;
        Volatile.Write(ref _branchCount, _branchCount + 1);
        return branch;
    }

    private static void FailBranch(ClientTransaction branch)
    {
        branch.IsCandidate = false;
        branch.LastStatus = 408;
        branch.OnFinal(isReal: false, isTimeout: false, isSuccess: false);
    }

    /// <summary>Cancels what is pending and gives its number. Under the lock.</summary>
    private int CancelPending(CancelMethod method, bool fakeSilent)
    {
        var now = _layer.Now;
        var pending = 0;
        foreach (var branch in AllBranches)
        {
            if (branch.IsFinal)
                continue;
            pending++;
            if (branch.IsCanceled)
                continue;
            branch.IsCanceled = true;
            if (branch.IsBlind)
                FakeFinal(branch, now);
            else if (branch.State == ClientState.Proceeding)
                branch.SendCancel(now, FinalResponse, FirstInterval);
            else if (!fakeSilent)
                branch.StopRetransmission(now);
            else if (method == CancelMethod.Fake)
                FakeFinal(branch, now);
            else if (method == CancelMethod.Force)
                branch.SendCancel(now, FinalResponse, FirstInterval);
        }

        return pending;
    }

    private void FakeFinal(ClientTransaction branch, long now)
    {
        branch.PendingStatus = 487;
        branch.StopRetransmission(now);
        ScheduleEvents();
    }

    /// <summary>A final reply has gone to the caller: nothing is waited for any more; an INVITE that is pending elsewhere is cancelled. Under the lock.</summary>
    private void FinishBranches(long now)
    {
        if (IsInvite)
            CancelPending(CancelMethod.Wait, fakeSilent: false);
        foreach (var branch in AllBranches)
        {
            if (!branch.IsFinal)
                branch.StopWaiting(now);
        }
    }

    private void StopBranches()
    {
        foreach (var branch in AllBranches)
            branch.StopTimers();
    }

    private bool HasUdpBranch()
    {
        foreach (var branch in AllBranches)
        {
            if (!branch.IsBlind && branch.IsCandidate && !branch.Target.Protocol.IsReliable())
                return true;
        }

        return false;
    }

    private bool HasPendingBranch()
    {
        // What something outside of SIP is to answer is waited for only when nothing else is there.
        var onlyBlind = true;
        var blindPending = false;
        foreach (var branch in AllBranches)
        {
            if (branch.IsBlind)
            {
                blindPending |= !branch.IsFinal;
                continue;
            }

            onlyBlind = false;
            if (!branch.IsFinal)
                return true;
        }

        return onlyBlind && blindPending;
    }

    private void ResetBranches()
    {
        foreach (var branch in AllBranches)
        {
            branch.Reset();
            _layer.GiveBranch(branch);
        }

        _branches.AsSpan(0, _branchCount).Clear();
        _branchCount = 0;
        _isBlockedBy6xx = false;
    }
}
