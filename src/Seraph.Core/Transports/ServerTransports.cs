using Microsoft.Extensions.Logging;
using Seraph.Core.Transports.Tcp;
using Seraph.Core.Transports.Udp;

namespace Seraph.Core.Transports;

/// <summary>All transports of a server, opened, started and stopped together.</summary>
public sealed class ServerTransports : IDisposable
{
    /// <summary>Prepares the transports; nothing is opened yet.</summary>
    /// <param name="sockets">The server's sockets.</param>
    /// <param name="udp">What the parameters say about UDP.</param>
    /// <param name="tcp">What the parameters say about TCP.</param>
    /// <param name="limit">How many messages may wait, over all sockets and connections.</param>
    /// <param name="loggers">Where errors go.</param>
    /// <param name="time">The clock of all timeouts.</param>
    public ServerTransports(IReadOnlyList<ListenSocket> sockets, UdpOptions udp, TcpOptions tcp, BlockingLimit limit, ILoggerFactory loggers, TimeProvider time)
    {
        Limit = limit;
        Udp = new UdpTransport(sockets, udp, limit, loggers.CreateLogger<UdpTransport>(), time);
        Tcp = new TcpTransport(sockets, tcp, limit, loggers.CreateLogger<TcpTransport>(), time);
    }

    /// <summary>How many messages may wait.</summary>
    public BlockingLimit Limit { get; }

    /// <summary>UDP.</summary>
    public UdpTransport Udp { get; }

    /// <summary>TCP.</summary>
    public TcpTransport Tcp { get; }

    /// <summary>Opens all sockets; those that need privileges can do without them from here on.</summary>
    /// <exception cref="ListenException">A socket cannot be had.</exception>
    public void Open()
    {
        Udp.Open();
        Tcp.Open();
    }

    /// <summary>Starts receiving.</summary>
    public void Start(IMessageHandler handler)
    {
        Udp.Start(handler);
        Tcp.Start(handler);
    }

    /// <summary>Stops receiving; what had arrived over UDP is still handled, what is queued on connections is still sent.</summary>
    /// <param name="patience">How long each of the two may take.</param>
    /// <returns>False when something was cut off.</returns>
    public bool Stop(TimeSpan patience)
    {
        var udp = Udp.Stop(patience);
        return Tcp.Stop(patience) && udp;
    }

    /// <summary>Closes all sockets.</summary>
    public void Dispose()
    {
        Udp.Dispose();
        Tcp.Dispose();
    }
}
