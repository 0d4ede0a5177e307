using System.Net;

namespace Seraph.Core.Transports.Tcp;

/// <summary>What the core parameters say about TCP (spec core-parameters.md, 6).</summary>
public sealed class TcpOptions
{
    /// <summary>Readers to report (<c>tcp_children</c>, <c>-N</c>); in fact connections are read by the thread pool.</summary>
    public int Children { get; set; } = Environment.ProcessorCount;

    /// <summary>Connections allowed at the same time, both ways (<c>tcp_max_connections</c>).</summary>
    public int MaxConnections { get; set; } = 2048;

    /// <summary>How long to try to connect (<c>tcp_connect_timeout</c>).</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take nothing of what is queued for it (<c>tcp_send_timeout</c>).</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle; negative is for ever (<c>tcp_connection_lifetime</c>).</summary>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The local address of connections that we open over IPv4 (<c>tcp_source_ipv4</c>), or null.</summary>
    public IPAddress? SourceIPv4 { get; set; }

    /// <summary>The same over IPv6 (<c>tcp_source_ipv6</c>).</summary>
    public IPAddress? SourceIPv6 { get; set; }

    /// <summary>Bytes that may wait to be sent on one connection (<c>tcp_conn_wq_max</c>).</summary>
    public int ConnectionQueueMax { get; set; } = 32768;

    /// <summary>Bytes that may wait to be sent on all connections together (<c>tcp_wq_max</c>).</summary>
    public long QueueMax { get; set; } = 10 << 20;

    /// <summary>The largest message, in bytes (<c>tcp_rd_buf_size</c>).</summary>
    public int ReadBufferSize { get; set; } = 65536;

    /// <summary>Whether a double CRLF between messages is answered (<c>tcp_crlf_ping</c>).</summary>
    public bool CrlfPing { get; set; } = true;

    /// <summary>Whether connections are never opened, only used (<c>tcp_no_connect</c>).</summary>
    public bool NoConnect { get; set; }

    /// <summary>The type of service byte (<c>tos</c>).</summary>
    public int TypeOfService { get; set; } = 0x10;

    /// <summary>Seconds that the kernel keeps a new connection to itself until data comes; 0 is off (<c>tcp_defer_accept</c>, Linux).</summary>
    public int DeferAccept { get; set; }

    /// <summary>Whether the first acknowledgement of a connection that we open waits for data to go with (<c>tcp_delayed_ack</c>, Linux).</summary>
    public bool DelayedAck { get; set; } = true;

    /// <summary>How often a SYN is sent again; 0 leaves it to the system (<c>tcp_syncnt</c>, Linux).</summary>
    public int SynCount { get; set; }

    /// <summary>Seconds that a closed connection waits for the peer's end; 0 leaves it to the system (<c>tcp_linger2</c>, Linux).</summary>
    public int Linger2 { get; set; }

    /// <summary>Whether the kernel probes idle connections (<c>tcp_keepalive</c>); the three values below switch it on too.</summary>
    public bool KeepAlive { get; set; } = true;

    /// <summary>Idle seconds before the first probe; 0 leaves it to the system (<c>tcp_keepidle</c>).</summary>
    public int KeepAliveIdle { get; set; }

    /// <summary>Seconds between probes; 0 leaves it to the system (<c>tcp_keepintvl</c>).</summary>
    public int KeepAliveInterval { get; set; }

    /// <summary>Probes without an answer before the connection is dropped; 0 leaves it to the system (<c>tcp_keepcnt</c>).</summary>
    public int KeepAliveCount { get; set; }
}
