using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>
/// One branch of a transaction: the request as it was sent to one destination, its retransmissions, and what came back (RFC 3261, 17.1). Pooled; everything
/// changes under the lock of the transaction.
/// </summary>
public sealed class ClientTransaction : ITimerHandler
{
    internal const long Never = long.MaxValue;

    private readonly TransactionLayer _layer;
    private readonly WheelTimer _timer;
    private PooledBytes _sent;
    private PooledBytes _reply;

    internal ClientTransaction(TransactionLayer layer)
    {
        _layer = layer;
        _timer = new WheelTimer(layer.Wheel, this);
    }

    /// <summary>Where the branch is.</summary>
    public ClientState State { get; private set; }

    /// <summary>The position among the branches of the transaction, from 0; the last part of the Via branch.</summary>
    public int Index { get; private set; }

    /// <summary>The code of the last reply, received or made up; 0 before.</summary>
    public int LastStatus { get; internal set; }

    /// <summary>Some reply has really been received.</summary>
    public bool HasReplied { get; internal set; }

    /// <summary>A final reply has really been received.</summary>
    internal bool HasRealFinal { get; private set; }

    /// <summary>It ran into its timer.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>A final reply has come or was made up.</summary>
    public bool IsFinal => State >= ClientState.Completed;

    /// <summary>It sends nothing: something outside of SIP is to answer (<c>t_suspend</c> and the like).</summary>
    public bool IsBlind { get; private set; }

    /// <summary>The flags of the branch.</summary>
    public uint Flags { get; internal set; }

    /// <summary>Where the request goes.</summary>
    public SendTarget Target { get; private set; }

    /// <summary>The Request-URI as sent.</summary>
    public ReadOnlyMemory<byte> Uri => _sent.IsEmpty ? default : _uri.Of(_sent.Memory);

    /// <summary>The request as sent; empty once it is not needed any more.</summary>
    public ReadOnlyMemory<byte> Sent => _sent.Memory;

    /// <summary>The final reply as it would be passed on; empty when there is none, or none any more.</summary>
    public ReadOnlyMemory<byte> Reply => _reply.Memory;

    /// <summary>Whether the reply can still be chosen: not after <c>t_drop_replies</c>, and never when the request could not even be sent.</summary>
    internal bool IsCandidate { get; set; }

    /// <summary>The branch is to be cancelled, now or as soon as it gives a sign of life.</summary>
    internal bool IsCanceled { get; set; }

    /// <summary>A CANCEL was sent.</summary>
    internal bool HasSentCancel { get; private set; }

    /// <summary>The final reply that is to be processed as if it had come: a timeout and the like; 0 = none.</summary>
    internal int PendingStatus { get; set; }

    internal Transaction Transaction { get; private set; } = null!;

    internal PooledBytes SentPiece => _sent;

    internal PooledBytes ReplyPiece => _reply;

    /// <summary>When the branch gives up (timers B, C, F), on the clock of the layer.</summary>
    internal long Deadline { get; private set; }

    private Slice _uri;
    private long _retransmitAt;
    private int _interval;
    private long _cancelUntil;

    internal void Begin(Transaction transaction, int index, in SendTarget target, PooledBytes sent, Slice uri)
    {
        Transaction = transaction;
        Index = index;
        Target = target;
        _sent = sent;
        _uri = uri;
        State = ClientState.Calling;
        IsBlind = sent.IsEmpty;
        IsCandidate = true;
        Deadline = _retransmitAt = Never;
    }

    /// <summary>Starts the timers of the request, which has just been sent.</summary>
    internal void StartTimers(long now, int finalResponse, int firstInterval)
    {
        Deadline = Math.Min(now + finalResponse, Transaction.EndOfLife);
        _interval = firstInterval;
        _retransmitAt = Target.Protocol.IsReliable() || IsBlind ? Never : now + firstInterval;
        Arm(now);
    }

    /// <summary>Sets the time to give up to <paramref name="finalResponse"/> from now, but not beyond the life of the transaction.</summary>
    internal void RestartDeadline(long now, int finalResponse)
    {
        Deadline = Math.Min(now + finalResponse, Transaction.EndOfLife);
        Arm(now);
    }

    /// <summary>Lets the next retransmission come after <paramref name="interval"/>, if there is one to come.</summary>
    internal void ChangeInterval(long now, int interval)
    {
        if (_retransmitAt == Never)
            return;
        _interval = interval;
        _retransmitAt = now + interval;
        Arm(now);
    }

    /// <summary>A provisional reply: an INVITE is not sent again, other requests once every T2 (RFC 3261, 17.1.1.2 and 17.1.2.2).</summary>
    internal void OnProvisional(long now, int finalResponseInvite, bool restart, int longestInterval)
    {
        State = ClientState.Proceeding;
        if (Transaction.IsInvite)
        {
            if (!HasSentCancel)
                _retransmitAt = Never;
            if (restart)
                Deadline = Math.Min(now + finalResponseInvite, Transaction.EndOfLife);
        }
        else
        {
            _interval = longestInterval;
            if (_retransmitAt != Never)
                _retransmitAt = now + longestInterval;
        }

        Arm(now);
    }

