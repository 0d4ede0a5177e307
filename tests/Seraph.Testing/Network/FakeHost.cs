using Seraph.Core.Transports;

namespace Seraph.Testing.Network;

/// <summary>
/// A machine on a <see cref="FakeNetwork"/>: the transports of one server. Connections carry whole messages, as if they had been framed;
/// they are found, opened and closed as the real ones are.
/// </summary>
public sealed class FakeHost : ITransport
{
    private readonly FakeNetwork _network;
    private readonly IReadOnlyList<ListenSocket> _sockets;
    private readonly List<FakeConnection> _connections = []; // the newest first
    private int _lastId;

    internal FakeHost(FakeNetwork network, IReadOnlyList<ListenSocket> sockets)
    {
        _network = network;
        _sockets = sockets;
    }

    /// <summary>Who takes in what arrives; until it is set, what arrives is forgotten.</summary>
    public IMessageHandler? Handler { get; set; }

    /// <summary>Where sending fails at once, as from a kernel without a route.</summary>
    public HashSet<NetworkEndpoint> Unreachable { get; } = [];

    /// <summary>Connections that are open.</summary>
    public int Connections => _connections.Count;

    /// <inheritdoc/>
    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        var destination = target.Destination;
        if (Unreachable.Contains(destination))
            return SendStatus.Failed;
        if (target.Protocol == TransportProtocol.Udp)
        {
            _network.SendDatagram(target.Socket.Endpoint, destination, message);
            return SendStatus.Sent;
        }

        var (id, protocol) = (target.Connection, target.Protocol);
        var connection = _connections.Find(found => id != 0 && found.Id == id)
            ?? _connections.Find(found => found.Socket.Protocol == protocol && found.IsTo(destination));
        if (connection is null && (target.Options & SendOptions.NoConnect) != 0)
            return SendStatus.Failed;
        connection ??= Connect(target.Socket, destination);
        if (connection is null)
        {
            _network.Note("refused", target.Socket.Endpoint, destination, message);
            return SendStatus.Sent; // as in life: it is known only later
        }

        _network.SendOver(connection, message);
        if ((target.Options & SendOptions.CloseAfterwards) != 0)
            Close(connection);
        return SendStatus.Sent;
    }

    /// <inheritdoc/>
    public bool TryAddAlias(int connection, int port)
    {
        var found = _connections.Find(candidate => candidate.Id == connection);
        if (found is null || (found.AliasPorts.Count == 3 && !found.AliasPorts.Contains(port)))
            return false;
        found.AliasPorts.Add(port);
        return true;
    }

    /// <summary>Breaks all connections; what is under way on them is lost.</summary>
    public void CloseConnections()
    {
        foreach (var connection in _connections.ToArray())
        {
            var other = connection.Peer!;
            Close(connection);
            (connection.Peer, other.Peer) = (null, null);
        }
    }

    internal void Receive(UnderWay message)
    {
        var own = message.Connection?.Peer;
        var socket = own?.Socket ?? _sockets.First(found => found.Protocol == TransportProtocol.Udp && found.Endpoint == message.To);
        if (Handler is null)
            return;
        var buffer = message.Bytes.ToArray(); // the copy of a duplicate must not show what became of the first
        var keep = Handler.Handle(buffer, 0, buffer.Length, new ReceiveInfo(socket, message.From, own?.Id ?? 0));
        Array.Fill(buffer, (byte)'#'); // as the next message would: nobody may still look at it
        if (!keep && own is not null)
            Close(own);
    }

    /// <summary>Closes both ends; what is under way still arrives.</summary>
    private static void Close(FakeConnection connection)
    {
        connection.Owner._connections.Remove(connection);
        connection.Peer?.Owner._connections.Remove(connection.Peer);
    }

    private FakeConnection? Connect(ListenSocket socket, NetworkEndpoint destination)
    {
        if (_network.ListenerAt(socket.Protocol, destination) is not { } other)
            return null;
        var local = socket.Endpoint.WithPort(_network.NextPort());
        var here = new FakeConnection(this, ++_lastId, socket, local, destination);
        var listener = other._sockets.First(found => found.Protocol == socket.Protocol && found.Endpoint == destination);
        var there = new FakeConnection(other, ++other._lastId, listener, destination, local);
        (here.Peer, there.Peer) = (there, here);
        _connections.Insert(0, here);
        other._connections.Insert(0, there);
        return here;
    }
}
