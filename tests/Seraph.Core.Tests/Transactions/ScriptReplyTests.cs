using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Sip;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Replies that scripts make, and those that tell of errors (spec modules/tm.md, "Delayed errors").</summary>
public class ScriptReplyTests
{
    [Fact]
    public void A_reply_is_repeated_with_the_same_tag()
    {
        var flow = new Flow(new FlowScript(context =>
        {
            if (context.Server.Transactions.Create(context) != CreateResult.Created)
                return 0;
            return Scripts.Reply(context, 404, "Nobody here") ? 1 : -1;
        }));
        var invite = flow.Caller.Sends("INVITE");
        var reply = flow.Caller.Receives("SIP/2.0 404 Nobody here");
        Assert.Equal(37, reply.ToTag.Length);
        flow.Caller.Sends(invite);
        Assert.Equal(reply.Text, flow.Caller.Receives(404).Text);
        flow.Caller.Acknowledges(invite, reply);
        flow.Advance(10);
        flow.Caller.ReceivesNothing();
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_200_of_our_own_is_repeated_until_its_ack_which_is_known_by_its_tag()
    {
        var acks = new List<CreateResult>();
        var flow = new Flow(new FlowScript(context =>
        {
            var created = context.Server.Transactions.Create(context);
            if (context.Message.Method == SipMethod.Ack)
                acks.Add(created);
            else if (created == CreateResult.Created)
                Scripts.Reply(context, 200, "OK");
            return 1;
        }));
        var invite = flow.Caller.Sends("INVITE");
        var ok = flow.Caller.Receives(200);
        flow.Advance(2);
        flow.Caller.Receives(200);
        flow.Caller.Receives(200);
        flow.Caller.Sends(flow.Caller.Request("ACK", callId: invite.CallId, toTag: "another"));
        flow.Caller.Sends(flow.Caller.Request("ACK", callId: invite.CallId, toTag: ok.ToTag));
        Assert.Equal([CreateResult.AckToForward, CreateResult.AckTaken], acks);
        flow.Advance(40);
        flow.Caller.ReceivesNothing();
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_second_final_reply_is_refused()
    {
        var results = new List<bool>();
        var flow = new Flow(new FlowScript(context =>
        {
            results.Add(Scripts.Reply(context, 404, "No transaction yet"));
            context.Server.Transactions.Create(context);
            results.Add(Scripts.Reply(context, 183, "Wait"));
            results.Add(Scripts.Reply(context, 404, "Not found"));
            results.Add(Scripts.Reply(context, 404, "Not found"));
            return 1;
        }));
        flow.Caller.Sends("INVITE");
        Assert.Equal([false, true, true, false], results);
        flow.Caller.Receives(183);
        flow.Caller.Receives(404);
        flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void A_final_reply_of_the_script_cancels_what_it_has_forwarded()
    {
        FlowMessage? relayed = null;
        var flow = new Flow(new FlowScript(context =>
        {
            Scripts.Relay(context);
            return Scripts.Reply(context, 480, "Changed my mind") ? 1 : -1;
        }));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Caller.Receives(480);
        relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Callee.Receives("CANCEL");
    }

    [Fact]
    public void A_redirection_names_all_destinations()
    {
        var flow = new Flow(new FlowScript(context =>
        {
            context.Server.Transactions.Create(context);
            context.Branches.TryAdd(new Branch("sip:bob@10.0.0.3"u8.ToArray(), Q: 500));
            return Scripts.Reply(context, 302, "Moved") ? 1 : -1;
        }));
        flow.Caller.Sends("INVITE");
        Assert.Equal("<sip:bob@10.0.0.2>, <sip:bob@10.0.0.3>;q=0.5", flow.Caller.Receives(302).Header("Contact"));
    }

    [Fact]
    public void A_host_without_address_is_answered_478_at_the_end_of_the_script()
    {
        var flow = new Flow(Scripts.Relay());
        flow.Caller.Sends("INVITE", "sip:bob@nowhere.example.org");
        flow.Caller.Receives(100);
        flow.Caller.Receives("SIP/2.0 478 Unresolvable destination (478/TM)");
    }

    [Fact]
    public void The_script_may_answer_an_error_itself()
    {
        var flow = new Flow(new FlowScript(context => Scripts.Relay(context) < 0 && Scripts.Reply(context, 404, "Who?") ? 1 : -1));
        flow.Caller.Sends("INVITE", "sip:bob@nowhere.example.org");
        flow.Caller.Receives(100);
        flow.Caller.Receives("SIP/2.0 404 Who?");
        flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void A_request_that_cannot_be_sent_is_answered_477()
    {
        var flow = new Flow(Scripts.Relay());
        flow.Unreachable.Add("10.0.0.2:5060");
        flow.Caller.Sends("OPTIONS");
        flow.Caller.Receives("SIP/2.0 477 Unfortunately error on sending to next hop occurred (477/TM)");
    }

    [Fact]
    public void A_tel_uri_is_answered_479()
    {
        var flow = new Flow(Scripts.Relay());
        flow.Caller.Sends("INVITE", "tel:+123456");
        flow.Caller.Receives(100);
        flow.Caller.Receives("SIP/2.0 479 Regretfully, we were not able to process the URI (479/TM)");
    }

    [Fact]
    public void A_transaction_that_the_script_forgets_is_released()
    {
        var flow = new Flow(new FlowScript(context => context.Server.Transactions.Create(context) == CreateResult.Created ? 1 : 0));
        flow.Caller.Sends("INVITE");
        flow.Caller.ReceivesNothing();
        flow.Advance(6);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_transaction_that_only_rings_ends_with_its_life()
    {
        var flow = new Flow(new FlowScript(context =>
        {
            context.Server.Transactions.Create(context);
            return Scripts.Reply(context, 180, "Ringing") ? 1 : -1;
        }));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(180);
        flow.Advance(181);
        flow.Caller.Receives(408);
        flow.Advance(60);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void Auto_100_can_be_switched_off()
    {
        var flow = new Flow(new FlowScript(context =>
        {
            context.TransactionSettings.AutoTrying = false;
            return Scripts.Relay(context);
        }));
        flow.Caller.Sends("INVITE");
        flow.Caller.ReceivesNothing();
        flow.Callee.Receives("INVITE");
    }

    [Fact]
    public void A_replica_is_sent_and_its_replies_go_nowhere()
    {
        var flow = new Flow(new FlowScript(context => context.Server.Transactions.Replicate(context, new RelayOptions())));
        flow.Caller.Sends("REGISTER", "sip:10.0.0.2");
        flow.Callee.Replies(flow.Callee.Receives("REGISTER"), 200);
        flow.Caller.ReceivesNothing();
        flow.Advance(60);
        flow.Caller.ReceivesNothing();
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void Nobody_hears_of_a_replica_that_times_out()
    {
        var flow = new Flow(new FlowScript(context => context.Server.Transactions.Replicate(context, new RelayOptions())));
        flow.Caller.Sends("REGISTER", "sip:10.0.0.2");
        flow.Advance(90);
        flow.Caller.ReceivesNothing();
        flow.ExpectNothingLeft();
    }
}
