namespace Seraph.Core.Transports;

/// <summary>
/// One address that the server listens on: protocol, IP address, port (spec core-subsystems.md, 2). Messages say which one they came
/// in on, and are sent from one. Immutable; the transport that serves it keeps its own state beside it.
/// </summary>
public sealed class ListenSocket
{
    /// <summary>Describes a socket; nothing is opened.</summary>
    /// <param name="index">The position in the server's list of sockets, from 0.</param>
    /// <param name="protocol">What is spoken there.</param>
    /// <param name="endpoint">The address and port, both known.</param>
    /// <param name="name">The name it was given in <c>listen</c> (a host name, an interface's address), or null for the address itself.</param>
    public ListenSocket(int index, TransportProtocol protocol, NetworkEndpoint endpoint, string? name = null)
    {
        Index = index;
        Protocol = protocol;
        Endpoint = endpoint;
        Span<byte> text = stackalloc byte[NetworkEndpoint.MaxTextLength];
        AddressText = text[..endpoint.FormatAddress(text)].ToArray();
        HostText = text[..endpoint.FormatAddress(text, brackets: true)].ToArray();
        Name = name is null ? AddressText : System.Text.Encoding.UTF8.GetBytes(name);
    }

    /// <summary>The position in the server's list of sockets, from 0.</summary>
    public int Index { get; }

    /// <summary>What is spoken there.</summary>
    public TransportProtocol Protocol { get; }

    /// <summary>The address and port listened on.</summary>
    public NetworkEndpoint Endpoint { get; }

    /// <summary>The name that <c>listen</c> gave it; the address when it gave none.</summary>
    public ReadOnlyMemory<byte> Name { get; }

    /// <summary>The address as text, an IPv6 address without brackets.</summary>
    public ReadOnlyMemory<byte> AddressText { get; }

    /// <summary>The address as a Via or URI writes it, an IPv6 address in brackets.</summary>
    public ReadOnlyMemory<byte> HostText { get; }

    /// <summary><c>proto:address:port</c>, for logs and listings.</summary>
    public override string ToString() => $"{System.Text.Encoding.ASCII.GetString(Protocol.Name())}:{Endpoint}";
}
