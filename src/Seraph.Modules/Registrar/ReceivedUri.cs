using System.Buffers.Text;
using Seraph.Core.Routing;
using Seraph.Core.Transports;

namespace Seraph.Modules.Registrar;

/// <summary>
/// The URI of the address that a request came from, with the socket that it came to:
/// <c>sip:SOURCE:PORT[;transport=...];dstip=ADDRESS;dstport=PORT</c>.
/// </summary>
internal static class ReceivedUri
{
    private const int MaxLength = (2 * NetworkEndpoint.MaxTextLength) + 64;

    /// <summary>Writes it into the memory of the message; empty when that is used up.</summary>
    public static ReadOnlyMemory<byte> Make(RouteContext context)
    {
        if (!context.Scratch.TryRent(MaxLength, out var memory))
            return default;
        var target = memory.Span;
        var at = 0;
        Add(target, ref at, "sip:"u8);
        at += context.Source.Source.TryFormat(target[at..]);
        if (context.Source.Protocol != TransportProtocol.Udp)
        {
            Add(target, ref at, ";transport="u8);
            Add(target, ref at, context.Source.Protocol.ViaName());
        }

        Add(target, ref at, ";dstip="u8);
        Add(target, ref at, context.Source.Socket.HostText.Span);
        Add(target, ref at, ";dstport="u8);
        Utf8Formatter.TryFormat(context.Source.Socket.Endpoint.Port, target[at..], out var digits);
        return context.Scratch.Shrink(memory, at + digits);
    }

    private static void Add(Span<byte> target, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[at..]);
        at += text.Length;
    }
}
