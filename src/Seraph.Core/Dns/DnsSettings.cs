namespace Seraph.Core.Dns;

/// <summary>The addresses that a name may have, and which come first (<c>dns_try_ipv6</c>, <c>dns_cache_flags</c>).</summary>
public enum DnsFamilies : byte
{
    /// <summary>IPv4; IPv6 when there are none.</summary>
    IPv4First,

    /// <summary>IPv6; IPv4 when there are none.</summary>
    IPv6First,

    /// <summary>Only IPv4.</summary>
    IPv4Only,

    /// <summary>Only IPv6.</summary>
    IPv6Only,
}

/// <summary>How names are resolved: the <c>dns_*</c> parameters in one piece. The properties have the defaults of those.</summary>
public sealed record DnsSettings
{
    /// <summary>Which addresses are looked for.</summary>
    public DnsFamilies Families { get; init; } = DnsFamilies.IPv4First;

    /// <summary>Time before a query is repeated; null: as the system says.</summary>
    public TimeSpan? RetryTime { get; init; }

    /// <summary>How often each name server is asked; null: as the system says.</summary>
    public int? Attempts { get; init; }

    /// <summary>How many of the name servers are used; null: all.</summary>
    public int? Servers { get; init; }

    /// <summary>Complete names with the system's search domains.</summary>
    public bool UseSearchList { get; init; } = true;

    /// <summary>Use the cache.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Seconds that "not found" and failures are remembered; 0: not at all.</summary>
    public int NegativeTtl { get; init; } = 60;

    /// <summary>Least seconds that a record is remembered.</summary>
    public int MinTtl { get; init; }

    /// <summary>Most seconds that a record is remembered.</summary>
    public int MaxTtl { get; init; } = int.MaxValue;

    /// <summary>Limit of the memory of the cache, bytes.</summary>
    public long CacheBytes { get; init; } = 500 * 1024;

    /// <summary>When memory is short, forget records that are still valid.</summary>
    public bool DeleteNonExpired { get; init; }
}
