using System.Net;
using Microsoft.Extensions.Logging;
using Seraph.Core;
using Seraph.Core.Configuration;
using Seraph.Core.Database;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Tcp;
using Seraph.Core.Transports.Udp;

namespace Seraph.Server;

/// <summary>The parts of the real server: made when the parameters are known, started and stopped by <see cref="ServerHost"/>.</summary>
internal sealed class ServerParts : IDisposable
{
    private readonly BlockingLimit _limit;
    private readonly TimerWheel _timers;
    private readonly ILogger _logger;
    private TimerThread? _timerThread;

    public ServerParts(CoreOptions options, CommandLine commandLine, ServerLogging logging, IServerControl control, TimeProvider time, string directory)
    {
        Options = options;
        _logger = logging.Factory.CreateLogger("Seraph.Server");
        Sockets = CreateSockets(options, commandLine, logging.Factory);
        options.HasIPv6Sockets = Sockets.Sockets.Any(socket => socket.Endpoint.IsIPv6);
        foreach (var warning in options.Settle())
            ServerLog.Warning(_logger, warning);

        Statistics = new Statistics();
        _limit = new BlockingLimit(options.MaxBlocked);
        _timers = new TimerWheel(time, logging.Factory.CreateLogger<TimerWheel>(), shards: Environment.ProcessorCount * 4);
        var periodic = new PeriodicTasks(_timers, logging.Factory.CreateLogger<PeriodicTasks>());
        logging.ReportSuppressed(periodic);
        Resolver = new NameResolver(time, logging.Factory.CreateLogger<NameResolver>(), Statistics, options.ToDnsSettings());
        periodic.Add("dns cache", TimeSpan.FromSeconds(Math.Max(options.DnsCacheCollectInterval, 1)), _ => Resolver.Cache.Collect());

        var info = new ServerInfo(time, serverHeader: options.ServerHeader, userAgentHeader: options.UserAgentHeader);
        var services = new ServerServices(logging.Factory, time, new ServerRandom(), _timers, Resolver, Statistics);
        Server = new SipServer(services, options, Sockets, info);

        Udp = new UdpTransport(Sockets.Sockets, UdpOptionsOf(options), _limit, logging.Factory.CreateLogger<UdpTransport>(), time);
        Server.SetTransport(TransportProtocol.Udp, Udp);
        if (!options.DisableTcp)
        {
            Tcp = new TcpTransport(Sockets.Sockets, TcpOptionsOf(options), _limit, logging.Factory.CreateLogger<TcpTransport>(), time);
            Server.SetTransport(TransportProtocol.Tcp, Tcp);
        }

        CountBlocked();
        Databases = new DatabaseRegistry(directory);
        Registry = new RpcRegistry(logging.Factory.CreateLogger<RpcRegistry>());
        Tasks = new ServerTasks();
        Registry.Add(new SystemCommands(Registry));
        Registry.Add(new CoreCommands(info, Tasks, Statistics, control, time, Tcp is null ? null : new TcpStatus(Tcp, options)));

        Registry.Add(new DnsCommands(Resolver));

        Services = new ServiceTable()
            .Add<ILoggerFactory>(logging.Factory)
            .Add(logging.Script)
            .Add(time)
            .Add<IRandom>(services.Random)
            .Add(_timers)
            .Add(periodic)
            .Add<INameResolver>(Resolver)
            .Add(Resolver)
            .Add(Statistics)
            .Add(options)
            .Add(info)
            .Add(Sockets)
            .Add(Server)
            .Add(Server.Counters)
            .Add(Server.Transactions)
            .Add(Server.Replies)
            .Add(Server.Forwarder)
            .Add(Databases)
            .Add(Registry)
            .Add(Tasks);
    }

    public CoreOptions Options { get; }

    public SocketTable Sockets { get; }

    public SipServer Server { get; }

    public NameResolver Resolver { get; }

    public UdpTransport Udp { get; }

    public TcpTransport? Tcp { get; }

    public Statistics Statistics { get; }

    public DatabaseRegistry Databases { get; }

    public RpcRegistry Registry { get; }

    public ServerTasks Tasks { get; }

    public ServiceTable Services { get; }

    /// <summary>Opens the sockets.</summary>
    /// <exception cref="ListenException">A socket can't be had.</exception>
    public void Open()
    {
        Udp.Open();
        Tcp?.Open();
    }

    /// <summary>Starts timers and receivers: messages come from now on.</summary>
    public void Start()
    {
        _timerThread = new TimerThread(_timers);
        Tasks.Add("timer");
        Tasks.Add("slow timer");
        Udp.Start(Server.Receiver);
        foreach (var name in Udp.ReceiverNames)
            Tasks.Add(name);
        if (Tcp is null)
            return;
        Tcp.Start(Server.Receiver);
        Tasks.Add("tcp main process");
    }

    /// <summary>Takes no more messages, and finishes those that are being handled. False when that took too long.</summary>
    public bool Stop(TimeSpan patience)
    {
        var udp = Udp.Stop(patience);
        var tcp = Tcp?.Stop(patience) ?? true;
        return udp && tcp;
    }

    public void Dispose()
    {
        _timerThread?.Dispose();
        Udp.Dispose();
        Tcp?.Dispose();
        Databases.Dispose();
        Statistics.Dispose();
    }

