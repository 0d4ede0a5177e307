using Seraph.Core.Dns;
using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>Resolving names.</content>
public sealed partial class CoreOptions
{
    private const int IPv4Only = 1;
    private const int IPv6Only = 2;
    private const int PreferIPv6 = 4;

    /// <summary>Whether AAAA records are asked for when there are no A records.</summary>
    [Parameter("dns_try_ipv6", Help = "ask for AAAA records", Runtime = true)]
    public bool DnsTryIPv6 { get; set; } = true;

    /// <summary>Whether NAPTR records say which protocol to use (RFC 3263, 4.1).</summary>
    [Parameter("dns_try_naptr", Help = "ask for NAPTR records", Runtime = true)]
    public bool DnsTryNaptr { get; set; }

    /// <summary>Whether SRV records of one priority are chosen by chance and weight (RFC 2782).</summary>
    [Parameter("dns_srv_lb", "dns_srv_loadbalancing", Help = "balance load between SRV records of one priority", Runtime = true)]
    public bool DnsSrvLoadBalancing { get; set; }

    /// <summary>How much UDP is liked among NAPTR records: higher wins, negative is never.</summary>
    [Parameter("dns_udp_pref", "dns_udp_preference", Help = "preference of UDP among NAPTR records; negative: never", Runtime = true)]
    public int DnsUdpPreference { get; set; } = 30;

    /// <summary>How much TCP is liked among NAPTR records: higher wins, negative is never.</summary>
    [Parameter("dns_tcp_pref", "dns_tcp_preference", Help = "preference of TCP among NAPTR records; negative: never", Runtime = true)]
    public int DnsTcpPreference { get; set; } = 20;

    /// <summary>How much TLS is liked among NAPTR records: higher wins, negative is never.</summary>
    [Parameter("dns_tls_pref", "dns_tls_preference", Help = "preference of TLS among NAPTR records; negative: never", Runtime = true)]
    public int DnsTlsPreference { get; set; } = 10;

    /// <summary>How much SCTP is liked among NAPTR records: higher wins, negative is never.</summary>
    [Parameter("dns_sctp_pref", "dns_sctp_preference", Help = "preference of SCTP among NAPTR records; negative: never", Runtime = true)]
    public int DnsSctpPreference { get; set; } = 20;

    /// <summary>Seconds before a query is repeated; 0 or less: the system's.</summary>
    [Parameter("dns_retr_time", Unit = "s", Max = 3600, Help = "time before a query is repeated; 0 or less: the system's", Runtime = true)]
    public int DnsRetransmitTime { get; set; } = -1;

    /// <summary>How often each name server is asked; 0 or less: the system's.</summary>
    [Parameter("dns_retr_no", Max = 100, Help = "queries to each name server; 0 or less: the system's", Runtime = true)]
    public int DnsRetransmits { get; set; } = -1;

    /// <summary>How many of the system's name servers are used; 0 or less: all.</summary>
    [Parameter("dns_servers_no", Help = "name servers to use; 0 or less: all", Runtime = true)]
    public int DnsServers { get; set; } = -1;

    /// <summary>Whether names are completed with the system's search domains.</summary>
    [Parameter("dns_use_search_list", Help = "complete names with the system's search domains", Runtime = true)]
    public bool DnsUseSearchList { get; set; } = true;

    /// <summary>Whether the cache can be used at all.</summary>
    [Parameter("dns_cache_init", Help = "prepare the cache; without it can't be switched on later")]
    public bool DnsCacheInit { get; set; } = true;

    /// <summary>Whether the cache is used.</summary>
    [Parameter("use_dns_cache", Help = "cache what name servers say", Runtime = true)]
    public bool UseDnsCache { get; set; } = true;

    /// <summary>Whether the further addresses of a destination are tried when the first fail.</summary>
    [Parameter("use_dns_failover", Help = "try further addresses of a destination", Runtime = true)]
    public bool UseDnsFailover { get; set; }

    /// <summary>1: IPv4 only, 2: IPv6 only, 4: IPv6 first.</summary>
    [Parameter("dns_cache_flags", Min = 0, Max = 6, Help = "1: IPv4 only, 2: IPv6 only, 4: prefer IPv6", Runtime = true)]
    public int DnsCacheFlags { get; set; }

    /// <summary>Seconds that "not found" is remembered; 0: not at all.</summary>
    [Parameter("dns_cache_negative_ttl", Min = 0, Unit = "s", Help = "how long \"not found\" is remembered", Runtime = true)]
    public int DnsCacheNegativeTtl { get; set; } = 60;

