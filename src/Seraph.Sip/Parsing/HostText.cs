using System.Buffers;
using System.Globalization;
using Seraph.Sip.Uris;

namespace Seraph.Sip.Parsing;

/// <summary>Tells host names, IPv4 addresses and IPv6 references apart (RFC 3261, 25.1: host).</summary>
internal static class HostText
{
    // The underscore is not in the grammar; enough real hosts have one.
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789."u8);

    private static readonly SearchValues<byte> ReferenceBytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>What kind of host <paramref name="text"/> is; <see cref="HostKind.None"/> when it is none at all.</summary>
    public static HostKind Classify(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return HostKind.None;
        if (text[0] == '[')
            return IsReference(text) ? HostKind.IPv6 : HostKind.None;
        if (text.IndexOfAnyExcept(NameBytes) >= 0)
            return HostKind.None;
        return SipText.IsDigit(text[0]) && TryParseIPv4(text, out _) ? HostKind.IPv4 : HostKind.Name;
    }

    private static bool IsReference(ReadOnlySpan<byte> text)
    {
        Span<ushort> groups = stackalloc ushort[8];
        return text.Length > 3 && text[^1] == ']' && TryParseIPv6(text[1..^1], groups);
    }

    /// <summary>Reads four decimal numbers of 0 to 255 with dots between them; false when the text is anything else.</summary>
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        if (text.Length is < 7 or > 15 || text.IndexOfAnyExcept(AddressBytes) >= 0)
            return false;
        var parts = 0;
        var digits = 0;
        var number = 0u;
        foreach (var b in text)
        {
            if (b == '.')
            {
                if (digits == 0 || ++parts > 3)
                    return false;
                address = (address << 8) | number;
                digits = 0;
                number = 0;
                continue;
            }

            number = (number * 10) + (uint)(b - '0');
            if (++digits > 3 || number > 255)
                return false;
        }

        address = (address << 8) | number;
        return parts == 3 && digits > 0;
    }

    /// <summary>
    /// Reads an IPv6 address in text form, without brackets (RFC 4291, 2.2), into its eight groups; false when it is none.
    /// </summary>
    public static bool TryParseIPv6(ReadOnlySpan<byte> text, Span<ushort> groups)
    {
        groups.Clear();
        if (text.Length is < 2 or > 45 || text.IndexOfAnyExcept(ReferenceBytes) >= 0 || (text[0] == ':' && text[1] != ':'))
            return false;

        var count = 0;
        var gap = -1; // where the double colon stands
        if (text[0] == ':')
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            if (count == 8)
                return false;
            var colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (group.Contains((byte)'.'))
            {
                if (colon >= 0 || count > 6 || !TryParseIPv4(group, out var number))
                    return false;
                groups[count++] = (ushort)(number >> 16);
                groups[count++] = (ushort)number;
                break;
            }

            if (group.Length is 0 or > 4 || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, null, out groups[count]))
                return false;
            count++;
            if (colon < 0)
                break;
            text = text[(colon + 1)..];
            if (text.IsEmpty)
                return false; // a single colon at the end
            if (text[0] != ':')
                continue;
            if (gap >= 0)
                return false;
            gap = count;
            text = text[1..];
        }

        if (gap < 0)
            return count == 8;
        if (count == 8)
            return false;
        groups[gap..count].CopyTo(groups[(8 - count + gap)..]);
        groups[gap..(8 - count + gap)].Clear();
        return true;
    }

    /// <summary>The same host: names ignoring case, IPv6 addresses by their value.</summary>
    public static bool Same(ReadOnlySpan<byte> left, HostKind leftKind, ReadOnlySpan<byte> right, HostKind rightKind)
    {
        if (leftKind != HostKind.IPv6 || rightKind != HostKind.IPv6)
            return left.EqualsIgnoreCase(right);
        Span<ushort> leftGroups = stackalloc ushort[8];
        Span<ushort> rightGroups = stackalloc ushort[8];
        return TryParseIPv6(left[1..^1], leftGroups) && TryParseIPv6(right[1..^1], rightGroups) && leftGroups.SequenceEqual(rightGroups);
    }

    /// <summary>Adds the host to a hash, the same for all hosts that are <see cref="Same"/>.</summary>
    public static void AddTo(ref HashCode hash, ReadOnlySpan<byte> host, HostKind kind)
    {
        Span<ushort> groups = stackalloc ushort[8];
        if (kind == HostKind.IPv6 && TryParseIPv6(host[1..^1], groups))
        {
            foreach (var group in groups)
                hash.Add(group);
            return;
        }

        foreach (var b in host)
            hash.Add(b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b);
    }

    /// <summary>Index behind the host that starts at <paramref name="position"/>: the closing bracket of an IPv6 reference, else the first delimiter.</summary>
    public static int FindEnd(ReadOnlySpan<byte> bytes, int position, int end)
    {
        var rest = bytes[position..end];
        if (!rest.IsEmpty && rest[0] == '[')
        {
            var bracket = rest.IndexOf((byte)']');
            return bracket < 0 ? end : position + bracket + 1;
        }

        var length = rest.IndexOfAnyExcept(NameBytes);
        return length < 0 ? end : position + length;
    }

    /// <summary>Reads a port of 1 to 65535 from <paramref name="position"/> on.</summary>
    public static SipParseStatus ReadPort(ReadOnlySpan<byte> bytes, ref int position, int end, out int port)
    {
        var status = DecimalNumber.Read(bytes, ref position, end, 65535, out var number);
        port = (int)number;
        return status == SipParseStatus.Ok && port > 0 ? SipParseStatus.Ok : SipParseStatus.BadPort;
    }
}
