using Seraph.Script;

namespace Seraph.Core.Transactions;

/// <summary>
/// What a script has asked for one transaction. Set before there is one, it waits in the message's context for the next that is made; times are in
/// milliseconds, 0 is the default of <see cref="TransactionOptions"/>.
/// </summary>
public struct TransactionSettings
{
    /// <summary>Run when all branches have failed (<c>t_on_failure</c>); null = none.</summary>
    public CompiledRoute? FailureRoute { get; set; }

    /// <summary>Run for every reply (<c>t_on_reply</c>); null = none.</summary>
    public CompiledRoute? ReplyRoute { get; set; }

    /// <summary>Run for every branch that the next forward adds (<c>t_on_branch</c>); null = none.</summary>
    public CompiledRoute? BranchRoute { get; set; }

    /// <summary>fr_timer.</summary>
    public int FinalResponse { get; set; }

    /// <summary>fr_inv_timer.</summary>
    public int FinalResponseInvite { get; set; }

    /// <summary>fr_inv_timer for as long as contacts of a lower q remain; 0 = they don't.</summary>
    public int FinalResponseInviteNext { get; set; }

    /// <summary>retr_timer1.</summary>
    public int Retransmission1 { get; set; }

    /// <summary>retr_timer2.</summary>
    public int Retransmission2 { get; set; }

    /// <summary>max_inv_lifetime.</summary>
    public int LifetimeInvite { get; set; }

    /// <summary>max_noninv_lifetime.</summary>
    public int LifetimeOther { get; set; }

    /// <summary>auto_inv_100; null = default.</summary>
    public bool? AutoTrying { get; set; }

    /// <summary>disable_6xx_block; null = default.</summary>
    public bool? Disable6xxBlock { get; set; }
}
