using System.Text;
using Seraph.Core.Transports;

namespace Seraph.Testing.Network;

/// <summary>A message that a <see cref="FakePeer"/> got.</summary>
/// <param name="Text">The whole message.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Protocol">How it came.</param>
/// <param name="Connection">The connection that it came over, 0 over UDP.</param>
/// <param name="Time">When it came.</param>
public sealed record FakeMessage(string Text, NetworkEndpoint From, TransportProtocol Protocol, int Connection, TimeSpan Time);

/// <summary>Somebody at an address of a <see cref="FakeNetwork"/> who sends and receives whatever the test wants, over UDP and TCP.</summary>
public sealed class FakePeer : IMessageHandler
{
    private readonly FakeNetwork _network;
    private readonly ListenSocket _udp;
    private readonly ListenSocket _tcp;
    private readonly Queue<FakeMessage> _received = new();

    internal FakePeer(FakeNetwork network, NetworkEndpoint endpoint)
    {
        _network = network;
        Endpoint = endpoint;
        _udp = new ListenSocket(0, TransportProtocol.Udp, endpoint);
        _tcp = new ListenSocket(1, TransportProtocol.Tcp, endpoint);
        Host = network.AddHost([_udp, _tcp]);
        Host.Handler = this;
    }

    /// <summary>The address and port that it listens on.</summary>
    public NetworkEndpoint Endpoint { get; }

    /// <summary>Its machine.</summary>
    public FakeHost Host { get; }

    /// <summary>Called for every message when it comes, instead of keeping it for <see cref="Receive"/>.</summary>
    public Action<FakeMessage>? OnMessage { get; set; }

    /// <summary>Messages that came and were not taken.</summary>
    public int Waiting => _received.Count;

    /// <summary>Sends to an address; over TCP on the connection that there is, or a new one.</summary>
    public SendStatus Send(TransportProtocol protocol, NetworkEndpoint destination, string message) =>
        Host.Send(new SendTarget(SocketFor(protocol), destination), Encoding.UTF8.GetBytes(message));

    /// <summary>Sends to where a message came from, over the same connection.</summary>
    public SendStatus Reply(FakeMessage to, string message) =>
        Host.Send(new SendTarget(SocketFor(to.Protocol), to.From, to.Connection), Encoding.UTF8.GetBytes(message));

    /// <summary>Takes the next message that came; fails when there is none.</summary>
    public FakeMessage Receive() => _received.TryDequeue(out var message)
        ? message
        : throw new InvalidOperationException($"{Endpoint} has got no message\n{string.Join('\n', _network.Log)}");

    bool IMessageHandler.Handle(byte[] buffer, int offset, int length, in ReceiveInfo from)
    {
        var message = new FakeMessage(Encoding.UTF8.GetString(buffer, offset, length), from.Source, from.Protocol, from.Connection, _network.Now);
        if (OnMessage is { } take)
            take(message);
        else
            _received.Enqueue(message);
        return true;
    }

    private ListenSocket SocketFor(TransportProtocol protocol) => protocol == TransportProtocol.Udp ? _udp : _tcp;
}
