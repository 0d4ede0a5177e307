using Microsoft.Extensions.Logging;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>The records of a name, and until when they may be used.</summary>
internal readonly record struct DnsFinding(DnsEntry Entry, long Expires)
{
    public DnsStatus Status => Entry is NegativeEntry negative ? negative.Status : DnsStatus.Ok;
}

/// <summary>Finds the records of one type for a name: in the hosts file, in the cache, or by asking, along aliases and the search list.</summary>
internal sealed class RecordLookup(DnsCache cache, ILogger logger)
{
    /// <summary>Questions to name servers that may be under way at a time.</summary>
    public const int MaxInFlight = 4096;

    private const int MaxAliases = 10;
    private const int MaxServices = 32;

    private readonly Dictionary<DnsKey, Task<Reply>> _inFlight = new(DnsKeyComparer.Instance);

    /// <summary>Looks for a name as a user means it: one that doesn't end with a dot may be completed with the search list.</summary>
    public async Task<DnsFinding> FindAsync(DnsContext context, byte[] name, DnsRecordType type)
    {
        var expires = long.MaxValue;
        DnsFinding finding = default;
        foreach (var candidate in Candidates(context, name))
        {
            finding = await FindExactAsync(context, candidate, type);
            expires = Math.Min(expires, finding.Expires);
            if (finding.Status != DnsStatus.NotFound)
                break;
        }

        return finding with { Expires = expires };
    }

    private static IEnumerable<byte[]> Candidates(DnsContext context, byte[] name)
    {
        if (name is [.. var absolute, (byte)'.'])
            return [absolute];

        var system = context.System;
        if (!context.Settings.UseSearchList || system.SearchList.Count == 0 || system.Hosts.Contains(name))
            return [name];

        var completed = system.SearchList
            .Select(domain => (byte[])[.. name, (byte)'.', .. domain])
            .Where(candidate => candidate.Length <= DnsName.MaxLength);
        return name.Count(b => b == '.') >= system.Configuration.Dots ? completed.Prepend(name) : completed.Append(name);
    }

    private async Task<DnsFinding> FindExactAsync(DnsContext context, byte[] name, DnsRecordType type)
    {
        var first = name;
        var expires = long.MaxValue;
        for (var aliases = 0; aliases <= MaxAliases; aliases++)
        {
            if (context.System.Hosts.TryGet(name, type, out var entry) || (context.Settings.UseCache && cache.TryGet(name, (ushort)type, out entry)))
                return new DnsFinding(entry, Math.Min(expires, entry.Expires));

            if (context.Settings.UseCache && cache.TryGet(name, (ushort)DnsRecordType.Cname, out var known) && known is AliasEntry alias)
            {
                expires = Math.Min(expires, alias.Expires);
                name = alias.Target;
                continue;
            }

            var reply = await AskAsync(context, name, type);
            expires = Math.Min(expires, reply.Expires);
            if (reply.Entry is not null)
                return new DnsFinding(reply.Entry, expires);

            name = reply.AliasOf!;
        }

        // Aliases that go in circles, or on and on.
        expires = Math.Min(expires, cache.ExpiryIn(context.Settings.NegativeTtl));
        return new DnsFinding(new NegativeEntry(first, (ushort)type, expires, DnsStatus.NotFound), expires);
    }

    private Task<Reply> AskAsync(DnsContext context, byte[] name, DnsRecordType type)
    {
        var key = new DnsKey(name, (ushort)type);
        lock (_inFlight)
        {
            if (_inFlight.TryGetValue(key, out var task))
                return task;

            if (_inFlight.Count >= MaxInFlight)
            {
                DnsLog.Busy(logger, _inFlight.Count, DnsName.ToText(name));
                return Task.FromResult(new Reply(new NegativeEntry(name, (ushort)type, 0, DnsStatus.Busy), null, 0));
            }

            task = Task.Run(() => QueryAsync(context, key, type));
            _inFlight.Add(key, task);
            return task;
        }
    }

