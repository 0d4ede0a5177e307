using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>UDP sockets and multicast.</content>
public sealed partial class CoreOptions
{
    /// <summary>The largest receive buffer to ask the system for.</summary>
    [Parameter("maxbuffer", Min = 1, Unit = "bytes", Help = "largest receive buffer of UDP sockets")]
    public int MaxBuffer { get; set; } = 262144;

    /// <summary>The type of service byte of what is sent over UDP and TCP; low delay by default.</summary>
    [Parameter("tos", Min = 0, Max = 255, Help = "type of service byte")]
    public int TypeOfService { get; set; } = 0x10;

    /// <summary>Whether datagrams are sent with "don't fragment".</summary>
    [Parameter("pmtu_discovery", Help = "send datagrams with the DF bit")]
    public bool PathMtuDiscovery { get; set; }

    /// <summary>Whether names found by DNS for the listen addresses count as ours.</summary>
    [Parameter("auto_aliases", Help = "take DNS names of the listen addresses as aliases")]
    public bool AutoAliases { get; set; } = true;

    /// <summary>Whether what is sent to a multicast group comes back to listeners on this machine.</summary>
    [Parameter("mcast_loopback", Help = "loop multicast datagrams back to this machine")]
    public bool MulticastLoopback { get; set; }

    /// <summary>TTL or hop limit of multicast datagrams; -1: the system's.</summary>
    [Parameter("mcast_ttl", Min = -1, Max = 255, Help = "TTL of multicast datagrams; -1: the system's")]
    public int MulticastTtl { get; set; } = -1;
}
