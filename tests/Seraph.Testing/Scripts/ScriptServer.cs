using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
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
using Seraph.Script.Diagnostics;

namespace Seraph.Testing.Scripts;

/// <summary>A message that a <see cref="ScriptServer"/> sent.</summary>
/// <param name="Text">The whole message.</param>
/// <param name="Target">Where it went, and by which socket.</param>
public sealed record SentMessage(string Text, SendTarget Target)
{
    /// <summary>The first line.</summary>
    public string StartLine => Text[..Text.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>The header lines and the first line.</summary>
    public IReadOnlyList<string> Lines => Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");

    /// <summary>The body.</summary>
    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    /// <summary>The bodies of all headers of a name, from the top.</summary>
    public IReadOnlyList<string> Headers(string name) =>
        [.. Lines.Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim())];

    /// <summary>The body of the first header of a name; null when there is none.</summary>
    public string? Header(string name) => Headers(name) is [var first, ..] ? first : null;

    /// <summary><c>proto:address:port</c> of where it went.</summary>
    public string Destination => $"{Encoding.ASCII.GetString(Target.Protocol.Name())}:{Target.Destination}";
}

/// <summary>
/// A server in memory that runs a script with the built-in modules: messages go in and come out as text, on virtual time, on the thread of the test. It
/// listens on 10.0.0.254:5060 by UDP and TCP unless the script says otherwise.
/// </summary>
public sealed class ScriptServer : IDisposable
{
    private const string File = "test.cfg";

    private static readonly string[] DefaultListen = ["udp:10.0.0.254:5060", "tcp:10.0.0.254:5060"];

    private readonly ListLogTarget _log = new();
    private readonly ServerLogging _logging;
    private readonly CaptureTransport _transport = new();
    private readonly Statistics _statistics = new();
    private readonly RuntimeOptions<CoreOptions> _coreOptions;

    private ScriptServer(string script)
    {
        _logging = new ServerLogging(_log, Time, new LogThreshold(SerLogLevel.Debug));
        Configuration = new RuntimeConfiguration(_logging.Factory.CreateLogger<RuntimeConfiguration>());
        _coreOptions = Configuration.Add("core", Options);
        var symbols = CoreLanguage.CreateSymbols(Options, _logging.Script, _logging.Factory, Time, Configuration, () => Server?.Sockets);
        Assembly[] assemblies = [Assembly.Load("Seraph.Modules"), typeof(ScriptServer).Assembly];
        var loader = new ScriptLoader(assemblies, CreateServer);
        Result = loader.Load(File, symbols, Configuration.Declare, new OneFile(script));
        if (Result.Script is null)
            return;
        foreach (var module in Server!.Program.Modules)
        {
            Registry.Add(module);
            (module as IModuleLifecycle)?.Start();
        }
    }

    /// <summary>The server.</summary>
    public SipServer? Server { get; private set; }

    /// <summary>The core's parameters.</summary>
    public CoreOptions Options { get; } = new() { SipWarning = false, ServerSignature = false, AutoAliases = false };

