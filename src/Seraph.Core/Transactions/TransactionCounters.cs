using Seraph.Core.Diagnostics;

namespace Seraph.Core.Transactions;

/// <summary>What the transaction layer counts (<c>tm.stats</c>).</summary>
public sealed class TransactionCounters
{
    private readonly Counter[] _completed = new Counter[5];

    /// <summary>Adds the counters to the server's.</summary>
    public TransactionCounters(Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Created = statistics.AddCounter("tm", "created", "transactions begun");
        Freed = statistics.AddCounter("tm", "freed", "transactions over and forgotten");
        PutOnWait = statistics.AddCounter("tm", "put_on_wait", "transactions that were done and stayed for late messages");
        RepliedLocally = statistics.AddCounter("tm", "replied_locally", "replies made by the server itself");
        Retransmissions = statistics.AddCounter("tm", "retransmissions", "requests and replies sent again by timer");
        for (var i = 0; i < _completed.Length; i++)
            _completed[i] = statistics.AddCounter("tm", $"completed_{i + 2}xx", $"transactions that ended with a {i + 2}xx");
        statistics.AddGauge("tm", "current", "transactions there are now", () => Current);
    }

    /// <summary>Transactions begun.</summary>
    public Counter Created { get; }

    /// <summary>Transactions that went back to the pool.</summary>
    public Counter Freed { get; }

    /// <summary>Transactions that were done and stayed for late messages.</summary>
    public Counter PutOnWait { get; }

    /// <summary>Replies made by the server itself.</summary>
    public Counter RepliedLocally { get; }

    /// <summary>Requests and replies sent again by timer.</summary>
    public Counter Retransmissions { get; }

    /// <summary>Transactions there are now.</summary>
    public long Current => Created.Value - Freed.Value;

    /// <summary>Transactions that are done and stay for late messages.</summary>
    public long Waiting => Math.Max(PutOnWait.Value - Freed.Value, 0);

    /// <summary>Transactions that ended with a reply of a class, 2 to 6.</summary>
    public long Completed(int replyClass) => _completed[replyClass - 2].Value;

    internal void CountCompletion(int code) => _completed[Math.Clamp(code / 100, 2, 6) - 2].Increment();
}
