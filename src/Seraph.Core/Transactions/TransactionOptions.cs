using System.Text;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Core.Transactions;

/// <summary>What becomes of a CANCEL for a branch that has answered nothing yet (<c>cancel_b_method</c>).</summary>
public enum CancelMethod
{
    /// <summary>Stop retransmitting and count the branch as answered with 487.</summary>
    Fake = 0,

    /// <summary>Go on retransmitting; the CANCEL follows the first provisional reply (RFC 3261, 9.1).</summary>
    Wait = 1,

    /// <summary>Stop retransmitting and send the CANCEL at once; RFC 3261 does not allow it.</summary>
    Force = 2,
}

/// <summary>What becomes of a CANCEL whose INVITE is not known (<c>unmatched_cancel</c>).</summary>
public enum UnmatchedCancel
{
    /// <summary>Forwarded like any other request, so that an INVITE that comes later is known to be cancelled.</summary>
    Stateful = 0,

    /// <summary>Forwarded statelessly.</summary>
    Stateless = 1,

    /// <summary>Dropped.</summary>
    Drop = 2,
}

/// <summary>
/// The parameters of the transaction layer. Times are in milliseconds. All can be changed while the server runs; timers that run keep their value.
/// </summary>
public sealed class TransactionOptions
{
    private const int MaxRetransmission = 65535 * 125 / 2; // 16 bits of SER's ticks of 62.5 ms

    private AttributeReference? _finalResponseTimer;
    private AttributeReference? _finalResponseInviteTimer;

    /// <summary>Pre-RFC 3261 requests are told apart by their Request-URI too.</summary>
    [Parameter("ruri_matching", Runtime = true, Help = "RFC 2543 requests are told apart by their Request-URI too")]
    public bool RequestUriMatching { get; set; } = true;

    /// <summary>Pre-RFC 3261 requests are told apart by their whole topmost Via too.</summary>
    [Parameter("via1_matching", Runtime = true, Help = "RFC 2543 requests are told apart by their topmost Via too")]
    public bool ViaMatching { get; set; } = true;

    /// <summary>How long a branch may stay without any reply, and how long to wait for the ACK to a negative reply (timers B, F, H).</summary>
    [Parameter("fr_timer", Min = 0, Unit = "ms", Runtime = true, Help = "wait for the first reply, and for the ACK to a negative one")]
    public int FinalResponse { get; set; } = 30_000;

    /// <summary>How long an INVITE branch may take after a provisional reply (timer C).</summary>
    [Parameter("fr_inv_timer", Min = 0, Unit = "ms", Runtime = true, Help = "wait for the final reply to an INVITE after a provisional one")]
    public int FinalResponseInvite { get; set; } = 120_000;

    /// <summary><see cref="FinalResponseInvite"/> for as long as contacts of a lower q remain (<c>t_next_contacts</c>).</summary>
    [Parameter("fr_inv_timer_next", Min = 0, Unit = "ms", Runtime = true, Help = "fr_inv_timer while contacts of a lower q remain")]
    public int FinalResponseInviteNext { get; set; } = 30_000;

    /// <summary>
    /// How long a finished transaction stays to absorb late messages (timers I and K). Where RFC 3261 and RFC 6026 ask for longer (timers D, J, L
    /// and M: 64 times T1), it stays that long.
    /// </summary>
    [Parameter("wt_timer", Min = 0, Unit = "ms", Runtime = true, Help = "how long a finished transaction absorbs late messages")]
    public int Wait { get; set; } = 5000;

    /// <summary>Accepted for old scripts: transactions are freed as soon as nobody refers to them.</summary>
    [Parameter("delete_timer", Min = 0, Unit = "ms", Runtime = true, Help = "no effect any more")]
    public int Delete { get; set; } = 200;

    /// <summary>T1: the first interval of retransmissions.</summary>
    [Parameter("retr_timer1", Min = 0, Max = MaxRetransmission, Unit = "ms", Runtime = true, Help = "T1, the first interval of retransmissions")]
    public int Retransmission1 { get; set; } = 500;

    /// <summary>T2: the longest interval of retransmissions.</summary>
    [Parameter("retr_timer2", Min = 0, Max = MaxRetransmission, Unit = "ms", Runtime = true, Help = "T2, the longest interval of retransmissions")]
    public int Retransmission2 { get; set; } = 4000;

    /// <summary>How long an INVITE transaction may take, counted from its start.</summary>
    [Parameter("max_inv_lifetime", Min = 0, Unit = "ms", Runtime = true, Help = "longest life of an INVITE transaction")]
    public int LifetimeInvite { get; set; } = 180_000;

    /// <summary>How long any other transaction may take, counted from its start.</summary>
    [Parameter("max_noninv_lifetime", Min = 0, Unit = "ms", Runtime = true, Help = "longest life of any other transaction")]
    public int LifetimeOther { get; set; } = 32_000;

    /// <summary>An INVITE that times out is always answered and cancelled. Off: it may be dropped silently when nobody showed interest in it.</summary>
    [Parameter("noisy_ctimer", Runtime = true, Help = "an INVITE that times out is always answered")]
    public bool NoisyTimeout { get; set; } = true;

    /// <summary>An INVITE is answered with 100 as soon as it is forwarded.</summary>
    [Parameter("auto_inv_100", Runtime = true, Help = "an INVITE is answered with 100 at once")]
    public bool AutoTrying { get; set; } = true;

