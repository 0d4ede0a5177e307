using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <content>Who owns the transaction, and what happens to it: replies and timeouts, one after the other.</content>
public sealed partial class Transaction
{
    /// <summary>How many replies may wait while another message or timer runs a route; further ones are dropped, and come again.</summary>
    public const int MaxQueuedReplies = 32;

    private bool _isOwned;
    private bool _isScheduled;
    private bool _isExpired;
    private QueuedReply? _firstQueued;
    private QueuedReply? _lastQueued;
    private int _queuedCount;

    /// <summary>A reply has come for the branch at <paramref name="index"/>. False when it is none of ours: then the caller goes on with it.</summary>
    internal bool OnReply(RouteContext context, int index)
    {
        var message = context.Message;
        ref readonly var cseq = ref message.CSeq;
        ClientTransaction branch;
        lock (_lock)
        {
            if (index >= _branchCount)
                return false;
            branch = _branches[index];
            if (cseq.Method == SipMethod.Cancel && IsInvite)
            {
                if (!branch.HasSentCancel)
                    return false;
                branch.OnCancelReply(_layer.Now);
                return true;
            }

            if (cseq.Method != Method || (Method == SipMethod.Other && !message[cseq.MethodText].SequenceEqual(MethodText)))
                return false;
            if (_isOwned)
            {
                Enqueue(context, index);
                return true;
            }

            _isOwned = true;
        }

        Process(context, null, branch, 0);
        Disown();
        return true;
    }

    /// <summary>Whether a reply is one to the request of a branch, or to its CANCEL.</summary>
    internal bool IsReplyTo(SipMessage reply, int index)
    {
        lock (_lock)
        {
            if (index >= _branchCount)
                return false;
            ref readonly var cseq = ref reply.CSeq;
            if (cseq.Method == SipMethod.Cancel && IsInvite)
                return _branches[index].HasSentCancel;
            return cseq.Method == Method && (Method != SipMethod.Other || reply[cseq.MethodText].SequenceEqual(MethodText));
        }
    }

    /// <summary>Does what has been queued in the meantime and lets the transaction go.</summary>
    internal void Disown()
    {
        while (true)
        {
            ClientTransaction? branch = null;
            QueuedReply? reply = null;
            var status = 0;
            lock (_lock)
            {
                if (_firstQueued is not null)
                {
                    reply = _firstQueued;
                    _firstQueued = reply.Next;
                    _queuedCount--;
                    branch = _branches[reply.Branch];
                }
                else
                {
                    foreach (var each in AllBranches)
                    {
                        if (each.PendingStatus == 0)
                            continue;
                        branch = each;
                        status = each.PendingStatus;
                        each.PendingStatus = 0;
                        break;
                    }
                }

                if (branch is null && !_isExpired)
                {
                    _isOwned = false;
                    if (IsAnswered)
                        ShrinkRequest();
                    return;
                }
            }

            Process(null, reply, branch, status);
        }
    }

