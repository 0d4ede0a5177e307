namespace Seraph.Core.Routing.Language;

/// <summary>Constant results of selects, made once.</summary>
internal static class Words
{
    public static readonly byte[] Sip = "sip"u8.ToArray();
    public static readonly byte[] Sips = "sips"u8.ToArray();
    public static readonly byte[] Tel = "tel"u8.ToArray();
    public static readonly byte[] Tels = "tels"u8.ToArray();
    public static readonly byte[] Udp = "udp"u8.ToArray();
    public static readonly byte[] Tcp = "tcp"u8.ToArray();
    public static readonly byte[] Tls = "tls"u8.ToArray();
    public static readonly byte[] Sctp = "sctp"u8.ToArray();
    public static readonly byte[] One = "1"u8.ToArray();
    public static readonly byte[] Two = "2"u8.ToArray();
}
