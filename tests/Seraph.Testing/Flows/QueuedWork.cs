using Seraph.Core.Transactions;

namespace Seraph.Testing.Flows;

/// <summary>Keeps work until the test runs it.</summary>
public sealed class QueuedWork : IWorkQueue
{
    private readonly Queue<IThreadPoolWorkItem> _items = new();

    public void Enqueue(IThreadPoolWorkItem item) => _items.Enqueue(item);

    /// <summary>Runs what is queued, and what that queues.</summary>
    public void Run()
    {
        while (_items.TryDequeue(out var item))
            item.Execute();
    }
}
