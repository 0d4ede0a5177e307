using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <content>The server transaction: what the caller is sent, and how long it is remembered (RFC 3261, 17.2; RFC 6026, 7.1).</content>
public sealed partial class Transaction
{
    /// <summary><see cref="RelayedBranch"/> as long as nothing final was passed on.</summary>
    public const int NothingRelayed = -1;

    /// <summary><see cref="RelayedBranch"/> when the reply was made here.</summary>
    public const int RepliedLocally = -2;

    private SendTarget _upstream;
    private PooledBytes _lastReply;
    private long _deadline = ClientTransaction.Never;
    private long _retransmitAt = ClientTransaction.Never;
    private int _interval;
    private long _answeredAt;
    private int _lastStatus;
    private bool _isWaiting;

    /// <summary>Where the server side is.</summary>
    public ServerState State { get; private set; }

    /// <summary>The code of the last reply sent to the caller; 0 before.</summary>
    public int LastStatus => Volatile.Read(ref _lastStatus);

    /// <summary>A final reply was sent to the caller, or none will be.</summary>
    public bool IsAnswered => State > ServerState.Proceeding;

    /// <summary>The branch whose final reply was passed on, <see cref="NothingRelayed"/> or <see cref="RepliedLocally"/>.</summary>
    public int RelayedBranch { get; private set; }

    /// <summary>The last reply sent to the caller, when it is still kept.</summary>
    public PooledBytes LastReply => _lastReply;

    /// <summary>Nobody waits upstream for a reply: a copy made by <c>t_replicate</c>.</summary>
    internal bool IsSilent { get; set; }

    /// <summary>
    /// Sends a reply to the caller and takes over <paramref name="reply"/>. Under the lock. A final reply ends the branches that are still open.
    /// </summary>
    /// <param name="code">The code of the reply.</param>
    /// <param name="reply">The reply as it goes out.</param>
    /// <param name="branch">The branch that it comes from, or <see cref="RepliedLocally"/>.</param>
    /// <returns>False when the transport refused it.</returns>
    private bool SendUpstream(int code, PooledBytes reply, int branch)
    {
        var now = _layer.Now;
        var isFirstFinal = code >= 200 && !IsAnswered;
        var isSent = IsSilent || _layer.Send(_upstream, reply.Span) == SendStatus.Sent;
        if (code >= 200 || LastStatus < 200)
            Volatile.Write(ref _lastStatus, code);
        if (code >= 200)
            RelayedBranch = branch;

        if (!isFirstFinal)
        {
            if (code < 200 && !IsAnswered)
            {
                State = ServerState.Proceeding;
                KeepLastReply(reply);
            }
            else
            {
                _layer.Bytes.Return(ref reply); // a further 2xx: whoever sent it repeats it until it is acknowledged
            }

            return isSent;
        }

        _layer.Counters.CountCompletion(code);
        _answeredAt = now;
        if (!IsInvite)
            State = ServerState.Completed;
        else
            State = code < 300 ? ServerState.Accepted : ServerState.Completed;
        FinishBranches(now);
        StartFinalTimers(now, code, branch);
        if (State == ServerState.Accepted && branch != RepliedLocally)
        {
            // RFC 6026, 7.1: retransmissions of the INVITE are absorbed; the 2xx itself is repeated by the callee, not by us.
            _layer.Bytes.Return(ref reply);
            _layer.Bytes.Return(ref _lastReply);
        }
        else
        {
            KeepLastReply(reply);
        }

        return isSent;
    }

    /// <summary>A copy of the request has come again (RFC 3261, 17.2.1 and 17.2.2): the last reply is all that it gets.</summary>
    internal bool OnRetransmission()
    {
        lock (_lock)
        {
            return ResendReply();
        }
    }

