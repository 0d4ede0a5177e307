namespace Seraph.Core.Transports.Udp;

/// <summary>The receiving end of a socket: what goes from one thread to the next when a message has to wait.</summary>
internal sealed class UdpReceiver(UdpSocket socket, string name)
{
    public UdpSocket Socket { get; } = socket;

    /// <summary>As process listings show it.</summary>
    public string Name { get; } = name;

    public ReceiveBatch Batch { get; } = new();
}