    /// <summary>A final reply, real or made up: no timer runs from here on.</summary>
    internal void OnFinal(bool isReal, bool isTimeout, bool isSuccess)
    {
        State = isSuccess && Transaction.IsInvite ? ClientState.Accepted : ClientState.Completed;
        HasRealFinal |= isReal;
        HasTimedOut |= isTimeout;
        PendingStatus = 0;
        if (HasSentCancel && !isReal)
            StopWaiting(_layer.Now);
        else
            StopTimers();

        // Only the INVITE of a negative reply is needed again: its ACKs are made from it.
        if (!Transaction.IsInvite || State == ClientState.Accepted)
            _layer.Bytes.Return(ref _sent);
    }

    /// <summary>Keeps the reply for the choice that is made when all branches are final.</summary>
    internal void KeepReply(PooledBytes reply) => _reply = reply;

    /// <summary>Hands the reply over to somebody else.</summary>
    internal PooledBytes TakeReply()
    {
        var reply = _reply;
        _reply = default;
        return reply;
    }

    internal void DropReply() => _layer.Bytes.Return(ref _reply);

    /// <summary>Ends retransmission of the request without ending the branch.</summary>
    internal void StopRetransmission(long now)
    {
        if (!HasSentCancel)
            _retransmitAt = Never;
        Arm(now);
    }

    /// <summary>Sends the CANCEL and starts its retransmission; a second call sends it again.</summary>
    internal void SendCancel(long now, int finalResponse, int firstInterval)
    {
        if (!TransmitCancel() || HasSentCancel)
            return;
        HasSentCancel = true;
        _cancelUntil = now + finalResponse;
        _interval = firstInterval;
        _retransmitAt = Target.Protocol.IsReliable() ? Never : now + firstInterval;
        Arm(now);
    }

    /// <summary>A reply to our CANCEL: it has arrived.</summary>
    internal void OnCancelReply(long now)
    {
        _retransmitAt = Never;
        Arm(now);
    }

    /// <summary>The final reply does not matter any more: the request is not sent again, and no timeout comes. A CANCEL goes on.</summary>
    internal void StopWaiting(long now)
    {
        Deadline = Never;
        if (!HasSentCancel)
            _retransmitAt = Never;
        Arm(now);
    }

    internal void StopTimers()
    {
        Deadline = _retransmitAt = Never;
        Transaction.Disarm(_timer);
    }

    /// <summary>Sends the request.</summary>
    internal bool Transmit() => _layer.Send(Target, _sent.Span) == SendStatus.Sent;

    void ITimerHandler.OnTimer(WheelTimer timer)
    {
        var transaction = Transaction;
        transaction.OnBranchTimer(this);
        transaction.Release();
    }

    /// <summary>The timer has run out, under the lock of the transaction. True when the branch has come to its end and has to be processed.</summary>
    internal bool OnTimer(long now)
    {
        if (PendingStatus != 0)
            return false;
        if (!IsFinal && now >= Deadline)
        {
            PendingStatus = 408;
            StopWaiting(now);
            return true;
        }

        if (now >= _retransmitAt && !Retransmit(now))
        {
            PendingStatus = 503;
            StopTimers();
            return true;
        }

        Arm(now);
        return false;
    }

    internal void Reset()
    {
        _layer.Bytes.Return(ref _sent);
        _layer.Bytes.Return(ref _reply);
        Transaction = null!;
        Target = default;
        LastStatus = 0;
        HasReplied = HasRealFinal = HasTimedOut = IsBlind = IsCandidate = IsCanceled = HasSentCancel = false;
        Flags = 0;
        PendingStatus = 0;
        _uri = default;
        _cancelUntil = 0;
    }

    private bool Retransmit(long now)
    {
        if (HasSentCancel)
        {
            if (now >= _cancelUntil)
            {
                _retransmitAt = Never;
                return true;
            }

            TransmitCancel(); // a CANCEL that fails changes nothing: the timer of the request ends the branch
        }
        else if (!Transmit())
        {
            return false;
        }

        _layer.Counters.Retransmissions.Increment();
        _interval = State == ClientState.Proceeding && !HasSentCancel ? Transaction.LongestInterval : Math.Min(_interval * 2, Transaction.LongestInterval);
        _retransmitAt = now + _interval;
        return true;
    }

    private bool TransmitCancel()
    {
        var cancel = _layer.Messages.BuildCancel(this);
        var sent = _layer.Send(Target, cancel.Span) == SendStatus.Sent;
        _layer.Bytes.Return(ref cancel);
        return sent;
    }

    private void Arm(long now)
    {
        var next = Math.Min(Deadline, _retransmitAt);
        if (next == Never)
            Transaction.Disarm(_timer);
        else
            Transaction.Arm(_timer, next - now);
    }
}
