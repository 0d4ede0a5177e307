using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Udp;
using static Seraph.Core.Tests.Transports.LoopbackNet;

namespace Seraph.Core.Tests.Transports;

public sealed class BlockingTests : IDisposable
{
    private readonly ListenSocket _listen = Listen(TransportProtocol.Udp);
    private readonly BlockingLimit _limit = new(3);
    private readonly ManualResetEventSlim _release = new();
    private readonly UdpTransport _transport;
    private readonly ConcurrentQueue<string> _finished = new();

    public BlockingTests()
    {
        var options = new UdpOptions { Children = 1, MaxBuffer = 4 << 20 };
        _transport = new UdpTransport([_listen], options, _limit, NullLogger<UdpTransport>.Instance, TimeProvider.System);
        _transport.Open();
    }

    public void Dispose()
    {
        _release.Set();
        Assert.True(_transport.Stop(Patience));
        _transport.Dispose();
        _release.Dispose();
    }

    [Fact]
    public void A_message_that_waits_delays_no_other()
    {
        using var gate = new ManualResetEventSlim();
        _transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            if (message[0] == 'G')
                gate.Wait(Patience); // lets datagrams gather, so that the next receive brings a batch
            if (message[0] == 'B')
                WaitInScope();
            _finished.Enqueue(Encoding.ASCII.GetString(message));
            return true;
        }));
        using var client = UdpClient();

        client.SendTo(_listen, "G" + Message(0));
        client.SendTo(_listen, "B" + Message(0));
        for (var i = 0; i < 1000; i++)
        {
            client.SendTo(_listen, Message(i));
            if (i == 20)
                gate.Set();
            if (i > 20)
                Until(() => _finished.Count > i, $"message {i}"); // not more under way than a receive buffer holds
        }

        Until(() => _finished.Count == 1001, "all messages but the one that waits");
        Assert.DoesNotContain("B" + Message(0), _finished);
        Assert.Equal(1, _limit.Current);
        _release.Set();
        Until(() => _finished.Count == 1002, "the message that waited");
        Assert.Equal("B" + Message(0), _finished.Last()); // its bytes are still its own
        Until(() => _limit.Current == 0, "the end of waiting");
    }

    [Fact]
    public void What_was_collected_goes_out_before_the_wait()
    {
        _transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            var target = new SendTarget(from.Socket, from.Source);
            _transport.Send(target, "before the wait"u8);
            using (Blocking.Enter())
            {
                _transport.Send(target, "inside the scope"u8);
                _release.Wait(Patience);
            }

            _transport.Send(target, "after it"u8);
            return true;
        }));
        using var client = UdpClient();

        client.SendTo(_listen, Message(0));

        Assert.Equal("before the wait", client.ReceiveText());
        Assert.Equal("inside the scope", client.ReceiveText());
        Assert.Equal(0, client.Available);
        _release.Set();
        Assert.Equal("after it", client.ReceiveText());
    }

    [Fact]
    public void Past_the_limit_it_is_refused_and_the_receiver_goes_on()
    {
        _transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            try
            {
                if (message[0] == 'B')
                    WaitInScope();
                _finished.Enqueue("done");
            }
            catch (BlockingLimitException)
            {
                _transport.Send(new SendTarget(from.Socket, from.Source), "503"u8);
            }

            return true;
        }));
        using var client = UdpClient();

        for (var i = 0; i < 5; i++)
            client.SendTo(_listen, "B" + Message(i));
        client.SendTo(_listen, Message(9));

        Assert.Equal("503", client.ReceiveText());
        Assert.Equal("503", client.ReceiveText());
        Until(() => _finished.Count == 1, "the message that doesn't wait");
        Assert.Equal(3, _limit.Current);
        Assert.Equal(2, _limit.Refused);
        _release.Set();
        Until(() => _finished.Count == 4, "the messages that waited");
        Until(() => _limit.Current == 0, "the end of waiting");
        Assert.Equal(3, _limit.Entered);
    }

    [Fact]
    public void Threads_that_stood_in_are_used_again()
    {
        _transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            for (var i = 0; i < 2; i++)
            {
                using (Blocking.Enter())
                using (Blocking.Enter())
                    Thread.Yield();
            }

            return _transport.Send(new SendTarget(from.Socket, from.Source), message) == SendStatus.Sent;
        }));
        using var client = UdpClient();

        for (var i = 0; i < 500; i++)
        {
            client.SendTo(_listen, Message(i));
            Assert.Equal(Message(i), client.ReceiveText());
            Until(() => _limit.Current == 0, "the end of waiting");
        }

        Assert.Equal(500, _limit.Entered); // once for a message, however often it waits
        Assert.InRange(_transport.ThreadCount, 2, 4);
    }

    [Fact]
    public void Stops_with_a_message_that_waits_and_says_so()
    {
        _transport.Start(new Handler((ReadOnlySpan<byte> message, in ReceiveInfo from) =>
        {
            WaitInScope();
            return true;
        }));
        using var client = UdpClient();
        client.SendTo(_listen, Message(0));
        Until(() => _limit.Current == 1, "a message that waits");

        Assert.False(_transport.Stop(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(1, _transport.ThreadCount);
    }

    [Fact]
    public void Elsewhere_it_only_counts()
    {
        var thread = new Thread(() =>
        {
            using (Blocking.Enter())
            using (Blocking.Enter())
                _release.Wait(Patience);
        });
        thread.Start();
        Until(() => Blocking.Elsewhere >= 1, "a thread in the scope");
        Assert.Equal(0, _limit.Entered);
        _release.Set();
        thread.Join();
        Assert.False(Blocking.IsEntered);
    }

    private void WaitInScope()
    {
        using (Blocking.Enter())
        {
            Assert.True(Blocking.IsEntered);
            _release.Wait(Patience);
        }
    }
}