    /// <summary>The ACK to the reply that was sent: it is not sent again (RFC 3261, 17.2.1; RFC 6026 for a 2xx of our own).</summary>
    internal void OnAck()
    {
        lock (_lock)
        {
            if (State == ServerState.Completed)
            {
                State = ServerState.Confirmed;
                Linger(_layer.Now);
                return;
            }

            if (State == ServerState.Accepted && _retransmitAt != ClientTransaction.Never)
            {
                _retransmitAt = ClientTransaction.Never;
                ArmServer(_layer.Now);
            }
        }
    }

    /// <summary>Ends the transaction without a reply: what the script asks for with <c>t_release</c>, or what is left when it did nothing.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            if (State != ServerState.Terminated)
                GiveUp(_layer.Now);
        }
    }

    private void GiveUp(long now)
    {
        StopBranches();
        if (!IsAnswered || (State == ServerState.Completed && IsInvite))
            State = ServerState.Confirmed;
        Linger(now);
    }

    /// <summary>
    /// The request's script is over. What it left open is closed: an error that it did not answer itself is answered now, a transaction that it made
    /// and forgot is given up.
    /// </summary>
    internal void EndScript(RouteContext context)
    {
        lock (_lock)
        {
            if (!IsAnswered && _branchCount == 0)
            {
                if (Error != RoutingError.None && LastStatus <= 100)
                {
                    SendError(Error);
                }
                else if (LastStatus != 0)
                {
                    _deadline = EndOfLife; // it has replied provisionally: something else is to come, and if not, the end of its life
                    ArmServer(_layer.Now);
                }
                else
                {
                    TransactionLog.LeftOpen(_layer.Logger, Id, Method);
                    GiveUp(_layer.Now);
                }
            }
            else if (!IsAnswered && !HasPendingBranch() && Pick() is null)
            {
                SendError(Error == RoutingError.None ? RoutingError.SendFailed : Error);
            }
        }

        Flags = context.Flags;
        KeepAttributes(context);
        Disown();
    }

    /// <summary>Sends a reply that the script has made (<c>t_reply</c>). Takes over <paramref name="reply"/>. False when a final one was sent before, or the transport refuses.</summary>
    internal bool SendScriptReply(int code, PooledBytes reply)
    {
        lock (_lock)
        {
            if (IsAnswered || (IsSilent && reply.IsEmpty))
            {
                _layer.Bytes.Return(ref reply);
                return false;
            }

            _layer.Counters.RepliedLocally.Increment();
            return SendUpstream(code, reply, RepliedLocally);
        }
    }

    /// <summary>
    /// Sends a reply that neither the request's script nor a branch has made: from a management command, or an application that was asked
    /// (<c>tm.reply</c>).
    /// </summary>
    /// <param name="code">The code, 100 to 699.</param>
    /// <param name="reason">The reason phrase; empty = the usual one.</param>
    /// <param name="toTag">The tag for a To that has none; empty = our own.</param>
    /// <param name="headers">Header lines to add, with their line ends.</param>
    /// <param name="body">The body.</param>
    /// <returns>False when a final reply was sent before, or the transport refuses.</returns>
    public bool Reply(int code, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> toTag, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> body)
    {
        lock (_lock)
        {
            if (IsAnswered || IsSilent)
                return false;
            var reply = _layer.Messages.BuildReply(this, code, reason, headers, toTag, body);
            if (reply.IsEmpty)
                return false;
            _layer.Counters.RepliedLocally.Increment();
            return SendUpstream(code, reply, RepliedLocally);
        }
    }

    /// <summary>Sends the last reply again. Under the lock.</summary>
    private bool ResendReply()
    {
        if (_lastReply.IsEmpty || IsSilent || State == ServerState.Confirmed)
            return false;
        return _layer.Send(_upstream, _lastReply.Span) == SendStatus.Sent;
    }

    private void KeepLastReply(PooledBytes reply)
    {
        _layer.Bytes.Return(ref _lastReply);
        _lastReply = reply;
    }

    private void StartFinalTimers(long now, int code, int branch)
    {
        if (!IsInvite || (code < 300 && branch != RepliedLocally) || IsSilent)
        {
            Linger(now);
            return;
        }

        // Timers G and H; the same for a 2xx of our own, which the transaction user repeats over every transport (RFC 3261, 13.3.1.4).
        _interval = FirstInterval;
        _retransmitAt = code >= 300 && _upstream.Protocol.IsReliable() ? ClientTransaction.Never : now + _interval;
        _deadline = now + (code < 300 ? Math.Max(FinalResponse, 64L * FirstInterval) : FinalResponse);
        ArmServer(now);
    }

    /// <summary>
    /// Lets the transaction absorb what may still come, then ends it: wt_timer, and 64*T1 where RFC 3261 asks for it: timer J of a server transaction
    /// over UDP, D of a branch over UDP, L and M of an INVITE that was answered with 2xx.
    /// </summary>
    private void Linger(long now)
    {
        _retransmitAt = ClientTransaction.Never;
        _deadline = now + _layer.Options.Wait;
        var isLong = IsInvite
            ? State == ServerState.Accepted || HasUdpBranch()
            : State == ServerState.Completed && !_upstream.Protocol.IsReliable();
        if (isLong)
            _deadline = Math.Max(_deadline, _answeredAt + (64L * FirstInterval));
        if (!_isWaiting)
        {
            _isWaiting = true;
            _layer.Counters.PutOnWait.Increment();
        }

        ArmServer(now);
    }

    private void ArmServer(long now)
    {
        var next = Math.Min(_deadline, _retransmitAt);
        if (next == ClientTransaction.Never)
            Disarm(_timer);
        else
            Arm(_timer, next - now);
    }

    void ITimerHandler.OnTimer(WheelTimer timer)
    {
        OnServerTimer();
        Release();
    }

    private void OnServerTimer()
    {
        bool isOver;
        lock (_lock)
        {
            var now = _layer.Now;
            if (State == ServerState.Terminated)
                return;
            if (now >= _deadline)
            {
                if (!IsAnswered)
                {
                    // Nothing pending has answered for its whole life: the script replied provisionally and left it at that.
                    _isExpired = true;
                    _deadline = ClientTransaction.Never;
                    ScheduleEvents();
                    return;
                }

                if (State == ServerState.Completed && IsInvite)
                {
                    State = ServerState.Confirmed; // timer H: the ACK does not come
                    Linger(now);
                    return;
                }

                if (_isOwned)
                {
                    _deadline = now + 1000; // a route is running; it will not take forever
                    ArmServer(now);
                    return;
                }

                State = ServerState.Terminated;
                StopBranches();
                isOver = true;
            }
            else
            {
                isOver = false;
                if (now >= _retransmitAt)
                {
                    ResendReply();
                    _layer.Counters.Retransmissions.Increment();
                    _interval = Math.Min(_interval * 2, LongestInterval);
                    _retransmitAt = now + _interval;
                }

                ArmServer(now);
            }
        }

        if (isOver && _layer.Table.Remove(this))
            Release(); // the table's
    }

    /// <summary>Drops the body of the request, and what the script made for further branches: nothing is forwarded any more. Under the lock.</summary>
    private void ShrinkRequest()
    {
        DropForwarding();
        var end = Key.End;
        if (BytePool.SizeOf(end) >= BytePool.SizeOf(_request.Length))
            return;
        var shorter = _layer.Bytes.Copy(_request.Span[..end]);
        var old = _request;
        lock (_layer.Table.StripeOf(Id.Hash)) // others compare their requests with it
        {
            _request = shorter;
        }

        _layer.Bytes.Return(ref old);
    }

    private void ResetServer()
    {
        _layer.Bytes.Return(ref _lastReply);
        _upstream = default;
        _lastStatus = 0;
        _isWaiting = false;
        _answeredAt = 0;
        _deadline = _retransmitAt = ClientTransaction.Never;
        RelayedBranch = NothingRelayed;
        IsSilent = false;
    }
}