    private static SocketTable CreateSockets(CoreOptions options, CommandLine commandLine, ILoggerFactory loggers)
    {
        var listen = options.Listen.Select(Convert).ToList();
        foreach (var text in commandLine.Listen)
        {
            if (!Core.Transports.ListenEntry.TryParse(text, out var entry))
                throw new ModuleException($"bad -l address specifier: {text}");
            listen.Add(entry);
        }

        var problems = new ListenProblems();
        var table = SocketTable.Create(
            new SocketTableOptions
            {
                Listen = listen,
                Aliases = [.. options.Alias.Select(Convert)],
                Port = options.Port,
                TlsPort = options.TlsPort,
                AutoAliases = options.AutoAliases,
                DisableTcp = options.DisableTcp,
                EnableTls = options.EnableTls,
                EnableSctp = options.EnableSctp,
                MultiHomed = options.MultiHomed,
                AdvertisedAddress = options.AdvertisedAddress,
                AdvertisedPort = options.AdvertisedPort,
            },
            LookUp,
            LocalInterface.All(),
            problems,
            loggers.CreateLogger<SocketTable>());
        foreach (var warning in problems.Warnings)
            ServerLog.Warning(loggers.CreateLogger("Seraph.Server"), warning);
        return problems.Errors.Count == 0 ? table : throw new ModuleException(string.Join("; ", problems.Errors));
    }

    private static Core.Transports.ListenEntry Convert(Script.Parameters.ListenEntry entry)
    {
        var isKnown = TransportProtocols.TryParse(System.Text.Encoding.ASCII.GetBytes(entry.Protocol ?? ""), out var protocol);
        return new Core.Transports.ListenEntry(isKnown ? protocol : TransportProtocol.None, entry.Hosts, entry.Port);
    }

    // The system's resolver, once at the start, before there is any message that could wait for it.
    private static IPHostEntry? LookUp(string name)
    {
        try
        {
#pragma warning disable RS0030 // INameResolver has no reverse look-ups and canonical names, which listen addresses need.
            return System.Net.Dns.GetHostEntry(name);
#pragma warning restore RS0030
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null; // not known: the caller says what that means for it
        }
        catch (ArgumentException)
        {
            return null; // no name at all
        }
    }

    private static UdpOptions UdpOptionsOf(CoreOptions options) => new()
    {
        Children = options.Children,
        MaxBuffer = options.MaxBuffer,
        TypeOfService = options.TypeOfService,
        PathMtuDiscovery = options.PathMtuDiscovery,
        MulticastLoopback = options.MulticastLoopback,
        MulticastTtl = options.MulticastTtl,
    };

    private static TcpOptions TcpOptionsOf(CoreOptions options) => new()
    {
        Children = options.TcpChildren,
        MaxConnections = options.TcpMaxConnections,
        ConnectTimeout = TimeSpan.FromSeconds(options.TcpConnectTimeout),
        SendTimeout = TimeSpan.FromSeconds(options.TcpSendTimeout),
        ConnectionLifetime = options.TcpConnectionLifetime < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(options.TcpConnectionLifetime),
        SourceIPv4 = options.TcpSourceIPv4?.Address,
        SourceIPv6 = options.TcpSourceIPv6?.Address,
        ConnectionQueueMax = options.TcpConnectionQueueMax,
        QueueMax = options.TcpQueueMax,
        ReadBufferSize = options.TcpReadBufferSize,
        CrlfPing = options.TcpCrlfPing,
        NoConnect = options.TcpNoConnect,
        TypeOfService = options.TypeOfService,
        DeferAccept = options.TcpDeferAccept,
        DelayedAck = options.TcpDelayedAck,
        SynCount = options.TcpSynCount,
        Linger2 = options.TcpLinger2,
        KeepAlive = options.TcpKeepAlive,
        KeepAliveIdle = options.TcpKeepIdle,
        KeepAliveInterval = options.TcpKeepInterval,
        KeepAliveCount = options.TcpKeepCount,
    };

    private void CountBlocked()
    {
        Statistics.AddGauge("core", "blocked", "messages that wait now, for a database or the like", () => _limit.Current);
        Statistics.AddGauge("core", "blocked_total", "messages that had to wait since the start", () => _limit.Entered);
    }

    /// <summary>What <c>core.tcp_info</c> and <c>core.tcp_options</c> show (spec management.md, 2.1).</summary>
    private sealed class TcpStatus(TcpTransport transport, CoreOptions options) : ITcpStatus
    {
        public int Readers => transport.Info.Readers;

        public int MaxConnections => transport.Info.MaxConnections;

        public int OpenConnections => transport.Info.OpenedConnections;

        public long QueuedBytes => transport.Info.WriteQueuedBytes;

        public IEnumerable<(string Name, long Value)> Options =>
        [
            ("fd_cache", 0),
            ("tcp_buf_write", 1),
            ("tcp_connect_wait", 1),
            ("tcpconn_wq_max", options.TcpConnectionQueueMax),
            ("tcp_wq_max", options.TcpQueueMax),
            ("tcp_wq_timeout", options.TcpSendTimeout),
            ("defer_accept", options.TcpDeferAccept),
            ("delayed_ack", options.TcpDelayedAck ? 1 : 0),
            ("syncnt", options.TcpSynCount),
            ("linger2", options.TcpLinger2),
            ("keepalive", options.TcpKeepAlive ? 1 : 0),
            ("keepidle", options.TcpKeepIdle),
            ("keepintvl", options.TcpKeepInterval),
            ("keepcnt", options.TcpKeepCount),
            ("crlf_ping", options.TcpCrlfPing ? 1 : 0),
        ];
    }
}
