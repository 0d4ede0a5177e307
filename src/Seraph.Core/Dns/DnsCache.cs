using System.Collections.Concurrent;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>
/// The records that name servers gave us, and the answers that were made of them, for as long as they are valid and within a limit of memory. Looking
/// something up locks and allocates nothing.
/// </summary>
public sealed class DnsCache
{
    /// <summary>Answers are kept under this number plus that of the protocol whose SRV records were looked for (0: none were). It is in the range of types that DNS leaves to private use.</summary>
    internal const ushort AnswerKind = 0xFF00;

    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<DnsKey, DnsEntry> _entries = new(DnsKeyComparer.Instance);
    private readonly ConcurrentDictionary<DnsKey, DnsEntry>.AlternateLookup<DnsQuery> _lookup;
    private long _used;
    private long _maxBytes;
    private bool _deleteNonExpired;
    private long _fullSince = long.MinValue;
    private long _evicted;
    private int _version;

    internal DnsCache(TimeProvider time)
    {
        _time = time;
        _lookup = _entries.GetAlternateLookup<DnsQuery>();
    }

    /// <summary>Memory in use, about, in bytes.</summary>
    public long UsedBytes => Interlocked.Read(ref _used);

    /// <summary>The limit of memory, in bytes (<c>dns_cache_mem</c>).</summary>
    public long MaxBytes => Interlocked.Read(ref _maxBytes);

    /// <summary>Entries that had to make room for others, since the start.</summary>
    public long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>Answers count only as long as this stays the same: it changes when an operator changes records or settings.</summary>
    internal int Version => Volatile.Read(ref _version);

    /// <summary>Adds an address record by hand, or says that there is none.</summary>
    /// <param name="name">Host name.</param>
    /// <param name="ttl">Seconds to live.</param>
    /// <param name="address">The address, whose family makes it A or AAAA; the port is ignored.</param>
    /// <param name="negative">The name has no address of this family.</param>
    /// <returns>False for something that isn't a host name, or when the cache is full.</returns>
    public bool AddAddress(string name, int ttl, NetworkEndpoint address, bool negative)
    {
        if (DnsName.FromText(name) is not { } key)
            return false;

        var type = address.IsIPv6 ? DnsRecordType.Aaaa : DnsRecordType.A;
        return AddByHand(negative
            ? new NegativeEntry(key, (ushort)type, ExpiryIn(ttl), DnsStatus.NotFound)
            : new AddressEntry(key, type, ExpiryIn(ttl), [address.WithPort(0)]));
    }

    /// <summary>Adds an SRV record by hand, or says that there is none.</summary>
    /// <param name="name">Name with service and protocol: <c>_sip._udp.example.org</c>.</param>
    /// <param name="ttl">Seconds to live.</param>
    /// <param name="priority">Lower is tried first.</param>
    /// <param name="weight">Among equal priorities, higher is tried first.</param>
    /// <param name="port">Where the service is.</param>
    /// <param name="target">Host name.</param>
    /// <param name="negative">The service does not exist.</param>
    /// <returns>False for something that isn't a name, or when the cache is full.</returns>
    public bool AddSrv(string name, int ttl, ushort priority, ushort weight, ushort port, string target, bool negative)
    {
        if (DnsName.FromText(name) is not { } key || DnsName.FromText(target) is not { } host)
            return false;

        return AddByHand(negative
            ? new NegativeEntry(key, (ushort)DnsRecordType.Srv, ExpiryIn(ttl), DnsStatus.NotFound)
            : new SrvEntry(key, ExpiryIn(ttl), [new SrvData(priority, weight, port, host)]));
    }

    /// <summary>Deletes what is known about a name and type.</summary>
    /// <returns>False when nothing was.</returns>
    public bool Delete(string name, DnsRecordType type)
    {
        if (DnsName.FromText(name) is not { } key)
            return false;

        lock (_writing)
        {
            Interlocked.Increment(ref _version);
            return Remove(new DnsKey(key, (ushort)type));
        }
    }

