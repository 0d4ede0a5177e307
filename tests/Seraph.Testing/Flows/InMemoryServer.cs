using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing.Language;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Script;

namespace Seraph.Testing.Flows;

/// <summary>A server on somebody's clock and network, which does what it does only when it is told to.</summary>
public sealed class InMemoryServer
{
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Makes a server that listens at an address by UDP and TCP and has no program yet.</summary>
    public InMemoryServer(TimeProvider time, string address, int seed = 1, ILoggerFactory? loggers = null)
    {
        _time = time;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        Wheel = new TimerWheel(time, NullLogger<TimerWheel>.Instance);
        Random = new SeededRandom(seed);
        Sockets = SocketTable.Create(
            new SocketTableOptions
            {
                Listen = [new ListenEntry(TransportProtocol.Udp, address, 5060), new ListenEntry(TransportProtocol.Tcp, address, 5060)],
                AutoAliases = false,
            },
            _ => null,
            [],
            new ListenProblems(),
            NullLogger<SocketTable>.Instance);
        Server = new SipServer(
            new ServerServices(_loggers, time, Random, Wheel, Resolver, Statistics) { WorkQueue = Work },
            new CoreOptions { SipWarning = false, ServerSignature = false },
            Sockets,
            new ServerInfo(time));
    }

    public SipServer Server { get; }

    public TimerWheel Wheel { get; }

    public IRandom Random { get; }

    public SocketTable Sockets { get; }

    public Statistics Statistics { get; } = new();

    public FakeNameResolver Resolver { get; } = new();

    /// <summary>What timers have found due; the test runs it.</summary>
    public QueuedWork Work { get; } = new();

    /// <summary>The management commands of the script's modules.</summary>
    public RpcRegistry Rpc { get; } = new(NullLogger<RpcRegistry>.Instance);

    /// <summary>What is not as it was before the first transaction, or an empty text.</summary>
    public string LeftOver
    {
        get
        {
            var layer = Server.Transactions;
            return layer.TransactionsOut == 0 && layer.BranchesOut == 0 && layer.Bytes.BytesLent == 0 && Wheel.Count == 0
                ? ""
                : $"{layer.TransactionsOut} transactions, {layer.BranchesOut} branches, {layer.Bytes.BytesLent} bytes, {Wheel.Count} timers";
        }
    }

    /// <summary>Sends everything by one transport.</summary>
    public void SendBy(ITransport transport)
    {
        Server.SetTransport(TransportProtocol.Udp, transport);
        Server.SetTransport(TransportProtocol.Tcp, transport);
    }

    /// <summary>Gives the server a script and starts the modules that it loads.</summary>
    public void Load(string script)
    {
        var log = new ScriptLog(new LogOutput(new NoTarget(), _time), new LogThreshold());
        var services = new ServiceTable()
            .Add(_loggers)
            .Add(log)
            .Add(_time)
            .Add(Wheel)
            .Add(Random)
            .Add<INameResolver>(Resolver)
            .Add(Statistics)
            .Add(Server.Options)
            .Add(Sockets)
            .Add(Server)
            .Add(Server.Counters)
            .Add(Server.Transactions)
            .Add(Server.Replies)
            .Add(Server.Forwarder)
            .Add(Rpc);
        var loader = new ScriptLoader([Assembly.Load("Seraph.Modules"), typeof(InMemoryServer).Assembly], () => (Server, services));
        var symbols = CoreLanguage.CreateSymbols(Server.Options, log, _loggers, _time);
        var result = loader.Load("test.cfg", symbols, _ => null, new OneFile(script));
        if (result.Script is null)
            throw new FlowException(string.Join('\n', result.Diagnostics.Select(d => $"{d.Location}: {d.Message}")));
        foreach (var module in Server.Program.Modules)
        {
            Rpc.Add(module);
            (module as IModuleLifecycle)?.Start();
        }
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
}
