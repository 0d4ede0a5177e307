using System.Collections.Concurrent;
using System.Text;
using Seraph.Core.Transports;
using static Seraph.Core.Tests.Transports.LoopbackNet;
using static Seraph.Core.Tests.Transports.Tcp.TcpPeer;

namespace Seraph.Core.Tests.Transports.Tcp;

public class TcpReadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Receives_and_answers(bool ipv6)
    {
        var from = new ConcurrentQueue<ReceiveInfo>();
        TcpFixture fixture = null!;
        using var owner = fixture = new TcpFixture(ipv6: ipv6, handle: (ReadOnlySpan<byte> message, in ReceiveInfo info) =>
        {
            from.Enqueue(info);
            return fixture.Echo(message, info);
        });
        using var first = Connect(fixture.Listen);
        using var second = Connect(fixture.Listen);

        first.Send(Framed(1));
        Assert.Equal(Framed(1), first.Read(Framed(1).Length));
        second.Send(Framed(2));
        Assert.Equal(Framed(2), second.Read(Framed(2).Length));

        Assert.Equal(
            [new ReceiveInfo(fixture.Listen, first.Endpoint, 1), new ReceiveInfo(fixture.Listen, second.Endpoint, 2)],
            from);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_messages_however_the_stream_is_cut(int seed)
    {
        var random = new Random(seed);
        var seen = new ConcurrentQueue<string>();
        using var fixture = new TcpFixture(handle: (ReadOnlySpan<byte> message, in ReceiveInfo _) =>
        {
            seen.Enqueue(Encoding.ASCII.GetString(message));
            return true;
        });
        var messages = Enumerable.Range(0, 300).Select(i => Framed(i, random.Next(10) == 0 ? random.Next(60000) : random.Next(300))).ToList();
        var stream = string.Join("\r\n", messages);
        using var client = Connect(fixture.Listen);

        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(random.Next(4) switch { 0 => 1, 1 => random.Next(1, 20), 2 => random.Next(1, 3000), _ => random.Next(1, 100000) }, stream.Length - at);
            client.Send(stream.Substring(at, length));
            at += length;
        }

        Until(() => seen.Count >= messages.Count, "all messages");
        Assert.Equal(messages, seen);
    }

    [Fact]
    public void Handles_what_comes_at_once_in_order()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        var stream = string.Concat(Enumerable.Range(0, 500).Select(i => Framed(i)));

        client.Send(stream);

        Assert.Equal(stream, client.Read(stream.Length));
    }

    [Fact]
    public void Takes_a_message_as_large_as_its_buffer_and_none_larger()
    {
        using var fixture = new TcpFixture(options => (options.ReadBufferSize, options.ConnectionQueueMax) = (4096, 1));
        using var client = Connect(fixture.Listen);
        var largest = Framed(1, 4096 - Framed(1, 1000).Length + 1000);
        Assert.Equal(4096, largest.Length);

        client.Send(largest);
        Assert.Equal(largest, client.Read(4096));
        client.Send(Framed(1, 4096 - Framed(1, 1000).Length + 1001));

        Assert.Equal("", client.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Theory]
    [InlineData("MESSAGE sip:a@b SIP/2.0\r\nTo: <sip:a@b>\r\n\r\n")]
    [InlineData("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: x\r\n\r\n")]
    [InlineData("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 4294967297\r\n\r\nx")]
    public void Closes_a_connection_on_which_no_message_ends(string message)
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        client.Send(message);
        Assert.Equal("", client.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void Closes_a_connection_whose_header_never_ends()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        client.Send(new string('x', 65536));
        Assert.Equal(0, client.Socket.Available);
        client.Send("x");
        Assert.Equal("", client.ReadToEnd());
    }

    [Fact]
    public void Closes_a_connection_after_the_last_answer_when_the_handler_says_so()
    {
        TcpFixture fixture = null!;
        using var owner = fixture = new TcpFixture(handle: (ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            fixture.Echo(message, from);
            return !message.StartsWith("BAD"u8);
        });
        using var client = Connect(fixture.Listen);

        client.Send(Framed(1) + "BAD" + Framed(2) + Framed(3));

        Assert.Equal(Framed(1) + "BAD" + Framed(2), client.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void Survives_a_handler_that_throws()
    {
        using var fixture = new TcpFixture(handle: (ReadOnlySpan<byte> _, in ReceiveInfo _) => throw new InvalidOperationException("a bug"));
        using var client = Connect(fixture.Listen);
        client.Send(Framed(1));
        Assert.Equal("", client.ReadToEnd());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void Answers_a_double_crlf()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        client.Send("\r\n\r\n");
        Assert.Equal("\r\n", client.Read(2));
        client.Send("\r\n");
        client.Send("\r\n" + Framed(1) + "\r\n\r\n");
        Assert.Equal("\r\n" + Framed(1) + "\r\n", client.Read(Framed(1).Length + 4));
    }

    [Fact]
    public void Leaves_a_double_crlf_unanswered_when_told_to()
    {
        using var fixture = new TcpFixture(options => options.CrlfPing = false);
        using var client = Connect(fixture.Listen);
        client.Send("\r\n\r\n" + Framed(1));
        Assert.Equal(Framed(1), client.Read(Framed(1).Length));
    }

    [Fact]
    public void Forgets_half_a_message_when_the_peer_is_gone()
    {
        var handled = 0;
        using var fixture = new TcpFixture(handle: (ReadOnlySpan<byte> _, in ReceiveInfo _) => ++handled > 0);
        using (var client = Connect(fixture.Listen))
        {
            client.Send(Framed(1)[..50]);
            fixture.UntilConnections(1);
        }

        fixture.UntilConnections(0);
        Assert.Equal(0, handled);
    }

    [Fact]
    public void Serves_a_hundred_connections()
    {
        using var fixture = new TcpFixture();
        var clients = Enumerable.Range(0, 100).Select(_ => Connect(fixture.Listen)).ToList();
        for (var round = 0; round < 20; round++)
        {
            foreach (var client in clients)
                client.Send(Framed(round, round));
            foreach (var client in clients)
                Assert.Equal(Framed(round, round), client.Read(Framed(round, round).Length));
        }

        Assert.Equal(100, fixture.Transport.Info.OpenedConnections);
        clients.ForEach(client => client.Dispose());
        fixture.UntilConnections(0);
    }

    [Fact]
    public void Closes_connections_beyond_the_limit_at_once()
    {
        using var fixture = new TcpFixture(options => options.MaxConnections = 2);
        using var first = Connect(fixture.Listen);
        using var second = Connect(fixture.Listen);
        fixture.UntilConnections(2);
        using var third = Connect(fixture.Listen);

        Assert.Equal("", third.ReadToEnd());
        first.Send(Framed(1));
        Assert.Equal(Framed(1), first.Read(Framed(1).Length));
        second.Dispose();
        fixture.UntilConnections(1);
        using var fourth = Connect(fixture.Listen);
        fourth.Send(Framed(4));
        Assert.Equal(Framed(4), fourth.Read(Framed(4).Length));
    }
}
