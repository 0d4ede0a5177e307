using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Seraph.Core.Attributes;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;

namespace Seraph.Core;

/// <summary>What the server stands on: everything that tests replace by fakes.</summary>
/// <param name="Loggers">Where everybody logs.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">The source of chance.</param>
/// <param name="Timers">The timer wheel.</param>
/// <param name="Resolver">Names to addresses.</param>
/// <param name="Statistics">The registry of counters.</param>
public sealed record ServerServices(
    ILoggerFactory Loggers, TimeProvider Time, IRandom Random, TimerWheel Timers, INameResolver Resolver, Statistics Statistics)
{
    /// <summary>Where work goes that a timer has found due.</summary>
    public IWorkQueue WorkQueue { get; init; } = new ThreadPoolWorkQueue();
}

/// <summary>
/// The running server: what is there once, however many programs it runs one after the other. It is told where it listens and by which transports,
/// gets a program, and then handles what its transports receive through <see cref="Receiver"/>.
/// </summary>
public sealed class SipServer
{
    [ThreadStatic]
    private static RouteContext? FreeContexts;

    private readonly ITransport?[] _transports = new ITransport?[5];
    private RoutingProgram? _program;
    private int _contexts;

    /// <summary>Makes a server that listens nowhere yet and has no program.</summary>
    public SipServer(ServerServices services, CoreOptions options, SocketTable sockets, ServerInfo info)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(sockets);
        ArgumentNullException.ThrowIfNull(info);
        Services = services;
        Options = options;
        Sockets = sockets;
        Info = info;
        ServerValue = info.ServerHeader["Server: ".Length..];
        Logger = services.Loggers.CreateLogger("Seraph.Routing");
        Counters = new RoutingCounters(services.Statistics);
        Secret = RandomNumberGenerator.GetBytes(16);
        Forwarder = new Forwarder(this);
        Receiver = new Receiver(this);
        Replies = new StatelessReplies(this, Tags("SER-stateless", (byte)'.'));
        Transactions = new TransactionLayer(this);
    }

    /// <summary>What the server stands on.</summary>
    public ServerServices Services { get; }

    /// <summary>The core's parameters.</summary>
    public CoreOptions Options { get; }

    /// <summary>The listening sockets and the names of this server.</summary>
    public SocketTable Sockets { get; }

    /// <summary>Product, version, start time.</summary>
    public ServerInfo Info { get; }

    /// <summary>The value of our Server header.</summary>
    public ReadOnlyMemory<byte> ServerValue { get; }

    /// <summary>Where the routing core logs.</summary>
    public ILogger Logger { get; }

    /// <summary>The routing core's counters.</summary>
    public RoutingCounters Counters { get; }

    /// <summary>Names to addresses.</summary>
    public INameResolver Resolver => Services.Resolver;

    /// <summary>The clock.</summary>
    public TimeProvider Time => Services.Time;

    /// <summary>Sends messages on.</summary>
    public Forwarder Forwarder { get; }

    /// <summary>What modules keep from one program to the next.</summary>
    public ModuleMemory Memory { get; } = new();

    /// <summary>Takes messages in; the transports get it.</summary>
    public Receiver Receiver { get; }

    /// <summary>Replies without state.</summary>
    public StatelessReplies Replies { get; }

    /// <summary>The transactions; the module <c>tm</c> lets scripts use them.</summary>
    public TransactionLayer Transactions { get; }

    /// <summary>Random bytes of this run, to key tags with.</summary>
    internal byte[] Secret { get; }

    /// <summary>The program that handles new messages. Set before the transports start, and by every reload.</summary>
    public RoutingProgram Program
    {
        get => Volatile.Read(ref _program) ?? throw new InvalidOperationException("the server has no program yet");
        set => Volatile.Write(ref _program, value);
    }

    /// <summary>The transport of a protocol, or null when it is off.</summary>
    public ITransport? Transport(TransportProtocol protocol) => (uint)protocol < (uint)_transports.Length ? _transports[(int)protocol] : null;

    /// <summary>Says which transport sends a protocol's messages. For the start, before any message.</summary>
    public void SetTransport(TransportProtocol protocol, ITransport transport) => _transports[(int)protocol] = transport;

    /// <summary>Tags for local replies of one purpose.</summary>
    public LocalTag Tags(string purpose, byte separator) =>
        new(purpose, Sockets.Sockets.Count == 0 ? "" : Sockets.Sockets[0].Endpoint.ToString(), separator, Secret);

    /// <summary>Takes a context for a message; give it back with <see cref="ReturnContext"/> on the same thread.</summary>
    public RouteContext RentContext(in ReceiveInfo source) => RentContext(Program, source);

    /// <summary>Takes a context for a message of a program.</summary>
    public RouteContext RentContext(RoutingProgram program, in ReceiveInfo source)
    {
        var context = FreeContexts;
        if (context is not null && ReferenceEquals(context.Server, this))
        {
            FreeContexts = context.NextFree;
            context.NextFree = null;
        }
        else
        {
            // The contexts of another server (tests have several) are left to the collector.
            FreeContexts = null;
            context = new RouteContext(this, new AttributeStore(), (uint)Interlocked.Increment(ref _contexts));
        }

        context.Begin(program, source);
        return context;
    }

    /// <summary>Gives a context back; nothing of it may be used any more.</summary>
    public void ReturnContext(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.End();
        if (FreeContexts is { } free && !ReferenceEquals(free.Server, this))
            FreeContexts = null;
        context.NextFree = FreeContexts;
        FreeContexts = context;
    }
}
