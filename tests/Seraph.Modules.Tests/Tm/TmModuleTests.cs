using Seraph.Core.Management;
using Seraph.Testing.Flows;

namespace Seraph.Modules.Tests.Tm;

/// <summary>The functions, selects and commands of tm in whole scripts.</summary>
public class TmModuleTests
{
    private const string Head = "#!SER\nloadmodule \"tm\"\nloadmodule \"probe\"\n";

    [Fact]
    public void Serial_forking_by_failure_route_goes_from_one_destination_to_the_next()
    {
        var flow = new Flow(Head + """
            route {
                t_on_failure("first");
                t_relay();
            }
            failure_route[first] {
                if (t_check_status("486")) {
                    rewriteuri("sip:second@10.0.0.3");
                    append_branch();
                    t_on_failure("second");
                    t_relay();
                }
            }
            failure_route[second] {
                probe("@tm.uac.count");
                probe("@tm.uac[0].status");
                probe("@tm.uac[1].status");
                probe("@tm.uac[2].status");
                t_reply("480", "Nobody home");
            }
            """);
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 486, tag: "first");
        flow.Callee.Receives("ACK");
        second.Replies(second.Receives("INVITE sip:second@10.0.0.3"), 404, tag: "second");
        flow.Caller.Receives("SIP/2.0 480 Nobody home");
        Assert.Equal(["2", "486", "404", "<null>"], flow.Probe.Seen);
    }

    [Fact]
    public void The_queries_tell_how_branches_ended()
    {
        var flow = new Flow(Head + """
            route {
                if (method == "INVITE") append_branch("sip:bob@10.0.0.3");
                t_on_failure("1");
                t_relay();
            }
            failure_route[1] {
                if (t_any_timeout()) probe_text("any timeout");
                if (t_branch_timeout()) probe_text("branch timeout");
                if (t_any_replied()) probe_text("any replied");
                if (t_branch_replied()) probe_text("branch replied");
                if (t_grep_status(486)) probe_text("grep 486");
                if (t_grep_status("404")) probe_text("grep 404");
                if (t_is_canceled()) probe_text("canceled");
                if (t_is_expired()) probe_text("expired");
                if (t_check_status("40[0-9]")) probe_text("check 40x");
            }
            """);
        var second = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Callee.Receives("INVITE");
        second.Replies(second.Receives("INVITE"), 486);
        flow.Advance(31);
        Assert.Equal(["any timeout", "branch timeout", "any replied", "grep 486", "check 40x"], flow.Probe.Seen);
    }

    [Fact]
    public void Reply_and_branch_routes_are_run()
    {
        var flow = new Flow(Head + """
            flags seen;
            route {
                setflag(seen);
                t_on_reply("r");
                t_on_branch("b");
                t_relay();
            }
            branch_route[b] {
                probe_text("branch");
            }
            onreply_route {
                probe("@tm");
            }
            onreply_route[r] {
                if (isflagset(seen)) probe_text("flag");
                probe("@tm.method");
                probe("@tm.uac[0].uri");
                if (t_check_status("180")) probe_text("180");
            }
            """);
        flow.Caller.Sends("INVITE");
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        Assert.Equal(["branch", "0", "flag", "INVITE", "sip:bob@10.0.0.2", "180"], flow.Probe.Seen);
    }

    [Fact]
    public void Newtran_absorbs_copies_and_reply_answers()
    {
        var flow = new Flow(Head + """
            route {
                if (!t_newtran()) {
                    probe_code();
                    exit;
                }
                probe_text("new");
                t_newtran();
                probe_code();
                t_reply("404", "Not here");
                probe("@tm.uas.status");
                probe("@tm.uac.relayed");
                if (!t_reply("404", "Again")) probe_text("refused");
            }
            """);
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Receives("SIP/2.0 404 Not here");
        flow.Caller.Sends(invite);
        flow.Caller.Receives("SIP/2.0 404 Not here");
        Assert.Equal(["new", "-10", "404", "-2", "refused"], flow.Probe.Seen);
    }

    [Fact]
    public void Functions_that_need_a_transaction_fail_without_one()
    {
        var flow = new Flow(Head + """
            route {
                if (!t_reply("404", "Not here")) probe_text("reply");
                if (!t_forward_nonack_uri()) probe_text("forward");
                if (!t_any_timeout()) probe_text("timeout");
                if (!t_check_status("1")) probe_text("status");
                if (!t_retransmit_reply()) probe_text("retransmit");
                if (!t_save_lumps()) probe_text("save");
                if (!t_lookup_request()) probe_text("lookup");
                if (t_release()) probe_text("released");
                probe("@tm.method");
            }
            """);
        flow.Caller.Sends("INVITE");
        flow.Caller.ReceivesNothing();
        Assert.Equal(["reply", "forward", "timeout", "status", "retransmit", "save", "lookup", "released", "<null>"], flow.Probe.Seen);
    }

    [Theory]
    [InlineData("t_relay(\"10.0.0.2\", 5060)")]
    [InlineData("t_relay(\"10.0.0.2\", \"0\")")]
    [InlineData("t_relay_to_udp(\"10.0.0.2\", 5060)")]
    [InlineData("t_relay_to(\"udp:10.0.0.2:5060\")")]
    [InlineData("t_relay_to(\"10.0.0.2\", \"0x01\")")]
    [InlineData("t_relay_to_avp(\"udp\", \"10.0.0.2:5060\")")]
    [InlineData("t_relay_to_avp(\"1\", \"10.0.0.2\")")]
    [InlineData("t_relay_to_udp()")]
    [InlineData("t_relay_to(\"1\")")]
    [InlineData("t_relay_to()")]
    [InlineData("t_newtran(); t_forward_nonack(\"10.0.0.2\", 5060)")]
    [InlineData("t_newtran(); t_forward_nonack_uri()")]
    [InlineData("t_newtran(); t_forward_nonack_udp(\"10.0.0.2\", 5060)")]
    [InlineData("t_newtran(); t_forward_nonack_to(\"udp\", \"10.0.0.2\")")]
    [InlineData("t_replicate(\"10.0.0.2\", 5060)")]
    [InlineData("t_replicate(\"sip:10.0.0.2\")")]
    [InlineData("t_replicate_udp(\"10.0.0.2\", 5060)")]
    [InlineData("t_replicate_to(\"udp\", \"10.0.0.2:5060\")")]
    public void All_ways_to_forward_reach_the_callee(string call)
    {
        var flow = new Flow(Head + $"route {{ rewriteuri(\"sip:bob@10.0.0.2\"); {call}; }}");
        flow.Caller.Sends("MESSAGE", "sip:bob@example.org");
        flow.Callee.Receives("MESSAGE sip:bob@10.0.0.2");
    }

    [Theory]
    [InlineData("t_relay_to_tcp()", "TCP")]
    [InlineData("t_relay_to_tcp(\"10.0.0.2\", 5060)", "TCP")]
    [InlineData("t_relay_to(\"tcp:10.0.0.2:5060\")", "TCP")]
    [InlineData("t_relay()", "UDP")]
    public void The_protocol_can_be_demanded(string call, string protocol)
    {
        var flow = new Flow(Head + $"route {{ {call}; }}");
        flow.Caller.Sends("MESSAGE");
        Assert.StartsWith($"SIP/2.0/{protocol} ", flow.Callee.Receives("MESSAGE").Header("Via"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_does_not_resolve_is_an_error_of_the_script() =>
        Assert.Contains("nowhere.example.org", Assert.Throws<FlowException>(() => new Flow(Head + "route { t_relay(\"nowhere.example.org\", 5060); }")).Message, StringComparison.Ordinal);

    [Fact]
    public void Contacts_are_tried_class_by_class()
    {
        var flow = new Flow(Head + """
            modparam("tm", "contacts_avp", "contacts")
            modparam("tm", "fr_inv_timer_next", 5000)
            route {
                rewriteuri("sip:a@10.0.0.2");
                append_branch("sip:c@10.0.0.4", "0.5");
                append_branch("sip:b@10.0.0.3", "1");
                append_branch("sip:d@10.0.0.4", "0.5");
                if (!t_load_contacts()) probe_text("load failed");
                if (!t_next_contacts()) probe_text("next failed");
                t_on_failure("next");
                t_relay();
            }
            failure_route[next] {
                if (t_next_contacts()) {
                    t_on_failure("next");
                    t_relay();
                } else {
                    probe_text("no more");
                }
            }
            """);
        var (b, c) = (flow.Peer("10.0.0.3"), flow.Peer("10.0.0.4"));
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);

        var first = b.Receives("INVITE sip:b@10.0.0.3"); // q 1
        flow.Callee.ReceivesNothing();
        c.ReceivesNothing();
        b.Replies(first, 180, tag: "b");
        flow.Caller.Receives(180);
        flow.Advance(5.1); // fr_inv_timer_next
        b.Receives("CANCEL");

        var second = c.Receives("INVITE sip:c@10.0.0.4"); // q 0.5, both
        var third = c.Receives("INVITE sip:d@10.0.0.4");
        flow.Callee.ReceivesNothing();
        c.Replies(second, 404);
        c.Replies(third, 404);
        c.Receives("ACK");
        c.Receives("ACK");

        var last = flow.Callee.Receives("INVITE sip:a@10.0.0.2"); // no q
        flow.Callee.Replies(last, 180, tag: "a");
        flow.Caller.Receives(180);
        flow.Advance(60); // fr_inv_timer again
        flow.Callee.ReceivesNothing();
        flow.Callee.Replies(last, 486, tag: "a");
        Assert.Equal(["no more"], flow.Probe.Seen);
        flow.Caller.Receives(404);
    }

    [Fact]
    public void Contacts_of_one_class_are_left_alone()
    {
        var flow = new Flow(Head + """
            modparam("tm", "contacts_avp", "contacts")
            route {
                rewriteuri("sip:a@10.0.0.2");
                append_branch("sip:b@10.0.0.3");
                t_load_contacts();
                t_next_contacts();
                t_relay();
            }
            """);
        var b = flow.Peer("10.0.0.3");
        flow.Caller.Sends("INVITE");
        flow.Callee.Receives("INVITE");
        b.Receives("INVITE");
    }

    [Fact]
    public void Replies_without_transaction_run_their_route()
    {
        var flow = new Flow(Head + """
            modparam("tm", "on_sl_reply", "stray")
            route { t_relay(); }
            onreply_route[stray] {
                probe("@tm");
                drop;
            }
            """);
        flow.Caller.Sends("OPTIONS");
        var relayed = flow.Callee.Receives("OPTIONS");
        flow.Callee.Replies(new FlowMessage(relayed.Text.Replace(relayed.Branch, "z9hG4bK1.2.0", StringComparison.Ordinal)), 200);
        flow.Caller.ReceivesNothing();
        Assert.Equal(["0"], flow.Probe.Seen);
    }

    [Fact]
    public void Statistics_count_transactions_and_how_they_ended()
    {
        var flow = new Flow(Head + "route { t_relay(); }");
        flow.Caller.Sends("OPTIONS");
        flow.Callee.Replies(flow.Callee.Receives("OPTIONS"), 200);
        flow.Caller.Sends("INVITE");
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 404);
        var answer = Call(flow, "tm.stats").Values[0].Structure;
        var values = answer.Members.ToDictionary(m => m.Key, m => m.Value.Integer);
        Assert.Equal(
            ["current", "waiting", "total", "total_local", "replied_locally", "6xx", "5xx", "4xx", "3xx", "2xx", "created", "freed", "delayed_free"],
            answer.Members.Select(m => m.Key));
        Assert.Equal((2, 1, 2, 1, 1), (values["current"], values["waiting"], values["total"], values["4xx"], values["2xx"]));
        flow.Advance(100);
        Assert.Equal(0, Call(flow, "tm.stats").Values[0].Structure.Members[0].Value.Integer);
    }

    [Fact]
    public void An_operator_cancels_a_call()
    {
        var flow = new Flow(Head + "route { t_relay(); }");
        var invite = flow.Caller.Sends("INVITE");
        flow.Callee.Replies(flow.Callee.Receives("INVITE"), 180, tag: "bob");
        var answer = Call(flow, "tm.cancel", invite.CallId, "1");
        Assert.Equal(1, answer.Values[0].Integer);
        Assert.Equal("branches remaining (waiting for timeout)", answer.Values[1].Text);
        flow.Callee.Receives("CANCEL");
        Assert.Equal(new RpcFault(400, "Transaction not found"), Call(flow, "tm.cancel", "nobody@nowhere", "1").Failure);
        Assert.Equal(new RpcFault(400, "Callid and CSeq expected as parameters"), Call(flow, "tm.cancel", "nobody@nowhere").Failure);
    }

    [Fact]
    public void An_operator_replies_to_a_call()
    {
        var flow = new Flow(Head + "route { t_relay(); }");
        flow.Caller.Sends("INVITE");
        flow.Caller.Receives(100);
        var branch = flow.Callee.Receives("INVITE").Branch;
        Assert.True(Core.Transactions.BranchParameter.TryParse(System.Text.Encoding.ASCII.GetBytes(branch), out var id, out _));
        Assert.Null(Call(flow, "tm.reply", "480", "Asleep", id.ToString(), "mytag", "X-Why: night\r\n", "").Failure);
        var reply = flow.Caller.Receives("SIP/2.0 480 Asleep");
        Assert.Equal("mytag", reply.ToTag);
        Assert.Equal("night", reply.Header("X-Why"));
        Assert.Equal(new RpcFault(500, "Reply failed"), Call(flow, "tm.reply", "480", "Asleep", id.ToString(), "mytag", "", "").Failure);
        Assert.Equal(new RpcFault(481, "No such transaction"), Call(flow, "tm.reply", "480", "Asleep", "1:2", "mytag", "", "").Failure);
        Assert.Equal(new RpcFault(400, "Invalid transaction ID"), Call(flow, "tm.reply", "480", "Asleep", "x", "mytag", "", "").Failure);
        Assert.Equal(new RpcFault(400, "Reply code expected"), Call(flow, "tm.reply", "x").Failure);
    }

    [Fact]
    public void Timers_are_set_in_the_script()
    {
        var flow = new Flow(Head + """
            route {
                t_set_fr(0, 3000);
                t_set_retr(1000, 1000);
                t_set_auto_inv_100(0);
                t_relay();
            }
            """);
        flow.Caller.Sends("INVITE");
        flow.Advance(3.1);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => (int)Math.Round(flow.Callee.Receives("INVITE").Time.TotalSeconds)));
        Assert.Equal(3, flow.Caller.Receives(408).Time.TotalSeconds, 1);
    }

    private static RpcCall Call(Flow flow, string command, params string[] arguments)
    {
        var call = new RpcCall(command, [.. arguments.Select(RpcValue.From)], new Client());
        Assert.True(flow.Rpc.TryRun(call));
        return call;
    }

    private sealed class Client : IRpcClient
    {
        public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => new(400, $"{index} {expected} {error}");
    }
}
