namespace Seraph.Core.Transports;

/// <summary>
/// The one door to everything that may wait: database, DNS over the network, RADIUS, LDAP, programs, HTTP.
/// <code>
/// using (Blocking.Enter())
///     rows = connection.Query(...);
/// </code>
/// On a thread that receives messages, somebody else takes over its socket (and the rest of what it had already read) before the
/// scope is entered, so that a message that waits delays no other one. What the thread has collected to send goes out first.
/// </summary>
public static class Blocking
{
    [ThreadStatic]
    private static int Depth;

    private static int s_elsewhere;

    /// <summary>Whether the calling thread is inside a scope.</summary>
    public static bool IsEntered => Depth > 0;

    /// <summary>How many threads that receive no messages (timers, RPC) are inside a scope now. Nothing limits them.</summary>
    public static int Elsewhere => Volatile.Read(ref s_elsewhere);

    /// <summary>
    /// Says that the calling thread may wait from here on, until what is returned is disposed of. Inside another scope it does nothing.
    /// The scope must be left on the thread that entered it.
    /// </summary>
    /// <exception cref="BlockingLimitException">As many messages wait already as <see cref="BlockingLimit.Max"/> allows.</exception>
    public static BlockingScope Enter()
    {
        if (Depth == 0)
        {
            var batch = SendBatch.Current;
            batch?.Flush();
            if (MessageWorker.Current is { } worker)
                worker.StartWaiting();
            else
                Interlocked.Increment(ref s_elsewhere);
            if (batch is not null)
                batch.Immediate = true;
        }

        Depth++;
        return new BlockingScope(entered: true);
    }

    internal static void Leave()
    {
        if (--Depth > 0)
            return;
        if (SendBatch.Current is { } batch)
            batch.Immediate = false;
        if (MessageWorker.Current is null)
            Interlocked.Decrement(ref s_elsewhere);
    }
}

/// <summary>A stretch of code that may wait; see <see cref="Blocking.Enter"/>.</summary>
public readonly ref struct BlockingScope
{
    private readonly bool _entered;

    internal BlockingScope(bool entered) => _entered = entered;

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        if (_entered)
            Blocking.Leave();
    }
}

/// <summary>How many messages may wait at the same time, over all sockets and connections of a server (<c>max_blocked</c>).</summary>
/// <param name="max">The limit, at least 1.</param>
public sealed class BlockingLimit(int max)
{
    /// <summary>The default of <c>max_blocked</c>: a thread each, so not too many, and enough for a database with a slow moment.</summary>
    public const int DefaultMax = 64;

    private int _current;
    private long _refused;
    private long _entered;

    /// <summary>The limit.</summary>
    public int Max { get; } = Math.Max(max, 1);

    /// <summary>How many messages have waited and are not finished yet.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>How many messages had to wait since the start.</summary>
    public long Entered => Interlocked.Read(ref _entered);

    /// <summary>How many messages were refused because of the limit since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    internal void Take()
    {
        if (Interlocked.Increment(ref _current) > Max)
        {
            Interlocked.Decrement(ref _current);
            Refuse();
        }

        Interlocked.Increment(ref _entered);
    }

    internal void Release() => Interlocked.Decrement(ref _current);

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void Refuse()
    {
        Interlocked.Increment(ref _refused);
        throw new BlockingLimitException(Max);
    }
}

/// <summary>
/// A message would have had to wait while as many as allowed wait already. The routing core answers it with 503 and Retry-After.
/// </summary>
public sealed class BlockingLimitException : Exception
{
    /// <summary>Says how many wait.</summary>
    public BlockingLimitException(int max)
        : base($"{max} messages wait already (max_blocked)")
    {
    }

    /// <summary>No thread could be had to go on receiving.</summary>
    public BlockingLimitException(string reason)
        : base(reason)
    {
    }
}
