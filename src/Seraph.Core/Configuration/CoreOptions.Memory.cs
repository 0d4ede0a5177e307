using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>Memory and scheduling, which are the runtime's and the system's matter: the names are accepted.</content>
public sealed partial class CoreOptions
{
    private const string NoMemory = "has no effect: the runtime manages the memory";
    private const string NoScheduling = "has no effect: set the priority where the service is started (systemd: CPUSchedulingPolicy)";

    /// <summary>What <c>core.shmmem</c> reports as the size of the memory, in megabytes.</summary>
    [Parameter("shm", "shm_mem", "shm_mem_size", Min = 1, Unit = "MB", Help = "memory to report; the runtime takes what it needs")]
    public int SharedMemory { get; set; } = 32;

    [Parameter("shm_force_alloc", Help = NoMemory)]
    internal IgnoredParameter? ForceAllocation { get; set; }

    [Parameter("mlock_pages", Help = NoMemory)]
    internal IgnoredParameter? LockPages { get; set; }

    [Parameter("real_time", Help = NoScheduling)]
    internal IgnoredParameter? RealTime { get; set; }

    [Parameter("rt_prio", Help = NoScheduling)]
    internal IgnoredParameter? RealTimePriority { get; set; }

    [Parameter("rt_policy", Help = NoScheduling)]
    internal IgnoredParameter? RealTimePolicy { get; set; }

    [Parameter("rt_timer1_prio", "rt_fast_timer_prio", "rt_ftimer_prio", Help = NoScheduling)]
    internal IgnoredParameter? FastTimerPriority { get; set; }

    [Parameter("rt_timer1_policy", "rt_ftimer_policy", Help = NoScheduling)]
    internal IgnoredParameter? FastTimerPolicy { get; set; }

    [Parameter("rt_timer2_prio", "rt_stimer_prio", Help = NoScheduling)]
    internal IgnoredParameter? SlowTimerPriority { get; set; }

    [Parameter("rt_timer2_policy", "rt_stimer_policy", Help = NoScheduling)]
    internal IgnoredParameter? SlowTimerPolicy { get; set; }
}
