using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>SCTP, which is not served: the names are accepted.</content>
public sealed partial class CoreOptions
{
    private const string NoSctp = "has no effect: sctp support not compiled in";

    /// <summary>0: no SCTP; 1: SCTP, or no start; 2: SCTP if the system has it.</summary>
    [Parameter("enable_sctp", Min = 0, Max = 2, Help = "0 off, 1 on, 2 on if supported")]
    public int EnableSctp { get; set; } = 2;

    [Parameter("disable_sctp", Help = "don't serve SCTP: yes is enable_sctp=0, no is enable_sctp=1")]
    internal bool DisableSctp { get => EnableSctp == 0; set => EnableSctp = value ? 0 : 1; }

    [Parameter("sctp_children", Help = NoSctp)]
    internal IgnoredParameter? SctpChildren { get; set; }

    [Parameter("sctp_socket_rcvbuf", "sctp_socket_receive_buffer", Help = NoSctp)]
    internal IgnoredParameter? SctpReceiveBuffer { get; set; }

    [Parameter("sctp_socket_sndbuf", "sctp_socket_send_buffer", Help = NoSctp)]
    internal IgnoredParameter? SctpSendBuffer { get; set; }

    [Parameter("sctp_autoclose", Help = NoSctp)]
    internal IgnoredParameter? SctpAutoClose { get; set; }

    [Parameter("sctp_send_ttl", Help = NoSctp)]
    internal IgnoredParameter? SctpSendTtl { get; set; }

    [Parameter("sctp_send_retries", Help = NoSctp)]
    internal IgnoredParameter? SctpSendRetries { get; set; }

    [Parameter("sctp_assoc_tracking", Help = NoSctp)]
    internal IgnoredParameter? SctpAssociationTracking { get; set; }

    [Parameter("sctp_assoc_reuse", Help = NoSctp)]
    internal IgnoredParameter? SctpAssociationReuse { get; set; }

    [Parameter("sctp_max_assocs", Help = NoSctp)]
    internal IgnoredParameter? SctpMaxAssociations { get; set; }

    [Parameter("sctp_srto_initial", Help = NoSctp)]
    internal IgnoredParameter? SctpInitialTimeout { get; set; }

    [Parameter("sctp_srto_max", Help = NoSctp)]
    internal IgnoredParameter? SctpMaxTimeout { get; set; }

    [Parameter("sctp_srto_min", Help = NoSctp)]
    internal IgnoredParameter? SctpMinTimeout { get; set; }

    [Parameter("sctp_asocmaxrxt", Help = NoSctp)]
    internal IgnoredParameter? SctpMaxRetransmissions { get; set; }

    [Parameter("sctp_init_max_attempts", Help = NoSctp)]
    internal IgnoredParameter? SctpInitAttempts { get; set; }

    [Parameter("sctp_init_max_timeo", Help = NoSctp)]
    internal IgnoredParameter? SctpInitTimeout { get; set; }

    [Parameter("sctp_hbinterval", Help = NoSctp)]
    internal IgnoredParameter? SctpHeartbeat { get; set; }

    [Parameter("sctp_pathmaxrxt", Help = NoSctp)]
    internal IgnoredParameter? SctpPathRetransmissions { get; set; }

    [Parameter("sctp_sack_delay", Help = NoSctp)]
    internal IgnoredParameter? SctpAckDelay { get; set; }

    [Parameter("sctp_sack_freq", Help = NoSctp)]
    internal IgnoredParameter? SctpAckFrequency { get; set; }

    [Parameter("sctp_max_burst", Help = NoSctp)]
    internal IgnoredParameter? SctpMaxBurst { get; set; }
}
