using System.Net;
using System.Net.Sockets;
using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Core.Management;

/// <summary>The commands about what is remembered of DNS: <c>dns.*</c>.</summary>
public sealed class DnsCommands(NameResolver resolver)
{
    private const int NegativeFlag = 1; // of an entry: the name has no such records
    private const int References = 1; // the runtime counts them, nobody else does

    [Rpc("dns.mem_info", Help = "Returns the memory that the DNS cache uses and may use, in bytes.")]
    internal void Memory(RpcCall call)
    {
        if (!IsOn(call))
            return;
        call.Add(resolver.Cache.UsedBytes);
        call.Add(resolver.Cache.MaxBytes);
    }

    [Rpc("dns.debug", Help = "Lists the cached names: name, type, size, references, seconds left, seconds since the last use, flags of each.", ReturnsArray = true)]
    internal void ListEntries(RpcCall call)
    {
        if (!IsOn(call))
            return;
        foreach (var item in resolver.Cache.List())
        {
            call.Add(item.Name);
            call.Add((int)item.Type);
            AddFacts(call, item);
        }
    }

    [Rpc("dns.debug_all", Help = "Lists the cached records, 12 values for each.", ReturnsArray = true)]
    internal void ListRecords(RpcCall call)
    {
        if (!IsOn(call))
            return;
        foreach (var item in resolver.Cache.List())
        {
            for (var index = 0; index < item.Records.Count; index++)
            {
                call.Add(item.Name);
                call.Add((int)item.Type);
                call.Add(index);
                AddFacts(call, item);
                call.Add(item.Type switch
                {
                    DnsRecordType.A or DnsRecordType.Aaaa => "ip",
                    DnsRecordType.Srv => "srv",
                    DnsRecordType.Cname => "cname",
                    _ => "unknown",
                });
                call.Add(item.Records[index].Value);
                call.Add(item.ExpiresIn);
                call.Add(0);
            }
        }
    }

    [Rpc("dns.view", Help = "Shows the DNS cache as text, a line to a value.", ReturnsArray = true)]
    internal void View(RpcCall call)
    {
        if (!IsOn(call))
            return;
        foreach (var item in resolver.Cache.List())
            View(call, item);
    }

    [Rpc("dns.lookup", Help = "Shows the cached entry of a type (A, AAAA, SRV, CNAME, or its number) and a name.", ReturnsArray = true)]
    internal void LookUp(RpcCall call)
    {
        if (!IsOn(call))
            return;
        if (!call.TryReadAny(out var type) || !call.TryRead(out string name))
        {
            call.Fault(400, "type and name expected");
            return;
        }

        var found = resolver.Cache.List().FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            && (type.Equals(item.Type.ToString(), StringComparison.OrdinalIgnoreCase) || type == $"{(int)item.Type}"));
        if (found is null)
            call.Fault(400, "Not found");
        else
            View(call, found);
    }

    [Rpc("dns.delete_all", Help = "Empties the DNS cache.")]
    internal void DeleteAll(RpcCall call)
    {
        if (IsOn(call))
            resolver.Cache.Clear();
    }

    [Rpc("dns.add_a", Help = "Adds an IPv4 address to the DNS cache. Takes name, seconds to live, address, flags (1: the name has none).")]
    internal void AddA(RpcCall call, string name, int ttl, string ip, int flags) => AddAddress(call, AddressFamily.InterNetwork, name, ttl, ip, flags);

    [Rpc("dns.add_aaaa", Help = "Adds an IPv6 address to the DNS cache. Takes name, seconds to live, address, flags (1: the name has none).")]
    internal void AddAaaa(RpcCall call, string name, int ttl, string ip, int flags) => AddAddress(call, AddressFamily.InterNetworkV6, name, ttl, ip, flags);

    [Rpc("dns.add_srv", Help = "Adds a service to the DNS cache. Takes name, seconds to live, priority, weight, port, host, flags (1: there is no such service).")]
    internal void AddSrv(RpcCall call, string name, int ttl, int priority, int weight, int port, string target, int flags)
    {
        if (!IsOn(call))
            return;
        var fits = priority is >= 0 and <= ushort.MaxValue && weight is >= 0 and <= ushort.MaxValue && port is >= 0 and <= ushort.MaxValue;
        if (!fits || ttl < 0 || !resolver.Cache.AddSrv(name, ttl, (ushort)priority, (ushort)weight, (ushort)port, target, flags != 0))
            call.Fault(400, "Failed to add the entry to the cache");
    }

    [Rpc("dns.delete_a", Help = "Removes a name's IPv4 addresses from the DNS cache.")]
    internal void DeleteA(RpcCall call, string name) => Delete(call, name, DnsRecordType.A);

    [Rpc("dns.delete_aaaa", Help = "Removes a name's IPv6 addresses from the DNS cache.")]
    internal void DeleteAaaa(RpcCall call, string name) => Delete(call, name, DnsRecordType.Aaaa);

    [Rpc("dns.delete_srv", Help = "Removes a name's services from the DNS cache.")]
    internal void DeleteSrv(RpcCall call, string name) => Delete(call, name, DnsRecordType.Srv);

    [Rpc("dns.delete_cname", Help = "Removes a name's alias from the DNS cache.")]
    internal void DeleteCname(RpcCall call, string name) => Delete(call, name, DnsRecordType.Cname);

    private void AddAddress(RpcCall call, AddressFamily family, string name, int ttl, string ip, int flags)
    {
        if (!IsOn(call))
            return;
        if (!IPAddress.TryParse(ip, out var address) || address.AddressFamily != family)
            call.Fault(400, "Malformed ip address");
        else if (ttl < 0 || !resolver.Cache.AddAddress(name, ttl, new NetworkEndpoint(address, 0), flags != 0))
            call.Fault(400, "Failed to add the entry to the cache");
    }

    private void Delete(RpcCall call, string name, DnsRecordType type)
    {
        if (IsOn(call) && !resolver.Cache.Delete(name, type))
            call.Fault(400, "Not found");
    }

    private bool IsOn(RpcCall call)
    {
        if (!resolver.Settings.UseCache)
            call.Fault(500, "dns cache support disabled (see use_dns_cache)");
        return resolver.Settings.UseCache;
    }

    private static void AddFacts(RpcCall call, DnsCacheItem item)
    {
        call.Add(item.Size);
        call.Add(References);
        call.Add(item.ExpiresIn);
        call.Add(item.LastUsed);
        call.Add(FlagsOf(item));
    }

    private static void View(RpcCall call, DnsCacheItem item)
    {
        call.Add($"{{\n    name: {item.Name}");
        call.Add($"    type: {item.Type.ToString().ToUpperInvariant()}");
        call.Add($"    size (bytes): {item.Size}");
        call.Add($"    reference counter: {References}");
        call.Add($"    expires in (s): {item.ExpiresIn}");
        call.Add($"    last used (s): {item.LastUsed}");
        call.Add($"    error flags: {FlagsOf(item)}");
        foreach (var record in item.Records)
        {
            call.Add($"    {(item.Type is DnsRecordType.A or DnsRecordType.Aaaa ? "rr ip" : "rr name")}: {record.Value}");
            if (item.Type == DnsRecordType.Srv)
            {
                call.Add($"    rr port: {record.Port}");
                call.Add($"    rr priority: {record.Priority}");
                call.Add($"    rr weight: {record.Weight}");
            }

            call.Add($"    rr expires in (s): {item.ExpiresIn}");
            call.Add("    rr error flags: 0");
        }

        call.Add("}");
    }

    private static int FlagsOf(DnsCacheItem item) => item.IsNegative ? NegativeFlag : 0;
}
