using Microsoft.Extensions.Logging;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>Puts records together to the answer that a message needs: targets in the order of trying (core-subsystems 9.1).</summary>
internal sealed class AnswerBuilder(DnsCache cache, RecordLookup records, ILogger logger)
{
    private const int MaxTargets = 64;

    /// <summary>How long an answer that came from the hosts file alone is kept, in seconds: then it makes room if nobody uses it.</summary>
    private const int HostsTtl = 60;

    /// <summary>Under what the cache keeps answers about addresses (<see cref="TransportProtocol.None"/>) or about the services of a protocol.</summary>
    public static ushort Kind(TransportProtocol protocol) => (ushort)(DnsCache.AnswerKind + (ushort)protocol);

    /// <summary>Builds an answer and keeps it.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="version">The <see cref="DnsCache.Version"/>, read before the context was.</param>
    /// <param name="name">In lower case; with a dot at its end it is not completed.</param>
    /// <param name="protocol">Look for SRV records of this protocol first; None: for addresses only, whose ports are then 0.</param>
    public async Task<AnswerEntry> BuildAsync(DnsContext context, int version, byte[] name, TransportProtocol protocol)
    {
        var draft = new Draft();
        if (protocol == TransportProtocol.None || context.System.Hosts.Contains(name) || !await AddServicesAsync(context, name, protocol, draft))
            await AddAddressesAsync(context, name, protocol == TransportProtocol.None ? (ushort)0 : protocol.DefaultPort(), protocol, draft);

        var expires = Math.Min(draft.Expires, cache.ExpiryIn(draft.Expires == long.MaxValue ? HostsTtl : int.MaxValue));
        var status = draft.Targets.Count > 0 ? DnsStatus.Ok : draft.Status;
        var entry = new AnswerEntry(name, Kind(protocol), expires, version, status, [.. draft.Targets.Take(MaxTargets)]);
        if (context.Settings.UseCache)
            cache.Add(entry);
        return entry;
    }

    private static ReadOnlySpan<byte> ServicePrefix(TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Tcp => "_sip._tcp."u8,
        TransportProtocol.Tls => "_sips._tcp."u8,
        TransportProtocol.Sctp => "_sip._sctp."u8,
        _ => "_sip._udp."u8,
    };

    /// <summary>Adds the targets of SRV records; false when the addresses of the name itself should be tried instead.</summary>
    private async Task<bool> AddServicesAsync(DnsContext context, byte[] name, TransportProtocol protocol, Draft draft)
    {
        byte[] service = [.. ServicePrefix(protocol), .. name];
        if (service.Length > DnsName.MaxLength)
        {
            DnsLog.SrvSkipped(logger, DnsName.ToText(name));
            return false;
        }

        var finding = await records.FindAsync(context, service, DnsRecordType.Srv);
        draft.ValidUntil(finding.Expires);
        if (finding.Entry is not SrvEntry { Services: var services })
            return false;

        if (services is [{ Target.Length: 0 }])
            return true; // the domain says that it has no such service (RFC 2782)

        var hosts = await Task.WhenAll(services.Where(s => s.Target.Length > 0).Select(s => ResolveTargetAsync(context, s, protocol)));
        foreach (var host in hosts)
        {
            draft.ValidUntil(host.Expires);
            draft.Targets.AddRange(host.Targets);
        }

        return draft.Targets.Count > 0;
    }

    private async Task<Draft> ResolveTargetAsync(DnsContext context, SrvData service, TransportProtocol protocol)
    {
        var draft = new Draft();
        await AddAddressesAsync(context, [.. service.Target, (byte)'.'], service.Port, protocol, draft);
        return draft;
    }

    /// <summary>Adds the addresses of the preferred family, or if there are none, of the other one.</summary>
    private async Task AddAddressesAsync(DnsContext context, byte[] name, ushort port, TransportProtocol protocol, Draft draft)
    {
        DnsRecordType[] types = context.Settings.Families switch
        {
            DnsFamilies.IPv4Only => [DnsRecordType.A],
            DnsFamilies.IPv6Only => [DnsRecordType.Aaaa],
            DnsFamilies.IPv6First => [DnsRecordType.Aaaa, DnsRecordType.A],
            _ => [DnsRecordType.A, DnsRecordType.Aaaa],
        };

        draft.Status = DnsStatus.NotFound;
        foreach (var type in types)
        {
            var finding = await records.FindAsync(context, name, type);
            draft.ValidUntil(finding.Expires);
            if (finding.Entry is AddressEntry { Addresses: var addresses })
            {
                draft.Targets.AddRange(addresses.Select(address => new DnsTarget(address.WithPort(port), protocol)));
                return;
            }

            if (finding.Status != DnsStatus.NotFound)
                draft.Status = finding.Status; // nobody could tell: that says more than that one family is missing
        }
    }

    /// <summary>An answer in the making.</summary>
    private sealed class Draft
    {
        public List<DnsTarget> Targets { get; } = [];

        public DnsStatus Status { get; set; } = DnsStatus.NotFound;

        public long Expires { get; private set; } = long.MaxValue;

        public void ValidUntil(long expires) => Expires = Math.Min(Expires, expires);
    }
}
