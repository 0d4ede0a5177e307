using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using static Seraph.Core.Transports.Udp.Libc;

namespace Seraph.Core.Transports.Udp;

/// <summary>A socket of one receiver on Linux: up to 32 datagrams for a <c>recvmmsg</c>, up to 64 for a <c>sendmmsg</c>.</summary>
internal sealed unsafe class LinuxUdpSocket : UdpSocket
{
    /// <summary>How often a stopped socket is still read: more than its buffer holds, and an end even under a flood.</summary>
    private const int MaxDrainRounds = 256;

    private readonly MultiMessageHeader[] _headers = GC.AllocateArray<MultiMessageHeader>(ReceiveBatch.Size, pinned: true);
    private readonly Vector[] _vectors = GC.AllocateArray<Vector>(ReceiveBatch.Size, pinned: true);
    private readonly RawAddress[] _addresses = GC.AllocateArray<RawAddress>(ReceiveBatch.Size, pinned: true);
    private int _toPrepare = ReceiveBatch.Size;
    private int _drainRounds;

    public LinuxUdpSocket(ListenSocket listen, Socket socket, UdpCounters counters, ILogger logger, LogThrottle throttle)
        : base(listen, socket, counters, logger, throttle)
    {
        for (var i = 0; i < ReceiveBatch.Size; i++)
        {
            ref var header = ref _headers[i].Header;
            header.Address = Pinned(_addresses) + i;
            header.Vectors = Pinned(_vectors) + i;
            header.VectorCount = 1;
            _vectors[i].Length = ReceiveBuffer.Size;
        }
    }

    public override int Receive(ReceiveBatch batch)
    {
        // The kernel overwrote the lengths of what it filled, and a waiting message may have taken a buffer away.
        for (var i = 0; i < _toPrepare; i++)
        {
            _headers[i].Header.AddressLength = RawAddress.Size;
            _vectors[i].Base = batch.Buffer(i).Address;
        }

        batch.Count = batch.Next = _toPrepare = 0;
        var stopping = IsStopping;
        if (stopping && ++_drainRounds > MaxDrainRounds)
            return -1;
        var count = ReceiveMany(Socket.SafeHandle, Pinned(_headers), ReceiveBatch.Size, stopping ? MSG_DONTWAIT : MSG_WAITFORONE, null);
        if (count < 0)
        {
            _toPrepare = 1; // the kernel may have touched the first one
            return Failed(Marshal.GetLastPInvokeError(), stopping);
        }

        _toPrepare = count;
        for (var i = 0; i < count; i++)
        {
            // Woken up by shutdown(), a receive ends with no sender; an empty datagram has one.
            if (_headers[i].Header.AddressLength == 0)
                return stopping ? -1 : 0;
            batch.Lengths[i] = (int)_headers[i].Length;
            batch.Sources[i] = _addresses[i].Get();
            batch.Count = i + 1;
        }

        return count;
    }

    [SkipLocalsInit]
    public override void SendMany(byte[] arena, ReadOnlySpan<UdpSend> sends)
    {
        var headers = stackalloc MultiMessageHeader[SendBatch.MaxMessages];
        var vectors = stackalloc Vector[SendBatch.MaxMessages];
        var addresses = stackalloc RawAddress[SendBatch.MaxMessages];
        var bytes = Pinned(arena);
        for (var i = 0; i < sends.Length; i++)
        {
            ref readonly var send = ref sends[i];
            vectors[i].Base = bytes + send.Offset;
            vectors[i].Length = (nuint)send.Length;
            headers[i] = new MultiMessageHeader
            {
                Header = new MessageHeader
                {
                    Address = addresses + i,
                    AddressLength = addresses[i].Set(send.Destination),
                    Vectors = vectors + i,
                    VectorCount = 1,
                },
            };
        }

        int done = 0, sent = 0, retried = -1;
        while (done < sends.Length)
        {
            var count = TrySendMany(headers + done, (uint)(sends.Length - done));
            if (count > 0)
            {
                done += count; // the next one failed if there is one: the next call says why
                sent += count;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == EINTR || (IsIcmpError(error) && retried != done))
            {
                retried = error == EINTR ? retried : done; // an ICMP error is about an earlier datagram: once more
                continue;
            }

            var lost = error == EAGAIN ? sends.Length - done : 1; // a full queue won't be emptier for the next one
            SendFailed(sends[done].Destination, lost, error);
            done += lost;
        }

        Counters.CountSent(sent);
    }

    public override SendStatus SendOne(in NetworkEndpoint destination, ReadOnlySpan<byte> message)
    {
        RawAddress address = default;
        var addressLength = address.Set(destination);
        fixed (byte* data = message)
        {
            var vector = new Vector { Base = data, Length = (nuint)message.Length };
            var header = new MultiMessageHeader
            {
                Header = new MessageHeader { Address = &address, AddressLength = addressLength, Vectors = &vector, VectorCount = 1 },
            };
            for (var retried = false; ;)
            {
                if (TrySendMany(&header, 1) > 0)
                {
                    Counters.CountSent(1);
                    return SendStatus.Sent;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error != EINTR && (!IsIcmpError(error) || retried))
                {
                    SendFailed(destination, 1, error);
                    return SendStatus.Failed;
                }

                retried |= error != EINTR;
            }
        }
    }

    protected override void WakeReceivers() =>
        _ = Shutdown(Socket.SafeHandle, SHUT_RD); // an unconnected socket says ENOTCONN and wakes its receivers nevertheless

    /// <summary>The call itself; what it failed with is the last P/Invoke error.</summary>
    private int TrySendMany(MultiMessageHeader* headers, uint count)
    {
        try
        {
            return Libc.SendMany(Socket.SafeHandle, headers, count, 0);
        }
        catch (ObjectDisposedException)
        {
            Marshal.SetLastPInvokeError(EBADF); // stopped meanwhile
            return -1;
        }
    }

    private int Failed(int error, bool stopping)
    {
        switch (error)
        {
            case EAGAIN:
                return stopping ? -1 : 0;
            case EINTR:
                return 0;
            default:
                ReceiveFailed(Marshal.GetPInvokeErrorMessage(error), IsIcmpError(error));
                return stopping ? -1 : 0;
        }
    }

    private void SendFailed(in NetworkEndpoint destination, int count, int error) =>
        SendFailed(destination, count, error == EINVAL ? SocketError.InvalidArgument : SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error));

    private static bool IsIcmpError(int error) => error is ECONNREFUSED or EHOSTUNREACH or ENETUNREACH;

    private static T* Pinned<T>(T[] array)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
