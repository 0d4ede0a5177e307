using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transports;

namespace Seraph.Core.Transactions;

/// <summary>
/// All transactions of the server, and what the message path and the modules do with them: find, make, relay, reply, cancel (spec modules/tm.md). It lives
/// as long as the server; a reload of the script only changes <see cref="Options"/>.
/// </summary>
public sealed partial class TransactionLayer
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ObjectStack<Transaction> _transactions;
    private readonly ObjectStack<ClientTransaction> _branches;

    /// <summary>Makes an empty layer.</summary>
    internal TransactionLayer(SipServer server)
    {
        var services = server.Services;
        Server = server;
        _time = services.Time;
        _start = _time.GetTimestamp();
        Wheel = services.Timers;
        WorkQueue = services.WorkQueue;
        Counters = new TransactionCounters(services.Statistics);
        Logger = services.Loggers.CreateLogger("Seraph.Transactions");
        Table = new TransactionTable(services.Random);
        Messages = new TransactionMessages(this, server.Tags("SER-TM/tags", (byte)'-'));
        _transactions = new ObjectStack<Transaction>(() => new Transaction(this));
        _branches = new ObjectStack<ClientTransaction>(() => new ClientTransaction(this));
    }

    /// <summary>The server that it belongs to.</summary>
    public SipServer Server { get; }

    /// <summary>The parameters in force.</summary>
    public TransactionOptions Options { get; private set; } = new();

    /// <summary>What was counted.</summary>
    public TransactionCounters Counters { get; }

    /// <summary>The memory that transactions keep messages in.</summary>
    public BytePool Bytes { get; } = new();

    /// <summary>Transactions that are in use: in the table, or still referred to.</summary>
    public int TransactionsOut => _transactions.Out;

    /// <summary>Branches that are in use.</summary>
    public int BranchesOut => _branches.Out;

    internal TimerWheel Wheel { get; }

    internal IWorkQueue WorkQueue { get; }

    internal TransactionTable Table { get; }

    internal TransactionMessages Messages { get; }

    internal ILogger Logger { get; }

    /// <summary>Milliseconds since the layer was made.</summary>
    internal long Now => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Puts the parameters of a new program into force.</summary>
    public void Configure(TransactionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>Finds a transaction by its identity, with a reference that the caller gives back by <see cref="Transaction.Release"/>; null when it is gone.</summary>
    public Transaction? Find(TransactionId id) => Table.Find(id);

    /// <summary>Finds the INVITE transaction of that Call-ID and CSeq number, with a reference; null when there is none.</summary>
    public Transaction? FindInvite(ReadOnlySpan<byte> callId, uint cseq)
    {
        var bucket = Table.HashOf(callId, cseq);
        lock (Table.StripeOf(bucket))
        {
            for (var t = Table.FirstOf(bucket); t is not null; t = t.Next)
            {
                if (t.IsInvite && t.Key.CSeqNumber == cseq && t.Key.CallId.Of(t.Request.Span).SequenceEqual(callId))
                {
                    t.AddReference();
                    return t;
                }
            }
        }

        return null;
    }

    /// <summary>Takes a reply that belongs to a transaction. False when it belongs to none, and is to be forwarded by its Via.</summary>
    public bool HandleReply(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        if (BranchParameter.TryParse(message[message.TopVia.Branch], out var id, out var branch) && Table.Find(id) is { } transaction)
        {
            var isTaken = transaction.OnReply(context, branch);
            transaction.Release();
            if (isTaken)
                return true;
        }

        return Options.StrayReplyRoute?.Route is { } route && route.Run(context) is { Code: 0 } or { Dropped: true };
    }

    /// <summary>Ends what the script of a request has left open.</summary>
    public static void EndScript(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.LeaveTransaction();
    }

    internal SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message) => Server.Forwarder.Send(target, message);

    internal RouteContext RentContext(RoutingProgram program, in ReceiveInfo source) => Server.RentContext(program, source);

    internal void ReturnContext(RouteContext context) => Server.ReturnContext(context);

    internal ClientTransaction TakeBranch() => _branches.Take();

    internal void GiveBranch(ClientTransaction branch) => _branches.Give(branch);

    internal void Recycle(Transaction transaction)
    {
        Counters.Freed.Increment();
        _transactions.Give(transaction);
    }

    private Transaction TakeTransaction()
    {
        Counters.Created.Increment();
        return _transactions.Take();
    }
}
