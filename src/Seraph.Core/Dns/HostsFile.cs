using System.Collections.Frozen;
using System.Net;
using System.Text;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>The names of the system's <c>hosts</c> file, which need no name server. <c>localhost</c> is always among them (RFC 6761, 6.3).</summary>
public sealed class HostsFile
{
    /// <summary>Where Unix systems keep it.</summary>
    public const string DefaultPath = "/etc/hosts";

    private static readonly char[] Blanks = [' ', '\t'];

    private readonly FrozenDictionary<DnsKey, DnsEntry> _names;
    private readonly FrozenDictionary<DnsKey, DnsEntry>.AlternateLookup<DnsQuery> _lookup;

    private HostsFile(Dictionary<byte[], List<NetworkEndpoint>> names)
    {
        _names = names.SelectMany(Entries).ToFrozenDictionary(entry => new DnsKey(entry.Name, entry.Kind), DnsKeyComparer.Instance);
        _lookup = _names.GetAlternateLookup<DnsQuery>();
    }

    /// <summary>Reads a file; one that isn't there is an empty one.</summary>
    public static HostsFile Load(string path = DefaultPath) => Parse(File.Exists(path) ? File.ReadAllLines(path) : []);

    /// <summary>Reads the lines of a file: an address and its names, the rest after <c>#</c> is a comment. Malformed lines are skipped.</summary>
    public static HostsFile Parse(IEnumerable<string> lines)
    {
        var names = new Dictionary<byte[], List<NetworkEndpoint>>(NameComparer.Instance);
        foreach (var line in lines)
        {
            var words = line.Split('#', 2)[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !IPAddress.TryParse(words[0], out var address))
                continue;

            foreach (var word in words[1..])
            {
                if (DnsName.FromText(word) is { } name)
                    Add(names, name, new NetworkEndpoint(address, 0));
            }
        }

        var localhost = "localhost"u8.ToArray();
        if (!names.ContainsKey(localhost))
        {
            Add(names, localhost, new NetworkEndpoint(IPAddress.Loopback, 0));
            Add(names, localhost, new NetworkEndpoint(IPAddress.IPv6Loopback, 0));
        }

        return new HostsFile(names);
    }

    internal bool TryGet(ReadOnlySpan<byte> name, DnsRecordType type, out DnsEntry entry) => _lookup.TryGetValue(new DnsQuery(name, (ushort)type), out entry!);

    internal bool Contains(ReadOnlySpan<byte> name) => TryGet(name, DnsRecordType.A, out _);

    /// <summary>A name that the file has is never asked for elsewhere: the family that it lacks does not exist.</summary>
    private static IEnumerable<DnsEntry> Entries(KeyValuePair<byte[], List<NetworkEndpoint>> host)
    {
        foreach (var type in (DnsRecordType[])[DnsRecordType.A, DnsRecordType.Aaaa])
        {
            NetworkEndpoint[] addresses = [.. host.Value.Where(address => address.IsIPv6 == (type == DnsRecordType.Aaaa))];
            yield return addresses.Length > 0
                ? new AddressEntry(host.Key, type, long.MaxValue, addresses)
                : new NegativeEntry(host.Key, (ushort)type, long.MaxValue, DnsStatus.NotFound);
        }
    }

    private static void Add(Dictionary<byte[], List<NetworkEndpoint>> names, byte[] name, NetworkEndpoint address)
    {
        if (!names.TryGetValue(name, out var addresses))
            names[name] = addresses = [];
        if (!addresses.Contains(address))
            addresses.Add(address);
    }

    private sealed class NameComparer : IEqualityComparer<byte[]>
    {
        public static readonly NameComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] name) => string.GetHashCode(Encoding.ASCII.GetString(name));
    }
}
