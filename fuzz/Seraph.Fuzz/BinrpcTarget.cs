using Seraph.Control.Binrpc;
using Seraph.Core.Management;

namespace Seraph.Fuzz;

/// <summary>Reads a binrpc packet and, when it makes sense, writes its values and reads them again; throws when they are not the same.</summary>
public static class BinrpcTarget
{
    private const int MaxBody = 65535;

    /// <summary>Checks one input.</summary>
    public static void Run(byte[] data)
    {
        if (BinrpcHeader.TryRead(data, MaxBody, out var header) != BinrpcStatus.Ok || data.Length - header.Length < header.BodyLength)
            return;

        var first = new List<RpcValue>();
        if (new BinrpcReader(data.AsSpan(header.Length, header.BodyLength)).TryReadAll(first) != BinrpcStatus.Ok)
            return;

        var writer = new BinrpcWriter();
        foreach (var value in first)
            writer.Write(value);
        var packet = writer.Finish(header.Type, header.Cookie).Span;
        var second = new List<RpcValue>();
        if (BinrpcHeader.TryRead(packet, int.MaxValue, out var again) != BinrpcStatus.Ok || again.Cookie != header.Cookie || again.Type != header.Type
            || new BinrpcReader(packet[again.Length..]).TryReadAll(second) != BinrpcStatus.Ok || !first.Select(Text).SequenceEqual(second.Select(Text)))
        {
            throw new InvalidOperationException("what was read is written as something else");
        }
    }

    private static string Text(RpcValue value) => $"{value.Kind} {value}";
}