    /// <summary>The configuration at run time.</summary>
    public RuntimeConfiguration Configuration { get; }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 15, 4, 9, TimeSpan.Zero));

    /// <summary>The names that the server knows.</summary>
    public FakeNameResolver Resolver { get; } = new();

    /// <summary>The management commands.</summary>
    public RpcRegistry Registry { get; } = new(Microsoft.Extensions.Logging.Abstractions.NullLogger<RpcRegistry>.Instance);

    /// <summary>What the compiler said.</summary>
    public CompilationResult Result { get; }

    /// <summary>What modules saw with the functions of <see cref="ProbeModule"/>.</summary>
    public ProbeModule Probe => Module<ProbeModule>();

    /// <summary>Destinations where sending fails.</summary>
    public HashSet<NetworkEndpoint> Unreachable => _transport.Unreachable;

    /// <summary>Compiles a script and starts a server with it; fails with what the compiler says when it has errors.</summary>
    public static ScriptServer Start(string script)
    {
        var server = new ScriptServer(script);
        if (server.Result.Script is null)
            throw new InvalidOperationException(string.Join('\n', server.Errors));
        return server;
    }

    /// <summary>Compiles a script and says what is wrong with it, a line for each error: <c>line:column text</c>.</summary>
    public static IReadOnlyList<string> Check(string script)
    {
        using var server = new ScriptServer(script);
        return server.Errors;
    }

    /// <summary>A module of the script.</summary>
    public T Module<T>() => Server!.Program.Modules.OfType<T>().Single();

    /// <summary>Lets a message arrive and returns what the server sends.</summary>
    /// <param name="message">The message; line ends may be LF alone.</param>
    /// <param name="from">The sender's address and port.</param>
    /// <param name="protocol">How it comes.</param>
    /// <param name="to">The socket that it comes to, as <c>address:port</c>; the first of the protocol when null.</param>
    public IReadOnlyList<SentMessage> Receive(
        string message, string from = "10.0.0.1:5060", TransportProtocol protocol = TransportProtocol.Udp, string? to = null)
    {
        var bytes = Encoding.UTF8.GetBytes(Normalize(message));
        _transport.Sent.Clear();
        Server!.Receiver.Handle(bytes, 0, bytes.Length, Source(from, protocol, to));
        return [.. _transport.Sent];
    }

    /// <summary>The bytes that the server allocates for a message, on average over many, once it is warm.</summary>
    public double MeasureAllocation(string message, string from = "10.0.0.1:5060")
    {
        const int rounds = 2000;
        var bytes = Encoding.UTF8.GetBytes(Normalize(message));
        var source = Source(from, TransportProtocol.Udp, null);
        _logging.Threshold.Debug = SerLogLevel.Alert;
        _transport.IsForgetful = true;
        for (var i = 0; i < rounds; i++)
            Server!.Receiver.Handle(bytes, 0, bytes.Length, source);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
            Server!.Receiver.Handle(bytes, 0, bytes.Length, source);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _transport.IsForgetful = false;
        return (double)allocated / rounds;
    }

    /// <summary>Runs a management command with text arguments.</summary>
    public RpcCall Call(string command, params string[] arguments)
    {
        var call = new RpcCall(command, [.. arguments.Select(RpcValue.From)], new TestClient(), convert: true);
        if (!Registry.TryRun(call))
            throw new ArgumentException($"There is no command {command}.", nameof(command));
        return call;
    }

    /// <summary>Ends logging and returns all lines: <c>LEVEL category: text</c>.</summary>
    public IReadOnlyList<string> EndLog()
    {
        _logging.Dispose();
        return _log.Lines;
    }

    /// <summary>Turns lone line feeds into CRLF, and <c>Content-Length: *</c> into the length of the body. Headers without an empty line get one.</summary>
    public static string Normalize(string message)
    {
        var text = message.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        if (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
            text += "\r\n\r\n";
        var body = Encoding.UTF8.GetByteCount(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        return text.Replace("Content-Length: *", $"Content-Length: {body}", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var module in Server is { } server && Result.Script is not null ? server.Program.Modules.Reverse() : [])
            (module as IModuleLifecycle)?.Stop();
        _logging.Dispose();
        _statistics.Dispose();
    }

    private List<string> Errors =>
        [.. Result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Location.Line}:{d.Location.Column} {d.Message}")];

    private ReceiveInfo Source(string from, TransportProtocol protocol, string? to)
    {
        var socket = Server!.Sockets.Sockets.First(s => s.Protocol == protocol && (to is null || s.Endpoint.ToString() == to));
        return new ReceiveInfo(socket, NetworkEndpoint.From(IPEndPoint.Parse(from)), protocol == TransportProtocol.Udp ? 0 : 1);
    }

    private (SipServer Server, ServiceTable Services) CreateServer()
    {
        var entries = Options.Listen.Count > 0
            ? Options.Listen.Select(Convert)
            : DefaultListen.Select(text => ListenEntry.TryParse(text, out var entry) ? entry : throw new FormatException(text));
        var problems = new ListenProblems();
        var sockets = SocketTable.Create(
            new SocketTableOptions
            {
                Listen = [.. entries],
                Aliases = [.. Options.Alias.Select(Convert)],
                AutoAliases = false,
                AdvertisedAddress = Options.AdvertisedAddress,
                AdvertisedPort = Options.AdvertisedPort,
            },
            _ => null,
            [],
            problems,
            _logging.Factory.CreateLogger<SocketTable>());
        if (problems.Errors.Count > 0)
            throw new ModuleException(string.Join("; ", problems.Errors));

        var timers = new TimerWheel(Time, _logging.Factory.CreateLogger<TimerWheel>());
        var random = new SeededRandom(1);
        Configuration.Refresh(_coreOptions);
        Server = new SipServer(new ServerServices(_logging.Factory, Time, random, timers, Resolver, _statistics), Options, sockets, new ServerInfo(Time));
        Server.SetTransport(TransportProtocol.Udp, _transport);
        Server.SetTransport(TransportProtocol.Tcp, _transport);
        var services = new ServiceTable()
            .Add(_logging.Factory)
            .Add(_logging.Script)
            .Add(Configuration)
            .Add<TimeProvider>(Time)
            .Add<IRandom>(random)
            .Add(timers)
            .Add<INameResolver>(Resolver)
            .Add(_statistics)
            .Add(Options)
            .Add(sockets)
            .Add(Server)
            .Add(Server.Counters)
            .Add(Server.Transactions)
            .Add(Server.Replies)
            .Add(Server.Forwarder)
            .Add(Registry);
        return (Server, services);
    }

    private static ListenEntry Convert(Script.Parameters.ListenEntry entry)
    {
        var isKnown = TransportProtocols.TryParse(Encoding.ASCII.GetBytes(entry.Protocol ?? ""), out var protocol);
        return new ListenEntry(isKnown ? protocol : TransportProtocol.None, entry.Hosts, entry.Port);
    }

    private sealed class TestClient : IRpcClient
    {
        public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => new(400, $"{index} {expected} {error}");
    }

    private sealed class OneFile(string script) : IScriptFiles
    {
        public bool TryRead(string path, out byte[] content, out string? error)
        {
            content = Encoding.UTF8.GetBytes(script);
            error = path == File ? null : "No such file or directory";
            return path == File;
        }
    }

    private sealed class CaptureTransport : ITransport
    {
        public List<SentMessage> Sent { get; } = [];

        public HashSet<NetworkEndpoint> Unreachable { get; } = [];

        public bool IsForgetful { get; set; }

        public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
        {
            if (Unreachable.Contains(target.Destination))
                return SendStatus.Failed;
            if (!IsForgetful)
                Sent.Add(new SentMessage(Encoding.UTF8.GetString(message), target));
            return SendStatus.Sent;
        }
    }

    private sealed class ListLogTarget : ILogTarget
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public void Write(in LogRecord record)
        {
            lock (_lines)
            {
                _lines.Add($"{Encoding.ASCII.GetString(SerLogLevel.Name(record.Level))} {record.Category}: {Encoding.UTF8.GetString(record.Text.Span)}");
            }
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
