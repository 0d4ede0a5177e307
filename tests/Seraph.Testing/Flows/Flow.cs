using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Routing.Language;
using Seraph.Core.Timing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Testing.Scripts;

namespace Seraph.Testing.Flows;

/// <summary>
/// A whole server on virtual time, with a network that a test looks into: peers send and receive, time goes on when the test says so. The script is made
/// of delegates. Everything runs on the test's thread.
/// </summary>
public sealed class Flow
{
    /// <summary>Where the server listens, on UDP and TCP.</summary>
    public const string ServerAddress = "10.0.0.254";

    private readonly FakeTimeProvider _time = new();
    private readonly List<FlowPeer> _peers = [];
    private readonly List<string> _ladder = [];
    private readonly QueuedWork _work = new();

    /// <summary>Makes a server with a script of delegates.</summary>
    /// <param name="script">What it does with messages.</param>
    /// <param name="options">Changes the parameters of its transaction layer.</param>
    public Flow(FlowScript script, Action<TransactionOptions>? options = null)
        : this()
    {
        Server.Program = new RoutingProgram(script.Compile(), [new Hooks(Server.Transactions)]);
        var transactionOptions = new TransactionOptions();
        options?.Invoke(transactionOptions);
        Server.Transactions.Configure(transactionOptions);
    }

    /// <summary>Makes a server with a whole script and the modules that it loads.</summary>
    public Flow(string script)
        : this()
    {
        var log = new ScriptLog(new LogOutput(new NoTarget(), _time), new LogThreshold());
        var services = new ServiceTable()
            .Add<ILoggerFactory>(NullLoggerFactory.Instance)
            .Add(log)
            .Add<TimeProvider>(_time)
            .Add(Wheel)
            .Add<IRandom>(new SeededRandom(1))
            .Add<INameResolver>(Resolver)
            .Add(Statistics)
            .Add(Server.Options)
            .Add(Server.Sockets)
            .Add(Server)
            .Add(Server.Counters)
            .Add(Server.Transactions)
            .Add(Server.Replies)
            .Add(Server.Forwarder)
            .Add(Rpc);
        var loader = new ScriptLoader([Assembly.Load("Seraph.Modules"), typeof(Flow).Assembly], () => (Server, services));
        var symbols = CoreLanguage.CreateSymbols(Server.Options, log, NullLoggerFactory.Instance, _time);
        var result = loader.Load("flow.cfg", symbols, _ => null, new OneFile(script));
        if (result.Script is null)
            throw new FlowException(string.Join('\n', result.Diagnostics.Select(d => $"{d.Location}: {d.Message}")));
        foreach (var module in Server.Program.Modules)
        {
            Rpc.Add(module);
            (module as IModuleLifecycle)?.Start();
        }
    }

