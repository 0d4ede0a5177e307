using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Testing;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Many threads, short timers, peers that answer at random: nothing may be lost, mixed up or left over.</summary>
public sealed class ConcurrencyTests : ITransport, IRequestEnd, IReplyHandler
{
    private const int Calls = 300;

    private readonly BlockingCollection<(bool ToCaller, FlowMessage Message)> _network = [];
    private readonly ConcurrentDictionary<string, FlowMessage> _invites = new();
    private readonly ConcurrentDictionary<string, int> _finals = new();
    private readonly ConcurrentBag<string> _faults = [];
    private readonly SipServer _server;
    private readonly TimerWheel _wheel;
    private readonly ReceiveInfo _fromCaller;
    private readonly ReceiveInfo _fromCallee;
    private int _failureRoutes;

    public ConcurrencyTests()
    {
        _wheel = new TimerWheel(TimeProvider.System, NullLogger<TimerWheel>.Instance, TimeSpan.FromMilliseconds(1));
        var sockets = SocketTable.Create(
            new SocketTableOptions { Listen = [new ListenEntry(TransportProtocol.Udp, Flow.ServerAddress, 5060)], AutoAliases = false },
            _ => null,
            [],
            new ListenProblems(),
            NullLogger<SocketTable>.Instance);
        _server = new SipServer(
            new ServerServices(new FaultLogs(_faults), TimeProvider.System, new ServerRandom(), _wheel, new FakeNameResolver(), new Statistics()),
            new CoreOptions(),
            sockets,
            new ServerInfo(TimeProvider.System));
        _server.SetTransport(TransportProtocol.Udp, this);
        CompiledRoute? failure = null;
        var script = new FlowScript(context =>
        {
            if (context.Message.Method == SipMethod.Invite)
            {
                context.TransactionSettings.FailureRoute = failure;
                Scripts.AppendBranch(context, "sip:second@10.0.0.2");
            }

            Scripts.Relay(context);
            return 1;
        });
        failure = script.Add(RouteBlockKind.Failure, "1", context =>
        {
            Interlocked.Increment(ref _failureRoutes);
            Thread.Yield();
            Scripts.AppendBranch(context, "sip:third@10.0.0.2");
            Scripts.Relay(context); // refused when the caller has cancelled meanwhile
            return 1;
        });
        _server.Program = new RoutingProgram(script.Compile(), [this]);
        _server.Transactions.Configure(new TransactionOptions
        {
            Retransmission1 = 10,
            Retransmission2 = 40,
            FinalResponse = 100,
            FinalResponseInvite = 200,
            Wait = 50,
            LifetimeInvite = 1000,
            LifetimeOther = 200,
        });
        _fromCaller = From("10.0.0.1");
        _fromCallee = From("10.0.0.2");
    }

