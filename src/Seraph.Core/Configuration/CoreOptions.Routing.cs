using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>How requests and replies are handled.</content>
public sealed partial class CoreOptions
{
    /// <summary>Whether replies are forwarded only when their topmost Via is ours.</summary>
    [Parameter("check_via", Help = "drop replies whose topmost Via is not ours")]
    public bool CheckVia { get; set; }

    /// <summary>Whether a SIP URI with <c>user=phone</c> counts as a tel URI.</summary>
    [Parameter("phone2tel", Help = "treat sip URIs with user=phone as tel URIs")]
    public bool Phone2Tel { get; set; } = true;

    /// <summary>Whether branch values come from the transaction's place in the table, or else from a hash that survives a restart.</summary>
    [Parameter("syn_branch", Help = "make branch values of the transaction's number instead of a hash")]
    public bool SynBranch { get; set; } = true;

    /// <summary>Whether the Via host is resolved to decide whether it needs a <c>received</c> parameter.</summary>
    [Parameter("dns", Help = "resolve the Via host to see whether it is the source address")]
    public bool Dns { get; set; }

    /// <summary>Whether the source address is resolved to a name for that decision.</summary>
    [Parameter("rev_dns", Help = "resolve the source address to see whether it is the Via host")]
    public bool ReverseDns { get; set; }

    /// <summary>Whether our replies go to the host of the Via instead of the source address.</summary>
    [Parameter("reply_to_via", Help = "send our replies to the host of the Via instead of the source address")]
    public bool ReplyToVia { get; set; }

    /// <summary>Whether our replies carry a diagnostic Warning header.</summary>
    [Parameter("sip_warning", Help = "add the diagnostic Warning header to our replies")]
    public bool SipWarning { get; set; } = true;

    /// <summary>Whether our replies carry a Server header, and our requests User-Agent.</summary>
    [Parameter("server_signature", Help = "add Server and User-Agent headers")]
    public bool ServerSignature { get; set; } = true;

    /// <summary>The complete Server header line instead of ours, or null.</summary>
    [Parameter("server_header", Help = "complete Server header line")]
    public string? ServerHeader { get; set; }

    /// <summary>The complete User-Agent header line instead of ours, or null.</summary>
    [Parameter("user_agent_header", Help = "complete User-Agent header line")]
    public string? UserAgentHeader { get; set; }

    /// <summary>Whether every request is treated as if its Via had an <c>rport</c> parameter.</summary>
    [Parameter("force_rport", Help = "treat every request as if its Via had an rport parameter", Runtime = true)]
    public bool ForceRport { get; set; }

    /// <summary>Rounds that one <c>while</c> of a script may do.</summary>
    [Parameter("max_while_loops", Min = 1, Help = "rounds that one while may do", Runtime = true)]
    public int MaxWhileLoops { get; set; } = 100;

    /// <summary>Requests larger than this are sent by <see cref="UdpMtuTryProtocol"/> instead of UDP; 0: never.</summary>
    [Parameter("udp_mtu", Min = 0, Max = 65535, Unit = "bytes", Help = "larger requests leave by udp_mtu_try_proto; 0: off", Runtime = true)]
    public int UdpMtu { get; set; }

    /// <summary>The protocol for requests larger than <see cref="UdpMtu"/>: 1 UDP, 2 TCP, 3 TLS, 4 SCTP.</summary>
    [Parameter("udp_mtu_try_proto", Min = 1, Max = 4, Help = "protocol of requests larger than udp_mtu: 1 udp, 2 tcp, 3 tls, 4 sctp", Runtime = true)]
    public int UdpMtuTryProtocol { get; set; } = 1;
}
