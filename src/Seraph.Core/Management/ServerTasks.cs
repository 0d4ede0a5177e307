namespace Seraph.Core.Management;

/// <summary>
/// The tasks that the server consists of, for <c>core.ps</c>: receivers, timers, the TCP main task, modules' own tasks, under the descriptions that SER
/// gives its processes (<c>receiver child=0 sock=192.0.2.1:5060</c>, <c>timer</c>, <c>ctl handler</c>). Thread-safe.
/// </summary>
public sealed class ServerTasks
{
    private readonly Lock _lock = new();
    private readonly List<Task> _tasks = [];

    /// <summary>The descriptions, in the order in which the tasks began.</summary>
    public IReadOnlyList<string> Descriptions
    {
        get
        {
            lock (_lock)
                return [.. _tasks.Select(task => task.Description)];
        }
    }

    /// <summary>Adds a task; disposing what is returned removes it.</summary>
    public IDisposable Add(string description)
    {
        var task = new Task(this, description);
        lock (_lock)
            _tasks.Add(task);
        return task;
    }

    private sealed class Task(ServerTasks tasks, string description) : IDisposable
    {
        public string Description => description;

        public void Dispose()
        {
            lock (tasks._lock)
                tasks._tasks.Remove(this);
        }
    }
}
