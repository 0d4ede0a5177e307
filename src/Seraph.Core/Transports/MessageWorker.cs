namespace Seraph.Core.Transports;

/// <summary>Somebody who handles received messages on the current thread, and who has to be replaced before a message waits.</summary>
internal abstract class MessageWorker
{
    /// <summary>Who works on this thread; null on threads that receive nothing.</summary>
    [ThreadStatic]
    internal static MessageWorker? Current;

    /// <summary>
    /// The message being handled is about to wait: lets somebody else go on with the messages that follow, unless that was done before
    /// for this message. Throws <see cref="BlockingLimitException"/>, with nothing changed, when there is nobody.
    /// </summary>
    public abstract void StartWaiting();
}
