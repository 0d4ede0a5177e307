namespace Seraph.Core.Transports;

/// <summary>Lets one log line a second through and counts the others, so that a flood of errors is no flood of lines.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private long _next = long.MinValue;
    private int _suppressed;

    /// <summary>Whether a line may be written now; <paramref name="suppressed"/> is how many were not since the last one.</summary>
    public bool Allows(out int suppressed)
    {
        var now = time.GetTimestamp();
        var next = Interlocked.Read(ref _next);
        if (now < next || Interlocked.CompareExchange(ref _next, now + time.TimestampFrequency, next) != next)
        {
            Interlocked.Increment(ref _suppressed);
            suppressed = 0;
            return false;
        }

        suppressed = Interlocked.Exchange(ref _suppressed, 0);
        return true;
    }
}
