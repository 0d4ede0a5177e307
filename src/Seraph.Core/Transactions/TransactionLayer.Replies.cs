using Seraph.Core.Routing;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <content>Replies that scripts and modules make, and CANCEL.</content>
public sealed partial class TransactionLayer
{
    /// <summary>
    /// Sends a reply on the message's transaction (<c>t_reply</c>), with the headers that the script has added for replies. A final one ends the branches
    /// that are open.
    /// </summary>
    /// <returns>False without a transaction, for ACK, and when a final reply was sent before.</returns>
    public bool Reply(RouteContext context, int code, ReadOnlySpan<byte> reason)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is not { } transaction || context.Message.Method == SipMethod.Ack || transaction.IsAnswered)
            return false;
        if (code is >= 300 and < 400 && !RedirectContact.TryAdd(context))
            return false;
        var reply = Messages.BuildReply(context, code, reason);
        return !reply.IsEmpty && transaction.SendScriptReply(code, reply);
    }

    /// <summary>Sends the last reply of the message's transaction again (<c>t_retransmit_reply</c>).</summary>
    public static bool RetransmitReply(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Transaction is { } transaction && context.Message.Method != SipMethod.Ack && transaction.OnRetransmission();
    }

    /// <summary>
    /// Deals with a CANCEL whose INVITE is known, or that is not to be forwarded like any other request. False: do that.
    /// </summary>
    private bool TryRelayCancel(RouteContext context, out int result)
    {
        result = 1;
        if (TryFindCanceled(context, out var invite))
        {
            result = AnswerCancel(context, invite!);
            invite!.Release();
            return true;
        }

        switch (Options.UnmatchedCancel)
        {
            case UnmatchedCancel.Stateless:
                result = Result(Server.Forwarder.Forward(context));
                return true;
            case UnmatchedCancel.Drop:
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Cancels a known INVITE for the CANCEL that the context holds (<c>t_relay_cancel</c>): 0 it was done, 1 there is no such INVITE, below 0 an error.
    /// </summary>
    public int RelayCancel(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Message.Method != SipMethod.Cancel || !TryFindCanceled(context, out var invite))
            return 1;
        var result = AnswerCancel(context, invite!);
        invite!.Release();
        return result < 0 ? result : 0;
    }

    /// <summary>RFC 3261, 9.2 and 16.10: the CANCEL is answered here, whatever becomes of the INVITE.</summary>
    private int AnswerCancel(RouteContext context, Transaction invite)
    {
        if (Create(context) is CreateResult.Retransmission)
            return 1;
        var isPending = invite.Cancel();
        return Reply(context, 200, isPending ? "canceling"u8 : "ok -- no more pending branches"u8) ? 1 : -1;
    }
}
