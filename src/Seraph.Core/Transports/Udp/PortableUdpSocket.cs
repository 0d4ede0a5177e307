using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Transports.Udp;

/// <summary>
/// A socket over System.Net.Sockets, one datagram at a time, for systems other than Linux. All receivers share it and take turns
/// (leader and followers): one waits for a datagram, the others handle theirs.
/// </summary>
internal sealed class PortableUdpSocket(ListenSocket listen, Socket socket, UdpCounters counters, ILogger logger, LogThrottle throttle)
    : UdpSocket(listen, socket, counters, logger, throttle)
{
    /// <summary>How long a receiver waits before it looks whether it is to stop.</summary>
    private static readonly TimeSpan LookAround = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static SocketAddress? AddressIPv4;

    [ThreadStatic]
    private static SocketAddress? AddressIPv6;

    private readonly Lock _turn = new();
    private readonly SocketAddress _source = new(socket.AddressFamily);

    public override int Receive(ReceiveBatch batch)
    {
        batch.Count = batch.Next = 0;
        lock (_turn)
        {
            try
            {
                var stopping = IsStopping;
                if (!Socket.Poll(stopping ? TimeSpan.Zero : LookAround, SelectMode.SelectRead))
                    return stopping ? -1 : 0;
                batch.Lengths[0] = Socket.ReceiveFrom(batch.Buffer(0).Bytes, SocketFlags.None, _source);
                batch.Sources[0] = Read(_source);
                return batch.Count = 1;
            }
            catch (SocketException e)
            {
                ReceiveFailed(e.Message, e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset);
                return 0;
            }
        }
    }

    public override void SendMany(byte[] arena, ReadOnlySpan<UdpSend> sends)
    {
        foreach (ref readonly var send in sends)
            SendOne(send.Destination, arena.AsSpan(send.Offset, send.Length));
    }

    public override SendStatus SendOne(in NetworkEndpoint destination, ReadOnlySpan<byte> message)
    {
        var address = destination.IsIPv6
            ? AddressIPv6 ??= new SocketAddress(AddressFamily.InterNetworkV6)
            : AddressIPv4 ??= new SocketAddress(AddressFamily.InterNetwork);
        Write(destination, address);
        try
        {
            Socket.SendTo(message, SocketFlags.None, address);
            Counters.CountSent(1);
            return SendStatus.Sent;
        }
        catch (SocketException e)
        {
            SendFailed(destination, 1, e.SocketErrorCode, e.Message);
            return SendStatus.Failed;
        }
        catch (ObjectDisposedException)
        {
            SendFailed(destination, 1, SocketError.Shutdown, "the socket is closed");
            return SendStatus.Failed;
        }
    }

    protected override void WakeReceivers()
    {
        // They look around often enough.
    }

    private static NetworkEndpoint Read(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return address.Family == AddressFamily.InterNetwork
            ? NetworkEndpoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
            : NetworkEndpoint.FromIPv6(bytes.Slice(8, 16), port, BitConverter.ToUInt32(bytes[24..]));
    }

    private static void Write(in NetworkEndpoint endpoint, SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], endpoint.Port);
        if (!endpoint.IsIPv6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], endpoint.IPv4);
            return;
        }

        bytes[4..8].Clear();
        endpoint.WriteAddress(bytes[8..]);
        BitConverter.TryWriteBytes(bytes[24..], endpoint.Scope);
    }
}
