using Seraph.Core.Transports;

namespace Seraph.Testing.Network;

/// <summary>One end of a connection on a <see cref="FakeNetwork"/>.</summary>
internal sealed class FakeConnection(FakeHost owner, int id, ListenSocket socket, NetworkEndpoint local, NetworkEndpoint remote)
{
    public FakeHost Owner { get; } = owner;

    public int Id { get; } = id;

    public ListenSocket Socket { get; } = socket;

    public NetworkEndpoint Local { get; } = local;

    public NetworkEndpoint Remote { get; } = remote;

    /// <summary>The other end; null once the connection is broken.</summary>
    public FakeConnection? Peer { get; set; }

    public HashSet<int> AliasPorts { get; } = [];

    /// <summary>When the last message that was sent from here arrives.</summary>
    public DateTimeOffset LastDue { get; set; }

    public bool IsTo(NetworkEndpoint endpoint) =>
        Remote == endpoint || (Remote.SameAddress(endpoint) && AliasPorts.Contains(endpoint.Port));
}
