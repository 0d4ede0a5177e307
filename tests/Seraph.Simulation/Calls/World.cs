using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Testing.Flows;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Calls;

/// <summary>Proxies, callers and callees on one network and one clock, and the rules that hold for all of them whatever the network does.</summary>
internal sealed class World
{
    private readonly List<InMemoryServer> _proxies = [];
    private readonly List<Caller> _callers = [];
    private readonly List<Callee> _callees = [];
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _heardOf = [];
    private readonly int _seed;

    public World(int seed)
    {
        _seed = seed;
        Random = new Random(seed);
        Network = new FakeNetwork(seed);
        PhoneTimers = new TimerWheel(Network.Time, NullLogger<TimerWheel>.Instance);
        Network.Drive(PhoneTimers);
        Network.AfterStep = RunWork;
    }

    public FakeNetwork Network { get; }

    public TimerWheel PhoneTimers { get; }

    public Random Random { get; }

    /// <summary>Adds a proxy with a script.</summary>
    public void AddProxy(string address, string script)
    {
        var proxy = new InMemoryServer(Network.Time, address, (_seed * 31) + _proxies.Count, new FaultLogs(this));
        var host = Network.AddHost(proxy.Sockets.Sockets);
        host.Handler = new Tap(this, proxy.Server.Receiver);
        proxy.SendBy(host);
        proxy.Load(script);
        Network.Drive(proxy.Wheel);
        _proxies.Add(proxy);
    }

    public Caller AddCaller(string address, string proxy)
    {
        if (!NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(proxy), out var endpoint, 5060))
            throw new ArgumentException("no address", nameof(proxy));
        var caller = new Caller(this, address, endpoint);
        _callers.Add(caller);
        return caller;
    }

    public void AddCallee(string address, TransportProtocol protocol = TransportProtocol.Udp) => _callees.Add(new Callee(this, address, protocol));

    /// <summary>Notes that a rule was broken.</summary>
    public void Fault(string what) => _faults.Add($"{Network.Now.TotalSeconds:F3}  {what}");

    /// <summary>Makes calls, lets everything come to its end, and checks the rules.</summary>
    public void Run(string uri, int calls)
    {
        foreach (var caller in _callers)
        {
            for (var i = 0; i < calls; i++)
            {
                caller.Begin(uri, Random.Next(3) == 0 ? Random.NextDouble() * 15 : null);
                Network.Advance(TimeSpan.FromSeconds(Random.NextDouble() * 3));
            }
        }

        Network.Advance(TimeSpan.FromSeconds(600)); // longer than any transaction may live
        Check();
        if (_faults.Count > 0)
            Assert.Fail($"seed {_seed}:\n{string.Join('\n', _faults)}\n\n{string.Join('\n', Network.Log)}");
    }

    private void Check()
    {
        foreach (var call in _callers.SelectMany(c => c.Calls))
        {
            var negative = call.Answers.Where(a => a.Status >= 300).Distinct().ToArray();
            if (call.Answers.Count == 0)
                Fault($"{call.Id} was never answered");
            if (negative.Length > 1)
                Fault($"{call.Id} got several negative answers: {string.Join(", ", negative)}");
            if (Network.Conditions == NetworkConditions.Perfect && call.Answers.Count > 0 && call.Answers[0].Status < 300 && negative.Length > 0)
                Fault($"{call.Id} got {negative[0]} after a 2xx");
        }

        foreach (var leg in _callees.SelectMany(c => c.Legs))
        {
            if (leg.Status < 200 && _heardOf.Contains(leg.Invite.Branch))
                Fault($"a callee still rings: {leg.Invite.StartLine} {leg.Invite.CallId}");
            if (leg.Status is >= 200 and < 300 && !leg.IsAcknowledged)
                Fault($"a 200 was lost: {leg.Invite.CallId} {leg.Tag}");
        }

        foreach (var proxy in _proxies)
        {
            if (proxy.LeftOver is { Length: > 0 } left)
                Fault($"left over in a proxy: {left}");
        }
    }

    private void RunWork()
    {
        foreach (var proxy in _proxies)
            proxy.Work.Run();
    }

    /// <summary>Notes which branches a proxy has heard of: only those can it know to be ringing.</summary>
    private sealed class Tap(World world, IMessageHandler handler) : IMessageHandler
    {
        public bool Handle(byte[] buffer, int offset, int length, in ReceiveInfo from)
        {
            var message = new FlowMessage(Encoding.UTF8.GetString(buffer, offset, length));
            if (message.Status >= 100)
                world._heardOf.Add(message.Branch);
            return handler.Handle(buffer, offset, length, from);
        }
    }

    /// <summary>What a proxy logs as an error or worse is a fault.</summary>
    private sealed class FaultLogs(World world) : ILoggerFactory, ILogger
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
                world.Fault($"{formatter(state, exception)} {exception}");
        }
    }
}
