using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Database;
using Seraph.Core.Diagnostics;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing.Language;
using Seraph.Core.Transports;
using Seraph.Script;

namespace Seraph.Testing;

/// <summary>A whole script with its modules on the server of a <see cref="TestRoute"/>. Messages go through it on the test's thread.</summary>
public sealed class TestScript : IDisposable
{
    private const string Path = "/test.cfg";

    private readonly TestRoute _route;
    private readonly LogOutput _log = new(new NoTarget(), TimeProvider.System);

    /// <summary>Compiles a script with the modules of Seraph.Modules and starts them.</summary>
    /// <param name="route">The server and the network.</param>
    /// <param name="script">The text.</param>
    /// <param name="databases">The databases that are there.</param>
    public TestScript(TestRoute route, string script, params ReadOnlySpan<IDatabaseDriver> databases)
    {
        ArgumentNullException.ThrowIfNull(route);
        _route = route;
        Databases = new DatabaseRegistry("/");
        foreach (var driver in databases)
            Databases.Register(driver);
        var services = new ServiceTable()
            .Add<ILoggerFactory>(NullLoggerFactory.Instance)
            .Add(route.Server)
            .Add(route.Server.Counters)
            .Add(route.Server.Transactions)
            .Add(route.Server.Replies)
            .Add(route.Server.Forwarder)
            .Add(route.Server.Sockets)
            .Add(route.Server.Options)
            .Add(route.Server.Info)
            .Add(route.Server.Services.Statistics)
            .Add(route.Server.Services.Random)
            .Add<TimeProvider>(route.Time)
            .Add(route.Wheel)
            .Add(route.Tasks)
            .Add(Databases)
            .Add(Rpc)
            .Add(new ScriptLog(_log, new LogThreshold()));
        var loader = new ScriptLoader([Assembly.Load("Seraph.Modules")], () => (route.Server, services));
        var symbols = CoreLanguage.CreateSymbols(route.Server.Options, new ScriptLog(_log, new LogThreshold()), NullLoggerFactory.Instance, route.Time);
        Result = loader.Load(Path, symbols, _ => null, new OneFile(script));
        if (Result.Script is null)
            return;
        foreach (var module in route.Server.Program.Modules)
        {
            Rpc.Add(module);
            (module as IModuleLifecycle)?.Start();
        }
    }

    /// <summary>What the compiler said.</summary>
    public CompilationResult Result { get; }

    public DatabaseRegistry Databases { get; }

    public RpcRegistry Rpc { get; } = new(NullLogger<RpcRegistry>.Instance);

    /// <summary>Gives the server a message; line ends may be given as \n. The last message that was sent for it, or nothing.</summary>
    public string Deliver(string text, string from = "192.0.2.1:5060", TransportProtocol protocol = TransportProtocol.Udp)
    {
        var before = _route.Sent.Count;
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var socket = _route.Server.Sockets.Sockets.First(s => s.Protocol == protocol);
        _route.Server.Receiver.Handle(bytes, 0, bytes.Length, new ReceiveInfo(socket, NetworkEndpoint.From(IPEndPoint.Parse(from)), protocol == TransportProtocol.Udp ? 0 : 1));
        return _route.Sent.Count > before ? _route.LastSent : "";
    }

    /// <summary>Calls a management command.</summary>
    public RpcCall Call(string command, params ReadOnlySpan<RpcValue> arguments)
    {
        var call = new RpcCall(command, arguments.ToArray(), new Client(), convert: true);
        if (!Rpc.TryRun(call))
            throw new ArgumentException($"there is no command {command}", nameof(command));
        return call;
    }

    /// <summary>Stops the modules.</summary>
    public void Dispose()
    {
        if (Result.Script is not null)
        {
            foreach (var module in _route.Server.Program.Modules.Reverse())
                (module as IModuleLifecycle)?.Stop();
        }

        _log.Dispose();
    }

    private sealed class OneFile(string text) : IScriptFiles
    {
        public bool TryRead(string path, out byte[] content, out string? error)
        {
            content = path == Path ? Encoding.UTF8.GetBytes(text) : [];
            error = path == Path ? null : "no such file";
            return error is null;
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

    private sealed class Client : IRpcClient
    {
        public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => new(400, $"argument {index}: {expected} expected, {error}");
    }
}
