namespace Seraph.Core.Dns;

/// <summary>The record types that the cache keeps, with their numbers in DNS.</summary>
public enum DnsRecordType : ushort
{
    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Another name for a name.</summary>
    Cname = 5,

    /// <summary>IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>Host and port of a service (RFC 2782).</summary>
    Srv = 33,
}
