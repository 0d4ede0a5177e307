using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>The switches of TLS; all else is the tls module's.</content>
public sealed partial class CoreOptions
{
    /// <summary>Whether TLS is on.</summary>
    [Parameter("enable_tls", "tls_enable", Help = "serve TLS")]
    public bool EnableTls { get; set; }

    /// <summary>The port of TLS entries of <see cref="Listen"/> without one.</summary>
    [Parameter("tls_port_no", Min = 1, Max = 65535, Help = "port of tls listen entries without one")]
    public int TlsPort { get; set; } = 5061;

    [Parameter("disable_tls", "tls_disable", Help = "don't serve TLS: the opposite of enable_tls")]
    internal bool DisableTls { get => !EnableTls; set => EnableTls = !value; }

    [Parameter("tlslog", "tls_log", Help = "has no effect: tls-in-core support not compiled in, see the parameters of module tls")]
    internal IgnoredParameter? TlsLog { get; set; }

    [Parameter("tls_method", Help = "has no effect: tls-in-core support not compiled in, set tls_method of module tls")]
    internal IgnoredParameter? TlsMethod { get; set; }

    [Parameter("tls_verify", Help = "has no effect: tls-in-core support not compiled in, set verify_certificate of module tls")]
    internal IgnoredParameter? TlsVerify { get; set; }

    [Parameter("tls_require_certificate", Help = "has no effect: tls-in-core support not compiled in, set require_certificate of module tls")]
    internal IgnoredParameter? TlsRequireCertificate { get; set; }

    [Parameter("tls_certificate", Help = "has no effect: tls-in-core support not compiled in, set certificate of module tls")]
    internal IgnoredParameter? TlsCertificate { get; set; }

    [Parameter("tls_private_key", Help = "has no effect: tls-in-core support not compiled in, set private_key of module tls")]
    internal IgnoredParameter? TlsPrivateKey { get; set; }

    [Parameter("tls_ca_list", Help = "has no effect: tls-in-core support not compiled in, set ca_list of module tls")]
    internal IgnoredParameter? TlsCaList { get; set; }

    [Parameter("tls_handshake_timeout", Help = "has no effect: tls-in-core support not compiled in, see the parameters of module tls")]
    internal IgnoredParameter? TlsHandshakeTimeout { get; set; }

    [Parameter("tls_send_timeout", Help = "has no effect: tls-in-core support not compiled in, see the parameters of module tls")]
    internal IgnoredParameter? TlsSendTimeout { get; set; }
}
