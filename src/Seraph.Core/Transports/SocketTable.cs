using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports;

/// <summary>A name of this server besides those of its sockets; no protocol and port 0 stand for any.</summary>
public sealed record SocketAlias(string Name, TransportProtocol Protocol, int Port);

/// <summary>
/// The addresses that the server listens on, and the names that it goes by: which of them a URI means, and which of them a message is
/// sent from (spec core-subsystems.md, 2). Immutable.
/// </summary>
public sealed partial class SocketTable
{
    private const int Protocols = (int)TransportProtocol.Sctp + 1;

    private readonly ListenSocket[] _sockets;
    private readonly ListenSocket?[] _defaults = new ListenSocket?[2 * Protocols];
    private readonly Dictionary<(TransportProtocol Protocol, NetworkEndpoint Endpoint), ListenSocket> _byEndpoint = [];
    private readonly HostNames _names = new();
    private readonly bool _multiHomed;
    private readonly ILogger _logger;

    internal SocketTable(ListenSocket[] sockets, IReadOnlyList<SocketAlias> aliases, SocketTableOptions options, ILogger logger)
    {
        _sockets = sockets;
        _multiHomed = options.MultiHomed;
        _logger = logger;
        Aliases = aliases;
        foreach (var socket in sockets)
        {
            _byEndpoint[(socket.Protocol, socket.Endpoint)] = socket;
            _names.Add(socket.Name.Span, socket.Protocol, socket.Endpoint.Port);
            _names.Add(socket.AddressText.Span, socket.Protocol, socket.Endpoint.Port);
            ref var first = ref _defaults[DefaultIndex(socket.Protocol, socket.Endpoint.IsIPv6)];
            if (first is null || IsLastResort(first))
                first = socket;
        }

        foreach (var alias in aliases)
            _names.Add(Encoding.UTF8.GetBytes(alias.Name), alias.Protocol, alias.Port);
        AdvertiseAll(options);
    }

    /// <summary>All sockets; their <see cref="ListenSocket.Index"/> is the position here.</summary>
    public IReadOnlyList<ListenSocket> Sockets => _sockets;

    /// <summary>Further names of this server: those of <c>alias</c>, and what DNS says about the sockets.</summary>
    public IReadOnlyList<SocketAlias> Aliases { get; }

    /// <summary>
    /// Resolves what the configuration says into sockets. Nothing is opened. Waits for DNS, so it is for the start only.
    /// </summary>
    /// <param name="options">What the parameters say.</param>
    /// <param name="lookup">Asks the system about a host name, or for the names of an address; null when nothing is known.</param>
    /// <param name="interfaces">The interfaces of this machine, <see cref="LocalInterface.All"/>.</param>
    /// <param name="problems">Takes in what is wrong; with an error there, the server must not start.</param>
    /// <param name="logger">Where the table says what it notices later.</param>
    public static SocketTable Create(
        SocketTableOptions options,
        Func<string, IPHostEntry?> lookup,
        IReadOnlyList<LocalInterface> interfaces,
        ListenProblems problems,
        ILogger<SocketTable> logger) => new SocketTableBuilder(options, lookup, interfaces, problems).Build(logger);

    /// <summary>
    /// Whether a host, and port and protocol where they are given, is this server (<c>myself</c>). Allocates nothing.
    /// </summary>
    /// <param name="host">A name or an address, an IPv6 address with or without brackets.</param>
    /// <param name="port">The port; 0 leaves it out of account.</param>
    /// <param name="protocol">The protocol; none leaves it out of account.</param>
    public bool IsMyself(ReadOnlySpan<byte> host, int port, TransportProtocol protocol)
    {
        if (host.Length > 2 && host[0] == '[' && host[^1] == ']')
            host = host[1..^1];
        if (_names.Contains(host, protocol, port))
            return true;
        if (!host.Contains((byte)':') || !NetworkEndpoint.TryParseAddress(host, out var address))
            return false;
        Span<byte> canonical = stackalloc byte[NetworkEndpoint.MaxTextLength]; // one IPv6 address has many spellings
        return _names.Contains(canonical[..address.FormatAddress(canonical)], protocol, port);
    }

    /// <summary>The socket at exactly that address, or null.</summary>
    public ListenSocket? Find(TransportProtocol protocol, in NetworkEndpoint endpoint) => _byEndpoint.GetValueOrDefault((protocol, endpoint));

    /// <summary>
    /// The first socket of that name or address, or null: what <c>force_send_socket(proto:host:port)</c> means. Port 0 and no
    /// protocol fit any.
    /// </summary>
    public ListenSocket? Find(TransportProtocol protocol, ReadOnlySpan<byte> host, int port)
    {
        var isAddress = NetworkEndpoint.TryParseAddress(host, out var address);
        foreach (var socket in _sockets)
        {
            if (protocol != TransportProtocol.None && socket.Protocol != protocol)
                continue;
            if (port != 0 && socket.Endpoint.Port != port)
                continue;
            if (isAddress ? socket.Endpoint.SameAddress(address) : Ascii.EqualsIgnoreCase(socket.Name.Span, host))
                return socket;
        }

        return null;
    }

    /// <summary>Writes the list of sockets and aliases that the server prints when it starts and with <c>-c</c>.</summary>
    public void Print(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        const string indentation = "             ";
        output.WriteLine("Listening on ");
        foreach (var socket in _sockets)
        {
            var name = Encoding.UTF8.GetString(socket.Name.Span);
            var suffix = socket.Endpoint.IsMulticast ? " mcast" : "";
            output.WriteLine($"{indentation}{Encoding.ASCII.GetString(socket.Protocol.Name())}: {Host(name)}:{socket.Endpoint.Port}{suffix}");
        }

        output.WriteLine("Aliases: ");
        foreach (var alias in Aliases)
        {
            var port = alias.Port == 0 ? "*" : alias.Port.ToString(CultureInfo.InvariantCulture);
            output.WriteLine($"{indentation}{Encoding.ASCII.GetString(alias.Protocol.Name())}: {Host(alias.Name)}:{port}");
        }

        output.WriteLine();

        static string Host(string name) => name.Contains(':') ? $"[{name}]" : name;
    }

    private static int DefaultIndex(TransportProtocol protocol, bool ipv6) => (2 * (int)protocol) + (ipv6 ? 1 : 0);

    /// <summary>Nobody outside can answer to a loopback address, and nobody can be a multicast group.</summary>
    private static bool IsLastResort(ListenSocket socket) => socket.Endpoint.IsLoopback || socket.Endpoint.IsMulticast;
}