    private Flow()
    {
        Wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance);
        Statistics = new Statistics();
        var problems = new ListenProblems();
        var sockets = SocketTable.Create(
            new SocketTableOptions
            {
                Listen = [new ListenEntry(TransportProtocol.Udp, ServerAddress, 5060), new ListenEntry(TransportProtocol.Tcp, ServerAddress, 5060)],
                AutoAliases = false,
            },
            _ => null,
            [],
            problems,
            NullLogger<SocketTable>.Instance);
        Server = new SipServer(
            new ServerServices(NullLoggerFactory.Instance, _time, new SeededRandom(1), Wheel, Resolver, Statistics) { WorkQueue = _work },
            new CoreOptions { SipWarning = false, ServerSignature = false },
            sockets,
            new ServerInfo(_time));
        var transport = new FlowTransport(this);
        Server.SetTransport(TransportProtocol.Udp, transport);
        Server.SetTransport(TransportProtocol.Tcp, transport);
        Caller = Peer("10.0.0.1");
        Callee = Peer("10.0.0.2");
    }

    /// <summary>The management commands of the script's modules.</summary>
    public RpcRegistry Rpc { get; } = new(NullLogger<RpcRegistry>.Instance);

    /// <summary>What modules saw with the functions of <see cref="ProbeModule"/>.</summary>
    public ProbeModule Probe => Server.Program.Modules.OfType<ProbeModule>().Single();

    public SipServer Server { get; }

    public TimerWheel Wheel { get; }

    public Statistics Statistics { get; }

    public FakeNameResolver Resolver { get; } = new();

    /// <summary>The peer at 10.0.0.1.</summary>
    public FlowPeer Caller { get; }

    /// <summary>The peer at 10.0.0.2.</summary>
    public FlowPeer Callee { get; }

    /// <summary>Time since the flow began.</summary>
    public TimeSpan Now => _time.GetUtcNow() - _time.Start;

    /// <summary>Refuses to send to these addresses, as a kernel without a route would.</summary>
    public HashSet<string> Unreachable { get; } = [];

    /// <summary>Adds a peer.</summary>
    public FlowPeer Peer(string address, int port = 5060, TransportProtocol protocol = TransportProtocol.Udp)
    {
        if (!NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(address), out var endpoint, port))
            throw new ArgumentException("no address", nameof(address));
        var peer = new FlowPeer(this, endpoint, protocol, protocol == TransportProtocol.Udp ? 0 : _peers.Count + 1);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>Lets time pass; everything that is due happens in its order.</summary>
    public void Advance(double seconds)
    {
        var end = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            var left = end - _time.GetUtcNow();
            var next = Wheel.TimeToNextDue ?? TimeSpan.MaxValue;
            if (next > left)
            {
                _time.Advance(left);
                return;
            }

            _time.Advance(next);
            Wheel.Advance();
            _work.Run();
        }
    }

    /// <summary>Fails unless every transaction has ended and all that was lent is back.</summary>
    public void ExpectNothingLeft()
    {
        var layer = Server.Transactions;
        if (layer.TransactionsOut != 0 || layer.BranchesOut != 0 || layer.Bytes.BytesLent != 0 || Wheel.Count != 0)
        {
            throw Failure(
                $"left over: {layer.TransactionsOut} transactions, {layer.BranchesOut} branches, {layer.Bytes.BytesLent} bytes, {Wheel.Count} timers");
        }
    }

    /// <summary>An error that shows the messages so far.</summary>
    public FlowException Failure(string what) => new($"{what}\n\nThe flow:\n{string.Join("\n", _ladder.TakeLast(80))}");

    internal void Deliver(FlowPeer from, FlowMessage message)
    {
        Note(from, "-->", message);
        var socket = Server.Sockets.Default(from.Protocol, ipv6: false)!;
        var buffer = (byte[])message.Bytes.Clone();
        Server.Receiver.Handle(buffer, 0, buffer.Length, new ReceiveInfo(socket, from.Endpoint, from.Connection));
        Array.Fill(buffer, (byte)'#'); // as the next datagram would: nobody may still look at it
        _work.Run();
    }

    private SendStatus Send(in SendTarget target, ReadOnlySpan<byte> bytes)
    {
        var destination = target.Destination;
        if (Unreachable.Contains(destination.ToString()))
            return SendStatus.Failed;
        var message = new FlowMessage(Encoding.UTF8.GetString(bytes), Now);
        var peer = _peers.Find(p => p.Endpoint == destination);
        Note(peer, "<--", message, destination.ToString());
        peer?.Take(message);
        return SendStatus.Sent;
    }

    private void Note(FlowPeer? peer, string direction, FlowMessage message, string? address = null) =>
        _ladder.Add($"{Now.TotalSeconds,8:F2}  {peer?.Endpoint.ToString() ?? address,-16} {direction} {message.StartLine} [{message.Header("CSeq")}]");

    private sealed class FlowTransport(Flow flow) : ITransport
    {
        public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message) => flow.Send(target, message);
    }

    private sealed class OneFile(string script) : IScriptFiles
    {
        public bool TryRead(string path, out byte[] content, out string? error)
        {
            content = Encoding.UTF8.GetBytes(script);
            error = null;
            return true;
        }
    }

    private sealed class NoTarget : ILogTarget
    {
        public void Write(in LogRecord record)
        {
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Hooks(TransactionLayer layer) : IReplyHandler, IRequestEnd
    {
        public bool Handle(RouteContext context) => layer.HandleReply(context);

        public void AfterScript(RouteContext context) => TransactionLayer.EndScript(context);
    }
}

/// <summary>The flow did not go as expected.</summary>
public sealed class FlowException(string message) : Exception(message);
