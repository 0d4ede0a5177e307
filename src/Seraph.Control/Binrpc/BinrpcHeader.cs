namespace Seraph.Control.Binrpc;

/// <summary>The head of a packet.</summary>
/// <param name="Type">What the packet is.</param>
/// <param name="Cookie">Chosen by the client, repeated by the server.</param>
/// <param name="Length">The length of the header in bytes.</param>
/// <param name="BodyLength">The length of the records that follow.</param>
public readonly record struct BinrpcHeader(BinrpcMessageType Type, uint Cookie, int Length, int BodyLength)
{
    /// <summary>Reads a header. A body longer than <paramref name="maxBody"/> is refused before it arrives.</summary>
    public static BinrpcStatus TryRead(ReadOnlySpan<byte> packet, int maxBody, out BinrpcHeader header)
    {
        header = default;
        if (packet.Length > 0 && packet[0] != BinrpcFormat.Magic)
            return BinrpcStatus.BadPacket;
        if (packet.Length < 2)
            return BinrpcStatus.MoreData;

        var type = (BinrpcMessageType)(packet[1] >> 4);
        if (!Enum.IsDefined(type))
            return BinrpcStatus.BadPacket;

        var lengthBytes = ((packet[1] >> 2) & 3) + 1;
        var cookieBytes = (packet[1] & 3) + 1;
        var end = 2 + lengthBytes + cookieBytes;
        if (packet.Length < end)
            return BinrpcStatus.MoreData;

        var body = Number(packet.Slice(2, lengthBytes));
        header = new BinrpcHeader(type, Number(packet.Slice(2 + lengthBytes, cookieBytes)), end, (int)Math.Min(body, int.MaxValue));
        return body > (uint)maxBody ? BinrpcStatus.BadPacket : BinrpcStatus.Ok;
    }

    /// <summary>Writes a header with the shortest possible fields; returns its length.</summary>
    public static int Write(Span<byte> target, BinrpcMessageType type, uint cookie, int bodyLength)
    {
        var lengthBytes = Math.Max(1, BytesOf((uint)bodyLength));
        var cookieBytes = Math.Max(1, BytesOf(cookie));
        target[0] = BinrpcFormat.Magic;
        target[1] = (byte)(((int)type << 4) | ((lengthBytes - 1) << 2) | (cookieBytes - 1));
        WriteNumber(target.Slice(2, lengthBytes), (uint)bodyLength);
        WriteNumber(target.Slice(2 + lengthBytes, cookieBytes), cookie);
        return 2 + lengthBytes + cookieBytes;
    }

    /// <summary>How many bytes a number takes; none for 0.</summary>
    internal static int BytesOf(uint value) => (32 - System.Numerics.BitOperations.LeadingZeroCount(value) + 7) / 8;

    /// <summary>Writes a number over the whole of <paramref name="target"/>.</summary>
    internal static void WriteNumber(Span<byte> target, uint value)
    {
        for (var i = target.Length - 1; i >= 0; i--, value >>= 8)
            target[i] = (byte)value;
    }

    /// <summary>Reads a number of at most four bytes.</summary>
    internal static uint Number(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        foreach (var b in bytes)
            value = (value << 8) | b;
        return value;
    }
}
