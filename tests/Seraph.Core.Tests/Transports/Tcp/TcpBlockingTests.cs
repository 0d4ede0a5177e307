using System.Collections.Concurrent;
using System.Text;
using Seraph.Core.Transports;
using static Seraph.Core.Tests.Transports.LoopbackNet;
using static Seraph.Core.Tests.Transports.Tcp.TcpPeer;

namespace Seraph.Core.Tests.Transports.Tcp;

public sealed class TcpBlockingTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly TcpFixture _fixture;

    public TcpBlockingTests() => _fixture = new TcpFixture(handle: Handle, maxBlocked: 8);

    public void Dispose()
    {
        _release.Set();
        Until(() => _fixture.Limit.Current == 0, "the end of waiting");
        _fixture.Dispose();
        _release.Dispose();
    }

    [Fact]
    public void A_message_that_waits_delays_nothing_behind_it()
    {
        using var client = Connect(_fixture.Listen);
        var others = string.Concat(Enumerable.Range(0, 1000).Select(i => Framed(i)));

        client.Send("WAIT" + Framed(0) + others);

        Assert.Equal(others, client.Read(others.Length));
        Assert.Equal(1, _fixture.Limit.Current);
        _release.Set();
        Assert.Equal("WAIT" + Framed(0), client.Read(Framed(0).Length + 4)); // its bytes are still its own
    }

    [Fact]
    public void Half_a_message_behind_one_that_waits_is_kept()
    {
        using var client = Connect(_fixture.Listen);
        client.Send("WAIT" + Framed(0) + Framed(1)[..20]);
        Until(() => _fixture.Limit.Current == 1, "a message that waits");
        client.Send(Framed(1)[20..]);
        Assert.Equal(Framed(1), client.Read(Framed(1).Length));
    }

    [Fact]
    public void As_many_messages_as_allowed_wait_and_the_others_are_handled()
    {
        var clients = Enumerable.Range(0, 8).Select(_ => Connect(_fixture.Listen)).ToList();
        foreach (var client in clients)
            client.Send("WAIT" + Framed(0));
        Until(() => _fixture.Limit.Current == 8, "eight messages that wait");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var round = 0; round < 50; round++)
        {
            foreach (var client in clients)
                client.Send(Framed(round));
            foreach (var client in clients)
                Assert.Equal(Framed(round), client.Read(Framed(round).Length));
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        clients[0].Send("WAIT" + Framed(0));
        Assert.Equal("503", clients[0].Read(3));
        Assert.Equal(1, _fixture.Limit.Refused);
        _release.Set();
        foreach (var client in clients)
            Assert.Equal("WAIT" + Framed(0), client.Read(Framed(0).Length + 4));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_peer_may_leave_while_its_message_waits()
    {
        using (var client = Connect(_fixture.Listen))
        {
            client.Send("WAIT" + Framed(0));
            Until(() => _fixture.Limit.Current == 1, "a message that waits");
        }

        _fixture.UntilConnections(0);
        Assert.Equal(1, _fixture.Limit.Current);
    }

    private bool Handle(ReadOnlySpan<byte> message, in ReceiveInfo from)
    {
        try
        {
            if (message.StartsWith("WAIT"u8))
            {
                using (Blocking.Enter())
                    _release.Wait(Patience);
            }

            _fixture.Transport.Send(new SendTarget(from.Socket, from.Source, from.Connection, SendOptions.NoConnect), message);
        }
        catch (BlockingLimitException)
        {
            _fixture.Transport.Send(new SendTarget(from.Socket, from.Source, from.Connection), "503"u8);
        }

        return true;
    }
}
