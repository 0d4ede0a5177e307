using System.Buffers.Text;
using Seraph.Core.Transports;
using Seraph.Sip.Editing;

namespace Seraph.Core.Routing;

/// <summary>
/// What edits must know about the sockets of one outgoing message: the addresses that we go by there, as advertised by the script or the
/// configuration (spec core-subsystems.md, 2.5).
/// </summary>
internal readonly ref struct OutgoingSockets : IOutgoingSockets
{
    private readonly RouteContext _context;
    private readonly SocketTable _table;
    private readonly ListenSocket _send;
    private readonly ListenSocket _receive;
    private readonly Span<byte> _scratch;

    /// <summary>For a message that came in on one socket and leaves by another.</summary>
    /// <param name="context">The message.</param>
    /// <param name="send">The socket that it leaves by.</param>
    /// <param name="scratch">Room for one text, at least <see cref="ScratchLength"/> bytes.</param>
    public OutgoingSockets(RouteContext context, ListenSocket send, Span<byte> scratch)
    {
        _context = context;
        _table = context.Server.Sockets;
        _send = send;
        _receive = context.Source.Socket;
        _scratch = scratch;
    }

    /// <summary>How much room a text may need.</summary>
    public const int ScratchLength = 320;

    /// <inheritdoc/>
    public bool Differ => !ReferenceEquals(_send, _receive);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Get(ComputedText text) => text switch
    {
        ComputedText.SendAddress => Address(_send),
        ComputedText.ReceiveAddress => Address(_receive),
        ComputedText.SendHost => Host(_send),
        ComputedText.ReceiveHost => Host(_receive),
        ComputedText.SendPort => Port(_send),
        ComputedText.ReceivePort => Port(_receive),
        ComputedText.SendTransport => _send.Protocol.Name(),
        ComputedText.ReceiveTransport => _receive.Protocol.Name(),
        _ => [],
    };

    /// <summary>Writes <c>host[:port]</c> as our Via has it and returns its length.</summary>
    public static int WriteSentBy(RouteContext context, ListenSocket socket, Span<byte> destination)
    {
        var table = context.Server.Sockets;
        if (context.AdvertisedHost.IsEmpty && context.AdvertisedPort == 0)
        {
            var ready = table.SentBy(socket);
            return ready.TryCopyTo(destination) ? ready.Length : 0;
        }

        var host = (context.AdvertisedHost.IsEmpty ? table.AdvertisedHost(socket) : context.AdvertisedHost).Span;
        if (host.Length + 6 > destination.Length)
            return 0;
        host.CopyTo(destination);
        var length = host.Length;
        var port = context.AdvertisedPort != 0 ? context.AdvertisedPort : table.AdvertisedPort(socket);
        if (port == 5060 && context.AdvertisedPort == 0)
            return length;
        destination[length++] = (byte)':';
        Utf8Formatter.TryFormat(port, destination[length..], out var digits);
        return length + digits;
    }

    private ReadOnlySpan<byte> Host(ListenSocket socket) =>
        (_context.AdvertisedHost.IsEmpty ? _table.AdvertisedHost(socket) : _context.AdvertisedHost).Span;

    private ReadOnlySpan<byte> Port(ListenSocket socket)
    {
        Utf8Formatter.TryFormat(_context.AdvertisedPort != 0 ? _context.AdvertisedPort : _table.AdvertisedPort(socket), _scratch, out var digits);
        return _scratch[..digits];
    }

    private ReadOnlySpan<byte> Address(ListenSocket socket)
    {
        var length = WriteSentBy(_context, socket, _scratch);
        if (socket.Protocol == TransportProtocol.Udp)
            return _scratch[..length];
        var name = socket.Protocol.Name();
        ";transport="u8.CopyTo(_scratch[length..]);
        name.CopyTo(_scratch[(length + 11)..]);
        return _scratch[..(length + 11 + name.Length)];
    }
}
