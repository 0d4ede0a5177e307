using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Sip;

namespace Seraph.Testing;

/// <summary>
/// A server without a script, for tests of single functions: give it a message, call the function with the context, look at what was sent and at what
/// became of the context. Time stands still until the test moves it.
/// </summary>
public sealed class TestRoute
{
    /// <summary>Where the server listens, on UDP and TCP, port 5060.</summary>
    public const string ServerAddress = "10.0.0.1";

    private readonly SentMessages _sent = new();

    public TestRoute(CoreOptions? options = null)
    {
        Wheel = new TimerWheel(Time, NullLogger<TimerWheel>.Instance);
        Tasks = new PeriodicTasks(Wheel, NullLogger<PeriodicTasks>.Instance, inline: true);
        var sockets = SocketTable.Create(
            new SocketTableOptions
            {
                Listen = [new ListenEntry(TransportProtocol.Udp, ServerAddress, 5060), new ListenEntry(TransportProtocol.Tcp, ServerAddress, 5060)],
                AutoAliases = false,
            },
            _ => null,
            [],
            new ListenProblems(),
            NullLogger<SocketTable>.Instance);
        Server = new SipServer(
            new ServerServices(NullLoggerFactory.Instance, Time, new SeededRandom(1), Wheel, new FakeNameResolver(), new Statistics()),
            options ?? new CoreOptions { SipWarning = false, ServerSignature = false },
            sockets,
            new ServerInfo(Time));
        Server.SetTransport(TransportProtocol.Udp, _sent);
        Server.SetTransport(TransportProtocol.Tcp, _sent);
        using var nothing = new TestScript(this, "route { drop; }"); // contexts belong to a program
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public TimerWheel Wheel { get; }

    public PeriodicTasks Tasks { get; }

    public SipServer Server { get; }

    /// <summary>Everything that was sent, oldest first.</summary>
    public IReadOnlyList<string> Sent => _sent.Messages;

    /// <summary>What was sent last.</summary>
    public string LastSent => _sent.Messages[^1];

    /// <summary>Has sending fail from now on.</summary>
    public bool SendingFails
    {
        set => _sent.Fails = value;
    }

    /// <summary>Whether what is sent is kept; without, nothing is allocated.</summary>
    public bool KeepSent
    {
        set => _sent.Keep = value;
    }

    /// <summary>Moves the clock and runs what is due.</summary>
    public void Advance(TimeSpan time)
    {
        Time.Advance(time);
        Wheel.Advance();
    }

    /// <summary>A context with a message; line ends may be given as \n. It is used until the next call.</summary>
    /// <param name="text">The message.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="protocol">Over what.</param>
    public RouteContext Receive(string text, string from = "192.0.2.1:5060", TransportProtocol protocol = TransportProtocol.Udp)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var socket = Server.Sockets.Sockets.First(s => s.Protocol == protocol);
        var context = Server.RentContext(new ReceiveInfo(socket, NetworkEndpoint.From(IPEndPoint.Parse(from)), protocol == TransportProtocol.Udp ? 0 : 1));
        var status = context.Message.Parse(bytes, 0, bytes.Length);
        if (status != SipParseStatus.Ok)
            throw new ArgumentException($"the test's message is malformed: {status}", nameof(text));
        return context;
    }

    /// <summary>Gives a message to an action and says what was sent for it last; empty when nothing was.</summary>
    public string Answer(string text, Action<RouteContext> action)
    {
        var before = _sent.Messages.Count;
        var context = Receive(text);
        action(context);
        Server.ReturnContext(context);
        return _sent.Messages.Count > before ? LastSent : "";
    }

    /// <summary>The newest value of an attribute, written as in a script without the dollar; null when there is none.</summary>
    public static string? Attribute(RouteContext context, string name) =>
        AttributeReference.TryParse(Encoding.UTF8.GetBytes(name), out var reference, out _) && context.Attributes.TryGetNewest(reference!, out var value)
            ? value.ToString()
            : null;

    /// <summary>Sets an attribute.</summary>
    public static void SetAttribute(RouteContext context, string name, string value)
    {
        if (!AttributeReference.TryParse(Encoding.UTF8.GetBytes(name), out var reference, out _)
            || !context.Attributes.Assign(reference!, ScriptValue.Of(Encoding.UTF8.GetBytes(value))))
            throw new ArgumentException($"{name} can't be set", nameof(name));
    }

    private sealed class SentMessages : ITransport
    {
        public List<string> Messages { get; } = [];

        public bool Fails { get; set; }

        public bool Keep { get; set; } = true;

        public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
        {
            if (Fails)
                return SendStatus.Failed;
            if (Keep)
                Messages.Add(Encoding.UTF8.GetString(message));
            return SendStatus.Sent;
        }
    }
}
