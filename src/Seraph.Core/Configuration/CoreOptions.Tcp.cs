using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>TCP.</content>
public sealed partial class CoreOptions
{
    /// <summary>Whether TCP, and so TLS, is off.</summary>
    [Parameter("disable_tcp", Help = "no TCP and TLS")]
    public bool DisableTcp { get; set; }

    /// <summary>Whether the <c>alias</c> parameter of a Via makes a connection findable by the Via's port.</summary>
    [Parameter("tcp_accept_aliases", Help = "honour the alias parameter of Vias")]
    public bool TcpAcceptAliases { get; set; }

    /// <summary>How long a peer may take nothing of what is to be sent, in seconds.</summary>
    [Parameter("tcp_send_timeout", Min = 1, Unit = "s", Help = "close connections that can't be written to for so long")]
    public int TcpSendTimeout { get; set; } = 10;

    /// <summary>How long to try to connect, in seconds.</summary>
    [Parameter("tcp_connect_timeout", Min = 1, Unit = "s", Help = "give up connecting after")]
    public int TcpConnectTimeout { get; set; } = 10;

    /// <summary>How long a connection may be idle, in seconds; negative: for ever.</summary>
    [Parameter("tcp_connection_lifetime", Unit = "s", Help = "close connections that are idle for so long; negative: never")]
    public int TcpConnectionLifetime { get; set; } = 120;

    /// <summary>Connections allowed at the same time, both ways.</summary>
    [Parameter("tcp_max_connections", Min = 0, Help = "connections allowed at the same time")]
    public int TcpMaxConnections { get; set; } = 2048;

    /// <summary>The source address of connections that we open over IPv4, or null.</summary>
    [Parameter("tcp_source_ipv4", Help = "source address of outgoing IPv4 connections")]
    public IPv4Parameter? TcpSourceIPv4 { get; set; }

    /// <summary>The source address of connections that we open over IPv6, or null.</summary>
    [Parameter("tcp_source_ipv6", Help = "source address of outgoing IPv6 connections")]
    public IPv6Parameter? TcpSourceIPv6 { get; set; }

    /// <summary>Whether the limits of <see cref="TcpConnectionQueueMax"/> and <see cref="TcpQueueMax"/> count. Writing never blocks anyway.</summary>
    [Parameter("tcp_buf_write", "tcp_async", Help = "limit queued data by tcp_conn_wq_max and tcp_wq_max")]
    public bool TcpBufferWrites { get; set; } = true;

    /// <summary>Bytes that may wait to be sent on one connection.</summary>
    [Parameter("tcp_conn_wq_max", Min = 1, Unit = "bytes", Help = "bytes that may wait on one connection")]
    public int TcpConnectionQueueMax { get; set; } = 32768;

    /// <summary>Bytes that may wait to be sent on all connections together.</summary>
    [Parameter("tcp_wq_max", Min = 1, Unit = "bytes", Help = "bytes that may wait on all connections")]
    public int TcpQueueMax { get; set; } = 10 * 1024 * 1024;

    /// <summary>The largest message over TCP.</summary>
    [Parameter("tcp_rd_buf_size", Min = 512, Max = 65536, Unit = "bytes", Help = "largest message")]
    public int TcpReadBufferSize { get; set; } = 65536;

    /// <summary>Whether connections are never opened, only used.</summary>
    [Parameter("tcp_no_connect", Help = "never open connections")]
    public bool TcpNoConnect { get; set; }

    /// <summary>Whether a double CRLF between messages is answered.</summary>
    [Parameter("tcp_crlf_ping", Help = "answer CRLF keepalives")]
    public bool TcpCrlfPing { get; set; } = true;

    /// <summary>Seconds that the kernel keeps a new connection to itself until data comes; 0: off.</summary>
    [Parameter("tcp_defer_accept", Min = 0, Unit = "s", Help = "let the kernel wait for data before it accepts; 0: off")]
    public int TcpDeferAccept { get; set; }

    /// <summary>Whether the first acknowledgement of a connection that we open waits for data.</summary>
    [Parameter("tcp_delayed_ack", Help = "delay the first ACK of outgoing connections")]
    public bool TcpDelayedAck { get; set; } = true;

    /// <summary>How often a SYN is sent again; 0: the system's.</summary>
    [Parameter("tcp_syncnt", Min = 0, Max = 1024, Help = "SYN retransmissions; 0: the system's")]
    public int TcpSynCount { get; set; }

    /// <summary>Lifetime of orphaned FIN_WAIT2 sockets in seconds; 0: the system's.</summary>
    [Parameter("tcp_linger2", Min = 0, Max = 3600, Unit = "s", Help = "lifetime of orphaned sockets; 0: the system's")]
    public int TcpLinger2 { get; set; }

    /// <summary>Whether the kernel probes idle connections; the three values below switch it on too.</summary>
    [Parameter("tcp_keepalive", Help = "let the kernel probe idle connections")]
    public bool TcpKeepAlive { get => field || TcpKeepIdle > 0 || TcpKeepInterval > 0 || TcpKeepCount > 0; set; } = true;

    /// <summary>Idle seconds before the first probe; 0: the system's.</summary>
    [Parameter("tcp_keepidle", Min = 0, Max = 86400, Unit = "s", Help = "idle time before the first probe; 0: the system's")]
    public int TcpKeepIdle { get; set; }

    /// <summary>Seconds between probes; 0: the system's.</summary>
    [Parameter("tcp_keepintvl", Min = 0, Max = 86400, Unit = "s", Help = "time between probes; 0: the system's")]
    public int TcpKeepInterval { get; set; }

    /// <summary>Probes without an answer before the connection is dropped; 0: the system's.</summary>
    [Parameter("tcp_keepcnt", Min = 0, Max = 1024, Help = "probes before the connection is dropped; 0: the system's")]
    public int TcpKeepCount { get; set; }

    [Parameter("tcp_poll_method", Help = "has no effect: the runtime chooses how to wait for sockets")]
    internal IgnoredParameter? TcpPollMethod { get; set; }

    [Parameter("tcp_fd_cache", Help = "has no effect: there are no processes that would have to pass descriptors")]
    internal IgnoredParameter? TcpDescriptorCache { get; set; }

    [Parameter("tcp_wq_blk_size", Help = "has no effect: queued data needs no blocks")]
    internal IgnoredParameter? TcpQueueBlockSize { get; set; }
}
