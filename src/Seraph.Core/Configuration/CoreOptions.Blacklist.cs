using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>The blacklist of destinations that did not work.</content>
public sealed partial class CoreOptions
{
    /// <summary>Whether the blacklist can be used at all.</summary>
    [Parameter("dst_blacklist_init", Help = "prepare the blacklist; without it can't be switched on later")]
    public bool BlacklistInit { get; set; } = true;

    /// <summary>Whether the blacklist is consulted and filled.</summary>
    [Parameter("use_dst_blacklist", Help = "avoid destinations that did not work", Runtime = true)]
    public bool UseBlacklist { get; set; }

    /// <summary>Memory for the blacklist, in kilobytes.</summary>
    [Parameter("dst_blacklist_mem", Min = 0, Unit = "KB", Help = "memory for the blacklist", Runtime = true)]
    public int BlacklistMemory { get; set; } = 250;

    /// <summary>Seconds that a destination is avoided.</summary>
    [Parameter("dst_blacklist_expire", "dst_blacklist_ttl", Min = 0, Unit = "s", Help = "how long a destination is avoided", Runtime = true)]
    public int BlacklistExpire { get; set; } = 60;

    /// <summary>How often expired entries are removed, in seconds; 0: never.</summary>
    [Parameter("dst_blacklist_gc_interval", Min = 0, Unit = "s", Help = "how often expired entries are removed; 0: never")]
    public int BlacklistCollectInterval { get; set; } = 60;

    private string? CheckBlacklist() => UseBlacklist && !BlacklistInit ? "use_dst_blacklist can't be switched on: dst_blacklist_init is off" : null;

    private void SettleBlacklist(List<string> warnings)
    {
        if (UseBlacklist && !BlacklistInit)
        {
            warnings.Add("use_dst_blacklist is switched off: dst_blacklist_init is off");
            UseBlacklist = false;
        }

        if (UseBlacklist)
            warnings.Add("use_dst_blacklist has no effect in this version");
    }
}