    private async Task<Reply> QueryAsync(DnsContext context, DnsKey key, DnsRecordType type)
    {
        try
        {
            var reply = await context.System.Transport.QueryAsync(key.Name, type, context.Settings);
            if (reply.Status == DnsStatus.Failed)
                DnsLog.Unanswered(logger, DnsName.ToText(key.Name), type);

            return reply.Status == DnsStatus.Ok ? Take(context, key.Name, type, reply) : Negative(context, key.Name, type, reply.Status);
        }
        finally
        {
            lock (_inFlight)
            {
                _inFlight.Remove(key);
            }
        }
    }

    /// <summary>Keeps what a reply says, and picks what was asked for.</summary>
    private Reply Take(DnsContext context, byte[] name, DnsRecordType type, DnsReply reply)
    {
        KeepAdditional(context, reply);
        var expires = long.MaxValue;
        for (var aliases = 0; aliases <= MaxAliases; aliases++)
        {
            if (ToEntry(context, name, type, reply.Answers) is { } entry)
                return new Reply(Keep(context, entry), null, Math.Min(expires, entry.Expires));

            var alias = reply.Answers.FirstOrDefault(record => record.Type == DnsRecordType.Cname && record.Owner.AsSpan().SequenceEqual(name));
            if (alias is null)
                break;

            var aliasEntry = new AliasEntry(name, Expiry(context, alias.Ttl), alias.Target!);
            Keep(context, aliasEntry);
            expires = Math.Min(expires, aliasEntry.Expires);
            name = alias.Target!;
        }

        // The end of a chain of aliases is asked for itself; a name without alias and records has none.
        return expires == long.MaxValue ? Negative(context, name, type, DnsStatus.NotFound) : new Reply(null, name, expires);
    }

    private Reply Negative(DnsContext context, byte[] name, DnsRecordType type, DnsStatus status)
    {
        var entry = new NegativeEntry(name, (ushort)type, cache.ExpiryIn(context.Settings.NegativeTtl), status);
        return new Reply(Keep(context, entry), null, entry.Expires);
    }

    /// <summary>Addresses of the hosts that the answer names; anything else that comes along is nobody's business.</summary>
    private void KeepAdditional(DnsContext context, DnsReply reply)
    {
        foreach (var target in reply.Answers.Select(record => record.Service?.Target).Where(target => target is { Length: > 0 }).Take(MaxServices))
        {
            foreach (var type in (DnsRecordType[])[DnsRecordType.A, DnsRecordType.Aaaa])
            {
                if (ToEntry(context, target!, type, reply.Additional) is { } entry)
                    Keep(context, entry);
            }
        }
    }

    private DnsEntry? ToEntry(DnsContext context, byte[] name, DnsRecordType type, IReadOnlyList<DnsReplyRecord> records)
    {
        List<DnsReplyRecord> own = [.. records.Where(record => record.Type == type && record.Owner.AsSpan().SequenceEqual(name))];
        if (own.Count == 0)
            return null;

        var expires = Expiry(context, own.Min(record => record.Ttl)); // they should be equal (RFC 2181, 5.2)
        return type == DnsRecordType.Srv
            ? new SrvEntry(name, expires, [.. own.Select(r => r.Service!).OrderBy(s => s.Priority).ThenByDescending(s => s.Weight).Take(MaxServices)])
            : new AddressEntry(name, type, expires, [.. own.Select(record => record.Address).Distinct()]);
    }

    private long Expiry(DnsContext context, int ttl) =>
        cache.ExpiryIn(Math.Max(Math.Min(ttl, context.Settings.MaxTtl), context.Settings.MinTtl));

    private DnsEntry Keep(DnsContext context, DnsEntry entry)
    {
        if (context.Settings.UseCache)
            cache.Add(entry);
        return entry;
    }

    /// <summary>What came of a question: records (or that there are none), or another name to look for.</summary>
    private readonly record struct Reply(DnsEntry? Entry, byte[]? AliasOf, long Expires);
}
