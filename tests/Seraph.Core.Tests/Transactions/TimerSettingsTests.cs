using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Timers of single transactions, and what the parameters do (spec modules/tm.md, "Timers").</summary>
public class TimerSettingsTests
{
    [Fact]
    public void Timers_that_were_set_before_hold_for_the_next_transaction()
    {
        var flow = With(c =>
        {
            c.TransactionSettings.FinalResponse = 2000;
            c.TransactionSettings.Retransmission1 = 200;
            c.TransactionSettings.Retransmission2 = 800;
        });
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Advance(2.1);
        Assert.Equal([0, 0.2, 0.6, 1.4], Enumerable.Range(0, 4).Select(_ => Math.Round(flow.Callee.Receives("INVITE").Time.TotalSeconds, 1)));
        Assert.Equal(2, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void Timers_change_while_the_call_rings()
    {
        var script = new FlowScript(_ => 1);
        CompiledRoute? route = null;
        script = new FlowScript(context =>
        {
            context.TransactionSettings.ReplyRoute = route;
            return Scripts.Relay(context);
        });
        route = script.Add(RouteBlockKind.Reply, "1", context =>
        {
            context.Transaction!.Settings.FinalResponseInvite = 5000;
            context.Transaction.RestartDeadlines();
            return 1;
        });
        var flow = new Flow(script);
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Advance(5.1);
        Assert.Equal(5, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void Nothing_outlives_the_maximum()
    {
        var flow = With(c => c.TransactionSettings.LifetimeInvite = 10_000);
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Advance(4);
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Advance(6.1);
        Assert.Equal(10, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void A_new_lifetime_counts_from_now()
    {
        Transaction? transaction = null;
        var flow = new Flow(new FlowScript(context =>
        {
            Scripts.Relay(context);
            transaction = context.Transaction;
            return 1;
        }));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Advance(10);
        transaction!.Settings.LifetimeInvite = 20_000;
        transaction.RestartLifetime();
        flow.Advance(20.1);
        Assert.Equal(30, flow.Caller.Receives(408).Time.TotalSeconds, 1);
        Assert.True(transaction.IsExpired);
    }

    [Fact]
    public void New_intervals_hold_for_branches_that_run()
    {
        Transaction? transaction = null;
        var flow = new Flow(new FlowScript(context =>
        {
            Scripts.Relay(context);
            transaction = context.Transaction;
            return 1;
        }));
        flow.Caller.Sends("INVITE");
        flow.Callee.Receives("INVITE");
        transaction!.Settings.Retransmission1 = 100;
        transaction.Settings.Retransmission2 = 200;
        transaction.ChangeIntervals();
        flow.Advance(0.75);
        Assert.Equal([0.1, 0.3, 0.5, 0.7], Enumerable.Range(0, 4).Select(_ => Math.Round(flow.Callee.Receives("INVITE").Time.TotalSeconds, 1)));
    }

    [Theory]
    [InlineData(true, 65)] // 60 s after the 183 that came at 5 s
    [InlineData(false, 61)] // 60 s after the first 183
    public void Provisional_replies_give_more_time_as_configured(bool restart, double seconds)
    {
        var flow = new Flow(Scripts.Relay(), o =>
        {
            o.RestartOnEachReply = restart;
            o.FinalResponseInvite = 60_000;
        });
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Advance(1);
        flow.Callee.Replies(relayed, 183, tag: "bob");
        flow.Caller.Receives(183);
        flow.Advance(4);
        flow.Callee.Replies(relayed, 183, tag: "bob");
        flow.Caller.Receives(183);
        flow.Advance(61);
        Assert.Equal(seconds, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void A_better_provisional_reply_always_gives_more_time()
    {
        var flow = new Flow(Scripts.Relay(), o =>
        {
            o.RestartOnEachReply = false;
            o.FinalResponseInvite = 60_000;
        });
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 100);
        flow.Advance(5);
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Advance(61);
        Assert.Equal(65, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void An_attribute_of_the_callee_sets_the_timer_in_seconds()
    {
        var flow = With(
            c => c.Attributes.Add(AttributeReference.Of("my_timer", AttributeTrack.To), ScriptValue.Of("3"u8.ToArray().AsMemory())),
            o => o.FinalResponseAttribute = AttributeReference.Of("my_timer"));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Advance(3.1);
        Assert.Equal(3, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    [Fact]
    public void Without_noise_a_call_that_interests_nobody_ends_silently()
    {
        var flow = new Flow(Scripts.Relay(), o => o.NoisyTimeout = false);
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Advance(31);
        flow.Caller.ReceivesNothing();
        flow.Advance(40);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void Without_noise_a_call_that_rang_is_answered_nevertheless()
    {
        var flow = new Flow(Scripts.Relay(), o => o.NoisyTimeout = false);
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Advance(121);
        flow.Caller.Receives(408);
    }

    [Fact]
    public void A_repetition_that_cannot_be_sent_ends_the_branch_with_503()
    {
        var flow = new Flow(Scripts.Relay());
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Unreachable.Add("10.0.0.2:5060");
        flow.Advance(0.6);
        flow.Caller.Receives("SIP/2.0 503 Service Unavailable"); // not received from anybody, so it stays what it is
    }

    private static Flow With(Action<RouteContext> before, Action<TransactionOptions>? options = null) => new(
        new FlowScript(context =>
        {
            before(context);
            return Scripts.Relay(context);
        }),
        options);
}