    /// <summary>Deletes everything.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            Interlocked.Increment(ref _version);
            _entries.Clear();
            Interlocked.Exchange(ref _used, 0);
        }
    }

    /// <summary>
    /// Deletes what has expired; when more than three quarters of the memory are still in use and entries may be deleted before they expire, the least recently used
    /// ones too, down to the half.
    /// </summary>
    public void Collect()
    {
        lock (_writing)
        {
            var now = _time.GetTimestamp();
            foreach (var (key, entry) in _entries)
            {
                if (entry.Expires <= now)
                    Remove(key);
            }

            if (_deleteNonExpired && _used > _maxBytes / 4 * 3)
                Evict(_used - (_maxBytes / 2), now);
        }
    }

    /// <summary>What is in the cache and has not expired, in no particular order, without the answers put together from it.</summary>
    public IEnumerable<DnsCacheItem> List()
    {
        var now = _time.GetTimestamp();
        foreach (var entry in _entries.Values)
        {
            if (entry is not AnswerEntry && entry.Expires > now)
                yield return DnsCacheItem.From(entry, SecondsFrom(now, entry.Expires), SecondsFrom(entry.LastUsed, now));
        }
    }

    /// <summary>Changes the limits. Answers that were made under other settings no longer count.</summary>
    internal void Configure(long maxBytes, bool deleteNonExpired)
    {
        lock (_writing)
        {
            _maxBytes = maxBytes;
            _deleteNonExpired = deleteNonExpired;
            _fullSince = long.MinValue;
            Interlocked.Increment(ref _version);
        }
    }

    internal bool TryGet(ReadOnlySpan<byte> name, ushort kind, out DnsEntry entry)
    {
        if (!_lookup.TryGetValue(new DnsQuery(name, kind), out entry!))
            return false;

        var now = _time.GetTimestamp();
        if (entry.Expires <= now || (entry is AnswerEntry answer && answer.Version != Version))
            return false;

        if (now - Volatile.Read(ref entry.LastUsed) > _time.TimestampFrequency)
            Volatile.Write(ref entry.LastUsed, now); // not every time: that would be a fight for the cache line
        return true;
    }

    /// <summary>Keeps an entry, if it lives and there is room.</summary>
    internal bool Add(DnsEntry entry)
    {
        var now = _time.GetTimestamp();
        if (entry.Expires <= now)
            return false;

        entry.LastUsed = now;
        var key = new DnsKey(entry.Name, entry.Kind);
        lock (_writing)
        {
            Remove(key);
            if (_used + entry.Size > _maxBytes)
                MakeRoom(now);
            if (_used + entry.Size > _maxBytes)
                return false;

            _entries[key] = entry;
            Interlocked.Add(ref _used, entry.Size);
            return true;
        }
    }

    /// <summary>The timestamp so many seconds from now.</summary>
    internal long ExpiryIn(int seconds) => _time.GetTimestamp() + (seconds * _time.TimestampFrequency);

    private int SecondsFrom(long from, long to) => (int)Math.Min((to - from) / _time.TimestampFrequency, int.MaxValue);

    private bool AddByHand(DnsEntry entry)
    {
        Interlocked.Increment(ref _version);
        return Add(entry);
    }

    private bool Remove(DnsKey key)
    {
        if (!_entries.TryRemove(key, out var old))
            return false;

        Interlocked.Add(ref _used, -old.Size);
        return true;
    }

    /// <summary>Evicts an eighth; looks through everything, so not more often than once a second when that did not help.</summary>
    private void MakeRoom(long now)
    {
        if (_fullSince != long.MinValue && now - _fullSince < _time.TimestampFrequency)
            return;

        _fullSince = Evict(Math.Max(_maxBytes / 8, 1), now) ? long.MinValue : now;
    }

    /// <summary>Removes the least recently used entries until so many bytes are free; those that live still only if that is allowed.</summary>
    private bool Evict(long bytes, long now)
    {
        var goal = _used - bytes;
        foreach (var (key, entry) in _entries.Where(e => _deleteNonExpired || e.Value.Expires <= now).OrderBy(e => e.Value.LastUsed).ToList())
        {
            if (_used <= goal)
                return true;
            if (Remove(key))
                Interlocked.Increment(ref _evicted);
        }

        return _used <= goal;
    }
}
