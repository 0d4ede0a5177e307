using System.Security.Cryptography;
using System.Text;
using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>
/// To-tags of replies that are made here: 32 digits that are the same for the whole run, a separator, and four digits over the request's topmost Via, so
/// that a retransmission gets the same tag and an ACK of ours can be told without state (spec modules/sl.md and tm.md). The first part is keyed with
/// a secret of the process, so nobody can make up a tag of ours.
/// </summary>
public sealed class LocalTag
{
    /// <summary>The length of a tag.</summary>
    public const int Length = 32 + 1 + 4;

    private readonly byte[] _prefix = new byte[33];

    /// <summary>Makes the tags of one user of them.</summary>
    /// <param name="purpose">Who makes replies: <c>SER-stateless</c>, <c>SER-TM/tags</c>.</param>
    /// <param name="address">The server's first listening address and port.</param>
    /// <param name="separator">What stands between the two parts: <c>.</c> for stateless replies, <c>-</c> for transactions.</param>
    /// <param name="secret">Random bytes of this process.</param>
    public LocalTag(string purpose, string address, byte separator, ReadOnlySpan<byte> secret)
    {
        var text = Encoding.UTF8.GetBytes($"{purpose}{address}{Convert.ToHexString(secret)}");
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MD5.HashData(text)), _prefix);
        _prefix[32] = separator;
    }

    /// <summary>Writes the tag for a request with a topmost Via; the destination needs <see cref="Length"/> bytes.</summary>
    public void Write(SipMessage request, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(request);
        _prefix.CopyTo(destination);
        ref readonly var via = ref request.TopVia;
        var crc = Crc16(Crc16(Crc16(0xFFFF, request[via.Host]), request[via.PortText]), request[via.Branch]);
        for (var i = 0; i < 4; i++)
            destination[33 + i] = "0123456789abcdef"u8[(crc >> (4 * (3 - i))) & 15];
    }

    /// <summary>Whether <paramref name="tag"/> is the one that a request with this topmost Via was answered with.</summary>
    public bool Matches(SipMessage request, ReadOnlySpan<byte> tag)
    {
        if (tag.Length != Length)
            return false;
        Span<byte> expected = stackalloc byte[Length];
        Write(request, expected);
        return tag.SequenceEqual(expected);
    }

    // CRC-16/CCITT, bit by bit over few bytes: a table would cost more in cache than it saves.
    private static int Crc16(int crc, ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
        }

        return crc & 0xFFFF;
    }
}
