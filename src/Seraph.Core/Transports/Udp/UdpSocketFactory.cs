using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using static Seraph.Core.Transports.Udp.Libc;

namespace Seraph.Core.Transports.Udp;

/// <summary>Opens the sockets of a <see cref="ListenSocket"/> with the options of spec core-subsystems.md, 3.</summary>
internal sealed class UdpSocketFactory(UdpOptions options, bool portable, ILogger logger, LogThrottle throttle)
{
    /// <summary>How long a send may wait for room in a full send buffer before its datagrams are dropped, in milliseconds.</summary>
    private const int SendTimeout = 100;

    /// <summary>
    /// A socket for each receiver on Linux, else one for all of them. Several sockets of a multicast group would get a copy of
    /// every datagram each, so there it is one as well.
    /// </summary>
    public UdpSocket[] Open(ListenSocket listen, UdpCounters counters)
    {
        var count = portable || listen.Endpoint.IsMulticast ? 1 : Math.Max(options.Children, 1);
        var sockets = new UdpSocket[count];
        try
        {
            if (!listen.Endpoint.IsMulticast)
                RefuseIfTaken(listen);
            for (var i = 0; i < count; i++)
            {
                var socket = OpenOne(listen, shared: count > 1);
                sockets[i] = portable
                    ? new PortableUdpSocket(listen, socket, counters, logger, throttle)
                    : new LinuxUdpSocket(listen, socket, counters, logger, throttle);
                if (i == count - 1 && count > 1)
                    SpreadEvenly(listen, socket, count);
            }

            return sockets;
        }
        catch (SocketException e)
        {
            foreach (var socket in sockets)
                socket?.Dispose();
            throw new ListenException(listen, e);
        }
    }

    /// <summary>
    /// With SO_REUSEADDR or SO_REUSEPORT a second server would start without an error and take half of the first one's messages.
    /// Binding once without them shows whether the port is free.
    /// </summary>
    private static void RefuseIfTaken(ListenSocket listen)
    {
        using var probe = new Socket(listen.Endpoint.Family, SocketType.Dgram, ProtocolType.Udp);
        if (listen.Endpoint.IsIPv6)
            probe.DualMode = false;
        probe.Bind(listen.Endpoint.ToIPEndPoint());
    }

    private Socket OpenOne(ListenSocket listen, bool shared)
    {
        var endpoint = listen.Endpoint;
        var socket = new Socket(endpoint.Family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endpoint.IsIPv6)
                socket.DualMode = false;
            if (portable)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }
            else
            {
                SetOption(socket, SOL_SOCKET, SO_REUSEADDR, 1);
                if (shared)
                    SetOption(socket, SOL_SOCKET, SO_REUSEPORT, 1);
            }

            socket.SendTimeout = SendTimeout;
            Try(listen, "tos", () => SetTypeOfService(socket));
            Try(listen, "pmtu_discovery", () => SetFragmentation(socket));
            Try(listen, "mcast_loopback, mcast_ttl", () => SetMulticast(socket));
            GrowReceiveBuffer(listen, socket);
            socket.Bind(endpoint.ToIPEndPoint());
            if (endpoint.IsMulticast)
                Join(socket, endpoint.ToIPAddress());
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void SetTypeOfService(Socket socket)
    {
        if (!portable)
        {
            if (socket.AddressFamily == AddressFamily.InterNetworkV6)
                SetOption(socket, IPPROTO_IPV6, IPV6_TCLASS, options.TypeOfService);
            else
                SetOption(socket, IPPROTO_IP, IP_TOS, options.TypeOfService);
        }
        else if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, options.TypeOfService);
        }
    }

    private void SetFragmentation(Socket socket)
    {
        var value = options.PathMtuDiscovery ? PMTUDISC_DO : PMTUDISC_DONT;
        if (portable)
        {
            if (socket.AddressFamily == AddressFamily.InterNetwork)
                socket.DontFragment = options.PathMtuDiscovery;
        }
        else if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            SetOption(socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, value);
        }
        else
        {
            SetOption(socket, IPPROTO_IP, IP_MTU_DISCOVER, value);
        }
    }

    private void SetMulticast(Socket socket)
    {
        var level = socket.AddressFamily == AddressFamily.InterNetworkV6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
        socket.SetSocketOption(level, SocketOptionName.MulticastLoopback, options.MulticastLoopback);
        if (options.MulticastTtl >= 0)
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, options.MulticastTtl);
    }

    private static void Join(Socket socket, IPAddress group)
    {
        if (group.AddressFamily == AddressFamily.InterNetworkV6)
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group));
        else
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group));
    }

    /// <summary>Asks for <c>maxbuffer</c>, and for less where the system refuses (Linux gives what it may); never shrinks the buffer.</summary>
    private void GrowReceiveBuffer(ListenSocket listen, Socket socket)
    {
        var before = socket.ReceiveBufferSize;
        for (var size = options.MaxBuffer; size > before; size -= Math.Max(size / 8, 2048))
        {
            try
            {
                socket.ReceiveBufferSize = size;
                break;
            }
            catch (SocketException e)
            {
                TransportLog.OptionRefused(logger, listen, "maxbuffer", e.Message);
            }
        }
    }

    /// <summary>Has the kernel spread the datagrams over the receivers, call by call; see <see cref="CallSteering"/>.</summary>
    private unsafe void SpreadEvenly(ListenSocket listen, Socket socket, int count)
    {
        var instructions = CallSteering.Program(count);
        fixed (FilterInstruction* first = instructions)
            Attach(listen, socket, new FilterProgram { Length = (ushort)instructions.Length, Instructions = first });
    }

    private unsafe void Attach(ListenSocket listen, Socket socket, FilterProgram program)
    {
        try
        {
            socket.SetRawSocketOption(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, new ReadOnlySpan<byte>(&program, Unsafe.SizeOf<FilterProgram>()));
        }
        catch (SocketException e)
        {
            TransportLog.OptionRefused(logger, listen, "even spread over the receivers", e.Message);
        }
    }

    private void Try(ListenSocket listen, string option, Action set)
    {
        try
        {
            set();
        }
        catch (SocketException e)
        {
            TransportLog.OptionRefused(logger, listen, option, e.Message); // worth knowing, no reason not to start
        }
    }

    private static void SetOption(Socket socket, int level, int name, int value) =>
        socket.SetRawSocketOption(level, name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
