using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>
/// The branch parameter of requests that are forwarded without state: the same for a request, its retransmissions, its CANCEL and the ACK of its
/// negative reply, other for every other transaction (RFC 3261, 16.11). It is a hash of the received branch and who sent it; for clients of
/// RFC 2543, of what identifies their transactions.
/// </summary>
public static class StatelessBranch
{
    /// <summary>The length of the branch: the magic cookie and sixteen digits.</summary>
    public const int Length = 7 + 16;

    private const ulong Prime = 0x9FB21C651E98DF25;

    /// <summary>Writes the branch for a request with a topmost Via.</summary>
    public static void Write(SipMessage request, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(request);
        ref readonly var via = ref request.TopVia;
        var hash = 0x5E7A9D3C1B8F2461UL;
        if (via.HasMagicCookie(request.Bytes))
        {
            hash = Mix(hash, request[via.Branch]);
        }
        else
        {
            hash = Mix(hash, request[request.CallId]);
            hash = Mix(hash, request[request.From.Tag]);
            hash = Mix(hash, request[request.CSeq.NumberText]);
            hash = Mix(hash, request[request.RequestUriText]);
            hash = Mix(hash, request[via.Branch]);
        }

        hash = Mix(hash, request[via.SentBy]);
        "z9hG4bK"u8.CopyTo(destination);
        for (var i = 0; i < 16; i++, hash >>= 4)
            destination[7 + i] = "0123456789abcdef"u8[(int)(hash & 15)];
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> text)
    {
        while (text.Length >= 8)
        {
            hash = (hash ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(text)) * Prime;
            hash ^= hash >> 32;
            text = text[8..];
        }

        foreach (var b in text)
            hash = (hash ^ b) * Prime;
        hash ^= hash >> 29;
        return hash * Prime;
    }
}
