using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Routes of one transaction run one after the other; whoever comes meanwhile does not wait for them.</summary>
public class OwnershipTests
{
    [Fact]
    public void A_reply_that_comes_while_the_script_still_runs_waits_in_a_queue_and_not_on_a_thread()
    {
        using var relayed = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var attribute = Seraph.Script.Attributes.AttributeReference.Of("seen");
        var seen = "";
        CompiledRoute? route = null;
        var script = new FlowScript(context =>
        {
            context.TransactionSettings.ReplyRoute = route;
            Scripts.Relay(context);
            relayed.Set();
            goOn.Wait();
            context.Attributes.Add(attribute, ScriptValue.Of("set after relaying"u8.ToArray().AsMemory()));
            return 1;
        });
        route = script.Add(RouteBlockKind.Reply, "1", context =>
        {
            seen = context.Attributes.TryGetNewest(attribute, out var value) ? value.ToString() : "";
            return 1;
        });
        var flow = new Flow(script);
        var invite = flow.Caller.Request("INVITE");
        var slow = new Thread(() => flow.Caller.Sends(invite));
        slow.Start();
        Assert.True(relayed.Wait(TimeSpan.FromSeconds(30)));
        flow.Caller.Receives(100);
        var relayedInvite = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayedInvite, 180, tag: "bob"); // returns although the script has not ended
        flow.Callee.Replies(relayedInvite, 200, tag: "bob");
        flow.Caller.ReceivesNothing();

        goOn.Set();
        Assert.True(slow.Join(TimeSpan.FromSeconds(30)));
        flow.Caller.Receives(180);
        flow.Caller.Receives(200);
        Assert.Equal("set after relaying", seen);
    }

    [Fact]
    public void A_call_can_be_cancelled_while_a_failure_route_waits()
    {
        using var failed = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var result = 0;
        CompiledRoute? route = null;
        var script = new FlowScript(context =>
        {
            context.TransactionSettings.FailureRoute = route;
            return Scripts.Relay(context);
        });
        route = script.Add(RouteBlockKind.Failure, "1", context =>
        {
            failed.Set();
            goOn.Wait();
            Scripts.AppendBranch(context, "sip:bob@10.0.0.3");
            result = Scripts.Relay(context);
            return 1;
        });
        var flow = new Flow(script);
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        var slow = new Thread(() => flow.Callee.Replies(relayed, 486, tag: "bob"));
        slow.Start();
        Assert.True(failed.Wait(TimeSpan.FromSeconds(30)));
        flow.Callee.Receives("ACK");
        flow.Caller.Cancels(invite);
        flow.Caller.Receives(200);
        goOn.Set();
        Assert.True(slow.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal((int)Core.Routing.RoutingError.Canceled, result);
        flow.Caller.Receives(486);
    }

    [Fact]
    public void Replies_beyond_the_limit_of_the_queue_are_as_good_as_lost()
    {
        using var relayed = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var flow = new Flow(new FlowScript(context =>
        {
            Scripts.Relay(context);
            relayed.Set();
            goOn.Wait();
            return 1;
        }));
        var slow = new Thread(() => flow.Caller.Sends("INVITE"));
        slow.Start();
        Assert.True(relayed.Wait(TimeSpan.FromSeconds(30)));
        flow.Caller.Receives(100);
        var invite = flow.Callee.Receives("INVITE");
        for (var i = 0; i < 100; i++)
            flow.Callee.Replies(invite, 180, tag: "bob");
        goOn.Set();
        Assert.True(slow.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(Transaction.MaxQueuedReplies, flow.Caller.Waiting);
    }
}
