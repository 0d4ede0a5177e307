using System.Buffers.Binary;

namespace Seraph.Core.Transactions;

/// <summary>
/// The 16 bits that choose a transaction's bucket: a seeded hash of Call-ID and CSeq number, so that a request, its CANCEL and its ACK meet in one bucket, and
/// nobody outside can aim many at the same one.
/// </summary>
internal sealed class TransactionHash(ulong seed)
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2^64 over the golden ratio: odd, bits spread evenly

    private readonly ulong _seed = seed;

    public ushort Compute(ReadOnlySpan<byte> callId, uint cseq)
    {
        var hash = _seed ^ (((ulong)callId.Length << 32) | cseq);
        while (callId.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(callId));
            callId = callId[8..];
        }

        ulong rest = 0;
        foreach (var b in callId)
            rest = (rest << 8) | b;
        hash = Mix(hash ^ rest);
        return (ushort)(hash >> 48);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
