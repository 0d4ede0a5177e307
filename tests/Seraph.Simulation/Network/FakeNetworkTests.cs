using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Network;

public class FakeNetworkTests
{
    private readonly FakeNetwork _network = new();

    [Fact]
    public void Delivers_datagrams_in_order_on_a_perfect_network()
    {
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        for (var i = 0; i < 10; i++)
            alice.Send(TransportProtocol.Udp, bob.Endpoint, $"message {i}");
        Assert.Equal(0, bob.Waiting);
        Assert.Equal(10, _network.Pending);

        _network.DeliverAll();

        for (var i = 0; i < 10; i++)
            Assert.Equal(new FakeMessage($"message {i}", alice.Endpoint, TransportProtocol.Udp, 0, TimeSpan.Zero), bob.Receive());
        bob.Send(TransportProtocol.Udp, alice.Endpoint, "answer");
        Assert.True(_network.DeliverNext());
        Assert.False(_network.DeliverNext());
        Assert.Equal("answer", alice.Receive().Text);
    }

    [Fact]
    public void Loses_doubles_and_shuffles_datagrams_the_same_way_for_the_same_seed()
    {
        var first = Run(7);
        Assert.Equal(first, Run(7));
        Assert.NotEqual(first, Run(8));
        Assert.InRange(first.Distinct().Count(), 600, 800); // 30 % lost
        Assert.InRange(first.Count - first.Distinct().Count(), 80, 200); // 20 % of the rest doubled
        Assert.NotEqual(first.Order(), first);

        static List<int> Run(int seed)
        {
            var network = new FakeNetwork(seed)
            {
                Conditions = new NetworkConditions(0.3, 0.2, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50)),
            };
            var (alice, bob) = (network.AddPeer("10.0.0.1"), network.AddPeer("10.0.0.2"));
            var received = new List<int>();
            bob.OnMessage = message => received.Add(int.Parse(message.Text));
            for (var i = 0; i < 1000; i++)
            {
                alice.Send(TransportProtocol.Udp, bob.Endpoint, $"{i}");
                network.Advance(TimeSpan.FromMilliseconds(1));
            }

            network.DeliverAll();
            return received;
        }
    }

    [Fact]
    public void Moves_time_to_the_next_message()
    {
        _network.Conditions = new NetworkConditions(MinDelay: TimeSpan.FromMilliseconds(20), MaxDelay: TimeSpan.FromMilliseconds(20));
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        bob.OnMessage = message => bob.Reply(message, "pong");
        alice.Send(TransportProtocol.Udp, bob.Endpoint, "ping");

        _network.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal(0, alice.Waiting);
        _network.DeliverAll();

        Assert.Equal(TimeSpan.FromMilliseconds(40), alice.Receive().Time);
        Assert.Equal(TimeSpan.FromMilliseconds(40), _network.Now);
    }

    [Fact]
    public void Timers_and_messages_happen_in_their_order()
    {
        var wheel = new TimerWheel(_network.Time, NullLogger<TimerWheel>.Instance);
        _network.Drive(wheel);
        _network.Conditions = new NetworkConditions(MinDelay: TimeSpan.FromMilliseconds(100), MaxDelay: TimeSpan.FromMilliseconds(100));
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        var events = new List<string>();
        bob.OnMessage = message => events.Add($"{message.Text} at {_network.Now.TotalMilliseconds}");
        var handler = new Handler(() => events.Add($"timer at {_network.Now.TotalMilliseconds}"));
        new WheelTimer(wheel, handler).Start(TimeSpan.FromMilliseconds(50));
        new WheelTimer(wheel, handler).Start(TimeSpan.FromMilliseconds(150));
        alice.Send(TransportProtocol.Udp, bob.Endpoint, "message");

        Assert.True(_network.DeliverNext());
        Assert.Equal(["timer at 50", "message at 100"], events);
        _network.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["timer at 50", "message at 100", "timer at 150"], events);
        Assert.Equal(TimeSpan.FromMilliseconds(1100), _network.Now);
    }

    [Fact]
    public void Some_links_are_worse_than_others()
    {
        var (alice, bob, carol) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"), _network.AddPeer("10.0.0.3"));
        _network.Link = (from, to) => to == bob.Endpoint ? NetworkConditions.Broken : null;
        alice.Send(TransportProtocol.Udp, bob.Endpoint, "one");
        alice.Send(TransportProtocol.Udp, carol.Endpoint, "two");
        bob.Send(TransportProtocol.Udp, alice.Endpoint, "three");
        _network.DeliverAll();
        Assert.Equal(0, bob.Waiting);
        Assert.Equal("two", carol.Receive().Text);
        Assert.Equal("three", alice.Receive().Text);
        Assert.Contains("one", Assert.Throws<InvalidOperationException>(bob.Receive).Message); // the log says what became of it
    }

    [Fact]
    public void Connections_keep_the_order_and_lose_nothing()
    {
        _network.Conditions = new NetworkConditions(0.5, 0.5, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        for (var i = 0; i < 100; i++)
            alice.Send(TransportProtocol.Tcp, bob.Endpoint, $"{i}");
        _network.DeliverAll();

        Assert.Equal(1, alice.Host.Connections);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), Enumerable.Range(0, 100).Select(_ => bob.Receive().Text));
    }

    [Fact]
    public void Answers_go_over_the_connection_that_a_request_came_over()
    {
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        alice.Send(TransportProtocol.Tcp, bob.Endpoint, "request");
        _network.DeliverAll();
        var request = bob.Receive();
        Assert.NotEqual(alice.Endpoint, request.From); // the port of a client
        Assert.Equal(1, request.Connection);

        bob.Reply(request, "answer");
        _network.DeliverAll();
        Assert.Equal("answer", alice.Receive().Text);
        Assert.Equal(1, bob.Host.Connections);
    }

    [Fact]
    public void Connections_are_found_by_alias_opened_and_refused_as_asked()
    {
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        alice.Send(TransportProtocol.Tcp, bob.Endpoint, "request");
        _network.DeliverAll();
        Assert.True(bob.Host.TryAddAlias(1, 5060));
        Assert.False(bob.Host.TryAddAlias(2, 5060));
        bob.Send(TransportProtocol.Tcp, alice.Endpoint, "over the same");
        _network.DeliverAll();
        Assert.Equal("over the same", alice.Receive().Text);
        Assert.Equal(1, bob.Host.Connections);

        var target = new SendTarget(new ListenSocket(1, TransportProtocol.Tcp, alice.Endpoint), bob.Endpoint.WithPort(9), Options: SendOptions.NoConnect);
        Assert.Equal(SendStatus.Failed, alice.Host.Send(target, "x"u8));
        Assert.Equal(SendStatus.Sent, alice.Host.Send(target with { Options = SendOptions.None }, "x"u8)); // nobody there: known later
        _network.DeliverAll();
        Assert.Equal(1, bob.Waiting);
    }

    [Fact]
    public void A_broken_connection_loses_what_is_under_way_and_a_closed_one_does_not()
    {
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        alice.Send(TransportProtocol.Tcp, bob.Endpoint, "lost");
        bob.Host.CloseConnections();
        _network.DeliverAll();
        Assert.Equal(0, bob.Waiting);

        alice.Host.Send(
            new SendTarget(new ListenSocket(1, TransportProtocol.Tcp, alice.Endpoint), bob.Endpoint, Options: SendOptions.CloseAfterwards), "last words"u8);
        Assert.Equal(0, alice.Host.Connections);
        _network.DeliverAll();
        Assert.Equal("last words", bob.Receive().Text);
    }

    [Fact]
    public void Sending_fails_where_there_is_no_route()
    {
        var (alice, bob) = (_network.AddPeer("10.0.0.1"), _network.AddPeer("10.0.0.2"));
        alice.Host.Unreachable.Add(bob.Endpoint);
        Assert.Equal(SendStatus.Failed, alice.Send(TransportProtocol.Udp, bob.Endpoint, "x"));
        Assert.Equal(0, _network.Pending);
    }

    [Fact]
    public void An_address_belongs_to_one_host()
    {
        _network.AddPeer("10.0.0.1");
        Assert.Throws<ArgumentException>(() => _network.AddPeer("10.0.0.1"));
        _network.AddPeer("10.0.0.1", 5070);
    }

    private sealed class Handler(Action action) : ITimerHandler
    {
        public void OnTimer(WheelTimer timer) => action();
    }
}
