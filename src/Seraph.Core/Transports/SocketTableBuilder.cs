using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports;

/// <summary>Turns entries of <c>listen</c> and <c>alias</c> into sockets and names (spec core-parameters.md, 4).</summary>
internal sealed class SocketTableBuilder(
    SocketTableOptions options, Func<string, IPHostEntry?> lookup, IReadOnlyList<LocalInterface> interfaces, ListenProblems problems)
{
    private readonly List<ListenSocket> _sockets = [];
    private readonly List<SocketAlias> _aliases = [];
    private readonly Dictionary<string, IPHostEntry?> _asked = new(StringComparer.OrdinalIgnoreCase);

    public SocketTable Build(ILogger logger)
    {
        if (options.EnableTls)
            problems.Warning("tls support enabled, but no tls engine available");
        if (options.EnableSctp == 1)
            problems.Error("enable_sctp=1: this system has no SCTP support");

        if (options.Listen.Count == 0)
            ListenEverywhere();
        foreach (var entry in options.Listen)
            Listen(entry);
        if (_sockets.Count == 0)
            problems.Error("no listening sockets");

        foreach (var entry in options.Aliases)
        {
            foreach (var host in entry.Hosts)
                AddAlias(Unbracketed(host), entry.Protocol, entry.Port ?? 0);
        }

        return new SocketTable([.. _sockets], _aliases, options, logger);
    }

    /// <summary>No entry at all: every IPv4 address of what is up; the machine's own name when no interface shows.</summary>
    private void ListenEverywhere()
    {
        var any = new ListenEntry(TransportProtocol.None, "*", null);
        foreach (var address in interfaces.Where(found => found.IsUp).SelectMany(found => found.Addresses))
        {
            if (new NetworkEndpoint(address, 0).IsIPv4)
                ListenOn(any, address, name: null);
        }

        if (_sockets.Count == 0)
            Listen(new ListenEntry(TransportProtocol.None, Environment.MachineName, null));
    }

    private void Listen(ListenEntry entry)
    {
        if (entry.Protocol is TransportProtocol.Tls && !options.EnableTls)
            problems.Error($"listen={entry}: TLS is not enabled, and this version has no TLS engine yet");
        if (entry.Protocol is TransportProtocol.Sctp)
            problems.Error($"listen={entry}: this system has no SCTP support");
        if (entry.Protocol is TransportProtocol.Tcp && options.DisableTcp)
            problems.Warning($"listen={entry}: TCP is disabled, the entry is ignored");

        foreach (var host in entry.Hosts)
        {
            var text = Unbracketed(host);
            if (IPAddress.TryParse(text, out var address) && (text.Contains(':') || text.Count(c => c == '.') == 3))
                ListenOn(entry, address, name: null);
            else if (interfaces.FirstOrDefault(found => found.Name == text) is { } chosen)
                ListenOnInterface(entry, chosen);
            else
                ListenOnHost(entry, text);
        }
    }

    private void ListenOnInterface(ListenEntry entry, LocalInterface chosen)
    {
        foreach (var address in chosen.Addresses)
        {
            if (!address.IsIPv6LinkLocal) // good for neighbours only, and never the same on two machines
                ListenOn(entry, address, name: null);
        }
    }

    private void ListenOnHost(ListenEntry entry, string host)
    {
        if (Ask(host) is not { AddressList.Length: > 0 } found)
        {
            problems.Error($"listen={entry}: \"{host}\" is neither an interface nor a host name that can be resolved");
            return;
        }

        var name = options.AutoAliases && !string.IsNullOrEmpty(found.HostName) ? found.HostName : host;
        foreach (var socket in ListenOn(entry, found.AddressList[0], name))
        {
            if (!options.AutoAliases)
                continue;
            AddAlias(host, socket.Protocol, socket.Endpoint.Port);
            foreach (var alias in found.Aliases ?? [])
                AddAlias(alias, socket.Protocol, socket.Endpoint.Port);
        }
    }

    /// <summary>The sockets of one address: one for each protocol.</summary>
    private List<ListenSocket> ListenOn(ListenEntry entry, IPAddress address, string? name)
    {
        var sockets = new List<ListenSocket>();
        foreach (var protocol in ProtocolsOf(entry))
        {
            var endpoint = new NetworkEndpoint(address, PortOf(entry, protocol));
            if (endpoint.IsMulticast && protocol != TransportProtocol.Udp)
            {
                problems.Warning($"{endpoint}: {Encoding.ASCII.GetString(protocol.Name())} cannot listen on a multicast address, ignored");
                continue;
            }

            if (endpoint.IsWildcard && string.IsNullOrEmpty(options.AdvertisedAddress))
                problems.Warning($"listen={entry}: messages will name {endpoint}, which nobody can reach; set advertised_address or list the addresses");

            if (_sockets.Find(socket => socket.Protocol == protocol && socket.Endpoint == endpoint) is { } same)
            {
                if (name is not null)
                    AddAlias(name, protocol, endpoint.Port);
                sockets.Add(same);
                continue;
            }

            var added = new ListenSocket(_sockets.Count, protocol, endpoint, name);
            _sockets.Add(added);
            sockets.Add(added);
            if (name is null && options.AutoAliases && !endpoint.IsWildcard && !endpoint.IsMulticast)
                AddReverseNames(added);
        }

        return sockets;
    }

    private IEnumerable<TransportProtocol> ProtocolsOf(ListenEntry entry)
    {
        if (entry.Protocol is TransportProtocol.None or TransportProtocol.Udp)
            yield return TransportProtocol.Udp;
        if (entry.Protocol is TransportProtocol.None or TransportProtocol.Tcp && !options.DisableTcp)
            yield return TransportProtocol.Tcp;
    }

    private int PortOf(ListenEntry entry, TransportProtocol protocol)
    {
        var tls = protocol == TransportProtocol.Tls;
        return entry.Port is not (null or 0)
            ? entry.Port.Value + (tls && entry.Protocol == TransportProtocol.None ? 1 : 0)
            : tls ? options.TlsPort : options.Port;
    }

    private void AddReverseNames(ListenSocket socket)
    {
        if (Ask(Encoding.ASCII.GetString(socket.AddressText.Span)) is not { } found)
            return;
        foreach (var name in (found.Aliases ?? []).Prepend(found.HostName))
        {
            if (!string.IsNullOrEmpty(name) && !IPAddress.TryParse(name, out _))
                AddAlias(name, socket.Protocol, socket.Endpoint.Port);
        }
    }

    private void AddAlias(string name, TransportProtocol protocol, int port)
    {
        var alias = new SocketAlias(name, protocol, port);
        var isSocketName = _sockets.Exists(socket => socket.Protocol == protocol && socket.Endpoint.Port == port
            && string.Equals(Encoding.UTF8.GetString(socket.Name.Span), name, StringComparison.OrdinalIgnoreCase));
        if (!isSocketName && !_aliases.Contains(alias))
            _aliases.Add(alias);
    }

    private IPHostEntry? Ask(string nameOrAddress)
    {
        if (!_asked.TryGetValue(nameOrAddress, out var found))
            _asked[nameOrAddress] = found = lookup(nameOrAddress);
        return found;
    }

    private static string Unbracketed(string host) => host.Length > 2 && host[0] == '[' && host[^1] == ']' ? host[1..^1] : host;
}
