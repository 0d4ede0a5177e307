using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Several branches at the same time, and which of their replies the caller gets (RFC 3261, 16.7).</summary>
public class ForkingTests
{
    private readonly Flow _flow;
    private readonly FlowPeer _second;

    public ForkingTests()
    {
        _flow = new Flow(Scripts.Fork("sip:bob@10.0.0.3"));
        _second = _flow.Peer("10.0.0.3");
    }

    [Theory]
    [InlineData(486, 404, 404)]
    [InlineData(404, 486, 404)]
    [InlineData(503, 404, 404)]
    [InlineData(500, 302, 302)]
    [InlineData(404, 302, 302)]
    [InlineData(404, 401, 401)]
    [InlineData(404, 407, 407)]
    [InlineData(404, 415, 415)]
    [InlineData(404, 420, 420)]
    [InlineData(404, 484, 484)]
    [InlineData(484, 420, 420)]
    [InlineData(500, 480, 480)]
    [InlineData(501, 500, 500)]
    public void The_caller_gets_the_better_of_two_negative_replies(int first, int second, int chosen)
    {
        var invite = _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE sip:bob@10.0.0.2");
        var two = _second.Receives("INVITE sip:bob@10.0.0.3");
        Assert.NotEqual(one.Branch, two.Branch);

        _flow.Callee.Replies(one, first, tag: "one");
        _flow.Callee.Receives("ACK");
        _flow.Caller.ReceivesNothing();
        _second.Replies(two, second, tag: "two");
        _second.Receives("ACK");
        var reply = _flow.Caller.Receives(chosen);
        Assert.Equal(chosen == first ? "one" : "two", reply.ToTag);
        _flow.Caller.ReceivesNothing();
        _flow.Caller.Acknowledges(invite, reply);
        _flow.Advance(60);
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void Of_equal_replies_the_first_branch_wins()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        var two = _second.Receives("INVITE");
        _second.Replies(two, 486, tag: "two");
        _flow.Callee.Replies(one, 486, tag: "one");
        Assert.Equal("one", _flow.Caller.Receives(486).ToTag);
    }

