namespace Seraph.Core.Transports.Udp;

/// <summary>What the core parameters say about UDP sockets (spec core-parameters.md, 2, 4 and 5).</summary>
public sealed class UdpOptions
{
    /// <summary>Receivers for every socket (<c>children</c>, <c>-n</c>); by default one for every core.</summary>
    public int Children { get; set; } = Environment.ProcessorCount;

    /// <summary>The largest receive buffer to ask the system for, in bytes (<c>maxbuffer</c>, <c>-b</c>).</summary>
    public int MaxBuffer { get; set; } = 262144;

    /// <summary>The type of service byte of what is sent (<c>tos</c>); low delay by default.</summary>
    public int TypeOfService { get; set; } = 0x10;

    /// <summary>Whether datagrams are sent with "don't fragment" (<c>pmtu_discovery</c>).</summary>
    public bool PathMtuDiscovery { get; set; }

    /// <summary>Whether what is sent to a multicast group comes back to listeners on this machine (<c>mcast_loopback</c>).</summary>
    public bool MulticastLoopback { get; set; }

    /// <summary>The TTL or hop limit of what is sent to a multicast group, 0 to 255; -1 leaves it to the system (<c>mcast_ttl</c>).</summary>
    public int MulticastTtl { get; set; } = -1;
}
