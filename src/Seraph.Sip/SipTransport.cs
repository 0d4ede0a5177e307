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

/// <summary>Names of transports.</summary>
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
}
