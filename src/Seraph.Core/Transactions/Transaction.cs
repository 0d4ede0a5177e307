using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>
/// One request on its way through the server: the server transaction towards the caller, the branches towards the callees, and the choice between their
/// replies (RFC 3261, 16 and 17, with RFC 6026). Pooled and counted by reference: the table, every running timer, every message in work and every queued
/// event hold one.
/// </summary>
/// <remarks>
/// Two things keep order. The lock guards the state; it is held for short, straight pieces of work and never while a script runs. Whoever <em>owns</em> the
/// transaction may run its routes and add branches: the request's script until it ends, later whoever brings a reply or a timeout. What arrives while
/// another thread owns it is queued, and done by the owner before it lets go. So a route that waits for a database stalls no timer, no receiver and no
/// other transaction.
/// </remarks>
public sealed partial class Transaction : ITimerHandler, IThreadPoolWorkItem
{
    private readonly TransactionLayer _layer;
    private readonly WheelTimer _timer;
    private readonly Lock _lock = new();
    private int _references;
    private PooledBytes _request;
    private TransactionSettings _settings;

    internal Transaction(TransactionLayer layer)
    {
        _layer = layer;
        _timer = new WheelTimer(layer.Wheel, this);
    }

    /// <summary>What names the transaction.</summary>
    public TransactionId Id { get; internal set; }

    /// <summary>The method of the request.</summary>
    public SipMethod Method => Key.Method;

    /// <summary>It is an INVITE transaction.</summary>
    public bool IsInvite => Key.Method == SipMethod.Invite;

    /// <summary>The program that the request was handled by; its routes are the ones that run.</summary>
    public RoutingProgram Program { get; private set; } = null!;

    /// <summary>How the request came in.</summary>
    public ReceiveInfo Source { get; private set; }

    /// <summary>The request as received; without its body once it has been answered.</summary>
    public PooledBytes Request => _request;

    /// <summary>The flags of the message.</summary>
    public uint Flags { get; set; }

    /// <summary>Somebody has cancelled it.</summary>
    public bool IsCanceled { get; private set; }

    /// <summary>Its longest life is over.</summary>
    public bool IsExpired => _layer.Now >= EndOfLife;

    /// <summary>The last reply sent to the caller was made here and not passed on.</summary>
    public bool IsRepliedLocally => RelayedBranch == RepliedLocally;

    /// <summary>The method as written.</summary>
    public ReadOnlySpan<byte> MethodText => Key.MethodText.Of(_request.Span);

    /// <summary>What the script has asked for.</summary>
    public ref TransactionSettings Settings => ref _settings;

    /// <summary>Why the script could not forward: what the caller is told when the script says nothing itself.</summary>
    public RoutingError Error { get; internal set; }

    internal RequestKey Key;

    /// <summary>The script wants the replies at the source port whatever the Via says.</summary>
    internal bool ForcesRport { get; private set; }

    // The list of the bucket; under its lock.
    internal Transaction? Next;
    internal Transaction? Previous;
    internal bool IsInTable;

    /// <summary>When its life ends, on the clock of the layer.</summary>
    internal long EndOfLife { get; private set; }

    internal Lock Lock => _lock;

    internal int LongestInterval => _settings.Retransmission2 != 0 ? _settings.Retransmission2 : _layer.Options.Retransmission2;

    private int FirstInterval => _settings.Retransmission1 != 0 ? _settings.Retransmission1 : _layer.Options.Retransmission1;

    private int FinalResponse => _settings.FinalResponse != 0 ? _settings.FinalResponse : _layer.Options.FinalResponse;

    private int Lifetime => IsInvite
        ? (_settings.LifetimeInvite != 0 ? _settings.LifetimeInvite : _layer.Options.LifetimeInvite)
        : (_settings.LifetimeOther != 0 ? _settings.LifetimeOther : _layer.Options.LifetimeOther);

    private int FinalResponseInvite =>
        _settings.FinalResponseInviteNext != 0 ? _settings.FinalResponseInviteNext
        : _settings.FinalResponseInvite != 0 ? _settings.FinalResponseInvite
        : _layer.Options.FinalResponseInvite;

    /// <summary>Takes a reference: the transaction stays what it is until it is given back by <see cref="Release"/>.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Gives a reference back; the last one sends the transaction to its pool.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Reset();
            _layer.Recycle(this);
        }
    }

    /// <summary>Begins a transaction for a request, under the lock of its bucket. Comes with two references: the table's and the caller's.</summary>
    internal void Begin(RouteContext context, in RequestKey key, in SendTarget upstream, bool isCanceled)
    {
        var message = context.Message;
        _references = 2;
        _request = _layer.Bytes.Copy(message.Bytes);
        Key = key;
        Program = context.Program;
        Source = context.Source;
        ForcesRport = context.ForceRport;
        _upstream = upstream;
        _settings = context.TransactionSettings;
        IsCanceled = isCanceled;
        State = IsInvite ? ServerState.Proceeding : ServerState.Trying;
        RelayedBranch = NothingRelayed;
        IsInTable = true;
        _isOwned = true;
        EndOfLife = _layer.Now + Lifetime;
    }

    /// <summary>Counts the life of the transaction from now on, after the script has changed it (<c>t_set_max_lifetime</c>).</summary>
    public void RestartLifetime()
    {
        lock (_lock)
        {
            var now = _layer.Now;
            EndOfLife = now + Lifetime;
            foreach (var branch in AllBranches)
            {
                if (!branch.IsFinal && branch.Deadline > EndOfLife)
                    branch.RestartDeadline(now, Lifetime);
            }
        }
    }

    /// <summary>Writes the To-tag of the replies that are made here; false when the request brings one.</summary>
    public bool WriteLocalTag(Span<byte> tag)
    {
        if (!Key.ToTag.IsEmpty)
            return false;
        lock (_lock)
        {
            _layer.Messages.Tags.Write(TransactionMessages.Parse(_request), tag);
            return true;
        }
    }

    /// <summary>Whether an ACK with this To-tag is for a reply that was made here. Under the lock of the bucket.</summary>
    internal bool HasToTag(ReadOnlySpan<byte> tag) => Key.ToTag.IsEmpty
        ? _layer.Messages.Tags.Matches(TransactionMessages.Parse(_request), tag)
        : Key.ToTag.Of(_request.Span).SequenceEqual(tag);

    /// <summary>Starts or moves a timer of this transaction or of one of its branches; a running timer holds a reference.</summary>
    internal void Arm(WheelTimer timer, long milliseconds)
    {
        if (timer.Start(TimeSpan.FromMilliseconds(Math.Max(milliseconds, 0))))
            AddReference();
    }

    /// <summary>Stops a timer. The caller holds a reference of its own, so this is never the last one.</summary>
    internal void Disarm(WheelTimer timer)
    {
        if (timer.Stop())
            Release();
    }

    private void Reset()
    {
        ResetBranches();
        ResetServer();
        ResetRoutes();
        _layer.Bytes.Return(ref _request);
        _settings = default;
        Key = default;
        Program = null!;
        Source = default;
        Flags = 0;
        IsCanceled = false;
        Error = RoutingError.None;
        ForcesRport = false;
    }
}
