using System.Buffers.Binary;
using System.Buffers.Text;

namespace Seraph.Core.Transports;

/// <summary>IPv6 addresses as text, both ways, without a heap object for each (RFC 4291, 2.2; RFC 5952).</summary>
internal static class IPv6Text
{
    private const int Groups = 8;

    /// <summary>Reads an address without brackets and zone into its 16 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> address)
    {
        Span<ushort> groups = stackalloc ushort[Groups];
        int count = 0, gap = -1, at = 0;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            at = 2;
        }

        while (at < text.Length)
        {
            if (count == Groups)
                return false;
            var rest = text[at..];
            var length = rest.IndexOf((byte)':');
            var part = length < 0 ? rest : rest[..length];
            if (part.Contains((byte)'.'))
            {
                if (length >= 0 || count > Groups - 2 || !TryParseIPv4Tail(part, groups[count..]))
                    return false;
                count += 2;
                break;
            }

            if (!TryParseGroup(part, out groups[count]))
                return false;
            count++;
            if (length < 0)
                break;
            at += length + 1;
            if (at == text.Length)
                return false; // a single colon at the end
            if (text[at] != ':')
                continue;
            if (gap >= 0)
                return false; // a second gap
            gap = count;
            at++;
        }

        if (gap < 0 ? count != Groups : count == Groups)
            return false;
        Expand(groups, count, gap < 0 ? count : gap, address);
        return true;
    }

    /// <summary>Writes the shortest form: no leading zeros, the longest run of two or more zero groups as <c>::</c>. 0 when it does not fit.</summary>
    public static int Format(ReadOnlySpan<byte> address, Span<byte> destination)
    {
        FindGap(address, out var gap, out var gapLength);
        var at = 0;
        for (var i = 0; i < Groups; i++)
        {
            if (i == gap)
            {
                if (destination.Length - at < 2)
                    return 0;
                destination[at++] = (byte)':';
                destination[at++] = (byte)':';
                i += gapLength - 1;
                continue;
            }

            if (i > 0 && i != gap + gapLength)
            {
                if (at == destination.Length)
                    return 0;
                destination[at++] = (byte)':';
            }

            if (!Utf8Formatter.TryFormat(Group(address, i), destination[at..], out var written, 'x'))
                return 0;
            at += written;
        }

        return at;
    }

    private static ushort Group(ReadOnlySpan<byte> address, int index) => BinaryPrimitives.ReadUInt16BigEndian(address[(2 * index)..]);

    private static void FindGap(ReadOnlySpan<byte> address, out int gap, out int length)
    {
        gap = -Groups;
        length = 1; // a single zero group is no gap
        for (int i = 0, run = 0; i < Groups; i++)
        {
            run = Group(address, i) == 0 ? run + 1 : 0;
            if (run <= length)
                continue;
            length = run;
            gap = i - run + 1;
        }
    }

    private static void Expand(ReadOnlySpan<ushort> groups, int count, int gap, Span<byte> address)
    {
        address[..16].Clear();
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteUInt16BigEndian(address[(2 * (i < gap ? i : i + Groups - count))..], groups[i]);
    }

    private static bool TryParseGroup(ReadOnlySpan<byte> text, out ushort value)
    {
        value = 0;
        return text.Length is > 0 and <= 4 && Utf8Parser.TryParse(text, out value, out var used, 'x') && used == text.Length;
    }

    private static bool TryParseIPv4Tail(ReadOnlySpan<byte> text, Span<ushort> groups)
    {
        if (!NetworkEndpoint.TryParseIPv4(text, out var address))
            return false;
        groups[0] = (ushort)(address >> 16);
        groups[1] = (ushort)address;
        return true;
    }
}
