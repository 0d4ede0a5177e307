using Seraph.Core.Routing;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>CANCEL (RFC 3261, 9 and 16.10; spec modules/tm.md, "CANCEL").</summary>
public class CancelTests
{
    [Fact]
    public void A_ringing_call_is_cancelled_hop_by_hop()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Receives(180);

        flow.Caller.Cancels(invite);
        flow.Caller.Receives("SIP/2.0 200 canceling");
        var cancel = flow.Callee.Receives("CANCEL");
        Assert.Equal(relayed.Branch, cancel.Branch);
        Assert.Single(cancel.Headers("Via"));
        flow.Callee.Replies(cancel, 200);
        flow.Caller.ReceivesNothing();
        flow.Callee.Replies(relayed, 487, "Request Terminated", "bob");
        flow.Callee.Receives("ACK");
        flow.Caller.Acknowledges(invite, flow.Caller.Receives(487));
        flow.Advance(60);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_cancel_is_repeated_until_it_is_answered()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends("INVITE");
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        flow.Caller.Cancels(invite);
        flow.Callee.Receives("CANCEL");
        flow.Advance(2);
        var last = flow.Callee.Receives("CANCEL");
        Assert.Equal(0.5, last.Time.TotalSeconds, 1);
        last = flow.Callee.Receives("CANCEL");
        Assert.Equal(1.5, last.Time.TotalSeconds, 1);
        flow.Callee.Replies(last, 200);
        flow.Advance(20);
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void A_silent_branch_goes_on_and_is_cancelled_when_it_answers()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Caller.Cancels(invite);
        flow.Caller.Receives("SIP/2.0 200 canceling");
        flow.Callee.ReceivesNothing();
        flow.Advance(2);
        flow.Callee.Receives("INVITE");
        flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Callee.Receives("CANCEL");
        flow.Caller.ReceivesNothing();
        flow.Callee.Replies(relayed, 487, tag: "bob");
        flow.Caller.Receives(487);
    }

    [Fact]
    public void With_method_0_a_silent_branch_ends_at_once()
    {
        var flow = new Flow(Scripts.Relay(), o => o.CancelMethodNumber = 0);
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Receives("INVITE");
        flow.Caller.Cancels(invite);
        var replies = new[] { flow.Caller.Receives("SIP/2.0").StartLine, flow.Caller.Receives("SIP/2.0").StartLine };
        Assert.Contains("SIP/2.0 487 Request Terminated", replies);
        Assert.Contains("SIP/2.0 200 canceling", replies);
        flow.Advance(20);
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void With_method_2_the_cancel_goes_out_at_once()
    {
        var flow = new Flow(Scripts.Relay(), o => o.CancelMethodNumber = 2);
        var invite = flow.Caller.Sends("INVITE");
        flow.Callee.Receives("INVITE");
        flow.Caller.Cancels(invite);
        flow.Callee.Receives("CANCEL");
        flow.Advance(2);
        flow.Callee.Receives("CANCEL");
    }

    [Fact]
    public void A_call_that_was_not_forwarded_yet_is_answered_487()
    {
        var flow = new Flow(new FlowScript(context =>
            context.Message.Method == Sip.SipMethod.Invite ? (int)context.Server.Transactions.Create(context) : Scripts.Relay(context)));
        var layer = flow.Server.Transactions;
        Flow? held = null;
        FlowMessage? invite = null;
        held = new Flow(new FlowScript(context =>
        {
            if (context.Message.Method != Sip.SipMethod.Invite)
                return Scripts.Relay(context);
            context.Server.Transactions.Create(context);
            held!.Caller.Cancels(invite!); // while the script is still at it
            return Scripts.Relay(context);
        }));
        invite = held.Caller.Request("INVITE");
        held.Caller.Sends(invite);
        held.Caller.Receives("SIP/2.0 487 Request canceled");
        held.Caller.Receives("SIP/2.0 200 ok -- no more pending branches");
        held.Caller.ReceivesNothing();
        held.Callee.ReceivesNothing();
        Assert.NotNull(layer);
    }

    [Fact]
    public void A_cancel_that_comes_too_late_changes_nothing()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 200, tag: "bob");
        flow.Caller.Receives(200);
        flow.Caller.Cancels(invite);
        flow.Caller.Receives("SIP/2.0 200 ok -- no more pending branches");
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void A_repeated_cancel_gets_its_200_again()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends("INVITE");
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        var cancel = flow.Caller.Cancels(invite);
        flow.Caller.Sends(cancel);
        flow.Caller.Receives(100);
        flow.Caller.Receives(180);
        Assert.Equal(flow.Caller.Receives(200).Text, flow.Caller.Receives(200).Text);
        flow.Callee.Receives("CANCEL");
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void A_cancel_without_invite_is_forwarded_and_the_invite_that_follows_is_known_as_cancelled()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Request("INVITE");
        flow.Caller.Cancels(invite);
        flow.Callee.Replies(flow.Callee.Receives("CANCEL"), 481);
        flow.Caller.Receives(481);
        flow.Caller.Sends(invite);
        flow.Caller.Receives(100);
        flow.Caller.Receives("SIP/2.0 487 transaction canceled (487/TM)");
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void A_cancel_without_invite_can_be_forwarded_without_state()
    {
        var flow = new Flow(Scripts.Relay(), o => o.UnmatchedCancelNumber = 1);
        flow.Caller.Cancels(flow.Caller.Request("INVITE"));
        flow.Callee.Receives("CANCEL");
        Assert.Equal(0, flow.Server.Transactions.TransactionsOut);
    }

    [Fact]
    public void A_cancel_without_invite_can_be_dropped()
    {
        var flow = new Flow(Scripts.Relay(), o => o.UnmatchedCancelNumber = 2);
        flow.Caller.Cancels(flow.Caller.Request("INVITE"));
        flow.Callee.ReceivesNothing();
        flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void Relay_cancel_leaves_everything_but_known_calls_to_the_script()
    {
        var results = new List<int>();
        var flow = new Flow(new FlowScript(context =>
        {
            results.Add(context.Server.Transactions.RelayCancel(context));
            return context.Message.Method == Sip.SipMethod.Invite ? Scripts.Relay(context) : 1;
        }));
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Cancels(invite);
        flow.Caller.Cancels(flow.Caller.Request("INVITE"));
        Assert.Equal([1, 0, 1], results);
    }

    [Fact]
    public void The_operator_cancels_by_call_id_and_cseq()
    {
        var flow = new Flow(Scripts.Fork("sip:bob@10.0.0.3"));
        var second = flow.Peer("10.0.0.3");
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        second.Receives("INVITE");
        var transaction = flow.Server.Transactions.FindInvite(System.Text.Encoding.ASCII.GetBytes(invite.CallId), 1);
        Assert.NotNull(transaction);
        Assert.Equal(2, transaction.CancelByOperator());
        transaction.Release();
        flow.Callee.Receives("CANCEL");
        flow.Advance(5);
        second.ReceivesNothing();
    }
}
