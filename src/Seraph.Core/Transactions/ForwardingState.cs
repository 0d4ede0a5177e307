using System.Runtime.InteropServices;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>
/// What the request's script had made of the request when it was forwarded for the first time (or at <c>t_save_lumps</c>): the changes of the message, the
/// Request-URI and the destination. A failure route starts from here. Packed into one piece of memory.
/// </summary>
internal static class ForwardingState
{
    private static int HeaderSize => System.Runtime.CompilerServices.Unsafe.SizeOf<Header>();

    /// <summary>Writes down what the context of the request holds.</summary>
    public static PooledBytes Save(RouteContext context, BytePool pool)
    {
        var uri = context.IsUriRewritten ? context.RequestUri.Span : default;
        var header = new Header
        {
            UriLength = uri.Length,
            DestinationLength = context.DestinationUri.Length,
            PathLength = context.Path.Length,
            AdvertisedHostLength = context.AdvertisedHost.Length,
            AdvertisedPort = context.AdvertisedPort,
            ForcedSocket = context.ForcedSocket?.Index ?? -1,
            Options = context.ForwardOptions,
            LargeRequestProtocol = context.LargeRequestProtocol,
            AddLocalRport = context.AddLocalRport,
        };
        var length = HeaderSize + uri.Length + header.DestinationLength + header.PathLength + header.AdvertisedHostLength;
        var piece = pool.Rent(length + context.Edits.SavedLength);
        var span = piece.Span;
        MemoryMarshal.Write(span, header);
        span = span[HeaderSize..];
        Put(ref span, uri);
        Put(ref span, context.DestinationUri.Span);
        Put(ref span, context.Path.Span);
        Put(ref span, context.AdvertisedHost.Span);
        context.Edits.Save(span);
        return piece;
    }

    /// <summary>Puts the request of a transaction into a fresh context, as it was when it was forwarded first. False when a limit is in the way.</summary>
    public static bool Restore(Transaction transaction, ReadOnlySpan<byte> saved, RouteContext context)
    {
        var request = transaction.Request;
        if (context.Message.Parse(request.Array!, request.Offset, request.Length) != SipParseStatus.Ok)
            return false;
        context.ForceRport = transaction.ForcesRport;
        if (saved.IsEmpty)
            return true;

        var header = MemoryMarshal.Read<Header>(saved);
        saved = saved[HeaderSize..];
        var uri = Take(ref saved, header.UriLength);
        if ((!uri.IsEmpty && !context.TrySetRequestUri(uri))
            || !context.TrySetDestinationUri(Take(ref saved, header.DestinationLength))
            || !context.TrySetPath(Take(ref saved, header.PathLength))
            || !context.TrySetAdvertisedHost(Take(ref saved, header.AdvertisedHostLength)))
            return false;
        context.AdvertisedPort = header.AdvertisedPort;
        context.ForcedSocket = header.ForcedSocket < 0 ? null : context.Server.Sockets.Sockets[header.ForcedSocket];
        context.ForwardOptions = header.Options;
        context.LargeRequestProtocol = header.LargeRequestProtocol;
        context.AddLocalRport = header.AddLocalRport;
        context.IsSourceNoted = true;
        context.Edits.Load(saved);
        return true;
    }

    private static void Put(ref Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination);
        destination = destination[bytes.Length..];
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> source, int length)
    {
        var taken = source[..length];
        source = source[length..];
        return taken;
    }

    private struct Header
    {
        public int UriLength;
        public int DestinationLength;
        public int PathLength;
        public int AdvertisedHostLength;
        public int AdvertisedPort;
        public int ForcedSocket;
        public SendOptions Options;
        public TransportProtocol LargeRequestProtocol;
        public bool AddLocalRport;
    }
}
