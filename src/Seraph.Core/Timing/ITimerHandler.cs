namespace Seraph.Core.Timing;

/// <summary>Who is called when a <see cref="WheelTimer"/> expires: usually the pooled object that owns the timer.</summary>
public interface ITimerHandler
{
    /// <summary>
    /// Runs on the thread that advances the wheel, outside all locks of the wheel. It must be short (microseconds) and never block: everybody
    /// else's timers wait for it. It may start and stop any timer, its own included.
    /// </summary>
    void OnTimer(WheelTimer timer);
}
