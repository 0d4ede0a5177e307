namespace Seraph.Core.Dns;

/// <summary>One record of a <see cref="DnsCacheItem"/>.</summary>
/// <param name="Value">Address of A and AAAA, host of SRV and CNAME.</param>
/// <param name="Priority">Of SRV.</param>
/// <param name="Weight">Of SRV.</param>
/// <param name="Port">Of SRV.</param>
public sealed record DnsCacheRecord(string Value, int Priority = 0, int Weight = 0, int Port = 0);

/// <summary>What the cache knows about a name and a record type, for operators.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Type">The record type.</param>
/// <param name="Size">Bytes in memory, about.</param>
/// <param name="ExpiresIn">Seconds left.</param>
/// <param name="LastUsed">Seconds since it was last used.</param>
/// <param name="IsNegative">There are no such records, or nobody could tell.</param>
/// <param name="Records">The records, in the order in which they are tried.</param>
public sealed record DnsCacheItem(
    string Name,
    DnsRecordType Type,
    int Size,
    int ExpiresIn,
    int LastUsed,
    bool IsNegative,
    IReadOnlyList<DnsCacheRecord> Records)
{
    internal static DnsCacheItem From(DnsEntry entry, int expiresIn, int lastUsed)
    {
        IReadOnlyList<DnsCacheRecord> records = entry switch
        {
            AddressEntry addresses => [.. addresses.Addresses.Select(address => new DnsCacheRecord(address.ToIPAddress().ToString()))],
            SrvEntry services => [.. services.Services.Select(s => new DnsCacheRecord(DnsName.ToText(s.Target), s.Priority, s.Weight, s.Port))],
            AliasEntry alias => [new DnsCacheRecord(DnsName.ToText(alias.Target))],
            _ => [],
        };
        return new DnsCacheItem(DnsName.ToText(entry.Name), (DnsRecordType)entry.Kind, entry.Size, expiresIn, lastUsed, entry is NegativeEntry, records);
    }
}
