using Seraph.Core.Transports;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>The ways of a call through a proxy with one destination (RFC 3261, 16 and 17).</summary>
public class ProxyFlowTests
{
    private readonly Flow _flow = new(Scripts.Relay());

    [Fact]
    public void A_call_goes_through_from_invite_to_bye()
    {
        var invite = _flow.Caller.Sends("INVITE");
        Assert.Equal("trying -- your call is important to us", _flow.Caller.Receives(100).Reason);
        var relayed = _flow.Callee.Receives("INVITE sip:bob@10.0.0.2 SIP/2.0");
        Assert.Equal(2, relayed.Headers("Via").Count);
        Assert.StartsWith("SIP/2.0/UDP 10.0.0.254;branch=z9hG4bK", relayed.Header("Via"), StringComparison.Ordinal);
        Assert.Equal(invite.Body, relayed.Body);

        _flow.Callee.Replies(relayed, 180, "Ringing", "bob");
        var ringing = _flow.Caller.Receives(180);
        Assert.Equal(invite.HeaderLines("Via"), ringing.HeaderLines("Via"));

        _flow.Callee.Replies(relayed, 200, "OK", "bob");
        var ok = _flow.Caller.Receives("SIP/2.0 200 OK");

        _flow.Caller.Sends(_flow.Caller.Request("ACK", invite.Uri, callId: invite.CallId, toTag: ok.ToTag));
        _flow.Callee.Receives("ACK");

        var bye = _flow.Caller.Sends(_flow.Caller.Request("BYE", invite.Uri, callId: invite.CallId, cseq: 2, toTag: ok.ToTag));
        var relayedBye = _flow.Callee.Receives("BYE");
        _flow.Caller.ReceivesNothing(); // no 100 for anything but an INVITE
        _flow.Callee.Replies(relayedBye, 200, "OK");
        Assert.Equal(bye.HeaderLines("Via"), _flow.Caller.Receives(200).HeaderLines("Via"));

        _flow.Advance(40);
        _flow.Caller.ReceivesNothing();
        _flow.Callee.ReceivesNothing();
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void An_invite_to_a_dead_destination_is_repeated_and_ends_with_408()
    {
        var invite = _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var first = _flow.Callee.Receives("INVITE");
        _flow.Advance(29.9);
        foreach (var at in new[] { 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5 })
        {
            var again = _flow.Callee.Receives("INVITE");
            Assert.Equal(first.Text, again.Text);
            Assert.InRange(again.Time.TotalSeconds, at, at + 0.1);
        }

        _flow.Callee.ReceivesNothing();
        _flow.Caller.ReceivesNothing();
        _flow.Advance(0.2);
        var timeout = _flow.Caller.Receives("SIP/2.0 408 Request Timeout");
        Assert.NotEmpty(timeout.ToTag);
        _flow.Callee.ReceivesNothing(); // no CANCEL for somebody who never answered (9.1)

        _flow.Caller.Acknowledges(invite, timeout);
        _flow.Advance(60);
        _flow.Caller.ReceivesNothing();
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void Other_requests_are_repeated_until_the_end_of_their_life()
    {
        _flow.Caller.Sends("OPTIONS");
        _flow.Callee.Receives("OPTIONS");
        _flow.Advance(29.9);
        Assert.Equal(9, _flow.Callee.Waiting);
        _flow.Advance(0.2);
        _flow.Caller.Receives("SIP/2.0 408 Request Timeout");
        _flow.Advance(60);
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_provisional_reply_slows_the_repetition_of_other_requests_down_to_t2()
    {
        _flow.Caller.Sends("OPTIONS");
        var relayed = _flow.Callee.Receives("OPTIONS");
        _flow.Callee.Replies(relayed, 183);
        _flow.Caller.Receives(183);
        _flow.Advance(13);
        Assert.Equal([4, 8, 12], Enumerable.Range(0, 3).Select(_ => (int)Math.Round(_flow.Callee.Receives("OPTIONS").Time.TotalSeconds)));
        _flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void A_provisional_reply_ends_the_repetition_of_an_invite_and_the_call_rings_out()
    {
        var invite = _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        _flow.Advance(0.4);
        _flow.Callee.Replies(relayed, 180, tag: "bob");
        _flow.Caller.Receives(180);
        _flow.Advance(119.9);
        _flow.Callee.ReceivesNothing();

        _flow.Advance(0.2);
        var timeout = _flow.Caller.Receives(408);
        var cancel = _flow.Callee.Receives("CANCEL sip:bob@10.0.0.2 SIP/2.0");
        Assert.Equal(relayed.Branch, cancel.Branch);
        Assert.Equal(relayed.Header("To"), cancel.Header("To"));
        Assert.Equal("1 CANCEL", cancel.Header("CSeq"));
        _flow.Caller.Acknowledges(invite, timeout);

        _flow.Callee.Replies(cancel, 200);
        var terminated = _flow.Callee.Replies(relayed, 487, tag: "bob");
        Assert.Equal("1 ACK", _flow.Callee.Receives("ACK").Header("CSeq"));
        _flow.Caller.ReceivesNothing(); // the caller has its answer

        _flow.Callee.Sends(terminated);
        _flow.Callee.Receives("ACK"); // every copy is acknowledged
        _flow.Caller.ReceivesNothing();
        _flow.Advance(60);
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_late_200_after_the_timeout_still_goes_to_the_caller()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        _flow.Callee.Replies(relayed, 180, tag: "bob");
        _flow.Caller.Receives(180);
        _flow.Advance(121);
        _flow.Caller.Receives(408);
        _flow.Callee.Replies(relayed, 200, "OK", "bob");
        while (_flow.Caller.Waiting > 1)
            _flow.Caller.Receives(408);
        _flow.Caller.Receives(200);
    }

    [Fact]
    public void A_negative_reply_is_acknowledged_here_and_repeated_until_the_caller_acknowledges_it()
    {
        var invite = _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        _flow.Callee.Replies(relayed, 486, "Busy Here", "bob");
        var ack = _flow.Callee.Receives("ACK sip:bob@10.0.0.2 SIP/2.0");
        Assert.Equal(relayed.Branch, ack.Branch);
        Assert.Equal("bob", ack.ToTag);
        Assert.Single(ack.Headers("Via"));

        var busy = _flow.Caller.Receives("SIP/2.0 486 Busy Here");
        _flow.Advance(4);
        Assert.Equal([0.5, 1.5, 3.5], Enumerable.Range(0, 3).Select(_ => Math.Round(_flow.Caller.Receives(486).Time.TotalSeconds, 1)));
        _flow.Caller.Acknowledges(invite, busy);
        _flow.Callee.ReceivesNothing(); // hop by hop
        _flow.Advance(60);
        _flow.Caller.ReceivesNothing();
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_negative_reply_that_nobody_acknowledges_is_given_up_after_fr_timer()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 404);
        _flow.Advance(100);
        var last = TimeSpan.Zero;
        while (_flow.Caller.Waiting > 0)
            last = _flow.Caller.Receives(404).Time;
        Assert.InRange(last.TotalSeconds, 25, 30);
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_repeated_invite_gets_the_last_reply_and_makes_no_new_branch()
    {
        var invite = _flow.Caller.Sends("INVITE");
        var trying = _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        _flow.Caller.Sends(invite);
        Assert.Equal(trying.Text, _flow.Caller.Receives(100).Text);

        _flow.Callee.Replies(relayed, 180, tag: "bob");
        var ringing = _flow.Caller.Receives(180);
        _flow.Caller.Sends(invite);
        Assert.Equal(ringing.Text, _flow.Caller.Receives(180).Text);

        _flow.Callee.Replies(relayed, 603, "Decline", "bob");
        _flow.Callee.Receives("ACK");
        var declined = _flow.Caller.Receives(603);
        _flow.Caller.Sends(invite);
        Assert.Equal(declined.Text, _flow.Caller.Receives(603).Text);
        _flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void An_invite_that_comes_again_after_its_2xx_is_absorbed()
    {
        var invite = _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 200, tag: "bob");
        _flow.Caller.Receives(200);
        _flow.Advance(31); // RFC 6026: timer L
        _flow.Caller.Sends(invite);
        _flow.Caller.ReceivesNothing();
        _flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void Every_copy_of_a_2xx_is_passed_on()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        for (var i = 0; i < 4; i++)
        {
            _flow.Callee.Replies(relayed, 200, tag: "bob");
            _flow.Caller.Receives(200);
            _flow.Advance(10);
        }
    }

    [Fact]
    public void A_repeated_bye_gets_the_same_reply_for_as_long_as_it_may_be_repeated()
    {
        var bye = _flow.Caller.Sends("BYE");
        _flow.Callee.Replies(_flow.Callee.Receives("BYE"), 200);
        var ok = _flow.Caller.Receives(200);
        _flow.Advance(31); // timer J
        _flow.Caller.Sends(bye);
        Assert.Equal(ok.Text, _flow.Caller.Receives(200).Text);
        _flow.Callee.ReceivesNothing();
        _flow.Advance(2);
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void The_100_of_the_callee_is_not_passed_on()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 100);
        _flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void Over_a_stream_nothing_is_repeated()
    {
        var flow = new Flow(Scripts.Relay());
        var caller = flow.Peer("10.0.0.3", 40000, TransportProtocol.Tcp);
        var callee = flow.Peer("10.0.0.4", 5060, TransportProtocol.Tcp);
        var invite = caller.Sends(caller.Request("INVITE", "sip:bob@10.0.0.4;transport=tcp"));
        caller.Receives(100);
        var relayed = callee.Receives("INVITE");
        Assert.StartsWith("SIP/2.0/TCP ", relayed.Header("Via"), StringComparison.Ordinal);
        flow.Advance(29);
        callee.ReceivesNothing();
        callee.Replies(relayed, 486, tag: "bob");
        callee.Receives("ACK");
        caller.Receives(486);
        flow.Advance(10);
        caller.ReceivesNothing();
        caller.Acknowledges(invite, new FlowMessage("SIP/2.0 486 x\r\nTo: <sip:b@x>;tag=bob\r\n\r\n"));
        flow.Advance(6);
        flow.ExpectNothingLeft(); // timers D and I are wt_timer at most over streams
    }

    [Fact]
    public void A_reply_with_another_branch_or_method_is_none_of_the_transaction()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var relayed = _flow.Callee.Receives("INVITE");
        var wrongBranch = new FlowMessage(relayed.Text.Replace(relayed.Branch, relayed.Branch[..^1] + "7", StringComparison.Ordinal));
        _flow.Callee.Replies(wrongBranch, 200, tag: "bob");
        _flow.Caller.Receives(200); // stateless: by its second Via
        var wrongMethod = new FlowMessage(relayed.Text.Replace("1 INVITE", "1 BYE", StringComparison.Ordinal));
        _flow.Callee.Replies(wrongMethod, 200, tag: "bob");
        _flow.Caller.Receives(200);
        _flow.Callee.Replies(relayed, 180, tag: "bob");
        _flow.Caller.Receives(180); // the transaction has not noticed
    }

    [Fact]
    public void The_branch_names_hash_label_and_index()
    {
        _flow.Caller.Sends("OPTIONS");
        var branch = _flow.Callee.Receives("OPTIONS").Branch;
        Assert.True(Core.Transactions.BranchParameter.TryParse(System.Text.Encoding.ASCII.GetBytes(branch), out var id, out var index));
        Assert.Equal(0, index);
        var transaction = _flow.Server.Transactions.Find(id);
        Assert.NotNull(transaction);
        transaction.Release();
    }
}
