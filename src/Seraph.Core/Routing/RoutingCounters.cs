using System.Numerics;
using Seraph.Core.Diagnostics;
using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>What the routing core counts.</summary>
public sealed class RoutingCounters
{
    // Methods are bits: the index is the bit's position.
    private readonly Counter[] _requests = new Counter[32];
    private readonly Counter[] _replies = new Counter[7];

    /// <summary>Registers the counters in group <c>core</c>.</summary>
    public RoutingCounters(Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        foreach (var method in Enum.GetValues<SipMethod>())
        {
            if (method != SipMethod.None)
                _requests[BitOperations.Log2((uint)method)] = statistics.AddCounter("core", $"requests_{method.ToString().ToLowerInvariant()}", $"{method} requests received");
        }

        for (var i = 1; i <= 6; i++)
        {
            _replies[i] = statistics.AddCounter("core", $"replies_{i}xx", $"{i}xx replies received");
        }

        SentReplies = new SentReplyCounters(statistics);
        Malformed = statistics.AddCounter("core", "malformed", "messages that were refused because they break the grammar");
        Failures = statistics.AddCounter("core", "failures", "messages that could not be handled because of a bug");
        TooManyBlocked = statistics.AddCounter("core", "too_many_blocked", "requests answered 503 because as many messages waited as max_blocked allows");
        DroppedReplies = statistics.AddCounter("core", "dropped_replies", "replies that could not be forwarded");
    }

    /// <summary>Replies that were made here and sent without state.</summary>
    public SentReplyCounters SentReplies { get; }

    /// <summary>Messages that break the grammar.</summary>
    public Counter Malformed { get; }

    /// <summary>Messages lost to a bug.</summary>
    public Counter Failures { get; }

    /// <summary>Requests answered 503 since too many waited.</summary>
    public Counter TooManyBlocked { get; }

    /// <summary>Replies that could not be forwarded.</summary>
    public Counter DroppedReplies { get; }

    /// <summary>Counts a received request.</summary>
    public void CountRequest(SipMethod method) => _requests[BitOperations.Log2((uint)method)].Increment();

    /// <summary>Counts a received reply.</summary>
    public void CountReply(int code) => _replies[Math.Clamp(code / 100, 1, 6)].Increment();
}
