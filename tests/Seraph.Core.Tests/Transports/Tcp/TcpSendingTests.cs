using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Tcp;
using static Seraph.Core.Tests.Transports.LoopbackNet;
using static Seraph.Core.Tests.Transports.Tcp.TcpPeer;

namespace Seraph.Core.Tests.Transports.Tcp;

public class TcpSendingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Opens_one_connection_for_all_messages_to_a_peer(bool ipv6)
    {
        using var fixture = new TcpFixture(ipv6: ipv6);
        using var listener = Listener(ipv6);

        for (var i = 0; i < 50; i++)
            Assert.Equal(SendStatus.Sent, Send(fixture, listener.LocalEndpoint(), Framed(i)));

        using var peer = Accept(listener);
        for (var i = 0; i < 50; i++)
            Assert.Equal(Framed(i), peer.Read(Framed(i).Length));
        Assert.Equal(1, fixture.Transport.Info.OpenedConnections);
        peer.Send(Framed(99)); // what comes back over it is handled: the fixture echoes
        Assert.Equal(Framed(99), peer.Read(Framed(99).Length));
    }

    [Fact]
    public void Opens_one_connection_for_many_threads()
    {
        using var fixture = new TcpFixture(options => options.ConnectionQueueMax = 1 << 20);
        using var listener = Listener();
        Parallel.For(0, 200, i => Assert.Equal(SendStatus.Sent, Send(fixture, listener.LocalEndpoint(), Framed(i))));
        using var peer = Accept(listener);
        var received = peer.Read(200 * Framed(0).Length);
        Assert.Equal(200, Enumerable.Range(0, 200).Count(i => received.Contains(Framed(i))));
        Assert.Equal(1, fixture.Transport.Info.OpenedConnections);
    }

    [Fact]
    public void Uses_the_connection_that_a_peer_opened()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        Assert.Equal(SendStatus.Sent, Send(fixture, client.Endpoint, Framed(1), SendOptions.NoConnect));
        Assert.Equal(Framed(1), client.Read(Framed(1).Length));
    }

    [Fact]
    public void Uses_the_connection_that_is_named_before_any_other()
    {
        using var fixture = new TcpFixture();
        using var first = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        using var second = Connect(fixture.Listen);
        fixture.UntilConnections(2);

        Assert.Equal(SendStatus.Sent, fixture.Transport.Send(new SendTarget(fixture.Listen, second.Endpoint, Connection: 1), "to the first"u8));
        Assert.Equal("to the first", first.Read(12));
        first.Dispose();
        fixture.UntilConnections(1);
        Assert.Equal(SendStatus.Sent, fixture.Transport.Send(new SendTarget(fixture.Listen, second.Endpoint, Connection: 1), "to the second"u8));
        Assert.Equal("to the second", second.Read(13));
    }

    [Fact]
    public void Finds_a_connection_by_its_aliases()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        var alias = client.Endpoint.WithPort(5062);
        fixture.UntilConnections(1);

        Assert.True(fixture.Transport.TryAddAlias(1, 5060));
        Assert.True(fixture.Transport.TryAddAlias(1, 5060)); // once more changes nothing
        Assert.True(fixture.Transport.TryAddAlias(1, 5061));
        Assert.True(fixture.Transport.TryAddAlias(1, 5062));
        Assert.False(fixture.Transport.TryAddAlias(1, 5063)); // three are allowed
        Assert.False(fixture.Transport.TryAddAlias(2, 5060));
        Assert.False(fixture.Transport.TryAddAlias(1, 0));

        Assert.Equal(SendStatus.Sent, Send(fixture, alias, Framed(1), SendOptions.NoConnect));
        Assert.Equal(Framed(1), client.Read(Framed(1).Length));
        client.Dispose();
        fixture.UntilConnections(0);
        Assert.Equal(SendStatus.Failed, Send(fixture, alias, Framed(1), SendOptions.NoConnect));
    }

    [Fact]
    public void The_newest_connection_with_an_alias_counts_and_then_the_one_before()
    {
        using var fixture = new TcpFixture();
        using var first = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        using var second = Connect(fixture.Listen);
        fixture.UntilConnections(2);
        var alias = first.Endpoint.WithPort(5060);
        Assert.True(fixture.Transport.TryAddAlias(1, 5060));
        Assert.True(fixture.Transport.TryAddAlias(2, 5060));

        Send(fixture, alias, "new");
        Assert.Equal("new", second.Read(3));
        second.Dispose();
        fixture.UntilConnections(1);
        Send(fixture, alias, "old");
        Assert.Equal("old", first.Read(3));
    }

    [Theory]
    [InlineData(true, SendOptions.None)]
    [InlineData(false, SendOptions.NoConnect)]
    public void Opens_no_connection_when_told_not_to(bool never, SendOptions send)
    {
        using var fixture = new TcpFixture(options => options.NoConnect = never);
        using var listener = Listener();
        Assert.Equal(SendStatus.Failed, Send(fixture, listener.LocalEndpoint(), Framed(1), send));
        Assert.Equal(0, fixture.Transport.Info.OpenedConnections);
    }

    [Fact]
    public void Forgets_a_peer_that_takes_no_connections()
    {
        using var fixture = new TcpFixture();
        var nobody = LoopbackNet.Listen(TransportProtocol.Tcp).Endpoint;
        for (var i = 0; i < 3; i++)
        {
            Send(fixture, nobody, Framed(i));
            fixture.UntilConnections(0);
            Assert.Equal(0, fixture.Transport.Info.WriteQueuedBytes);
        }
    }

    [Fact]
    public void Gives_up_connecting_after_a_while()
    {
        using var fixture = new TcpFixture();
        using var listener = Listener(backlog: 0);
        var waiting = new List<TcpPeer>();
        try
        {
            // Nobody accepts: when the queue of the listener is full, an attempt to connect hangs.
            for (var i = 0; i < 2; i++)
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { Blocking = false };
                waiting.Add(new TcpPeer(socket));
                try
                {
                    socket.Connect(listener.LocalEndPoint!);
                }
                catch (System.Net.Sockets.SocketException)
                {
                    // in progress
                }
            }

            Assert.Equal(SendStatus.Sent, Send(fixture, listener.LocalEndpoint(), Framed(1)));
            Assert.Equal(SendStatus.Sent, Send(fixture, listener.LocalEndpoint(), Framed(2)));
            Assert.Equal(2 * Framed(1).Length, fixture.Transport.Info.WriteQueuedBytes);
            fixture.Time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(1, fixture.Transport.Info.OpenedConnections);
            fixture.Time.Advance(TimeSpan.FromSeconds(2));
            fixture.UntilConnections(0);
            Assert.Equal(0, fixture.Transport.Info.WriteQueuedBytes);
        }
        finally
        {
            waiting.ForEach(peer => peer.Dispose());
        }
    }

    [Fact]
    public void Refuses_what_is_larger_than_a_peer_would_take()
    {
        using var fixture = new TcpFixture();
        Assert.Equal(SendStatus.TooLarge, fixture.Transport.Send(new SendTarget(fixture.Listen, fixture.Listen.Endpoint), new byte[65537]));
    }

    [Fact]
    public void Cuts_off_a_peer_that_does_not_read_when_its_queue_is_full()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        var message = Framed(1, 3000);
        var sent = 0;
        var status = SendStatus.Sent;
        while (status == SendStatus.Sent && sent < 100_000)
        {
            status = Send(fixture, client.Endpoint, message, SendOptions.NoConnect);
            sent++;
        }

        Assert.Equal(SendStatus.QueueFull, status);
        fixture.UntilConnections(0);
        Assert.Equal(0, fixture.Transport.Info.WriteQueuedBytes);
    }

    [Fact]
    public void Keeps_all_queues_together_within_their_limit()
    {
        using var fixture = new TcpFixture(options => (options.QueueMax, options.ConnectionQueueMax) = (100_000, 1_000_000));
        using var slow = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        using var other = Connect(fixture.Listen);
        fixture.UntilConnections(2);
        var message = Framed(1, 3000);
        var status = SendStatus.Sent;
        for (var i = 0; status == SendStatus.Sent && i < 100_000; i++)
            status = Send(fixture, slow.Endpoint, message, SendOptions.NoConnect);

        Assert.Equal(SendStatus.QueueFull, status);
        Assert.InRange(fixture.Transport.Info.WriteQueuedBytes, 90_000, 100_000);
        Assert.Equal(SendStatus.QueueFull, Send(fixture, other.Endpoint, new string('x', 60_000), SendOptions.NoConnect));
        Assert.Equal(2, fixture.Transport.Info.OpenedConnections); // the others can't help it
    }

    [Fact]
    public void Cuts_off_a_peer_that_takes_nothing_for_too_long()
    {
        using var fixture = new TcpFixture(options => (options.QueueMax, options.ConnectionQueueMax) = (100_000, 1_000_000));
        using var client = fixture.ConnectAndPing();
        fixture.UntilConnections(1);
        for (var status = SendStatus.Sent; status == SendStatus.Sent;)
            status = Send(fixture, client.Endpoint, Framed(1, 3000), SendOptions.NoConnect);

        fixture.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, fixture.Transport.Info.OpenedConnections);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.UntilConnections(0);
        Assert.Equal(0, fixture.Transport.Info.WriteQueuedBytes);
    }

    [Fact]
    public void Sends_on_when_a_slow_peer_reads_again()
    {
        using var fixture = new TcpFixture(options => options.ConnectionQueueMax = 10_000_000);
        using var client = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        var expected = new StringBuilder();
        for (var i = 0; i < 2000 || fixture.Transport.Info.WriteQueuedBytes == 0; i++)
        {
            Assert.Equal(SendStatus.Sent, Send(fixture, client.Endpoint, Framed(i, 3000), SendOptions.NoConnect));
            expected.Append(Framed(i, 3000));
        }

        Assert.Equal(expected.ToString(), client.Read(expected.Length));
        Until(() => fixture.Transport.Info.WriteQueuedBytes == 0, "an empty queue");
    }

    [Fact]
    public void Closes_afterwards_when_asked_to()
    {
        using var fixture = new TcpFixture();
        using var listener = Listener();
        Send(fixture, listener.LocalEndpoint(), Framed(1));
        Send(fixture, listener.LocalEndpoint(), Framed(2), SendOptions.CloseAfterwards);
        using var peer = Accept(listener);
        Assert.Equal(Framed(1) + Framed(2), peer.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void Closes_what_is_idle()
    {
        using var fixture = new TcpFixture();
        using var client = fixture.ConnectAndPing();
        client.Send(Framed(1));
        client.Read(Framed(1).Length);

        fixture.Time.Advance(TimeSpan.FromSeconds(119));
        client.Send(Framed(2));
        Assert.Equal(Framed(2), client.Read(Framed(2).Length));
        Until(() => fixture.Transport.Info.WriteQueuedBytes == 0, "the answer counted as sent");
        fixture.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(1, fixture.Transport.Info.OpenedConnections);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("", client.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void A_message_by_the_byte_does_not_keep_a_connection_alive()
    {
        using var fixture = new TcpFixture();
        using var client = fixture.ConnectAndPing();
        fixture.UntilConnections(1);
        for (var i = 0; i < 12; i++)
        {
            client.Send("M");
            fixture.Time.Advance(TimeSpan.FromSeconds(10.5));
        }

        Assert.Equal("", client.ReadToEnd());
    }

    [Fact]
    public void Never_closes_idle_connections_when_told_to()
    {
        using var fixture = new TcpFixture(options => options.ConnectionLifetime = TimeSpan.FromSeconds(-1));
        using var client = fixture.ConnectAndPing();
        fixture.UntilConnections(1);
        fixture.Time.Advance(TimeSpan.FromDays(10));
        client.Send(Framed(1));
        Assert.Equal(Framed(1), client.Read(Framed(1).Length));
    }

    [Fact]
    public void Sends_from_the_address_that_is_given()
    {
        using var fixture = new TcpFixture(options => options.SourceIPv4 = System.Net.IPAddress.Parse("127.0.0.9"));
        using var listener = Listener();
        Send(fixture, listener.LocalEndpoint(), Framed(1));
        using var peer = Accept(listener);
        Assert.Equal("127.0.0.9", ((System.Net.IPEndPoint)peer.Socket.RemoteEndPoint!).Address.ToString());
    }

    [Fact]
    public void Closes_a_connection_by_its_id()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        Assert.True(fixture.Transport.IsOpen(1));
        Assert.True(fixture.Transport.Close(1));
        Assert.Equal("", client.ReadToEnd());
        fixture.UntilConnections(0);
        Assert.False(fixture.Transport.IsOpen(1));
        Assert.False(fixture.Transport.Close(1));
    }

    [Fact]
    public void Stops_after_the_last_bytes_are_out()
    {
        using var fixture = new TcpFixture();
        using var client = fixture.ConnectAndPing();
        fixture.UntilConnections(1);
        using (SendBatch.Begin())
        {
            Send(fixture, client.Endpoint, Framed(1));
            Assert.True(fixture.Transport.Stop(Patience));
        }

        Assert.Equal(Framed(1), client.ReadToEnd());
        Assert.Equal(SendStatus.Failed, Send(fixture, client.Endpoint, Framed(2)));
    }

    [Fact]
    public void Says_that_a_port_is_taken()
    {
        using var fixture = new TcpFixture();
        using var second = new TcpTransport([fixture.Listen], new TcpOptions(), fixture.Limit, NullLogger<TcpTransport>.Instance, fixture.Time);
        Assert.Contains($"cannot listen on {fixture.Listen}: ", Assert.Throws<ListenException>(second.Open).Message);
    }

    [Fact]
    public void Collects_what_a_batch_sends_into_one_write()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        fixture.UntilConnections(1);
        using (SendBatch.Begin())
        {
            for (var i = 0; i < 10; i++)
                Send(fixture, client.Endpoint, Framed(i));
            Assert.Equal(0, client.Socket.Available);
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 10).Select(i => Framed(i))), client.Read(10 * Framed(0).Length));
    }

    private static SendStatus Send(TcpFixture fixture, NetworkEndpoint destination, string message, SendOptions options = SendOptions.None) =>
        fixture.Transport.Send(new SendTarget(fixture.Listen, destination, Options: options), Encoding.ASCII.GetBytes(message));
}
