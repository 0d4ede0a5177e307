using System.Net;
using System.Net.Sockets;
using System.Text;
using Seraph.Core.Transports;
using static Seraph.Core.Tests.Transports.LoopbackNet;

namespace Seraph.Core.Tests.Transports.Tcp;

/// <summary>The other end of a connection, in plain blocking calls.</summary>
internal sealed class TcpPeer(Socket socket) : IDisposable
{
    public Socket Socket { get; } = Prepare(socket);

    public NetworkEndpoint Endpoint => Socket.LocalEndpoint();

    public static TcpPeer Connect(ListenSocket listen)
    {
        var socket = new Socket(listen.Endpoint.Family, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listen.Endpoint.ToIPEndPoint());
        return new TcpPeer(socket);
    }

    public static Socket Listener(bool ipv6 = false, int backlog = 100)
    {
        var socket = new Socket(Address(ipv6).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(Address(ipv6), 0));
        socket.Listen(backlog);
        return socket;
    }

    public static TcpPeer Accept(Socket listener)
    {
        Assert.True(listener.Poll(Patience, SelectMode.SelectRead), "no connection came in");
        return new TcpPeer(listener.Accept());
    }

    /// <summary>A message with a body, so that its end is somewhere else than its header's end.</summary>
    public static string Framed(int number, int bodyLength = 10) =>
        $"MESSAGE sip:test{number:D8}@example.org SIP/2.0\r\nContent-Length: {bodyLength}\r\n\r\n{new string('b', bodyLength)}";

    public void Send(string text) => Socket.Send(Encoding.ASCII.GetBytes(text));

    public string Read(int length)
    {
        var buffer = new byte[length];
        for (var at = 0; at < length;)
        {
            var read = Socket.Receive(buffer.AsSpan(at));
            if (read == 0)
                Assert.Fail($"closed after \"{Encoding.ASCII.GetString(buffer, 0, at)}\"");
            at += read;
        }

        return Encoding.ASCII.GetString(buffer);
    }

    /// <summary>Reads to the end of the connection, however that comes.</summary>
    public string ReadToEnd()
    {
        var text = new StringBuilder();
        var buffer = new byte[65536];
        try
        {
            while (true)
            {
                var read = Socket.Receive(buffer);
                if (read == 0)
                    return text.ToString();
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return text.ToString();
        }
    }

    public void Dispose() => Socket.Dispose();

    private static Socket Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        return socket;
    }
}
