using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// The connections, by id and by who is at the other end: protocol, address and port, which may be the peer's real port or an alias
/// of it (spec core-subsystems.md, 4.3 and 4.4). Where several have the same key, the newest usable one counts.
/// </summary>
internal sealed class TcpConnectionTable
{
    private readonly ConcurrentDictionary<int, TcpConnection> _byId = new();
    private readonly ConcurrentDictionary<PeerKey, Entry> _byPeer = new();
    private readonly Lock _changes = new();

    public IEnumerable<TcpConnection> All => _byId.Values;

    public int Count => _byId.Count;

    public bool TryFind(int id, TransportProtocol protocol, [NotNullWhen(true)] out TcpConnection? connection) =>
        _byId.TryGetValue(id, out connection) && connection.Listen.Protocol == protocol && connection.IsUsable;

    public bool TryFind(TransportProtocol protocol, in NetworkEndpoint peer, [NotNullWhen(true)] out TcpConnection? connection)
    {
        if (_byPeer.TryGetValue(new PeerKey(protocol, peer), out var entry))
        {
            for (var candidate = entry; candidate is not null; candidate = candidate.Next)
            {
                if (!candidate.Connection.IsUsable)
                    continue;
                connection = candidate.Connection;
                return true;
            }
        }

        connection = null;
        return false;
    }

    public void Add(TcpConnection connection)
    {
        AddKey(connection, connection.Remote.Port);
        _byId[connection.Id] = connection;
    }

    /// <summary>Lets a connection be found under another port of its peer. False when it cannot have any more.</summary>
    public bool AddAlias(TcpConnection connection, int port)
    {
        lock (_changes)
        {
            if (connection.AliasPorts.Contains(port))
                return true;
            if (connection.AliasPorts.Count > TcpConnection.MaxAliases)
                return false;
            AddKey(connection, port);
            if (!connection.IsUsable)
                RemoveKeys(connection); // it ended meanwhile, and must leave nothing behind
            return true;
        }
    }

    public void Remove(TcpConnection connection)
    {
        _byId.TryRemove(new KeyValuePair<int, TcpConnection>(connection.Id, connection));
        lock (_changes)
            RemoveKeys(connection);
    }

    private void AddKey(TcpConnection connection, int port)
    {
        lock (_changes)
        {
            connection.AliasPorts.Add(port);
            var key = new PeerKey(connection.Listen.Protocol, connection.Remote.WithPort(port));
            _byPeer[key] = new Entry(connection, _byPeer.GetValueOrDefault(key));
        }
    }

    private void RemoveKeys(TcpConnection connection)
    {
        foreach (var port in connection.AliasPorts)
        {
            var key = new PeerKey(connection.Listen.Protocol, connection.Remote.WithPort(port));
            if (!_byPeer.TryGetValue(key, out var entry))
                continue;
            if (Without(entry, connection) is { } rest)
                _byPeer[key] = rest;
            else
                _byPeer.TryRemove(key, out _);
        }

        connection.AliasPorts.Clear();
    }

    private static Entry? Without(Entry? entry, TcpConnection connection)
    {
        if (entry is null)
            return null;
        var rest = Without(entry.Next, connection);
        return ReferenceEquals(entry.Connection, connection) ? rest : new Entry(entry.Connection, rest);
    }

    private readonly record struct PeerKey(TransportProtocol Protocol, NetworkEndpoint Peer);

    private sealed class Entry(TcpConnection connection, Entry? next)
    {
        public TcpConnection Connection { get; } = connection;

        public Entry? Next { get; } = next;
    }
}
