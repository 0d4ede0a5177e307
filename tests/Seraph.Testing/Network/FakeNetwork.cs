using System.Text;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Timing;
using Seraph.Core.Transports;

namespace Seraph.Testing.Network;

/// <summary>
/// A network in memory, on virtual time: servers and peers with addresses, datagrams that get lost, doubled, late and out of order, and
/// connections that keep the order. All chance comes from one seed and everything happens on the calling thread, so a run can be repeated.
/// </summary>
public sealed class FakeNetwork
{
    private readonly Random _random;
    private readonly PriorityQueue<UnderWay, (DateTimeOffset Due, long Number)> _underWay = new();
    private readonly Dictionary<(TransportProtocol Protocol, NetworkEndpoint Endpoint), FakeHost> _listeners = [];
    private readonly List<TimerWheel> _wheels = [];
    private readonly List<string> _log = [];
    private long _sent;
    private ushort _lastPort = 49151;

    /// <summary>Makes a network without hosts.</summary>
    public FakeNetwork(int seed = 1) => _random = new Random(seed);

    /// <summary>The clock of everything on this network.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>How everything is treated that <see cref="Link"/> says nothing about.</summary>
    public NetworkConditions Conditions { get; set; } = NetworkConditions.Perfect;

    /// <summary>The conditions from one address to another; null, or a null result, is the same everywhere.</summary>
    public Func<NetworkEndpoint, NetworkEndpoint, NetworkConditions?>? Link { get; set; }

    /// <summary>Called after every message and every round of timers; for work that servers put off.</summary>
    public Action? AfterStep { get; set; }

    /// <summary>Messages that are under way.</summary>
    public int Pending => _underWay.Count;

    /// <summary>The time since the network was made.</summary>
    public TimeSpan Now => Time.GetUtcNow() - Time.Start;

    /// <summary>What was sent, delivered and lost so far, a line each, for the message of a test that fails.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>Adds a server with its sockets. Its transports are the host itself; its handler is set before the first message arrives.</summary>
    public FakeHost AddHost(IReadOnlyList<ListenSocket> sockets)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        var host = new FakeHost(this, sockets);
        foreach (var socket in sockets)
        {
            if (!_listeners.TryAdd((socket.Protocol, socket.Endpoint), host))
                throw new ArgumentException($"{socket} is taken", nameof(sockets));
        }

        return host;
    }

    /// <summary>Adds a peer that speaks both UDP and TCP at an address.</summary>
    public FakePeer AddPeer(string address, int port = 5060)
    {
        if (!NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(address), out var endpoint, port))
            throw new ArgumentException($"{address} is no address", nameof(address));
        return new FakePeer(this, endpoint);
    }

    /// <summary>Moves the timers of a server along with the time of the network.</summary>
    public void Drive(TimerWheel wheel) => _wheels.Add(wheel);

    /// <summary>
    /// Lets time go on until the next message arrives (timers that are due before it are called) and delivers it. False when none is under way.
    /// </summary>
    public bool DeliverNext()
    {
        while (_underWay.Count > 0)
        {
            if (Step(DateTimeOffset.MaxValue))
                return true;
        }

        return false;
    }

    /// <summary>Delivers until nothing is under way any more.</summary>
    public void DeliverAll()
    {
        while (DeliverNext())
        {
        }
    }

    /// <summary>Lets time pass; messages and timers happen in their order.</summary>
    public void Advance(TimeSpan duration)
    {
        var end = Time.GetUtcNow() + duration;
        while (Step(end) || Time.GetUtcNow() < end)
        {
        }
    }

    internal FakeHost? ListenerAt(TransportProtocol protocol, NetworkEndpoint endpoint) => _listeners.GetValueOrDefault((protocol, endpoint));

    internal ushort NextPort() => ++_lastPort;

    internal void SendDatagram(NetworkEndpoint from, NetworkEndpoint to, ReadOnlySpan<byte> message)
    {
        var conditions = Link?.Invoke(from, to) ?? Conditions;
        if (_random.NextDouble() < conditions.Loss)
        {
            Note("lost", from, to, message);
            return;
        }

        Note("sent", from, to, message);
        var copies = _random.NextDouble() < conditions.Duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
            Enqueue(new UnderWay(from, to, message.ToArray(), null), Time.GetUtcNow() + Delay(conditions));
    }

    internal void SendOver(FakeConnection connection, ReadOnlySpan<byte> message)
    {
        Note("sent", connection.Local, connection.Remote, message);
        var due = Time.GetUtcNow() + Delay(Link?.Invoke(connection.Local, connection.Remote) ?? Conditions);
        connection.LastDue = due > connection.LastDue ? due : connection.LastDue; // never before what was sent before
        Enqueue(new UnderWay(connection.Local, connection.Remote, message.ToArray(), connection), connection.LastDue);
    }

    internal void Note(string what, NetworkEndpoint from, NetworkEndpoint to, ReadOnlySpan<byte> message)
    {
        var end = message.IndexOfAny((byte)'\r', (byte)'\n');
        _log.Add($"{Now.TotalSeconds,9:F3}  {what,-9} {from} -> {to}  {Encoding.UTF8.GetString(end < 0 ? message : message[..end])}");
    }

    /// <summary>The next thing that happens up to a time: a message (then true), a round of timers, or nothing but that time.</summary>
    private bool Step(DateTimeOffset end)
    {
        var now = Time.GetUtcNow();
        var message = _underWay.TryPeek(out _, out var first) ? first.Due : DateTimeOffset.MaxValue;
        var timer = DateTimeOffset.MaxValue;
        foreach (var wheel in _wheels)
        {
            if (wheel.TimeToNextDue is { } left && left < DateTimeOffset.MaxValue - now && now + left < timer)
                timer = now + left;
        }

        var delivers = message <= timer && message <= end;
        var next = delivers ? message : timer < end ? timer : end;
        if (next > now)
            Time.Advance(next - now);
        foreach (var wheel in _wheels)
            wheel.Advance();
        if (delivers)
            Deliver(_underWay.Dequeue());
        AfterStep?.Invoke();
        return delivers;
    }

    private void Deliver(UnderWay message)
    {
        var receiver = message.Connection is { } connection ? connection.Peer?.Owner : ListenerAt(TransportProtocol.Udp, message.To);
        Note(receiver is null ? "vanished" : "delivered", message.From, message.To, message.Bytes);
        receiver?.Receive(message);
    }

    private TimeSpan Delay(NetworkConditions conditions) =>
        conditions.MinDelay + ((conditions.MaxDelay - conditions.MinDelay) * _random.NextDouble());

    private void Enqueue(UnderWay message, DateTimeOffset due) => _underWay.Enqueue(message, (due, _sent++));
}

/// <summary>A message between two hosts.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Bytes">The message.</param>
/// <param name="Connection">The sender's end of the connection, or null for a datagram.</param>
internal sealed record UnderWay(NetworkEndpoint From, NetworkEndpoint To, byte[] Bytes, FakeConnection? Connection);
