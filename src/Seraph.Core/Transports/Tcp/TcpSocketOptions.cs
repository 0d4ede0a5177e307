using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports.Tcp;

/// <summary>Sets up sockets as <see cref="TcpOptions"/> says. What the system refuses is logged and left.</summary>
internal sealed class TcpSocketOptions(TcpOptions options, ILogger logger)
{
    private const int Backlog = 1024;

    // <netinet/tcp.h> and <bits/socket.h> of Linux
    private const int SOL_SOCKET = 1;
    private const int SO_REUSEADDR = 2;
    private const int IPPROTO_IP = 0;
    private const int IP_TOS = 1;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_TCLASS = 67;
    private const int IPPROTO_TCP = 6;
    private const int TCP_SYNCNT = 7;
    private const int TCP_LINGER2 = 8;
    private const int TCP_DEFER_ACCEPT = 9;
    private const int TCP_QUICKACK = 12;

    /// <summary>A socket that listens.</summary>
    public Socket Listen(ListenSocket listen)
    {
        var socket = New(listen.Endpoint);
        try
        {
            if (OperatingSystem.IsLinux())
                SetRaw(socket, SOL_SOCKET, SO_REUSEADDR, 1); // a restart must not wait for the last connections' TIME_WAIT
            if (options.DeferAccept != 0)
                Try("tcp_defer_accept", () => SetRaw(socket, IPPROTO_TCP, TCP_DEFER_ACCEPT, options.DeferAccept));
            socket.Bind(listen.Endpoint.ToIPEndPoint());
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket to connect with.</summary>
    public Socket Outgoing(in NetworkEndpoint destination)
    {
        var socket = New(destination);
        try
        {
            Common(socket);
            if (options.SynCount > 0)
                Try("tcp_syncnt", () => SetRaw(socket, IPPROTO_TCP, TCP_SYNCNT, options.SynCount));
            if (options.DelayedAck && OperatingSystem.IsLinux())
                Try("tcp_delayed_ack", () => SetRaw(socket, IPPROTO_TCP, TCP_QUICKACK, 0));
            if ((destination.IsIPv6 ? options.SourceIPv6 : options.SourceIPv4) is { } source)
                Try("tcp_source_ipv4/6", () => socket.Bind(new IPEndPoint(source, 0)));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What every connection gets, whoever opened it.</summary>
    public void Common(Socket socket)
    {
        Try("TCP_NODELAY", () => socket.NoDelay = true);
        Try("tos", () => SetTypeOfService(socket));
        if (options.KeepAlive || options.KeepAliveIdle > 0 || options.KeepAliveInterval > 0 || options.KeepAliveCount > 0)
            Try("tcp_keepalive", () => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true));
        SetIfGiven(socket, "tcp_keepidle", SocketOptionName.TcpKeepAliveTime, options.KeepAliveIdle);
        SetIfGiven(socket, "tcp_keepintvl", SocketOptionName.TcpKeepAliveInterval, options.KeepAliveInterval);
        SetIfGiven(socket, "tcp_keepcnt", SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveCount);
        if (options.Linger2 > 0)
            Try("tcp_linger2", () => SetRaw(socket, IPPROTO_TCP, TCP_LINGER2, options.Linger2));
    }

    private static Socket New(in NetworkEndpoint endpoint)
    {
        var socket = new Socket(endpoint.Family, SocketType.Stream, ProtocolType.Tcp);
        if (endpoint.IsIPv6)
            socket.DualMode = false;
        return socket;
    }

    private void SetTypeOfService(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return;
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            SetRaw(socket, IPPROTO_IPV6, IPV6_TCLASS, options.TypeOfService);
        else
            SetRaw(socket, IPPROTO_IP, IP_TOS, options.TypeOfService);
    }

    private void SetIfGiven(Socket socket, string name, SocketOptionName option, int value)
    {
        if (value > 0)
            Try(name, () => socket.SetSocketOption(SocketOptionLevel.Tcp, option, value));
    }

    private void Try(string option, Action set)
    {
        try
        {
            set();
        }
        catch (SocketException e)
        {
            TransportLog.TcpOptionRefused(logger, option, e.Message);
        }
        catch (PlatformNotSupportedException e)
        {
            TransportLog.TcpOptionRefused(logger, option, e.Message);
        }
    }

    private static void SetRaw(Socket socket, int level, int name, int value)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("only Linux has this option");
        socket.SetRawSocketOption(level, name, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
    }
}
