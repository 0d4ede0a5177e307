namespace Seraph.Core.Transports;

/// <summary>The transport protocols of SIP, with the numbers that scripts and RPC commands use for them.</summary>
public enum TransportProtocol : byte
{
    /// <summary>Not known, or any.</summary>
    None = 0,

    /// <summary>UDP (RFC 3261, 18).</summary>
    Udp = 1,

    /// <summary>TCP (RFC 3261, 18).</summary>
    Tcp = 2,

    /// <summary>TLS over TCP (RFC 3261, 26.2.1).</summary>
    Tls = 3,

    /// <summary>SCTP (RFC 4168).</summary>
    Sctp = 4,
}

/// <summary>What the protocols are called, and which of them deliver reliably.</summary>
public static class TransportProtocols
{
    /// <summary>Whether lost messages are the transport's matter, so that transactions don't retransmit (RFC 3261, 17).</summary>
    public static bool IsReliable(this TransportProtocol protocol) => protocol is not (TransportProtocol.Udp or TransportProtocol.None);

    /// <summary>The port of a URI or Via that names none: 5061 for TLS, else 5060.</summary>
    public static ushort DefaultPort(this TransportProtocol protocol) => protocol == TransportProtocol.Tls ? (ushort)5061 : (ushort)5060;

    /// <summary>The name as a Via header has it: <c>UDP</c>, <c>TCP</c>, <c>TLS</c>, <c>SCTP</c>.</summary>
    public static ReadOnlySpan<byte> ViaName(this TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Udp => "UDP"u8,
        TransportProtocol.Tcp => "TCP"u8,
        TransportProtocol.Tls => "TLS"u8,
        TransportProtocol.Sctp => "SCTP"u8,
        _ => "*"u8,
    };

    /// <summary>The name as scripts and <c>transport=</c> parameters have it: <c>udp</c>, <c>tcp</c>, <c>tls</c>, <c>sctp</c>, or <c>*</c> for any.</summary>
    public static ReadOnlySpan<byte> Name(this TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Udp => "udp"u8,
        TransportProtocol.Tcp => "tcp"u8,
        TransportProtocol.Tls => "tls"u8,
        TransportProtocol.Sctp => "sctp"u8,
        _ => "*"u8,
    };

    /// <summary>Reads a protocol's name, whatever its case; false when it is none of ours.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out TransportProtocol protocol)
    {
        protocol = TransportProtocol.None;
        if (System.Text.Ascii.EqualsIgnoreCase(name, "udp"u8))
            protocol = TransportProtocol.Udp;
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "tcp"u8))
            protocol = TransportProtocol.Tcp;
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "tls"u8))
            protocol = TransportProtocol.Tls;
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "sctp"u8))
            protocol = TransportProtocol.Sctp;
        return protocol != TransportProtocol.None;
    }
}
