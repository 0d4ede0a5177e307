using System.Text;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Testing.Scripts;

namespace Seraph.Testing.Flows;

/// <summary>
/// A whole server on virtual time, with a network that a test looks into: peers send and receive, time goes on when the test says so. Everything runs on the
/// test's thread.
/// </summary>
public sealed class Flow
{
    /// <summary>Where the server listens, on UDP and TCP.</summary>
    public const string ServerAddress = "10.0.0.254";

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryServer _host;
    private readonly List<FlowPeer> _peers = [];
    private readonly List<string> _ladder = [];

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
        : this() => _host.Load(script);

    private Flow()
    {
        _host = new InMemoryServer(_time, ServerAddress);
        _host.SendBy(new FlowTransport(this));
        Caller = Peer("10.0.0.1");
        Callee = Peer("10.0.0.2");
    }

    public SipServer Server => _host.Server;

    public TimerWheel Wheel => _host.Wheel;

    public FakeNameResolver Resolver => _host.Resolver;

    /// <summary>The management commands of the script's modules.</summary>
    public RpcRegistry Rpc => _host.Rpc;

    /// <summary>What modules saw with the functions of <see cref="ProbeModule"/>.</summary>
    public ProbeModule Probe => Server.Program.Modules.OfType<ProbeModule>().Single();

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
            _host.Work.Run();
        }
    }

    /// <summary>Fails unless every transaction has ended and all that was lent is back.</summary>
    public void ExpectNothingLeft()
    {
        if (_host.LeftOver is { Length: > 0 } left)
            throw Failure($"left over: {left}");
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
        _host.Work.Run();
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

    private sealed class Hooks(TransactionLayer layer) : IReplyHandler, IRequestEnd
    {
        public bool Handle(RouteContext context) => layer.HandleReply(context);

        public void AfterScript(RouteContext context) => TransactionLayer.EndScript(context);
    }
}

/// <summary>The flow did not go as expected.</summary>
public sealed class FlowException(string message) : Exception(message);
