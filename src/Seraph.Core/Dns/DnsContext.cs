namespace Seraph.Core.Dns;

/// <summary>What the system offers for resolving names.</summary>
internal sealed record DnsSystem(ResolverConfiguration Configuration, HostsFile Hosts, IDnsTransport Transport)
{
    /// <summary>The search domains as the cache writes names.</summary>
    public IReadOnlyList<byte[]> SearchList { get; } = [.. Configuration.SearchList.Select(DnsName.FromText).OfType<byte[]>()];
}

/// <summary>What one resolution works with from its beginning to its end.</summary>
internal sealed record DnsContext(DnsSettings Settings, DnsSystem System);
