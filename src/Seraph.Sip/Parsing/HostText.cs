using System.Buffers;
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
            return text.Length > 3 && text[^1] == ']' && IsIPv6(text[1..^1]) ? HostKind.IPv6 : HostKind.None;
        if (text.IndexOfAnyExcept(NameBytes) >= 0)
            return HostKind.None;
        return SipText.IsDigit(text[0]) && IsIPv4(text) ? HostKind.IPv4 : HostKind.Name;
    }

    /// <summary>Four decimal numbers of 0 to 255 with dots between them.</summary>
    public static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 15 || text.IndexOfAnyExcept(AddressBytes) >= 0)
            return false;
        var parts = 0;
        var digits = 0;
        var number = 0;
        foreach (var b in text)
        {
            if (b == '.')
            {
                if (digits == 0 || ++parts > 3)
                    return false;
                digits = 0;
                number = 0;
                continue;
            }

            number = (number * 10) + (b - '0');
            if (++digits > 3 || number > 255)
                return false;
        }

        return parts == 3 && digits > 0;
    }

    /// <summary>An IPv6 address in text form, without brackets (RFC 4291, 2.2).</summary>
    public static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 45 || text.IndexOfAnyExcept(ReferenceBytes) >= 0)
            return false;

        var groups = 0;
        var compressed = false;
        var position = 0;
        if (text.StartsWith("::"u8))
        {
            compressed = true;
            position = 2;
        }
        else if (text[0] == ':')
        {
            return false;
        }

        while (position < text.Length)
        {
            var rest = text[position..];
            var colon = rest.IndexOf((byte)':');
            var group = colon < 0 ? rest : rest[..colon];
            if (group.Contains((byte)'.'))
            {
                if (colon >= 0 || !IsIPv4(group))
                    return false;
                groups += 2;
                break;
            }

            if (group.Length is 0 or > 4)
                return false;
            groups++;
            if (colon < 0)
                break;
            position += colon + 1;
            if (position == text.Length)
                return false; // a single colon at the end
            if (text[position] == ':')
            {
                if (compressed)
                    return false;
                compressed = true;
                position++;
            }
        }

        return compressed ? groups < 8 : groups == 8;
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
