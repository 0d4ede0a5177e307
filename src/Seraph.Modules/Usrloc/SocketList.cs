using Seraph.Core.Transports;

namespace Seraph.Modules.Usrloc;

/// <summary>The listen sockets by their number, which is all that a packed binding keeps of one.</summary>
/// <param name="sockets">Gives them; asked when they are needed, because the tables are made before the sockets are.</param>
internal sealed class SocketList(Func<IReadOnlyList<ListenSocket>> sockets)
{
    private const short None = -1;

    /// <summary>The number to keep.</summary>
    public static short NumberOf(ListenSocket? socket) => socket is null ? None : (short)socket.Index;

    /// <summary>The socket of a number; null when there is none.</summary>
    public ListenSocket? Find(short number)
    {
        if (number == None)
            return null;
        var all = sockets();
        return number < all.Count ? all[number] : null;
    }

    /// <summary>The socket with that protocol, address and port; null when there is none.</summary>
    public ListenSocket? Find(TransportProtocol protocol, in NetworkEndpoint endpoint)
    {
        foreach (var socket in sockets())
        {
            if (socket.Protocol == protocol && socket.Endpoint == endpoint)
                return socket;
        }

        return null;
    }
}