    /// <summary>Handles one event: a reply that is here, one that was queued, the made-up end of a branch, or the end of the life of all. For the owner.</summary>
    private void Process(RouteContext? context, QueuedReply? queued, ClientTransaction? branch, int status)
    {
        try
        {
            if (context is not null)
                ProcessReply(context, branch!);
            else if (queued is not null)
                ProcessQueued(queued, branch!);
            else if (branch is not null)
                ProcessMadeUp(branch, status);
            else
                ProcessExpiry();
        }
#pragma warning disable CA1031 // The boundary of one event: whatever goes wrong, the transaction must be let go and reach its end.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            TransactionLog.EventFailed(_layer.Logger, exception, Id);
        }
    }

    /// <summary>Events that a timer or another message has left: handled by whoever may take the time for it.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
        {
            _isScheduled = false;
            if (_isOwned)
            {
                Release(); // the queue's; the owner sees to the events
                return;
            }

            _isOwned = true;
        }

        using (SendBatch.Begin())
        {
            Disown();
        }

        Release();
    }

    /// <summary>Has the pending events looked at, by the owner if there is one. Under the lock.</summary>
    private void ScheduleEvents()
    {
        if (_isOwned || _isScheduled)
            return;
        _isScheduled = true;
        AddReference();
        _layer.WorkQueue.Enqueue(this);
    }

    private void Enqueue(RouteContext context, int index)
    {
        if (_queuedCount == MaxQueuedReplies)
            return; // as if the network had lost it
        var reply = new QueuedReply(_layer.Messages.Freeze(context), context.Source, index);
        if (_firstQueued is null)
            _firstQueued = reply;
        else
            _lastQueued!.Next = reply;
        _lastQueued = reply;
        _queuedCount++;
    }

    private void ProcessQueued(QueuedReply reply, ClientTransaction branch)
    {
        var context = _layer.RentContext(Program, reply.Source);
        if (TransactionMessages.Thaw(reply.Frozen, context))
            ProcessReply(context, branch);
        _layer.ReturnContext(context);
        var frozen = reply.Frozen;
        _layer.Bytes.Return(ref frozen);
    }

    private void ProcessReply(RouteContext context, ClientTransaction branch)
    {
        var code = context.Message.StatusCode;
        int previous;
        lock (_lock)
        {
            previous = branch.IsFinal ? branch.LastStatus : 0;
            if (code < 200 ? !OnProvisional(branch, code) : !OnFinal(context, branch, code))
                return;
        }

        if (RunReplyRoute(context, branch) && code < 200)
            return;

        if (code < 200)
            RelayProvisional(context, branch, code);
        else if (code < 300)
            RelaySuccess(context, branch, code, previous);
        else if (previous == 0)
            KeepNegative(context, branch, code);
    }

    /// <summary>The timers of a branch that has given a sign of life. False when the reply goes no further.</summary>
    private bool OnProvisional(ClientTransaction branch, int code)
    {
        var now = _layer.Now;
        if (branch.IsFinal || branch.IsCanceled)
        {
            if (!branch.IsFinal)
            {
                branch.OnProvisional(now, 0, restart: false, LongestInterval);
                branch.HasReplied = true;
                branch.LastStatus = code;
            }

            // It rings where nobody wants it to any more: now the CANCEL may go (RFC 3261, 9.1), or has to go again.
            if (IsInvite && branch.IsCanceled && !branch.HasRealFinal)
                branch.SendCancel(now, FinalResponse, FirstInterval);
            return false;
        }

        var restart = _layer.Options.RestartOnEachReply || branch.LastStatus == 0 || (code > branch.LastStatus && code >= 180);
        branch.OnProvisional(now, FinalResponseInvite, restart && !IsAnswered, LongestInterval);
        return true;
    }

    /// <summary>The timers of a branch that has answered, and the ACK to it. False when the reply goes no further.</summary>
    private bool OnFinal(RouteContext context, ClientTransaction branch, int code)
    {
        if (IsInvite && code >= 300)
            Acknowledge(context, branch);
        if (!branch.IsFinal || (code < 300 && IsInvite && branch.State != ClientState.Accepted))
            branch.OnFinal(isReal: true, isTimeout: false, isSuccess: code < 300);
        return true;
    }

    /// <summary>RFC 3261, 17.1.1.3: every copy of a negative reply to an INVITE gets its ACK from here.</summary>
    private void Acknowledge(RouteContext context, ClientTransaction branch)
    {
        if (branch.Sent.IsEmpty)
            return; // a negative reply after a 2xx of the same branch
        var ack = _layer.Messages.BuildAck(branch, context.Message);
        _layer.Send(branch.Target, ack.Span);
        _layer.Bytes.Return(ref ack);
    }

    private void RelayProvisional(RouteContext context, ClientTransaction branch, int code)
    {
        lock (_lock)
        {
            branch.HasReplied = true;
            branch.LastStatus = code;
            if (code > 100 && !IsAnswered)
                SendUpstream(code, BuildForwarded(context), branch.Index);
        }
    }

    // An INVITE: every 2xx of every branch, even when another answer has gone before (RFC 3261, 16.7, step 5). Others: the first final reply only.
    private void RelaySuccess(RouteContext context, ClientTransaction branch, int code, int previous)
    {
        lock (_lock)
        {
            branch.HasReplied = true;
            if (!IsInvite && (IsAnswered || previous != 0))
                return;
            branch.LastStatus = code;
            SendUpstream(code, BuildForwarded(context), branch.Index);
        }
    }

    private void KeepNegative(RouteContext context, ClientTransaction branch, int code)
    {
        lock (_lock)
        {
            branch.HasReplied = true;
            branch.LastStatus = code;
            if (IsAnswered)
                return;
            branch.KeepReply(BuildForwarded(context));
            if (code >= 600 && !Disables6xxBlock)
                BlockBy6xx();
        }

        Conclude();
    }

    private PooledBytes BuildForwarded(RouteContext context) => IsSilent ? default : _layer.Messages.BuildForwardedReply(context, _upstream.Protocol);

    private void BlockBy6xx()
    {
        _isBlockedBy6xx = true;
        if (IsInvite)
            CancelPending(_layer.Options.CancelMethod, fakeSilent: true);
    }

    /// <summary>A branch ends without a real reply: it ran into its timer, could not be sent again, or was cancelled before it gave a sign of life.</summary>
    private void ProcessMadeUp(ClientTransaction branch, int status)
    {
        lock (_lock)
        {
            if (branch.IsFinal)
                return;

            var wasProceeding = branch.State == ClientState.Proceeding;
            var mayDropSilently = status == 408 && MayDropSilently(branch);
            branch.OnFinal(isReal: false, isTimeout: status == 408, isSuccess: false);
            branch.LastStatus = status;
            if (mayDropSilently)
            {
                State = ServerState.Confirmed;
                Linger(_layer.Now);
                return;
            }

            if (IsInvite && !branch.IsBlind)
            {
                // Whoever rings is told to stop; whoever was silent will be as soon as he says something.
                branch.IsCanceled = true;
                if (wasProceeding)
                    branch.SendCancel(_layer.Now, FinalResponse, FirstInterval);
            }

            if (IsAnswered)
                return;
        }

        Conclude();
    }

    /// <summary>Spec modules/tm.md, "Timers", expiry of a branch, step 1.</summary>
    private bool MayDropSilently(ClientTransaction branch) =>
        !_layer.Options.NoisyTimeout && !_isNoisy && IsInvite && _branchCount == 1 && _settings.FailureRoute is null
        && branch.State == ClientState.Calling && !branch.IsCanceled;

    /// <summary>The life of a transaction is over that has nothing pending and no final reply.</summary>
    private void ProcessExpiry()
    {
        lock (_lock)
        {
            _isExpired = false;
            if (IsAnswered || HasPendingBranch())
                return;
            SendMadeUpReply(408);
        }
    }

    private void ResetEvents()
    {
        _isOwned = false;
        _isScheduled = false;
        _isExpired = false;
        _lastQueued = null;
        _isNoisy = false;
    }

    private sealed class QueuedReply(PooledBytes frozen, ReceiveInfo source, int branch)
    {
        public PooledBytes Frozen { get; } = frozen;

        public ReceiveInfo Source { get; } = source;

        public int Branch { get; } = branch;

        public QueuedReply? Next { get; set; }
    }
}
