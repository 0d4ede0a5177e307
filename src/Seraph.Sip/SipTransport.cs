using Seraph.Sip.Parsing;

namespace Seraph.Sip;

/// <summary>The transport protocol named by a Via or by a <c>transport</c> parameter. The numbers are those of the SER tools.</summary>
public enum SipTransport : byte
{
    /// <summary>None is named.</summary>
    None = 0,

    /// <summary>UDP.</summary>
    Udp = 1,

    /// <summary>TCP.</summary>
    Tcp = 2,

    /// <summary>TLS over TCP.</summary>
    Tls = 3,

    /// <summary>SCTP.</summary>
    Sctp = 4,

    /// <summary>WebSocket (RFC 7118).</summary>
    Ws = 5,

    /// <summary>Secure WebSocket (RFC 7118).</summary>
    Wss = 6,

    /// <summary>One that is not known here; the text tells.</summary>
    Other = 255,
}

/// <summary>Text and properties of transports.</summary>
public static class SipTransports
{
    /// <summary>Finds the transport of that name, ignoring case; empty text gives <see cref="SipTransport.None"/>.</summary>
    public static SipTransport Parse(ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case 0:
                return SipTransport.None;
            case 2 when text.EqualsIgnoreCase("ws"u8):
                return SipTransport.Ws;
            case 3:
                if (text.EqualsIgnoreCase("udp"u8))
                    return SipTransport.Udp;
                if (text.EqualsIgnoreCase("tcp"u8))
                    return SipTransport.Tcp;
                if (text.EqualsIgnoreCase("tls"u8))
                    return SipTransport.Tls;
                return text.EqualsIgnoreCase("wss"u8) ? SipTransport.Wss : SipTransport.Other;
            case 4 when text.EqualsIgnoreCase("sctp"u8):
                return SipTransport.Sctp;
            default:
                return SipTransport.Other;
        }
    }

    /// <summary>The token of a Via line: <c>UDP</c>, <c>TCP</c> ...; empty for none and other.</summary>
    public static ReadOnlySpan<byte> ViaToken(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP"u8,
        SipTransport.Tcp => "TCP"u8,
        SipTransport.Tls => "TLS"u8,
        SipTransport.Sctp => "SCTP"u8,
        SipTransport.Ws => "WS"u8,
        SipTransport.Wss => "WSS"u8,
        _ => [],
    };

    /// <summary>The value of a <c>transport</c> parameter: <c>udp</c>, <c>tcp</c> ...; empty for none and other.</summary>
    public static ReadOnlySpan<byte> UriToken(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "udp"u8,
        SipTransport.Tcp => "tcp"u8,
        SipTransport.Tls => "tls"u8,
        SipTransport.Sctp => "sctp"u8,
        SipTransport.Ws => "ws"u8,
        SipTransport.Wss => "wss"u8,
        _ => [],
    };

    /// <summary>A stream or a message-framed reliable transport: no retransmissions above it (RFC 3261, 17).</summary>
    public static bool IsReliable(this SipTransport transport) =>
        transport is SipTransport.Tcp or SipTransport.Tls or SipTransport.Sctp or SipTransport.Ws or SipTransport.Wss;

    /// <summary>The port that is meant when none is given: 5061 over TLS, else 5060 (RFC 3261, 18.1.1; 80 and 443 for WebSocket).</summary>
    public static int DefaultPort(this SipTransport transport) => transport switch
    {
        SipTransport.Tls => 5061,
        SipTransport.Ws => 80,
        SipTransport.Wss => 443,
        _ => 5060,
    };
}