    /// <summary>Least seconds that a record is remembered.</summary>
    [Parameter("dns_cache_min_ttl", Min = 0, Unit = "s", Help = "least time that a record is remembered", Runtime = true)]
    public int DnsCacheMinTtl { get; set; }

    /// <summary>Most seconds that a record is remembered.</summary>
    [Parameter("dns_cache_max_ttl", Min = 0, Unit = "s", Help = "longest time that a record is remembered", Runtime = true)]
    public int DnsCacheMaxTtl { get; set; } = int.MaxValue;

    /// <summary>Memory for the cache, in kilobytes.</summary>
    [Parameter("dns_cache_mem", Min = 0, Unit = "KB", Help = "memory for the cache", Runtime = true)]
    public int DnsCacheMemory { get; set; } = 500;

    /// <summary>How often expired entries are removed, in seconds; 0: never.</summary>
    [Parameter("dns_cache_gc_interval", Min = 0, Unit = "s", Help = "how often expired entries are removed; 0: never")]
    public int DnsCacheCollectInterval { get; set; } = 120;

    /// <summary>Whether a full cache forgets what is still valid.</summary>
    [Parameter("dns_cache_del_nonexp", "dns_cache_delete_nonexpired", Help = "let a full cache forget what is still valid", Runtime = true)]
    public bool DnsCacheDeleteNonExpired { get; set; }

    [Parameter("dns_search_full_match", Help = "has no effect: names are only completed with the system's search domains")]
    internal IgnoredParameter? DnsSearchFullMatch { get; set; }

    /// <summary>Whether we listen on an IPv6 address: without, IPv6 addresses are of no use. Set when the sockets are known, before <see cref="Settle"/>.</summary>
    public bool HasIPv6Sockets { get; set; } = true;

    /// <summary>The settings of the resolver that these parameters mean.</summary>
    public DnsSettings ToDnsSettings() => new()
    {
        Families = Families(),
        RetryTime = DnsRetransmitTime > 0 ? TimeSpan.FromSeconds(DnsRetransmitTime) : null,
        Attempts = DnsRetransmits > 0 ? DnsRetransmits : null,
        Servers = DnsServers > 0 ? DnsServers : null,
        UseSearchList = DnsUseSearchList,
        UseCache = UseDnsCache,
        NegativeTtl = DnsCacheNegativeTtl,
        MinTtl = DnsCacheMinTtl,
        MaxTtl = DnsCacheMaxTtl,
        CacheBytes = DnsCacheMemory * 1024L,
        DeleteNonExpired = DnsCacheDeleteNonExpired,
    };

    private DnsFamilies Families()
    {
        if (!DnsTryIPv6 || (DnsCacheFlags & IPv4Only) != 0)
            return DnsFamilies.IPv4Only;
        if ((DnsCacheFlags & IPv6Only) != 0)
            return DnsFamilies.IPv6Only;
        return (DnsCacheFlags & PreferIPv6) != 0 ? DnsFamilies.IPv6First : DnsFamilies.IPv4First;
    }

    private string? CheckDns()
    {
        if (DnsTryIPv6 && !HasIPv6Sockets)
            return "dns_try_ipv6 can't be switched on: no IPv6 address is listened on";
        if (UseDnsCache && !DnsCacheInit)
            return "use_dns_cache can't be switched on: dns_cache_init is off";
        if (UseDnsFailover && !UseDnsCache)
            return "use_dns_failover needs use_dns_cache";
        return (DnsCacheFlags & (IPv4Only | IPv6Only)) == (IPv4Only | IPv6Only) ? "dns_cache_flags can't exclude both IPv4 and IPv6" : null;
    }

    private void SettleDns(List<string> warnings)
    {
        if (!HasIPv6Sockets)
            DnsTryIPv6 = false; // nothing to complain about: this is the default of dns_try_ipv6
        if (!DnsCacheInit)
            UseDnsCache = false;

        if (UseDnsFailover && !UseDnsCache)
        {
            warnings.Add("use_dns_failover is switched off: it needs use_dns_cache");
            UseDnsFailover = false;
        }

        if (DnsTryNaptr)
            warnings.Add("dns_try_naptr has no effect in this version");
        if (DnsSrvLoadBalancing)
            warnings.Add("dns_srv_lb has no effect in this version: SRV records of one priority are tried in the order of their weight");
        if (UseDnsFailover)
            warnings.Add("use_dns_failover has no effect in this version");

        if ((DnsCacheFlags & (IPv4Only | IPv6Only)) == (IPv4Only | IPv6Only))
        {
            warnings.Add("dns_cache_flags excludes both IPv4 and IPv6; IPv6 is allowed");
            DnsCacheFlags &= ~IPv4Only;
        }
    }
}
