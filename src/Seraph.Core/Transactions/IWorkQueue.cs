namespace Seraph.Core.Transactions;

/// <summary>Where work goes that must not hold up whoever finds it due: a failure route after a timeout, say.</summary>
public interface IWorkQueue
{
    /// <summary>Has <paramref name="item"/> executed soon, on another thread. Never blocks and never executes it itself.</summary>
    void Enqueue(IThreadPoolWorkItem item);
}

/// <summary>The thread pool.</summary>
public sealed class ThreadPoolWorkQueue : IWorkQueue
{
    /// <inheritdoc/>
    public void Enqueue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}