    [Fact]
    public void A_503_becomes_500()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 503, "Overload");
        _second.Replies(_second.Receives("INVITE"), 503, "Overload");
        _flow.Caller.Receives("SIP/2.0 500 Service Unavailable");
    }

    [Fact]
    public void The_challenges_of_all_branches_go_to_the_caller()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 401, headers: "WWW-Authenticate: Digest realm=\"one\", nonce=\"1\"\r\n");
        _second.Replies(_second.Receives("INVITE"), 407, headers: "Proxy-Authenticate: Digest realm=\"two\", nonce=\"2\"\r\n");
        var challenge = _flow.Caller.Receives(401);
        Assert.Equal("Digest realm=\"one\", nonce=\"1\"", challenge.Header("WWW-Authenticate"));
        Assert.Equal("Digest realm=\"two\", nonce=\"2\"", challenge.Header("Proxy-Authenticate"));
    }

    [Fact]
    public void A_2xx_goes_to_the_caller_at_once_and_the_other_branch_is_cancelled()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        var two = _second.Receives("INVITE");
        _flow.Callee.Replies(one, 180, tag: "one");
        _flow.Caller.Receives(180);
        _second.Replies(two, 200, tag: "two");
        Assert.Equal("two", _flow.Caller.Receives(200).ToTag);

        var cancel = _flow.Callee.Receives("CANCEL");
        Assert.Equal(one.Branch, cancel.Branch);
        _flow.Callee.Replies(cancel, 200);
        _flow.Callee.Replies(one, 487, tag: "one");
        _flow.Callee.Receives("ACK");
        _flow.Caller.ReceivesNothing();
        _flow.Advance(40);
        _second.ReceivesNothing();
        _flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_branch_that_said_nothing_is_cancelled_when_it_starts_to_ring_after_all()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        _second.Replies(_second.Receives("INVITE"), 200, tag: "two");
        _flow.Caller.Receives(200);
        _flow.Advance(3);
        _flow.Callee.ReceivesNothing(); // neither CANCEL nor another copy
        _flow.Callee.Replies(one, 180, tag: "one");
        _flow.Callee.Receives("CANCEL");
        _flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void Both_2xx_of_a_race_go_to_the_caller()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        var two = _second.Receives("INVITE");
        _flow.Callee.Replies(one, 200, tag: "one");
        _second.Replies(two, 200, tag: "two");
        Assert.Equal("one", _flow.Caller.Receives(200).ToTag);
        Assert.Equal("two", _flow.Caller.Receives(200).ToTag);
    }

    [Fact]
    public void A_180_that_was_overtaken_by_its_200_cancels_nothing()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        var two = _second.Receives("INVITE");
        _flow.Callee.Replies(one, 200, tag: "one");
        _flow.Caller.Receives(200);
        _second.Replies(two, 200, tag: "two");
        _flow.Caller.Receives(200);
        _second.Replies(two, 180, tag: "two");
        _second.ReceivesNothing();
        _flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void A_200_goes_to_the_caller_even_when_the_branch_has_timed_out_before()
    {
        var flow = new Flow(Scripts.Fork("sip:bob@10.0.0.3"), o => o.FinalResponse = 10_000);
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var one = flow.Callee.Receives("INVITE");
        second.Replies(second.Receives("INVITE"), 180, tag: "two");
        flow.Caller.Receives(180);
        flow.Advance(11);
        flow.Callee.Replies(one, 200, tag: "one");
        Assert.Equal("one", flow.Caller.Receives(200).ToTag);
    }

    [Fact]
    public void A_6xx_cancels_the_others_at_once_and_goes_to_the_caller_when_they_are_done()
    {
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        var one = _flow.Callee.Receives("INVITE");
        var two = _second.Receives("INVITE");
        _flow.Callee.Replies(one, 180, tag: "one");
        _flow.Caller.Receives(180);
        _second.Replies(two, 600, tag: "two");
        _second.Receives("ACK");
        _flow.Callee.Receives("CANCEL");
        _flow.Caller.ReceivesNothing();
        _flow.Callee.Replies(one, 487, tag: "one");
        _flow.Caller.Receives(600);
    }

    [Fact]
    public void A_6xx_is_like_any_other_reply_when_that_is_configured()
    {
        var flow = new Flow(Scripts.Fork("sip:bob@10.0.0.3"), o => o.Disable6xxBlock = true);
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var one = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(one, 180, tag: "one");
        second.Replies(second.Receives("INVITE"), 600, tag: "two");
        second.Receives("ACK");
        flow.Callee.ReceivesNothing();
        flow.Callee.Replies(one, 200, tag: "one");
        flow.Caller.Receives(180);
        flow.Caller.Receives(200);
    }

    [Fact]
    public void Only_the_first_final_reply_to_a_request_other_than_invite_goes_to_the_caller()
    {
        var flow = new Flow(new FlowScript(context =>
        {
            Scripts.AppendBranch(context, "sip:bob@10.0.0.3");
            return Scripts.Relay(context);
        }));
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("MESSAGE");
        var one = flow.Callee.Receives("MESSAGE");
        var two = second.Receives("MESSAGE");
        flow.Callee.Replies(one, 200, tag: "one");
        flow.Caller.Receives(200);
        second.Replies(two, 200, tag: "two");
        flow.Caller.ReceivesNothing();
        flow.Callee.ReceivesNothing();
        flow.Advance(40);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_branch_that_cannot_be_sent_is_not_waited_for()
    {
        _flow.Unreachable.Add("10.0.0.3:5060");
        _flow.Caller.Sends("INVITE");
        _flow.Caller.Receives(100);
        _flow.Callee.Replies(_flow.Callee.Receives("INVITE"), 486);
        _flow.Caller.Receives(486); // 408 of the other branch was never a candidate, though it ranks before 486
    }

    [Fact]
    public void More_than_twelve_branches_are_refused()
    {
        var errors = new List<int>();
        var flow = new Flow(new FlowScript(context =>
        {
            for (var i = 0; i < 11; i++)
                Scripts.AppendBranch(context, $"sip:bob{i}@10.0.0.3");
            errors.Add(Scripts.Relay(context));
            Scripts.AppendBranch(context, "sip:one-too-many@10.0.0.3");
            errors.Add(Scripts.Relay(context));
            return 1;
        }));
        flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        Assert.Equal([1, (int)RoutingError.TooManyBranches], errors);
    }

    [Fact]
    public void A_branch_route_changes_its_branch_only()
    {
        var script = new FlowScript(context =>
        {
            Scripts.AppendBranch(context, "sip:bob@10.0.0.3");
            return Scripts.Relay(context);
        });
        var route = script.Add(Script.RouteBlockKind.Branch, "1", context =>
        {
            context.Edits.TryAppendHeader(context.Message, System.Text.Encoding.ASCII.GetBytes($"X-Branch: {context.Transaction!.BranchCount}\r\n"));
            if (context.Transaction.BranchCount == 1)
                context.TrySetRequestUri("sip:changed@10.0.0.3"u8);
            return 1;
        });
        var flow = new Flow(new FlowScript(context =>
        {
            context.TransactionSettings.BranchRoute = route;
            Scripts.AppendBranch(context, "sip:bob@10.0.0.3");
            return Scripts.Relay(context);
        }));
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        Assert.Equal(["0"], flow.Callee.Receives("INVITE sip:bob@10.0.0.2").Headers("X-Branch"));
        Assert.Equal(["1"], second.Receives("INVITE sip:changed@10.0.0.3").Headers("X-Branch"));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(600, 1000)]
    [InlineData(302, 3002)]
    [InlineData(401, 4001)]
    [InlineData(407, 4007)]
    [InlineData(415, 4015)]
    [InlineData(420, 4020)]
    [InlineData(484, 4084)]
    [InlineData(404, 4104)]
    [InlineData(503, 5003)]
    [InlineData(701, 10701)]
    public void Ranks_follow_the_table(int code, int rank) => Assert.Equal(rank, ResponsePriority.Of(code));
}
