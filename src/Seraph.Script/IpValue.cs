using System.Buffers.Binary;
using System.Net;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script;

/// <summary>An IPv4 or IPv6 address as plain bits, so that comparing needs no objects. The default value is "no address" and equals nothing.</summary>
public readonly struct IpValue : IEquatable<IpValue>
{
    private const int LongestText = 45;

    private readonly byte _version;

    private IpValue(byte version, UInt128 bits)
    {
        _version = version;
        Bits = bits;
    }

    /// <summary>True for an IPv4 address.</summary>
    public bool IsV4 => _version == 4;

    /// <summary>True for an IPv6 address.</summary>
    public bool IsV6 => _version == 6;

    /// <summary>False for the default value, which is no address.</summary>
    public bool IsDefined => _version != 0;

    /// <summary>The length of the address in bits: 32, 128, or 0 for no address.</summary>
    public int Width => _version switch { 4 => 32, 6 => 128, _ => 0 };

    /// <summary>The address as a number, right-aligned.</summary>
    internal UInt128 Bits { get; }

    /// <summary>From 4 or 16 bytes in network order; no address for any other length.</summary>
    public static IpValue FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => new IpValue(4, BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => new IpValue(6, BinaryPrimitives.ReadUInt128BigEndian(bytes)),
        _ => default,
    };

    /// <summary>From the framework's address object.</summary>
    public static IpValue FromAddress(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var written) ? FromBytes(bytes[..written]) : default;
    }

    /// <summary>From text: dotted decimal, or an IPv6 reference with or without brackets.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpValue value)
    {
        value = default;
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
            text = text[1..^1];

        if (text.Length is 0 or > LongestText || text.Contains((byte)'%'))
            return false;

        if (!text.Contains((byte)':'))
            return TryParseV4(text, out value);

        Span<char> chars = stackalloc char[LongestText];
        Encoding.Latin1.GetChars(text, chars);
        if (!IPAddress.TryParse(chars[..text.Length], out var address))
            return false;

        value = FromAddress(address);
        return value.IsV6;
    }

    /// <summary>The framework's address object.</summary>
    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(IsV4 ? bytes[12..] : bytes);
    }

    /// <summary>The same address with the bits outside of the mask cleared.</summary>
    internal IpValue Masked(UInt128 mask) => new(_version, Bits & mask);

    /// <summary>Writes the text form, without brackets.</summary>
    public bool TryFormat(Span<byte> destination, out int written)
    {
        if (IsV4)
            return TryFormatV4(destination, out written);

        Span<char> chars = stackalloc char[LongestText];
        written = 0;
        if (!IsDefined || !ToAddress().TryFormat(chars, out var length) || length > destination.Length)
            return false;

        written = Encoding.Latin1.GetBytes(chars[..length], destination);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(IpValue other) => _version != 0 && _version == other._version && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_version, Bits);

    /// <summary>The same address of the same family.</summary>
    public static bool operator ==(IpValue left, IpValue right) => left.Equals(right);

    /// <summary>Another address.</summary>
    public static bool operator !=(IpValue left, IpValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsDefined ? ToAddress().ToString() : "";

    /// <summary>Four decimal numbers. The framework would take leading zeros for octal ones and would allow less than four.</summary>
    private static bool TryParseV4(ReadOnlySpan<byte> text, out IpValue value)
    {
        value = default;
        var bits = 0u;
        for (var part = 0; part < 4; part++)
        {
            var length = part == 3 ? text.Length : text.IndexOf((byte)'.');
            if (length is < 1 or > 3 || (length > 1 && text[0] == '0') || !Numbers.TryParseDigits(text[..length], out var number) || number > 255)
                return false;

            bits = (bits << 8) | (uint)number;
            text = text[Math.Min(length + 1, text.Length)..];
        }

        value = new IpValue(4, bits);
        return true;
    }

    private bool TryFormatV4(Span<byte> destination, out int written)
    {
        written = 0;
        var bits = (uint)Bits;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (!((byte)(bits >> shift)).TryFormat(destination[written..], out var digits))
                return false;

            written += digits;
            if (shift == 0)
                return true;

            if (written == destination.Length)
                return false;

            destination[written++] = (byte)'.';
        }

        return true;
    }
}
