using System.Text;
using Seraph.Core.Management;
using Seraph.Core.Transactions;

namespace Seraph.Modules.Tm;

/// <content>Management commands.</content>
internal sealed partial class TmModule
{
    [Rpc("tm.stats", Help = "Returns the numbers of transactions: current ones, those that only wait for late messages, all so far, and how they ended.")]
    internal void Statistics(RpcCall call)
    {
        var counters = layer.Counters;
        var created = counters.Created.Value;
        var freed = counters.Freed.Value;
        var answer = call.AddStructure()
            .Add("current", Math.Max(created - freed, 0))
            .Add("waiting", counters.Waiting)
            .Add("total", created)
            .Add("total_local", 0)
            .Add("replied_locally", counters.RepliedLocally.Value);
        for (var replyClass = 6; replyClass >= 2; replyClass--)
            answer.Add($"{replyClass}xx", counters.Completed(replyClass));
        answer.Add("created", created).Add("freed", freed).Add("delayed_free", 0);
    }

    [Rpc("tm.cancel", Help = "Cancels the INVITE with the Call-ID and CSeq number given; returns how many branches are still pending.", ReturnsArray = true)]
    internal void Cancel(RpcCall call)
    {
        if (call.Remaining < 2 || !call.TryReadAny(out var callId) || !call.TryReadAny(out var cseq) || !uint.TryParse(cseq, out var number))
        {
            call.Fault(400, "Callid and CSeq expected as parameters");
            return;
        }

        if (layer.FindInvite(Encoding.UTF8.GetBytes(callId), number) is not { } transaction)
        {
            call.Fault(400, "Transaction not found");
            return;
        }

        call.Add(transaction.CancelByOperator());
        call.Add("branches remaining (waiting for timeout)");
        transaction.Release();
    }

    [Rpc("tm.reply", Help = "Replies to a pending transaction. Takes code, reason, hash:label, To-tag, header lines and body; the last three may be empty.")]
    internal void Reply(RpcCall call)
    {
        if (!call.TryReadAny(out var code) || !int.TryParse(code, out var number) || number is < 100 or > 699)
            call.Fault(400, "Reply code expected");
        else if (!call.TryReadAny(out var reason))
            call.Fault(400, "Reason phrase expected");
        else if (!call.TryReadAny(out var identity))
            call.Fault(400, "Transaction ID expected");
        else if (!call.TryReadAny(out var tag))
            call.Fault(400, "To tag expected");
        else if (!TransactionId.TryParse(Encoding.UTF8.GetBytes(identity), out var id))
            call.Fault(400, "Invalid transaction ID");
        else
            Reply(call, id, number, reason, tag);
    }

    private void Reply(RpcCall call, TransactionId id, int code, string reason, string tag)
    {
        var headers = call.Remaining > 0 && call.TryReadAny(out var lines) ? lines : "";
        var body = call.Remaining > 0 && call.TryReadAny(out var text) ? text : "";
        if (layer.Find(id) is not { } transaction)
        {
            call.Fault(481, "No such transaction");
            return;
        }

        if (!transaction.Reply(code, Bytes(reason), Bytes(tag), Bytes(headers), Bytes(body)))
            call.Fault(500, "Reply failed");
        transaction.Release();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
