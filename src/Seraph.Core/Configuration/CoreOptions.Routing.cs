using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <summary>The core's parameters (spec core-parameters.md).</summary>
public sealed partial class CoreOptions
{
    /// <summary>Whether replies are forwarded only when their topmost Via is ours.</summary>
    [Parameter("check_via", Help = "drop replies whose topmost Via is not ours")]
    public bool CheckVia { get; set; }

    /// <summary>Whether our replies go to the host of the Via instead of the source address.</summary>
    [Parameter("reply_to_via", Help = "send our replies to the host of the Via instead of the source address")]
    public bool ReplyToVia { get; set; }

    /// <summary>Whether our replies carry a diagnostic Warning header.</summary>
    [Parameter("sip_warning", Help = "add the diagnostic Warning header to our replies")]
    public bool SipWarning { get; set; } = true;

    /// <summary>Whether our replies carry a Server header, and our requests User-Agent.</summary>
    [Parameter("server_signature", Help = "add Server and User-Agent headers")]
    public bool ServerSignature { get; set; } = true;

    /// <summary>Whether every request is treated as if its Via had an <c>rport</c> parameter.</summary>
    [Parameter("force_rport", Help = "treat every request as if its Via had an rport parameter", Runtime = true)]
    public bool ForceRport { get; set; }

    /// <summary>Whether the <c>alias</c> parameter of a Via makes a connection findable by the Via's port.</summary>
    [Parameter("tcp_accept_aliases", Help = "honour the alias parameter of Vias")]
    public bool TcpAcceptAliases { get; set; }

    /// <summary>Whether SIP URIs with <c>user=phone</c> are treated as tel URIs.</summary>
    [Parameter("phone2tel", Help = "treat SIP URIs with user=phone as tel URIs")]
    public bool Phone2Tel { get; set; } = true;
}
