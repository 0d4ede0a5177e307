namespace Seraph.Core.Transports;

/// <summary>What the core parameters say about addresses (spec core-parameters.md, 2, 4, 6 to 8).</summary>
public sealed class SocketTableOptions
{
    /// <summary>Where to listen (<c>listen</c>, <c>-l</c>); empty is every IPv4 address of every interface that is up.</summary>
    public IReadOnlyList<ListenEntry> Listen { get; set; } = [];

    /// <summary>More names of this server (<c>alias</c>).</summary>
    public IReadOnlyList<ListenEntry> Aliases { get; set; } = [];

    /// <summary>The port of entries that give none (<c>port</c>).</summary>
    public int Port { get; set; } = 5060;

    /// <summary>The port of TLS entries that give none (<c>tls_port_no</c>).</summary>
    public int TlsPort { get; set; } = 5061;

    /// <summary>Whether DNS names of the addresses become aliases (<c>auto_aliases</c>).</summary>
    public bool AutoAliases { get; set; } = true;

    /// <summary>Whether TCP is off (<c>disable_tcp</c>, <c>-T</c>).</summary>
    public bool DisableTcp { get; set; }

    /// <summary>Whether TLS was asked for (<c>enable_tls</c>).</summary>
    public bool EnableTls { get; set; }

    /// <summary>0 is off, 1 on, 2 on when the system has it (<c>enable_sctp</c>).</summary>
    public int EnableSctp { get; set; } = 2;

    /// <summary>Whether the socket for a datagram is chosen by the system's routing (<c>mhomed</c>).</summary>
    public bool MultiHomed { get; set; }

    /// <summary>The host to put into our Vias and Record-Routes instead of a socket's address (<c>advertised_address</c>), or null.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>The port to put there (<c>advertised_port</c>), or null.</summary>
    public int? AdvertisedPort { get; set; }
}
