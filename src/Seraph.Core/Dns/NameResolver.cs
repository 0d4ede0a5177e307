using Microsoft.Extensions.Logging;
using Seraph.Core.Diagnostics;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>
/// The server's <see cref="INameResolver"/>: the system's hosts file and name servers, behind a cache of our own. Equal questions that are under way are asked once.
/// </summary>
public sealed class NameResolver : INameResolver
{
    /// <summary>Statistics are in this group.</summary>
    public const string StatisticsGroup = "dns";

    private readonly Func<DnsSystem> _load;
    private readonly Counter _requests;
    private readonly Counter _hits;
    private readonly Counter _negativeHits;
    private readonly RecordLookup _records;
    private readonly AnswerBuilder _answers;
    private volatile DnsContext _context;

    /// <summary>Creates a resolver with the system's configuration.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="statistics">Where requests and hits are counted.</param>
    /// <param name="settings">The parameters.</param>
    public NameResolver(TimeProvider time, ILogger<NameResolver> logger, Statistics statistics, DnsSettings settings)
        : this(time, logger, statistics, settings, () => LoadSystem(logger))
    {
    }

    internal NameResolver(TimeProvider time, ILogger<NameResolver> logger, Statistics statistics, DnsSettings settings, Func<DnsSystem> load)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(settings);
        _load = load;
        Cache = new DnsCache(time);
        Cache.Configure(settings.CacheBytes, settings.DeleteNonExpired);
        _context = new DnsContext(settings, load());
        _records = new RecordLookup(Cache, logger);
        _answers = new AnswerBuilder(Cache, _records, logger);
        _requests = statistics.AddCounter(StatisticsGroup, "requests", "Names that were to be resolved.");
        _hits = statistics.AddCounter(StatisticsGroup, "hits", "Resolutions that needed no name server.");
        _negativeHits = statistics.AddCounter(StatisticsGroup, "negative_hits", "Hits that were failures.");
        statistics.AddGauge(StatisticsGroup, "evicted", "Cache entries that had to make room for others.", () => Cache.Evicted);
        statistics.AddGauge(StatisticsGroup, "cache_used", "Memory that the cache uses, about.", () => Cache.UsedBytes, "bytes");
    }

    /// <summary>What is known. Its expired entries go when <see cref="DnsCache.Collect"/> is called now and then.</summary>
    public DnsCache Cache { get; }

    /// <summary>The parameters; new ones count for resolutions that begin afterwards.</summary>
    public DnsSettings Settings
    {
        get => _context.Settings;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _context = _context with { Settings = value };
            Cache.Configure(value.CacheBytes, value.DeleteNonExpired);
        }
    }

    /// <summary>Reads the system's configuration again (<c>dns_reinit</c>).</summary>
    public void Reload()
    {
        _context = _context with { System = _load() };
        Cache.Configure(Settings.CacheBytes, Settings.DeleteNonExpired); // answers from the hosts file no longer count
    }

    /// <inheritdoc/>
    public bool TryGetCached(ReadOnlySpan<byte> host, int port, TransportProtocol protocol, out DnsAnswer answer)
    {
        if (protocol == TransportProtocol.None)
            protocol = TransportProtocol.Udp;

        if (NetworkEndpoint.TryParseAddress(host, out var literal))
        {
            answer = Literal(literal, port, protocol);
            return true;
        }

        Span<byte> buffer = stackalloc byte[DnsName.MaxLength + 1];
        var status = DnsName.Normalize(host, buffer, out var length);
        if (status != DnsStatus.Ok)
        {
            answer = new DnsAnswer(status);
            return true;
        }

        if (!TryFind(buffer[..length], port, protocol, out answer))
            return false;

        _requests.Increment();
        _hits.Increment();
        if (!answer.IsOk)
            _negativeHits.Increment();
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<DnsAnswer> ResolveAsync(ReadOnlyMemory<byte> host, int port, TransportProtocol protocol, CancellationToken cancellationToken = default)
    {
        if (TryGetCached(host.Span, port, protocol, out var answer))
            return new ValueTask<DnsAnswer>(answer);

        if (protocol == TransportProtocol.None)
            protocol = TransportProtocol.Udp;

        _requests.Increment();
        Span<byte> buffer = stackalloc byte[DnsName.MaxLength + 1];
        _ = DnsName.Normalize(host.Span, buffer, out var length);
        return new ValueTask<DnsAnswer>(AskAsync(buffer[..length].ToArray(), port, protocol).WaitAsync(cancellationToken));
    }

    private static DnsSystem LoadSystem(ILogger logger)
    {
        var configuration = ResolverConfiguration.Load();
        return new DnsSystem(configuration, HostsFile.Load(), new DnsTransport(configuration, logger));
    }

    private async Task<DnsAnswer> AskAsync(byte[] name, int port, TransportProtocol protocol)
    {
        var version = Cache.Version;
        var entry = await _answers.BuildAsync(_context, version, name, port == 0 ? protocol : TransportProtocol.None);
        return ToAnswer(entry, port, protocol);
    }

    private bool TryFind(ReadOnlySpan<byte> name, int port, TransportProtocol protocol, out DnsAnswer answer)
    {
        var version = Cache.Version;
        var context = _context;
        var wanted = port == 0 ? protocol : TransportProtocol.None;
        if (context.Settings.UseCache && Cache.TryGet(name, AnswerBuilder.Kind(wanted), out var entry))
        {
            answer = ToAnswer((AnswerEntry)entry, port, protocol);
            return true;
        }

        if (context.System.Hosts.Contains(name))
        {
            // Nothing has to be asked for these, so the task is complete when it is returned.
            var task = _answers.BuildAsync(context, version, name.ToArray(), wanted);
            if (task.IsCompletedSuccessfully)
            {
                answer = ToAnswer(task.Result, port, protocol);
                return true;
            }
        }

        answer = default;
        return false;
    }

    private DnsAnswer Literal(in NetworkEndpoint address, int port, TransportProtocol protocol)
    {
        var families = _context.Settings.Families;
        if (families == (address.IsIPv6 ? DnsFamilies.IPv4Only : DnsFamilies.IPv6Only))
            return new DnsAnswer(DnsStatus.FamilyMismatch);

        return new DnsAnswer(new DnsTarget(address.WithPort(port == 0 ? protocol.DefaultPort() : port), protocol));
    }

    private static DnsAnswer ToAnswer(AnswerEntry entry, int port, TransportProtocol protocol) => entry.Status != DnsStatus.Ok
        ? new DnsAnswer(entry.Status)
        : port == 0 ? new DnsAnswer(entry.Targets) : new DnsAnswer(entry.Targets, port, protocol);
}
