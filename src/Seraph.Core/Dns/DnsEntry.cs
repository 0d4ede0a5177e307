using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>Host and port of a service, from an SRV record (RFC 2782).</summary>
/// <param name="Priority">Lower is tried first.</param>
/// <param name="Weight">Among equal priorities, higher is tried first.</param>
/// <param name="Port">Where the service is.</param>
/// <param name="Target">The host, in lower case.</param>
internal sealed record SrvData(ushort Priority, ushort Weight, ushort Port, byte[] Target);

/// <summary>What the cache knows about a name and a kind: the records of one type, or that there are none. It doesn't change, but for its last use.</summary>
internal abstract class DnsEntry(byte[] name, ushort kind, long expires)
{
    private const int Overhead = 150; // the objects around the data, and their place in the table

    /// <summary>Timestamp of the last use, to the second.</summary>
    public long LastUsed;

    public byte[] Name { get; } = name;

    public ushort Kind { get; } = kind;

    /// <summary>Timestamp at which it is no longer true.</summary>
    public long Expires { get; } = expires;

    /// <summary>Bytes of memory, about.</summary>
    public int Size => Overhead + Name.Length + DataSize;

    protected abstract int DataSize { get; }
}

/// <summary>There are no such records, or nobody could tell.</summary>
internal sealed class NegativeEntry(byte[] name, ushort kind, long expires, DnsStatus status) : DnsEntry(name, kind, expires)
{
    public DnsStatus Status { get; } = status;

    protected override int DataSize => 0;
}

/// <summary>A or AAAA records; the ports are 0.</summary>
internal sealed class AddressEntry(byte[] name, DnsRecordType type, long expires, NetworkEndpoint[] addresses) : DnsEntry(name, (ushort)type, expires)
{
    public NetworkEndpoint[] Addresses { get; } = addresses;

    protected override int DataSize => Addresses.Length * 24;
}

/// <summary>SRV records, in the order in which they should be tried.</summary>
internal sealed class SrvEntry(byte[] name, long expires, SrvData[] services) : DnsEntry(name, (ushort)DnsRecordType.Srv, expires)
{
    public SrvData[] Services { get; } = services;

    protected override int DataSize => Services.Sum(service => 64 + service.Target.Length);
}

/// <summary>A CNAME record, or a name that the search list completed.</summary>
internal sealed class AliasEntry(byte[] name, long expires, byte[] target) : DnsEntry(name, (ushort)DnsRecordType.Cname, expires)
{
    public byte[] Target { get; } = target;

    protected override int DataSize => 24 + Target.Length;
}

/// <summary>A whole resolution: what is found for a message without putting records together each time.</summary>
internal sealed class AnswerEntry(byte[] name, ushort kind, long expires, int version, DnsStatus status, DnsTarget[] targets) : DnsEntry(name, kind, expires)
{
    /// <summary>The <see cref="DnsCache.Version"/> that it was made from; it counts for no other.</summary>
    public int Version { get; } = version;

    public DnsStatus Status { get; } = status;

    public DnsTarget[] Targets { get; } = targets;

    protected override int DataSize => Targets.Length * 32;
}
