namespace Seraph.Core.Transports.Udp;

/// <summary>What a UDP socket has done since the start.</summary>
/// <param name="Received">Datagrams handed on as messages.</param>
/// <param name="Short">Datagrams of fewer than 32 bytes, dropped: keep-alives and probes.</param>
/// <param name="NoPort">Datagrams from source port 0, dropped: nobody could be answered.</param>
/// <param name="ReceiveErrors">Errors while receiving, most of them ICMP errors about datagrams sent before.</param>
/// <param name="Sent">Datagrams taken by the kernel.</param>
/// <param name="SendErrors">Datagrams that the kernel did not take.</param>
public readonly record struct UdpStatistics(long Received, long Short, long NoPort, long ReceiveErrors, long Sent, long SendErrors);

/// <summary>The counters behind <see cref="UdpStatistics"/>. Whoever counts adds up a batch first.</summary>
internal sealed class UdpCounters
{
    private long _received;
    private long _short;
    private long _noPort;
    private long _receiveErrors;
    private long _sent;
    private long _sendErrors;

    public void CountReceived(int count) => Interlocked.Add(ref _received, count);

    public void CountShort() => Interlocked.Increment(ref _short);

    public void CountNoPort() => Interlocked.Increment(ref _noPort);

    public void CountReceiveError() => Interlocked.Increment(ref _receiveErrors);

    public void CountSent(int count) => Interlocked.Add(ref _sent, count);

    public void CountSendErrors(int count) => Interlocked.Add(ref _sendErrors, count);

    public UdpStatistics Read() => new(
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _short),
        Interlocked.Read(ref _noPort),
        Interlocked.Read(ref _receiveErrors),
        Interlocked.Read(ref _sent),
        Interlocked.Read(ref _sendErrors));
}
