using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>What scripts do with transactions: failure, reply and branch routes, replies of their own, errors.</summary>
public class FailureRouteTests
{
    [Fact]
    public void A_failure_route_tries_another_destination_once()
    {
        var runs = 0;
        var flow = WithFailureRoute(context =>
        {
            runs++;
            Assert.Equal(486, context.Transaction!.Branch(context.PickedBranch).LastStatus);
            Assert.Equal("sip:bob@10.0.0.2", System.Text.Encoding.ASCII.GetString(context.RequestUri.Span));
            context.TrySetRequestUri("sip:voicemail@10.0.0.3"u8);
            Scripts.AppendBranch(context, "sip:voicemail@10.0.0.3");
            return Scripts.Relay(context);
        });
        var voicemail = flow.Peer("10.0.0.3");
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486, tag: "bob");
        flow.Callee.Receives("ACK");
        flow.Caller.ReceivesNothing();

        var second = voicemail.Receives("INVITE sip:voicemail@10.0.0.3 SIP/2.0");
        Assert.Equal(invite.Body, second.Body);
        Assert.Equal(["yes"], second.Headers("X-Script")); // what the request's script has added is there again
        voicemail.Replies(second, 404, tag: "voicemail");
        flow.Caller.Receives(404); // not armed again, so the route does not run for this one
        Assert.Equal(1, runs);
    }

    [Fact]
    public void A_failure_route_may_answer_itself()
    {
        var flow = WithFailureRoute(context => Scripts.Reply(context, 480, "Nobody home") ? 1 : -1);
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486);
        flow.Caller.Receives("SIP/2.0 480 Nobody home");
        flow.Advance(0.1);
        flow.Caller.ReceivesNothing();
    }

    [Fact]
    public void A_timeout_runs_the_failure_route()
    {
        var timedOut = false;
        var flow = WithFailureRoute(context =>
        {
            timedOut = context.Transaction!.Branch(context.PickedBranch).HasTimedOut;
            Scripts.AppendBranch(context, "sip:voicemail@10.0.0.3");
            return Scripts.Relay(context);
        });
        var voicemail = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Advance(30.1);
        Assert.True(timedOut);
        voicemail.Replies(voicemail.Receives("INVITE"), 200, tag: "voicemail");
        flow.Caller.Receives(200);
    }

    [Fact]
    public void Relaying_in_a_failure_route_without_a_branch_is_an_error_and_the_reply_goes_on()
    {
        var result = 0;
        var flow = WithFailureRoute(context => result = Scripts.Relay(context));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486);
        Assert.Equal((int)RoutingError.Configuration, result);
        flow.Caller.Receives(486);
    }

    [Fact]
    public void Dropped_replies_leave_only_the_new_branches()
    {
        var flow = WithFailureRoute(context =>
        {
            context.Transaction!.DropReplies(DroppedReplies.All);
            Scripts.AppendBranch(context, "sip:voicemail@10.0.0.3");
            return Scripts.Relay(context);
        });
        var voicemail = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 401);
        voicemail.Replies(voicemail.Receives("INVITE"), 486);
        flow.Caller.Receives(486); // 401 would have won
    }

    [Fact]
    public void Dropping_all_replies_without_a_new_branch_is_a_server_error()
    {
        var flow = WithFailureRoute(context =>
        {
            context.Transaction!.DropReplies(DroppedReplies.All);
            return 1;
        });
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486);
        flow.Caller.Receives("SIP/2.0 500 I'm terribly sorry, server error occurred (1/TM)");
    }

    [Fact]
    public void A_6xx_lets_the_failure_route_try_again()
    {
        var flow = WithFailureRoute(context =>
        {
            Scripts.AppendBranch(context, "sip:voicemail@10.0.0.3");
            return Scripts.Relay(context);
        });
        var voicemail = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 603);
        voicemail.Replies(voicemail.Receives("INVITE"), 200);
        flow.Caller.Receives(200);
    }

    [Fact]
    public void A_cancelled_call_is_not_tried_elsewhere()
    {
        var result = 0;
        var flow = WithFailureRoute(context =>
        {
            Assert.True(context.Transaction!.IsCanceled);
            Scripts.AppendBranch(context, "sip:voicemail@10.0.0.3");
            return result = Scripts.Relay(context);
        });
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Caller.Cancels(invite);
        flow.Caller.Receives(200);
        flow.Callee.Replies(relayed, 487, tag: "bob");
        flow.Caller.Receives(487);
        Assert.Equal((int)RoutingError.Canceled, result);
    }

    [Fact]
    public void A_route_that_throws_does_not_stop_the_call_from_ending()
    {
        var flow = WithFailureRoute(_ => throw new InvalidOperationException("a bug"));
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486);
        flow.Caller.Acknowledges(invite, flow.Caller.Receives(486));
        flow.Advance(60);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_reply_route_sees_every_reply_and_may_change_it()
    {
        var seen = new List<int>();
        var script = new FlowScript(_ => 1);
        var route = script.Add(RouteBlockKind.Reply, "1", context =>
        {
            seen.Add(context.Message.StatusCode);
            Assert.NotNull(context.Transaction);
            Assert.Equal(7u, context.Flags);
            context.Flags |= 8;
            context.Edits.TryAppendHeader(context.Message, "X-Seen: yes\r\n"u8);
            context.Flags = 7;
            return 1;
        });
        var flow = new Flow(new FlowScript(context =>
        {
            context.Flags = 7;
            context.TransactionSettings.ReplyRoute = route;
            return Scripts.Relay(context);
        }));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 100);
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Callee.Replies(relayed, 200, tag: "bob");
        flow.Callee.Replies(relayed, 200, tag: "bob");
        Assert.Equal([100, 180, 200, 200], seen);
        Assert.Equal("yes", flow.Caller.Receives(180).Header("X-Seen"));
        Assert.Equal("yes", flow.Caller.Receives(200).Header("X-Seen"));
        Assert.Equal("yes", flow.Caller.Receives(200).Header("X-Seen"));
    }

    [Fact]
    public void Attributes_and_flags_go_with_the_transaction()
    {
        var uid = Seraph.Script.Attributes.AttributeReference.Of("uid");
        var found = "";
        var flow = WithFailureRoute(
            context =>
            {
                found = context.Attributes.TryGetNewest(uid, out var value) ? value.ToString() : "none";
                Assert.Equal(4u, context.Flags);
                return 1;
            },
            context =>
            {
                context.Flags = 4;
                context.Attributes.Add(uid, ScriptValue.Of("alice"u8.ToArray().AsMemory()));
            });
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486);
        Assert.Equal("alice", found);
        flow.Caller.Acknowledges(invite, flow.Caller.Receives(486));
        flow.Advance(60);
        flow.ExpectNothingLeft();
    }

    private static Flow WithFailureRoute(Func<RouteContext, int> failureRoute, Action<RouteContext>? before = null)
    {
        CompiledRoute? route = null;
        var script = new FlowScript(context =>
        {
            if (context.Message.Method == Sip.SipMethod.Invite)
                context.TransactionSettings.FailureRoute = route;
            context.Edits.TryAppendHeader(context.Message, "X-Script: yes\r\n"u8);
            before?.Invoke(context);
            return Scripts.Relay(context);
        });
        route = script.Add(RouteBlockKind.Failure, "1", failureRoute);
        return new Flow(script);
    }
}
