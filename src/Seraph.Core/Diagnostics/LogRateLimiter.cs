using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// Keeps one kind of message from flooding the log, so that a peer can't fill the disk: every event id has a bucket of tokens (a burst, then a
/// steady rate), and what exceeds it is counted instead of logged.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="burst">Lines of one kind that may come at once.</param>
/// <param name="perSecond">Lines of one kind a second in the long run.</param>
public sealed class LogRateLimiter(TimeProvider time, int burst = 50, int perSecond = 10)
{
    // As many as there are kinds of messages in the code: no peer can add one.
    private readonly ConcurrentDictionary<int, Bucket> _buckets = new();

    /// <summary>Says whether a message of this kind may be logged now.</summary>
    /// <param name="id">The kind; 0 is never limited.</param>
    /// <param name="suppressed">When it may: how many of its kind were not, since the last one that was.</param>
    public bool TryPass(EventId id, out long suppressed)
    {
        suppressed = 0;
        if (id.Id == 0)
            return true;

        if (!_buckets.TryGetValue(id.Id, out var bucket))
            bucket = _buckets.GetOrAdd(id.Id, new Bucket(id.Name ?? id.Id.ToString(), burst, time.GetTimestamp()));

        lock (bucket)
        {
            var now = time.GetTimestamp();
            bucket.Tokens = Math.Min(burst, bucket.Tokens + (time.GetElapsedTime(bucket.Filled, now).TotalSeconds * perSecond));
            bucket.Filled = now;
            if (bucket.Tokens < 1)
            {
                bucket.Suppressed++;
                return false;
            }

            bucket.Tokens--;
            suppressed = bucket.Suppressed;
            bucket.Suppressed = 0;
            return true;
        }
    }

    /// <summary>Takes the counts of suppressed messages that no later message of the kind has reported: a flood that is over.</summary>
    public IEnumerable<(string Name, long Suppressed)> TakeSuppressed()
    {
        foreach (var bucket in _buckets.Values)
        {
            long suppressed;
            lock (bucket)
            {
                suppressed = bucket.Suppressed;
                bucket.Suppressed = 0;
            }

            if (suppressed > 0)
                yield return (bucket.Name, suppressed);
        }
    }

    private sealed class Bucket(string name, double tokens, long filled)
    {
        public string Name { get; } = name;

        public double Tokens { get; set; } = tokens;

        public long Filled { get; set; } = filled;

        public long Suppressed { get; set; }
    }
}
