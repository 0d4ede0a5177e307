using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Logging;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>
/// Asks the name servers of a <see cref="ResolverConfiguration"/> in their order, over UDP and, when the reply is truncated, TCP. A server that doesn't answer or can't
/// leaves the question to the next one.
/// </summary>
internal sealed class DnsTransport(ResolverConfiguration configuration, ILogger logger) : IDnsTransport
{
    private const int MaxRecords = 64; // of one reply: more targets than anybody will try

    private readonly LookupClient _client = new(new LookupClientOptions([.. configuration.Servers])
    {
        AutoResolveNameServers = false,
        UseCache = false,
    });

    private readonly NameServer[] _servers = [.. configuration.Servers.Select(server => new NameServer(server))];

    public async Task<DnsReply> QueryAsync(byte[] name, DnsRecordType type, DnsSettings settings)
    {
        var question = new DnsQuestion(DnsName.ToText(name) + ".", (QueryType)type);
        var options = new DnsQueryOptions
        {
            Timeout = settings.RetryTime ?? configuration.Timeout,
            Retries = 0,
            UseCache = false,
            UseTcpFallback = true,
            ThrowDnsErrors = false,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
        };

        var servers = Math.Min(settings.Servers ?? _servers.Length, _servers.Length);
        for (var attempt = settings.Attempts ?? configuration.Attempts; attempt > 0; attempt--)
        {
            for (var i = 0; i < servers; i++)
            {
                if (await AskAsync(_servers[i], question, options) is { } reply)
                    return reply;
            }
        }

        return DnsReply.Failed;
    }

    /// <summary>Asks one server once; null when another one should be asked.</summary>
    private async Task<DnsReply?> AskAsync(NameServer server, DnsQuestion question, DnsQueryOptions options)
    {
        try
        {
            var response = await _client.QueryServerAsync([server], question, options);
            switch (response.Header.ResponseCode)
            {
                case DnsHeaderResponseCode.NoError:
                    return new DnsReply(DnsStatus.Ok, Read(response.Answers), Read(response.Additionals));
                case DnsHeaderResponseCode.NotExistentDomain:
                    return DnsReply.NotFound;
                default:
                    DnsLog.NoAnswer(logger, server, question.QueryName, question.QuestionType, response.Header.ResponseCode.ToString());
                    return null;
            }
        }
        catch (Exception e) // timeouts, refused connections, and whatever a malformed reply does to the client
        {
            DnsLog.NoAnswer(logger, server, question.QueryName, question.QuestionType, e.Message);
            return null;
        }
    }

    private static List<DnsReplyRecord> Read(IReadOnlyList<DnsResourceRecord> records)
    {
        var list = new List<DnsReplyRecord>(Math.Min(records.Count, MaxRecords));
        foreach (var record in records.Take(MaxRecords))
        {
            if (DnsName.FromText(record.DomainName.Value) is not { } owner)
                continue;

            var ttl = Math.Max(record.InitialTimeToLive, 0); // a TTL of 2^31 or more counts as 0 (RFC 2181, 8)
            switch (record)
            {
                case AddressRecord { Address: var address } when record.RecordType is ResourceRecordType.A or ResourceRecordType.AAAA:
                    list.Add(new DnsReplyRecord(owner, (DnsRecordType)record.RecordType, ttl, new NetworkEndpoint(address, 0)));
                    break;
                case CNameRecord alias when DnsName.FromText(alias.CanonicalName.Value) is { } target:
                    list.Add(new DnsReplyRecord(owner, DnsRecordType.Cname, ttl, Target: target));
                    break;
                case SrvRecord service:
                    // A target of "." says that there is no such service; it is kept as an empty name.
                    var host = service.Target.Value is "." or "" ? [] : DnsName.FromText(service.Target.Value);
                    if (host is not null)
                        list.Add(new DnsReplyRecord(owner, DnsRecordType.Srv, ttl, Service: new SrvData(service.Priority, service.Weight, service.Port, host)));
                    break;
            }
        }

        return list;
    }
}
