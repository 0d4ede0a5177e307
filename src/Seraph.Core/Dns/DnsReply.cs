using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>A record of a reply.</summary>
/// <param name="Owner">The name that it is about.</param>
/// <param name="Type">What it says.</param>
/// <param name="Ttl">Seconds to live.</param>
/// <param name="Address">Of A and AAAA.</param>
/// <param name="Target">Of CNAME.</param>
/// <param name="Service">Of SRV.</param>
internal sealed record DnsReplyRecord(
    byte[] Owner,
    DnsRecordType Type,
    int Ttl,
    NetworkEndpoint Address = default,
    byte[]? Target = null,
    SrvData? Service = null);

/// <summary>What name servers say to a query.</summary>
/// <param name="Status"><see cref="DnsStatus.Ok"/> (perhaps without the records wanted), <see cref="DnsStatus.NotFound"/> or <see cref="DnsStatus.Failed"/>.</param>
/// <param name="Answers">The records of the answer.</param>
/// <param name="Additional">Records that may be wanted next.</param>
internal sealed record DnsReply(DnsStatus Status, IReadOnlyList<DnsReplyRecord> Answers, IReadOnlyList<DnsReplyRecord> Additional)
{
    public static readonly DnsReply NotFound = new(DnsStatus.NotFound, [], []);

    public static readonly DnsReply Failed = new(DnsStatus.Failed, [], []);
}

/// <summary>Asks name servers.</summary>
internal interface IDnsTransport
{
    /// <summary>Asks for the records of one type of an absolute name. Never throws for what servers and the network do.</summary>
    Task<DnsReply> QueryAsync(byte[] name, DnsRecordType type, DnsSettings settings);
}
