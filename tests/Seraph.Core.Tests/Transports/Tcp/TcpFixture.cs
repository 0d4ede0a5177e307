using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Tcp;
using static Seraph.Core.Tests.Transports.LoopbackNet;

namespace Seraph.Core.Tests.Transports.Tcp;

/// <summary>A started TCP transport on the loopback interface, with a clock that tests move.</summary>
internal sealed class TcpFixture : IDisposable
{
    public TcpFixture(Action<TcpOptions>? change = null, HandleMessage? handle = null, bool ipv6 = false, int maxBlocked = 8)
    {
        var options = new TcpOptions();
        change?.Invoke(options);
        Listen = LoopbackNet.Listen(TransportProtocol.Tcp, ipv6);
        Limit = new BlockingLimit(maxBlocked);
        Transport = new TcpTransport([Listen], options, Limit, NullLogger<TcpTransport>.Instance, Time);
        Transport.Open();
        Transport.Start(new Handler(handle ?? Echo));
    }

    public ListenSocket Listen { get; }

    public BlockingLimit Limit { get; }

    public TcpTransport Transport { get; }

    public FakeTimeProvider Time { get; } = new();

    public bool Echo(ReadOnlySpan<byte> message, in ReceiveInfo from)
    {
        if (Transport.Send(new SendTarget(from.Socket, from.Source, from.Connection), message) != SendStatus.Sent)
            throw new InvalidOperationException("the answer was refused");
        return true;
    }

    /// <summary>A connection that is being read already: time may be moved.</summary>
    public TcpPeer ConnectAndPing()
    {
        var peer = TcpPeer.Connect(Listen);
        peer.Send("\r\n\r\n");
        Assert.Equal("\r\n", peer.Read(2));
        Until(() => Transport.Info.WriteQueuedBytes == 0, "the answer counted as sent");
        return peer;
    }

    public void UntilConnections(int count) => Until(() => Transport.Info.OpenedConnections == count, $"{count} connections");

    public void Dispose()
    {
        Transport.Stop(TimeSpan.FromSeconds(1));
        UntilConnections(0);
        Transport.Dispose();
        Assert.Equal(0, Transport.Info.WriteQueuedBytes);
    }
}
