using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Udp;
using static Seraph.Core.Tests.Transports.LoopbackNet;

namespace Seraph.Core.Tests.Transports.Udp;

public sealed class UdpTransportTests : IDisposable
{
    private readonly List<UdpTransport> _transports = [];

    public void Dispose()
    {
        foreach (var transport in _transports)
        {
            Assert.True(transport.Stop(Patience));
            transport.Dispose();
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Receives_and_answers(bool ipv6, bool portable)
    {
        var listen = Listen(TransportProtocol.Udp, ipv6);
        var transport = Make([listen], portable: portable);
        transport.Start(Echo(transport));
        using var client = UdpClient(ipv6);

        for (var i = 0; i < 100; i++)
        {
            client.SendTo(listen, Message(i));
            Assert.Equal(Message(i), client.ReceiveText());
        }

        Until(() => transport.Statistics(listen).Sent == 100, "100 datagrams counted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Says_where_a_message_came_from(bool ipv6)
    {
        var listen = Listen(TransportProtocol.Udp, ipv6);
        var transport = Make([listen]);
        using var client = UdpClient(ipv6);
        var seen = new TaskCompletionSource<ReceiveInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Start(new Handler((ReadOnlySpan<byte> _, in ReceiveInfo from) => seen.TrySetResult(from)));

        client.SendTo(listen, Message(1));

        var from = await seen.Task.WaitAsync(Patience);
        Assert.Same(listen, from.Socket);
        Assert.Equal(client.LocalEndpoint(), from.Source);
        Assert.Equal(0, from.Connection);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Takes_the_largest_datagram(bool portable)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], portable: portable);
        transport.Start(Echo(transport));
        using var client = UdpClient();
        var text = new string('x', 65507);

        client.SendTo(listen, text);

        Assert.Equal(text, client.ReceiveText());
    }

    [Fact]
    public void Refuses_to_send_what_no_datagram_carries()
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen]);
        var target = new SendTarget(listen, listen.Endpoint);
        Assert.Equal(SendStatus.TooLarge, transport.Send(target, new byte[65508]));
        Assert.True(transport.Reserve(target, 65508).IsEmpty);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drops_probing_packets(bool portable)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], portable: portable);
        transport.Start(Echo(transport));
        using var client = UdpClient();

        client.SendTo(listen, "");
        client.SendTo(listen, "\r\n\r\n");
        client.SendTo(listen, new string('x', 31));
        client.SendTo(listen, new string('x', 32));

        Assert.Equal(32, client.ReceiveText().Length);
        Until(() => transport.Statistics(listen) is { Short: 3, Received: 1 }, "three short datagrams and one message");
    }

    [Fact]
    public void Spreads_what_one_peer_sends_over_all_receivers()
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 4);
        var threads = new ConcurrentDictionary<int, int>();
        var handled = 0;
        transport.Start(new Handler((ReadOnlySpan<byte> _, in ReceiveInfo _) =>
        {
            threads.AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
            Interlocked.Increment(ref handled);
            return true;
        }));
        using var client = UdpClient();

        for (var i = 0; i < 400; i++)
            client.SendTo(listen, Message(i));

        Until(() => Volatile.Read(ref handled) == 400, "400 messages");
        Assert.Equal(4, threads.Count);
        Assert.All(threads.Values, count => Assert.InRange(count, 50, 150));
    }

    [Fact]
    public void Gives_all_messages_of_a_call_to_one_receiver()
    {
        const int calls = 64, messages = 20;
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 4);
        var threads = new ConcurrentDictionary<string, ConcurrentDictionary<int, int>>();
        var handled = 0;
        transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo _) =>
        {
            var text = Encoding.ASCII.GetString(message);
            var id = text[(text.IndexOf("Call-ID: ", StringComparison.Ordinal) + 9)..text.IndexOf("\r\nCSeq", StringComparison.Ordinal)];
            threads.GetOrAdd(id, _ => new()).AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
            Interlocked.Increment(ref handled);
            return true;
        }));
        using var client = UdpClient();

        for (var i = 0; i < messages; i++)
        {
            for (var call = 0; call < calls; call++)
            {
                // Every alignment of the header, and a display name that begins like it.
                client.SendTo(
                    listen,
                    $"INVITE sip:{new string('x', i)}@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{i}\r\nFrom: Caller <sip:a@b>;tag=1\r\n"
                    + $"To: <sip:b@b>\r\nCall-ID: {call}-of-many-calls@127.0.0.1\r\nCSeq: {i} INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@127.0.0.1:5090>\r\n"
                    + "Content-Length: 0\r\n\r\n");
            }
        }

        Until(() => Volatile.Read(ref handled) == calls * messages, "all messages");
        Assert.Equal(calls, threads.Count);
        Assert.All(threads.Values, each => Assert.Single(each));
        Assert.Equal(4, threads.Values.Select(each => each.Keys.Single()).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sends_more_than_a_batch_holds(bool portable)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 1, portable: portable);
        transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            for (var i = 0; i < 300; i++)
                Assert.Equal(SendStatus.Sent, transport.Send(new SendTarget(from.Socket, from.Source), Encoding.ASCII.GetBytes(Message(i))));
            return true;
        }));
        using var client = UdpClient();

        client.SendTo(listen, Message(0));

        for (var i = 0; i < 300; i++)
            Assert.Equal(Message(i), client.ReceiveText());
    }

    [Fact]
    public void Keeps_the_order_on_each_socket_of_a_mixed_batch()
    {
        var first = Listen(TransportProtocol.Udp);
        var second = Listen(TransportProtocol.Udp, index: 1);
        var transport = Make([first, second]);
        using var client = UdpClient();

        using (SendBatch.Begin())
        {
            for (var i = 0; i < 20; i++)
                transport.Send(new SendTarget(i % 2 == 0 ? first : second, client.LocalEndpoint()), Encoding.ASCII.GetBytes(Message(i)));
            Assert.Equal(0, client.Available);
        }

        var received = Enumerable.Range(0, 20).Select(_ => client.ReceiveText()).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => Message(2 * i)), received.Take(10));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => Message((2 * i) + 1)), received.Skip(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_a_message_in_place(bool inBatch)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen]);
        using var client = UdpClient();
        using var batch = inBatch ? SendBatch.Begin() : default;

        for (var i = 0; i < 200; i++)
        {
            var target = new SendTarget(listen, client.LocalEndpoint());
            var room = transport.Reserve(target, 4000);
            Assert.Equal(SendStatus.Sent, transport.Commit(target, Encoding.ASCII.GetBytes(Message(i), room)));
        }

        SendBatch.FlushCurrent();
        for (var i = 0; i < 200; i++)
            Assert.Equal(Message(i), client.ReceiveText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Counts_what_the_kernel_refuses_and_sends_the_rest(bool portable)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], portable: portable);
        using var client = UdpClient();

        Assert.Equal(SendStatus.Failed, transport.Send(new SendTarget(listen, client.LocalEndpoint().WithPort(0)), new byte[40]));
        using (SendBatch.Begin())
        {
            transport.Send(new SendTarget(listen, client.LocalEndpoint()), new byte[40]);
            transport.Send(new SendTarget(listen, client.LocalEndpoint().WithPort(0)), new byte[41]);
            transport.Send(new SendTarget(listen, client.LocalEndpoint()), new byte[42]);
        }

        Assert.Equal(40, client.ReceiveText().Length);
        Assert.Equal(42, client.ReceiveText().Length);
        Assert.Equal(2, transport.Statistics(listen).Sent);
        Assert.Equal(2, transport.Statistics(listen).SendErrors);
    }

    [Fact]
    public void Survives_a_peer_that_is_gone()
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 1);
        transport.Start(Echo(transport));
        var gone = Listen(TransportProtocol.Udp).Endpoint;
        using var client = UdpClient();

        for (var i = 0; i < 20; i++)
        {
            transport.Send(new SendTarget(listen, gone), new byte[40]);
            client.SendTo(listen, Message(i));
            Assert.Equal(Message(i), client.ReceiveText());
        }
    }

    [Fact]
    public void Survives_a_handler_that_throws()
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 1);
        transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            if (message[0] == 'B')
                throw new InvalidOperationException("a bug");
            return transport.Send(new SendTarget(from.Socket, from.Source), message) == SendStatus.Sent;
        }));
        using var client = UdpClient();

        client.SendTo(listen, "B" + Message(1));
        client.SendTo(listen, Message(2));

        Assert.Equal(Message(2), client.ReceiveText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handles_what_had_arrived_before_it_stops(bool portable)
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen], children: 1, portable: portable);
        using var client = UdpClient();
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var handled = 0;
        transport.Start(new Handler((ReadOnlySpan<byte> _, in ReceiveInfo _) =>
        {
            begun.Set();
            release.Wait(Patience);
            Interlocked.Increment(ref handled);
            return true;
        }));

        client.SendTo(listen, Message(0));
        Assert.True(begun.Wait(Patience));
        for (var i = 1; i < 100; i++)
            client.SendTo(listen, Message(i));
        var stopped = Task.Run(() => transport.Stop(Patience));
        release.Set();

        Assert.True(await stopped);
        Assert.Equal(100, handled);
        Assert.Equal(0, transport.ThreadCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stops_receivers_that_wait_for_datagrams_at_once(bool portable)
    {
        var transport = Make([Listen(TransportProtocol.Udp), Listen(TransportProtocol.Udp, ipv6: true, index: 1)], children: 3, portable: portable);
        transport.Start(Echo(transport));
        Assert.Equal(6, transport.ThreadCount);
        Assert.Equal(6, transport.ReceiverNames.Count());

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(transport.Stop(Patience));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(0, transport.ThreadCount);
    }

    [Fact]
    public void Says_that_a_port_is_taken()
    {
        var listen = Listen(TransportProtocol.Udp);
        Make([listen], children: 4);
        using var second = new UdpTransport([listen], new UdpOptions(), new BlockingLimit(1), NullLogger<UdpTransport>.Instance, TimeProvider.System);

        var refusal = Assert.Throws<ListenException>(second.Open);

        Assert.Contains($"cannot listen on {listen}: ", refusal.Message);
    }

    [Fact]
    public void Hears_a_multicast_group_once()
    {
        var port = Listen(TransportProtocol.Udp).Endpoint.Port;
        var listen = new ListenSocket(0, TransportProtocol.Udp, NetworkEndpoint.FromIPv4(0xE000014B, port));
        if (!HasRoute(listen.Endpoint))
        {
            Assert.Throws<ListenException>(() => Make([listen])); // a machine with nothing but a loopback interface
            return;
        }

        var transport = Make([listen], children: 4);
        var handled = 0;
        transport.Start(new Handler((ReadOnlySpan<byte> _, in ReceiveInfo _) => Interlocked.Increment(ref handled) > 0));
        Assert.Single(transport.ReceiverNames);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);

        for (var i = 0; i < 10; i++)
            client.SendTo(listen, Message(i));

        Until(() => Volatile.Read(ref handled) == 10, "ten messages");
        Assert.True(transport.Stop(Patience));
        Assert.Equal(10, handled);
    }

    [Fact]
    public void Refuses_to_send_once_it_is_closed()
    {
        var listen = Listen(TransportProtocol.Udp);
        var transport = Make([listen]);
        transport.Dispose();
        Assert.Equal(SendStatus.Failed, transport.Send(new SendTarget(listen, listen.Endpoint), new byte[40]));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Allocates_nothing_for_a_message(bool ipv6, bool portable)
    {
        // A collection by another test moves the count of a thread by some bytes now and then, so several windows are looked at.
        const int window = 1000, windows = 8;
        var listen = Listen(TransportProtocol.Udp, ipv6);
        var transport = Make([listen], children: 1, portable: portable);
        var allocated = new long[windows];
        long before = 0;
        var handled = 0;
        transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            var target = new SendTarget(from.Socket, from.Source);
            if (handled % 2 == 0)
            {
                transport.Send(target, message);
            }
            else
            {
                message.CopyTo(transport.Reserve(target, message.Length));
                transport.Commit(target, message.Length);
            }

            if (++handled % window == 0)
            {
                var now = GC.GetAllocatedBytesForCurrentThread();
                allocated[(handled / window) - 1] = now - before;
                before = now;
            }

            return true;
        }));
        using var client = UdpClient(ipv6);
        var bytes = Encoding.ASCII.GetBytes(Message(0));
        var answer = new byte[bytes.Length];
        var destination = listen.Endpoint.ToIPEndPoint().Serialize();

        for (var i = 0; i < window * windows; i++)
        {
            client.SendTo(bytes, SocketFlags.None, destination);
            client.Receive(answer);
        }

        Until(() => Volatile.Read(ref handled) == window * windows, "all messages");
        Assert.Equal(0, allocated.Min());
    }

    private UdpTransport Make(ListenSocket[] listen, int children = 2, bool portable = false)
    {
        var options = new UdpOptions { Children = children, MaxBuffer = 4 << 20 };
        var transport = new UdpTransport(listen, options, new BlockingLimit(4), NullLogger<UdpTransport>.Instance, TimeProvider.System, portable);
        transport.Open();
        _transports.Add(transport);
        return transport;
    }

    private static bool HasRoute(NetworkEndpoint destination)
    {
        using var probe = new Socket(destination.Family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            probe.Connect(destination.ToIPEndPoint());
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Handler Echo(UdpTransport transport) => new((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        transport.Send(new SendTarget(from.Socket, from.Source), message) == SendStatus.Sent);
}
