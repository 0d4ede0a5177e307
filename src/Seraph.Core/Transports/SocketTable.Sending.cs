using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Seraph.Core.Transports;

/// <summary>Which socket a message leaves from, and what it says about where it came from.</summary>
public sealed partial class SocketTable
{
    private ReadOnlyMemory<byte> _advertisedHost;
    private int _advertisedPort;
    private byte[][] _sentBy = [];

    /// <summary>Whether our Vias name another host or port than those of the socket.</summary>
    public bool IsAdvertising => !_advertisedHost.IsEmpty || _advertisedPort != 0;

    /// <summary>The first usable socket of a protocol and address family, or null (spec core-subsystems.md, 2.2).</summary>
    public ListenSocket? Default(TransportProtocol protocol, bool ipv6) =>
        (uint)protocol < Protocols ? _defaults[DefaultIndex(protocol, ipv6)] : null;

    /// <summary>The socket to send a message from, null when there is none (spec core-subsystems.md, 2.3).</summary>
    /// <param name="protocol">The protocol to send over.</param>
    /// <param name="destination">The next hop.</param>
    /// <param name="receivedOn">The socket that the message came in on, or null.</param>
    /// <param name="forced">The socket that the script wants, or null.</param>
    public ListenSocket? SelectForSending(TransportProtocol protocol, in NetworkEndpoint destination, ListenSocket? receivedOn, ListenSocket? forced)
    {
        if (forced is not null && Usable(forced, protocol, destination) is { } wanted)
            return wanted;
        if (_multiHomed && protocol == TransportProtocol.Udp)
            return RoutedSocket(destination);
        if (receivedOn is not null
            && protocol is TransportProtocol.Udp or TransportProtocol.Sctp
            && receivedOn.Protocol == protocol
            && receivedOn.Endpoint.IsIPv6 == destination.IsIPv6
            && !receivedOn.Endpoint.IsMulticast)
        {
            return receivedOn;
        }

        return Default(protocol, destination.IsIPv6);
    }

    /// <summary>The host that our Via says for a socket: the advertised one, or its address (an IPv6 address in brackets).</summary>
    public ReadOnlyMemory<byte> AdvertisedHost(ListenSocket socket) => _advertisedHost.IsEmpty ? socket.HostText : _advertisedHost;

    /// <summary>The port that our Via says for a socket.</summary>
    public int AdvertisedPort(ListenSocket socket) => _advertisedPort != 0 ? _advertisedPort : socket.Endpoint.Port;

    /// <summary>
    /// <c>host[:port]</c> of our Via for a socket, ready to be copied. The port is left out only when it is 5060 and not advertised.
    /// </summary>
    public ReadOnlySpan<byte> SentBy(ListenSocket socket) => _sentBy[socket.Index];

    private ListenSocket? Usable(ListenSocket forced, TransportProtocol protocol, in NetworkEndpoint destination)
    {
        var socket = forced.Protocol == protocol ? forced : Find(protocol, forced.Endpoint);
        if (socket is null)
            TransportLog.ForcedSocketMismatch(_logger, forced, protocol);
        return socket is not null && socket.Endpoint.IsIPv6 == destination.IsIPv6 && !socket.Endpoint.IsMulticast ? socket : null;
    }

    /// <summary>The first UDP socket with the address that the system would send from (<c>mhomed</c>).</summary>
    private ListenSocket? RoutedSocket(in NetworkEndpoint destination)
    {
        NetworkEndpoint source;
        try
        {
            using var probe = new Socket(destination.Family, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(destination.ToIPEndPoint()); // sends nothing
            source = NetworkEndpoint.From((System.Net.IPEndPoint)probe.LocalEndPoint!);
        }
        catch (SocketException e)
        {
            TransportLog.NoRoute(_logger, destination, e.Message);
            return null;
        }

        foreach (var socket in _sockets)
        {
            if (socket.Protocol == TransportProtocol.Udp && socket.Endpoint.SameAddress(source))
                return socket;
        }

        TransportLog.NoSocketForRoute(_logger, destination, source);
        return null;
    }

    private void AdvertiseAll(SocketTableOptions options)
    {
        _advertisedHost = Encoding.UTF8.GetBytes(options.AdvertisedAddress ?? "");
        _advertisedPort = options.AdvertisedPort ?? 0;
        _sentBy = new byte[_sockets.Length][];
        Span<byte> port = stackalloc byte[6];
        port[0] = (byte)':';
        foreach (var socket in _sockets)
        {
            Utf8Formatter.TryFormat(AdvertisedPort(socket), port[1..], out var digits);
            var length = _advertisedPort == 0 && socket.Endpoint.Port == 5060 ? 0 : digits + 1;
            _sentBy[socket.Index] = [.. AdvertisedHost(socket).Span, .. port[..length]];
        }
    }
}
