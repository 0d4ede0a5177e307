using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// Hashes user ids, eight bytes a step, with multipliers drawn at start: who picks user ids can't know which of them share a shard or a chain.
/// </summary>
internal static class UidHash
{
    private static readonly ulong First = Draw();
    private static readonly ulong Second = Draw() | 1;

    public static ulong Of(ReadOnlySpan<byte> uid)
    {
        var hash = First ^ (ulong)uid.Length;
        while (uid.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(uid));
            uid = uid[sizeof(ulong)..];
        }

        var rest = 0UL;
        foreach (var b in uid)
            rest = (rest << 8) | b;
        return Mix(Mix(hash ^ rest) ^ First);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Second, out var low);
        return high ^ low;
    }

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