    [Fact]
    public void Nothing_is_lost_or_left_over_when_everybody_acts_at_once()
    {
        using var timers = new TimerThread(_wheel);
        var workers = Enumerable.Range(0, 4).Select(seed => new Thread(() => Work(new Random(seed))) { IsBackground = true }).ToArray();
        foreach (var worker in workers)
            worker.Start();
        for (var i = 0; i < Calls; i++)
        {
            var invite = Request("INVITE", $"z9hG4bKcall{i}", $"{i}@test");
            _invites[invite.CallId] = invite;
            SpinWait.SpinUntil(() => _server.Transactions.TransactionsOut < 150, TimeSpan.FromSeconds(10)); // at a pace that the machine keeps up with
            Handle(invite, _fromCaller);
        }

        var layer = _server.Transactions;
        Assert.True(
            SpinWait.SpinUntil(() => _network.Count == 0 && layer.TransactionsOut == 0, TimeSpan.FromSeconds(20)),
            $"{layer.TransactionsOut} transactions are left, {_network.Count} messages, {_wheel.Count} timers {string.Join('\n', _faults)}");
        _network.CompleteAdding();
        foreach (var worker in workers)
            worker.Join();

        Assert.Empty(_faults);
        Assert.Equal(Calls, _finals.Count);
        Assert.Equal(0, layer.BranchesOut);
        Assert.Equal(0, layer.Bytes.BytesLent);
        Assert.True(_failureRoutes > 0);
        Assert.True(SpinWait.SpinUntil(() => _wheel.Count == 0, TimeSpan.FromSeconds(10)));
    }

    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        _network.Add((target.Destination.IPv4 == 0x0A000001, new FlowMessage(Encoding.UTF8.GetString(message))));
        return SendStatus.Sent;
    }

    void IRequestEnd.AfterScript(RouteContext context) => TransactionLayer.EndScript(context);

    bool IReplyHandler.Handle(RouteContext context) => _server.Transactions.HandleReply(context);

    private void Work(Random random)
    {
        try
        {
            foreach (var (toCaller, message) in _network.GetConsumingEnumerable())
            {
                if (toCaller)
                    BeCaller(random, message);
                else if (message.Message.IsRequest)
                    BeCallee(random, message);
            }
        }
#pragma warning disable CA1031 // reported by the test
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _faults.Add(exception.ToString());
        }
    }

    private void BeCaller(Random random, FlowMessage reply)
    {
        if (reply.Message.IsRequest || !_invites.TryGetValue(reply.CallId, out var invite))
        {
            _faults.Add($"the caller got\n{reply}");
            return;
        }

        if (reply.Method != "INVITE")
            return;
        switch (reply.Status)
        {
            case < 200 when random.Next(8) == 0:
                Handle(Request("CANCEL", invite.Branch, invite.CallId), _fromCaller);
                break;
            case < 200 when random.Next(8) == 0:
                Handle(invite, _fromCaller);
                break;
            case >= 200:
                var first = _finals.GetOrAdd(reply.CallId, reply.Status);
                if (first >= 300 && reply.Status >= 300 && first != reply.Status)
                    _faults.Add($"{reply.CallId} got {first} and then {reply.Status}");
                if (random.Next(4) != 0)
                    Handle(Request("ACK", reply.Status < 300 ? $"z9hG4bKack{random.Next()}" : invite.Branch, invite.CallId, reply.ToTag), _fromCaller);
                break;
        }
    }

    private void BeCallee(Random random, FlowMessage request)
    {
        if (request.Method == "ACK" || random.Next(4) == 0)
            return;
        if (request.Method == "CANCEL")
        {
            Reply(request, 200);
            return;
        }

        if (random.Next(2) == 0)
            Reply(request, 180);
        var code = random.Next(8) switch { 0 => 200, 1 => 486, 2 => 404, 3 => 401, 4 => 503, 5 => 603, _ => 0 };
        if (code == 0)
            return;
        Reply(request, code);
        if (random.Next(3) == 0)
            Reply(request, code);
    }

    private void Reply(FlowMessage request, int code) => Handle(
        new FlowMessage(
            $"SIP/2.0 {code} Reason\r\n"
            + request.HeaderLines("Via")
            + request.HeaderLines("From")
            + $"To: {request.Header("To")}{(request.ToTag.Length == 0 ? ";tag=" + request.Branch : "")}\r\n"
            + request.HeaderLines("Call-ID")
            + request.HeaderLines("CSeq")
            + "Content-Length: 0\r\n\r\n"),
        _fromCallee);

    private static FlowMessage Request(string method, string branch, string callId, string toTag = "") => new(
        $"{method} sip:bob@10.0.0.2 SIP/2.0\r\n"
        + $"Via: SIP/2.0/UDP 10.0.0.1:5060;branch={branch}\r\n"
        + "From: <sip:alice@example.org>;tag=alice\r\n"
        + $"To: <sip:bob@example.org>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\n"
        + $"Call-ID: {callId}\r\n"
        + $"CSeq: 1 {method}\r\n"
        + "Content-Length: 0\r\n\r\n");

    private void Handle(FlowMessage message, in ReceiveInfo from)
    {
        if (!_server.Receiver.Handle(message.Bytes, 0, message.Bytes.Length, from))
            _faults.Add($"refused:\n{message}");
    }

    private ReceiveInfo From(string address)
    {
        Assert.True(NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(address), out var endpoint, 5060));
        return new ReceiveInfo(_server.Sockets.Sockets[0], endpoint, 0);
    }

    /// <summary>What is logged as an error or worse is a fault of the test.</summary>
    private sealed class FaultLogs(ConcurrentBag<string> faults) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                faults.Add($"{formatter(state, exception)} {exception}");
        }
    }
}
