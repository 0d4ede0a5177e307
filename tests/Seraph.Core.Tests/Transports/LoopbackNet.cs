using System.Net;
using System.Net.Sockets;
using System.Text;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Transports;

/// <summary>Handles messages with a delegate.</summary>
internal sealed class Handler(HandleMessage handle) : IMessageHandler
{
    public bool Handle(byte[] buffer, int offset, int length, in ReceiveInfo from) => handle(buffer.AsSpan(offset, length), from);
}

internal delegate bool HandleMessage(ReadOnlySpan<byte> message, in ReceiveInfo from);

/// <summary>Real sockets on the loopback interface.</summary>
internal static class LoopbackNet
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static int s_nextPort = Environment.ProcessId * 97;

    public static IPAddress Address(bool ipv6) => ipv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    /// <summary>A socket description on a port that is free for UDP and TCP.</summary>
    public static ListenSocket Listen(TransportProtocol protocol, bool ipv6 = false, int index = 0)
    {
        while (true)
        {
            // Below the ports that the system hands out, so that no other test's client can take it before it is bound.
            var port = 20000 + (int)((uint)Interlocked.Increment(ref s_nextPort) % 12000);
            try
            {
                using var tcp = new Socket(Address(ipv6).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                using var udp = new Socket(Address(ipv6).AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                tcp.Bind(new IPEndPoint(Address(ipv6), port));
                udp.Bind(new IPEndPoint(Address(ipv6), port));
                return new ListenSocket(index, protocol, new NetworkEndpoint(Address(ipv6), port));
            }
            catch (SocketException)
            {
                // taken: the next one
            }
        }
    }

    public static Socket UdpClient(bool ipv6 = false)
    {
        var socket = new Socket(Address(ipv6).AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 4 << 20,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Bind(new IPEndPoint(Address(ipv6), 0));
        return socket;
    }

    public static NetworkEndpoint LocalEndpoint(this Socket socket) => NetworkEndpoint.From((IPEndPoint)socket.LocalEndPoint!);

    public static void SendTo(this Socket socket, ListenSocket listen, string message) =>
        socket.SendTo(Encoding.ASCII.GetBytes(message), listen.Endpoint.ToIPEndPoint());

    public static string ReceiveText(this Socket socket)
    {
        var buffer = new byte[65536];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }

    /// <summary>A message of the length at least that a transport lets through.</summary>
    public static string Message(int number) => $"OPTIONS sip:test{number:D8}@example.org SIP/2.0\r\n\r\n";

    /// <summary>Waits until something holds, and says what did not when it takes too long.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Patience))
            Assert.Fail($"in vain for {Patience}: {what}");
    }
}
