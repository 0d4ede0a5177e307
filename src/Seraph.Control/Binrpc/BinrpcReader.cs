using System.Text;
using Seraph.Core.Management;

namespace Seraph.Control.Binrpc;

/// <summary>Reads the records of a packet's body. Encodings that are longer than need be are accepted; nesting is limited.</summary>
public ref struct BinrpcReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Reads the next value. After any status but Ok the reader is of no further use.</summary>
    public BinrpcStatus TryRead(out RpcValue value) => TryRead(out value, 0);

    /// <summary>Reads all values that are left.</summary>
    public BinrpcStatus TryReadAll(List<RpcValue> values)
    {
        while (true)
        {
            var status = TryRead(out var value);
            if (status != BinrpcStatus.Ok)
                return status == BinrpcStatus.EndOfPacket ? BinrpcStatus.Ok : status;
            values.Add(value);
        }
    }

    private BinrpcStatus TryRead(out RpcValue value, int depth)
    {
        value = default;
        var status = TryReadRecord(out var type, out var content, out var isEnd);
        if (status != BinrpcStatus.Ok)
            return status;
        if (isEnd)
            return BinrpcStatus.BadRecord;

        switch (type)
        {
            case BinrpcFormat.Integer when content.Length <= 4:
                value = RpcValue.From(unchecked((int)BinrpcHeader.Number(content)));
                return BinrpcStatus.Ok;
            case BinrpcFormat.Double when content.Length <= 4:
                value = RpcValue.From(unchecked((int)BinrpcHeader.Number(content)) / 1000.0);
                return BinrpcStatus.Ok;
            case BinrpcFormat.Text or BinrpcFormat.Bytes:
                value = RpcValue.From(TextOf(content));
                return BinrpcStatus.Ok;
            case BinrpcFormat.Structure:
                return TryReadStructure(out value, depth + 1);
            case BinrpcFormat.Array:
                return TryReadArray(out value, depth + 1);
            default:
                return BinrpcStatus.BadRecord;
        }
    }

    private BinrpcStatus TryReadStructure(out RpcValue value, int depth)
    {
        value = default;
        if (depth > BinrpcFormat.MaxDepth)
            return BinrpcStatus.BadRecord;

        var structure = new RpcStructure();
        while (true)
        {
            var status = TryReadRecord(out var type, out var content, out var isEnd);
            if (status != BinrpcStatus.Ok)
                return Inside(status);
            if (isEnd && type == BinrpcFormat.Structure)
            {
                value = RpcValue.From(structure);
                return BinrpcStatus.Ok;
            }

            if (type != BinrpcFormat.MemberName)
                return BinrpcStatus.BadRecord;
            status = TryRead(out var member, depth);
            if (status != BinrpcStatus.Ok)
                return Inside(status);
            structure.Add(TextOf(content), member);
        }
    }

    private BinrpcStatus TryReadArray(out RpcValue value, int depth)
    {
        value = default;
        if (depth > BinrpcFormat.MaxDepth)
            return BinrpcStatus.BadRecord;

        var elements = new List<RpcValue>();
        while (true)
        {
            if (_rest.Length > 0 && _rest[0] == (BinrpcFormat.Array | BinrpcFormat.LongForm))
            {
                _rest = _rest[1..];
                value = RpcValue.From(elements);
                return BinrpcStatus.Ok;
            }

            var status = TryRead(out var element, depth);
            if (status != BinrpcStatus.Ok)
                return Inside(status);
            elements.Add(element);
        }
    }

    /// <summary>One record: its type and the bytes of its value; for structures and arrays, whether it is the end mark.</summary>
    private BinrpcStatus TryReadRecord(out byte type, out ReadOnlySpan<byte> content, out bool isEnd)
    {
        type = 0;
        content = default;
        isEnd = false;
        if (_rest.IsEmpty)
            return BinrpcStatus.EndOfPacket;

        type = (byte)(_rest[0] & 0x0f);
        var size = (_rest[0] >> 4) & 7;
        var isLong = (_rest[0] & BinrpcFormat.LongForm) != 0;
        var start = 1;
        if (type is BinrpcFormat.Structure or BinrpcFormat.Array)
        {
            isEnd = isLong;
            if (size != 0)
                return BinrpcStatus.BadRecord;
        }
        else if (isLong)
        {
            start += size;
            if (size > 4)
                return BinrpcStatus.BadRecord;
            if (_rest.Length < start)
                return BinrpcStatus.MoreData;
            var length = BinrpcHeader.Number(_rest[1..start]);
            if (length > (uint)(_rest.Length - start))
                return BinrpcStatus.MoreData;
            size = (int)length;
        }

        if (_rest.Length - start < size)
            return BinrpcStatus.MoreData;
        content = _rest.Slice(start, size);
        _rest = _rest[(start + size)..];
        return BinrpcStatus.Ok;
    }

    private static BinrpcStatus Inside(BinrpcStatus status) => status == BinrpcStatus.EndOfPacket ? BinrpcStatus.MoreData : status;

    private static string TextOf(ReadOnlySpan<byte> content) =>
        Encoding.UTF8.GetString(content.Length > 0 && content[^1] == 0 ? content[..^1] : content);
}