    /// <summary>The reason phrase of that 100.</summary>
    [Parameter("auto_inv_100_reason", Runtime = true, Help = "the reason phrase of that 100")]
    public string AutoTryingReason
    {
        get => Encoding.UTF8.GetString(AutoTryingReasonBytes);
        set => AutoTryingReasonBytes = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Every provisional reply to an INVITE gives the branch the whole fr_inv_timer again. Off: only the first, and better ones from 180 on.</summary>
    [Parameter("restart_fr_on_each_reply", Runtime = true, Help = "every provisional reply restarts fr_inv_timer")]
    public bool RestartOnEachReply { get; set; } = true;

    /// <summary>The attribute that overrides fr_timer for a transaction, in seconds.</summary>
    [Parameter("fr_timer_avp", Help = "attribute with the fr_timer of a transaction, in seconds")]
    public AttributeReference? FinalResponseAttribute
    {
        get;
        set => _finalResponseTimer = OfCallee(field = value);
    }

    /// <summary>The attribute that overrides fr_inv_timer for a transaction, in seconds.</summary>
    [Parameter("fr_inv_timer_avp", Help = "attribute with the fr_inv_timer of a transaction, in seconds")]
    public AttributeReference? FinalResponseInviteAttribute
    {
        get;
        set => _finalResponseInviteTimer = OfCallee(field = value);
    }

    /// <summary>The challenges of all branches are passed on when a 401 or 407 wins (RFC 3261, 16.7, step 7).</summary>
    [Parameter("aggregate_challenges", Runtime = true, Help = "pass the challenges of all branches on")]
    public bool AggregateChallenges { get; set; } = true;

    /// <summary>What becomes of a CANCEL whose INVITE is not known: 0 stateful, 1 stateless, 2 dropped.</summary>
    [Parameter("unmatched_cancel", Min = 0, Max = 2, Runtime = true, Help = "CANCEL without INVITE: 0 forward statefully, 1 statelessly, 2 drop")]
    public int UnmatchedCancelNumber { get; set; }

    /// <summary>The code of <c>t_reply</c> when its argument has none.</summary>
    [Parameter("default_code", Min = 400, Max = 699, Runtime = true, Help = "code of t_reply when its argument has none")]
    public int DefaultCode { get; set; } = 500;

    /// <summary>The reason phrase of <c>t_reply</c> when its argument has none.</summary>
    [Parameter("default_reason", Runtime = true, Help = "reason of t_reply when its argument has none")]
    public string DefaultReason
    {
        get => Encoding.UTF8.GetString(DefaultReasonBytes);
        set => DefaultReasonBytes = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Accepted for old scripts: CANCEL and hop-by-hop ACK are always made from the INVITE as it was sent, as RFC 3261 wants it.</summary>
    [Parameter("reparse_invite", Runtime = true, Help = "no effect: CANCEL and ACK are always made from the INVITE as sent")]
    public bool ReparseInvite { get; set; } = true;

    /// <summary>Headers of the INVITE whose names begin so are copied to its CANCEL and ACK.</summary>
    [Parameter("ac_extra_hdrs", Runtime = true, Help = "prefix of the headers that CANCEL and ACK copy from the INVITE")]
    public string ExtraHeaders
    {
        get => Encoding.UTF8.GetString(ExtraHeadersBytes);
        set => ExtraHeadersBytes = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Branches without any reply that must be cancelled: 0 fake a 487, 1 wait for a provisional reply, 2 send CANCEL anyway.</summary>
    [Parameter("cancel_b_method", Min = 0, Max = 2, Runtime = true, Help = "cancelling silent branches: 0 fake 487, 1 wait for a reply, 2 CANCEL anyway")]
    public int CancelMethodNumber { get; set; } = 1;

    /// <summary>The reply route for replies that belong to no transaction.</summary>
    [Parameter("on_sl_reply", Help = "onreply_route for replies without transaction")]
    [Block(RouteBlockKind.Reply)]
    public RouteReference? StrayReplyRoute { get; set; }

    /// <summary>Where <c>t_load_contacts</c> keeps the contacts that are to be tried.</summary>
    [Parameter("contacts_avp", Help = "attribute that keeps the contacts of t_load_contacts")]
    public AttributeReference? ContactsAttribute { get; set; }

    /// <summary>A 6xx does not stop other branches, nor new ones.</summary>
    [Parameter("disable_6xx_block", Runtime = true, Help = "treat 6xx like other negative replies")]
    public bool Disable6xxBlock { get; set; }

    /// <summary><see cref="UnmatchedCancelNumber"/> as its meaning.</summary>
    public UnmatchedCancel UnmatchedCancel => (UnmatchedCancel)UnmatchedCancelNumber;

    /// <summary><see cref="CancelMethodNumber"/> as its meaning.</summary>
    public CancelMethod CancelMethod => (CancelMethod)CancelMethodNumber;

    /// <summary>The same attributes where they are looked up: on the callee's side.</summary>
    internal AttributeReference? FinalResponseTimer => _finalResponseTimer;

    internal AttributeReference? FinalResponseInviteTimer => _finalResponseInviteTimer;

    internal byte[] AutoTryingReasonBytes { get; private set; } = "trying -- your call is important to us"u8.ToArray();

    /// <summary><see cref="DefaultReason"/> as bytes.</summary>
    public ReadOnlyMemory<byte> DefaultReasonText => DefaultReasonBytes;

    internal byte[] DefaultReasonBytes { get; private set; } = "Server Internal Error"u8.ToArray();

    internal byte[] ExtraHeadersBytes { get; private set; } = [];

    private static AttributeReference? OfCallee(AttributeReference? attribute) =>
        attribute is null ? null : new AttributeReference(AttributeTrack.To, attribute.Class, attribute.Name.Span);
}
