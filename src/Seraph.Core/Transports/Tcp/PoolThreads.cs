namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// Gives the thread pool a thread more for each of its threads that waits. By itself it would add one only every half a second, and
/// with as many waiting messages as cores no connection would be read until then.
/// </summary>
internal static class PoolThreads
{
    private static readonly Lock Gate = new();
    private static int s_waiting;
    private static int s_usual;

    /// <summary>The calling pool thread is about to wait.</summary>
    public static void OneWaits() => Change(1);

    /// <summary>It works again.</summary>
    public static void OneIsBack() => Change(-1);

    private static void Change(int by)
    {
        lock (Gate)
        {
            ThreadPool.GetMinThreads(out var workers, out var completionPorts);
            if (s_waiting == 0)
                s_usual = workers;
            s_waiting += by;
            ThreadPool.SetMinThreads(s_usual + s_waiting, completionPorts);
        }
    }
}
