using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Seraph.Core.Transports.Udp;

/// <summary>
/// The part of the C library that System.Net.Sockets doesn't offer: many datagrams a call. All structs are blittable, as the
/// kernel has them on 64-bit Linux. The calls may wait, so none of them suppresses the GC transition.
/// </summary>
internal static unsafe partial class Libc
{
    public const int MSG_DONTWAIT = 0x40;
    public const int MSG_WAITFORONE = 0x10000;

    public const int SHUT_RD = 0;

    public const int EINTR = 4;
    public const int EBADF = 9;
    public const int EAGAIN = 11;
    public const int EINVAL = 22;
    public const int ENETUNREACH = 101;
    public const int ECONNREFUSED = 111;
    public const int EHOSTUNREACH = 113;

    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SO_REUSEPORT = 15;
    public const int SO_ATTACH_REUSEPORT_CBPF = 51;
    public const int IPPROTO_IP = 0;
    public const int IP_TOS = 1;
    public const int IP_MTU_DISCOVER = 10;
    public const int IPPROTO_IPV6 = 41;
    public const int IPV6_MTU_DISCOVER = 23;
    public const int IPV6_TCLASS = 67;
    public const int PMTUDISC_DONT = 0;
    public const int PMTUDISC_DO = 2;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(SafeHandle socket, MultiMessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(SafeHandle socket, MultiMessageHeader* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeHandle socket, int how);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public RawAddress* Address;
        public uint AddressLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MultiMessageHeader
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary><c>struct sockaddr_in</c> and <c>sockaddr_in6</c> in one.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 28)]
    public struct RawAddress
    {
        public const int Size = 28;

        private const ushort AF_INET = 2;
        private const ushort AF_INET6 = 10;
        private const uint SizeOfIPv4 = 16;

        [FieldOffset(0)]
        private ushort _family;
        [FieldOffset(2)]
        private ushort _port;
        [FieldOffset(4)]
        private uint _ipv4; // the flow label in IPv6
        [FieldOffset(8)]
        private fixed byte _ipv6[16];
        [FieldOffset(24)]
        private uint _scope;

        /// <summary>Writes an endpoint here and returns how many bytes count.</summary>
        public uint Set(in NetworkEndpoint endpoint)
        {
            _port = Swap(endpoint.Port);
            if (endpoint.IsIPv6)
            {
                _family = AF_INET6;
                _ipv4 = 0;
                _scope = endpoint.Scope;
                fixed (byte* address = _ipv6)
                    endpoint.WriteAddress(new Span<byte>(address, 16));
                return Size;
            }

            _family = AF_INET;
            _ipv4 = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(endpoint.IPv4) : endpoint.IPv4;
            *(ulong*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _ipv6[0]) = 0;
            return SizeOfIPv4;
        }

        /// <summary>The endpoint that the kernel wrote here.</summary>
        public readonly NetworkEndpoint Get()
        {
            if (_family == AF_INET)
                return NetworkEndpoint.FromIPv4(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_ipv4) : _ipv4, Swap(_port));
            fixed (byte* address = _ipv6)
                return NetworkEndpoint.FromIPv6(new ReadOnlySpan<byte>(address, 16), Swap(_port), _scope);
        }

        private static ushort Swap(ushort port) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(port) : port;
    }

    /// <summary><c>struct sock_filter</c>: one instruction of classic BPF.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterInstruction(ushort code, uint operand)
    {
        public ushort Code = code;
        public byte JumpTrue;
        public byte JumpFalse;
        public uint Operand = operand;
    }

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }
}
