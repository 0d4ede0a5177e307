using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Seraph.Core.Transports;

/// <summary>
/// An IP address and a port as one value: what <see cref="IPEndPoint"/> says, without the heap. An IPv4 address is kept in
/// the last four bytes of the IPv4-mapped form; <see cref="IsIPv6"/> tells the families apart. The default value is no address.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct NetworkEndpoint : IEquatable<NetworkEndpoint>
{
    /// <summary>The longest text that <see cref="TryFormat"/> writes: a bracketed IPv6 address with scope and port.</summary>
    public const int MaxTextLength = 64;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly byte _family; // 0 none, 4, 6

    private NetworkEndpoint(ulong high, ulong low, byte family, ushort port, uint scope)
    {
        _high = high;
        _low = low;
        _family = family;
        _port = port;
        _scope = scope;
    }

    /// <summary>The address of an <see cref="IPAddress"/>; an IPv4-mapped IPv6 address becomes the IPv4 one.</summary>
    public NetworkEndpoint(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        this = length == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)port)
            : FromIPv6(bytes, (ushort)port, (uint)address.ScopeId);
    }

    /// <summary>The port, 0 when none is given.</summary>
    public ushort Port => _port;

    /// <summary>The scope (interface index) of a link-local IPv6 address, else 0.</summary>
    public uint Scope => _scope;

    /// <summary>Whether the address is IPv6.</summary>
    public bool IsIPv6 => _family == 6;

    /// <summary>Whether the address is IPv4.</summary>
    public bool IsIPv4 => _family == 4;

    /// <summary>Whether there is an address at all.</summary>
    public bool IsNone => _family == 0;

    /// <summary>Whether this is 0.0.0.0 or ::.</summary>
    public bool IsWildcard => _family == 4 ? (uint)_low == 0 : _family == 6 && (_high | _low) == 0;

    /// <summary>Whether this is 127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => _family == 4 ? (uint)_low >> 24 == 127 : _family == 6 && _high == 0 && _low == 1;

    /// <summary>Whether this is 224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => _family == 4 ? (uint)_low >> 28 == 14 : _family == 6 && _high >> 56 == 0xFF;

    /// <summary>The family as the socket API names it.</summary>
    public AddressFamily Family => _family switch { 4 => AddressFamily.InterNetwork, 6 => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified };

    /// <summary>The IPv4 address as a number in host order; 0 for other families.</summary>
    public uint IPv4 => _family == 4 ? (uint)_low : 0;

    /// <summary>Makes an IPv4 endpoint of an address in host order.</summary>
    public static NetworkEndpoint FromIPv4(uint address, ushort port) => new(0, 0xFFFF_0000_0000UL | address, 4, port, 0);

    /// <summary>Makes an endpoint of 16 address bytes in network order; an IPv4-mapped address becomes the IPv4 one.</summary>
    public static NetworkEndpoint FromIPv6(ReadOnlySpan<byte> address, ushort port, uint scope = 0)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(address);
        var low = BinaryPrimitives.ReadUInt64BigEndian(address[8..]);
        return high == 0 && low >> 32 == 0xFFFF
            ? FromIPv4((uint)low, port)
            : new NetworkEndpoint(high, low, 6, port, scope);
    }

    /// <summary>Makes an endpoint of an <see cref="IPEndPoint"/>.</summary>
    public static NetworkEndpoint From(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new NetworkEndpoint(endpoint.Address, endpoint.Port);
    }

    /// <summary>The same address with another port.</summary>
    public NetworkEndpoint WithPort(int port) => new(_high, _low, _family, (ushort)port, _scope);

    /// <summary>Writes the 16 (IPv6) or 4 (IPv4) address bytes in network order and returns how many.</summary>
    public int WriteAddress(Span<byte> destination)
    {
        if (_family != 6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>The address as the framework's class; allocates, so not for the message path.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = WriteAddress(bytes);
        return length == 16 ? new IPAddress(bytes, _scope) : new IPAddress(bytes[..4]);
    }

    /// <summary>The endpoint as the framework's class; allocates, so not for the message path.</summary>
    public IPEndPoint ToIPEndPoint() => new(ToIPAddress(), _port);

    /// <summary>Whether both have the same address, whatever the ports (and scopes).</summary>
    public bool SameAddress(in NetworkEndpoint other) => _low == other._low && _high == other._high && _family == other._family;

    /// <summary>
    /// Writes the address without the port: <c>10.0.0.1</c>, <c>2001:db8::1</c>; with <paramref name="brackets"/>, an IPv6 address
    /// as the reference <c>[2001:db8::1]</c> that URIs and Vias need. Returns the length, 0 when it does not fit.
    /// </summary>
    public int FormatAddress(Span<byte> destination, bool brackets = false)
    {
        if (_family != 6)
            return FormatIPv4(destination, (uint)_low);

        var at = 0;
        if (brackets)
        {
            if (destination.IsEmpty)
                return 0;
            destination[at++] = (byte)'[';
        }

        Span<byte> bytes = stackalloc byte[16];
        WriteAddress(bytes);
        var written = IPv6Text.Format(bytes, destination[at..]);
        if (written == 0)
            return 0;
        at += written;
        if (brackets)
        {
            if (at == destination.Length)
                return 0;
            destination[at++] = (byte)']';
        }

        return at;
    }

    /// <summary>Writes <c>address:port</c>, an IPv6 address in brackets. Returns the length, 0 when it does not fit.</summary>
    public int TryFormat(Span<byte> destination)
    {
        var at = FormatAddress(destination, brackets: true);
        if (at == 0 || at >= destination.Length)
            return 0;
        destination[at++] = (byte)':';
        return Utf8Formatter.TryFormat(_port, destination[at..], out var written) ? at + written : 0;
    }

    /// <summary>Reads an IPv4 address, or an IPv6 address with or without brackets; no port.</summary>
    public static bool TryParseAddress(ReadOnlySpan<byte> text, out NetworkEndpoint endpoint, int port = 0)
    {
        endpoint = default;
        if (TryParseIPv4(text, out var v4))
        {
            endpoint = FromIPv4(v4, (ushort)port);
            return true;
        }

        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
            text = text[1..^1];
        if (text.Contains((byte)'%'))
            return TryParseScoped(text, port, out endpoint);
        Span<byte> address = stackalloc byte[16];
        if (!IPv6Text.TryParse(text, address))
            return false;
        endpoint = FromIPv6(address, (ushort)port);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(NetworkEndpoint other) =>
        _low == other._low && _high == other._high && _port == other._port && _family == other._family && _scope == other._scope;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkEndpoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var mixed = (_low ^ (_high * 0x9E3779B97F4A7C15UL) ^ ((ulong)_port << 48)) * 0xFF51AFD7ED558CCDUL;
        return (int)(mixed >> 32) ^ (int)mixed;
    }

    /// <summary>Whether address, scope and port are equal.</summary>
    public static bool operator ==(in NetworkEndpoint left, in NetworkEndpoint right) => left.Equals(right);

    /// <summary>Whether address, scope or port differ.</summary>
    public static bool operator !=(in NetworkEndpoint left, in NetworkEndpoint right) => !left.Equals(right);

    /// <summary><c>address:port</c>, for logs.</summary>
    public override string ToString()
    {
        if (IsNone)
            return "none";
        Span<byte> text = stackalloc byte[MaxTextLength];
        return System.Text.Encoding.ASCII.GetString(text[..TryFormat(text)]);
    }

    /// <summary>An address with a zone comes from a configuration only; the framework knows the interfaces' numbers.</summary>
    private static bool TryParseScoped(ReadOnlySpan<byte> text, int port, out NetworkEndpoint endpoint)
    {
        endpoint = default;
        if (!text.Contains((byte)':') || !IPAddress.TryParse(text, out var address))
            return false;
        endpoint = new NetworkEndpoint(address, port);
        return true;
    }

    private static int FormatIPv4(Span<byte> destination, uint address)
    {
        var at = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (!Utf8Formatter.TryFormat((byte)(address >> shift), destination[at..], out var written))
                return 0;
            at += written;
            if (shift == 0)
                return at;
            if (at == destination.Length)
                return 0;
            destination[at++] = (byte)'.';
        }

        return at;
    }

    internal static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        if (text.Length is < 7 or > 15)
            return false;
        int part = -1, dots = 0;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit <= 9)
            {
                part = part < 0 ? (int)digit : (part * 10) + (int)digit;
                if (part > 255)
                    return false;
            }
            else if (b == '.' && part >= 0 && dots < 3)
            {
                address = (address << 8) | (uint)part;
                part = -1;
                dots++;
            }
            else
            {
                return false;
            }
        }

        if (dots != 3 || part < 0)
            return false;
        address = (address << 8) | (uint)part;
        return true;
    }
}
