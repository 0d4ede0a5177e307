using Seraph.Core.Transactions;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Which request belongs to which transaction (RFC 3261, 17.2.3; spec modules/tm.md, "Request matching").</summary>
public class MatchingTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void An_old_request_with_another_uri_is_another_transaction_when_that_counts(bool uriMatching, bool isNew)
    {
        var flow = new Flow(Scripts.Relay(), o => o.RequestUriMatching = uriMatching);
        var invite = flow.Caller.Request("INVITE", branch: "1", callId: "old@x");
        flow.Caller.Sends(invite);
        flow.Callee.Receives("INVITE");
        flow.Caller.Sends(flow.Caller.Request("INVITE", "sip:other@10.0.0.2", "1", "old@x"));
        Assert.Equal(isNew ? 1 : 0, flow.Callee.Waiting);
    }

    [Fact]
    public void An_old_request_that_comes_again_is_known_by_its_headers()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Request("INVITE", branch: "1", callId: "old@x");
        flow.Caller.Sends(invite);
        flow.Caller.Receives(100);
        flow.Callee.Receives("INVITE");
        flow.Caller.Sends(invite);
        flow.Caller.Receives(100);
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void The_ack_and_the_cancel_of_an_old_invite_are_known_too()
    {
        var flow = new Flow(Scripts.Relay());
        var invite = flow.Caller.Sends(flow.Caller.Request("INVITE", branch: "1", callId: "old@x"));
        flow.Caller.Receives(100);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Receives(180);
        flow.Caller.Cancels(invite);
        flow.Caller.Receives("SIP/2.0 200 canceling");
        flow.Callee.Receives("CANCEL");
        flow.Callee.Replies(relayed, 487, tag: "bob");
        flow.Callee.Receives("ACK");
        var terminated = flow.Caller.Receives(487);
        flow.Caller.Sends(flow.Caller.Request("ACK", invite.Uri, "1", "old@x", toTag: terminated.ToTag));
        flow.Advance(20);
        flow.Caller.ReceivesNothing();
        flow.Callee.ReceivesNothing();
    }

    [Fact]
    public void The_same_branch_from_another_host_is_another_transaction()
    {
        var flow = new Flow(Scripts.Relay());
        var other = flow.Peer("10.0.0.9");
        flow.Caller.Sends(flow.Caller.Request("OPTIONS", branch: "z9hG4bKsame", callId: "same@x"));
        other.Sends(other.Request("OPTIONS", branch: "z9hG4bKsame", callId: "same@x"));
        flow.Callee.Receives("OPTIONS");
        flow.Callee.Receives("OPTIONS");
    }

    [Fact]
    public void The_same_branch_with_another_method_is_another_transaction()
    {
        var flow = new Flow(Scripts.Relay());
        flow.Caller.Sends(flow.Caller.Request("OPTIONS", branch: "z9hG4bKsame", callId: "same@x"));
        flow.Caller.Sends(flow.Caller.Request("FOO", branch: "z9hG4bKsame", callId: "same@x"));
        flow.Caller.Sends(flow.Caller.Request("BAR", branch: "z9hG4bKsame", callId: "same@x"));
        Assert.Equal(3, flow.Callee.Waiting);
    }

    [Fact]
    public void Check_tells_what_belongs_to_a_transaction_and_absorbs_copies()
    {
        var results = new List<int>();
        var flow = new Flow(new FlowScript(context =>
        {
            var result = context.Server.Transactions.Check(context);
            results.Add(result);
            return result == -1 ? Scripts.Relay(context) : 1;
        }));
        var invite = flow.Caller.Sends("INVITE");
        flow.Caller.Sends(invite);
        var relayed = flow.Callee.Receives("INVITE");
        flow.Callee.Replies(relayed, 180, tag: "bob");
        flow.Caller.Cancels(invite);
        flow.Callee.Replies(relayed, 200, tag: "bob");
        flow.Caller.Sends(flow.Caller.Request("ACK", invite.Uri, callId: invite.CallId, toTag: "bob"));
        Assert.Equal([-1, 0, 1, 1], results);
    }

    [Fact]
    public void Lookup_finds_a_request_that_comes_again()
    {
        var found = new List<bool>();
        var flow = new Flow(new FlowScript(context =>
        {
            found.Add(context.Server.Transactions.TryLookup(context));
            return found[^1] ? 1 : Scripts.Relay(context);
        }));
        var options = flow.Caller.Sends("OPTIONS");
        flow.Caller.Sends(options);
        Assert.Equal([false, true], found);
        flow.Advance(90);
        flow.ExpectNothingLeft();
    }

    [Fact]
    public void A_reply_without_transaction_is_forwarded_by_its_via()
    {
        var flow = new Flow(Scripts.Relay());
        var options = flow.Caller.Sends("OPTIONS");
        var relayed = flow.Callee.Receives("OPTIONS");
        flow.Callee.Replies(relayed, 200);
        flow.Caller.Receives(200);
        flow.Advance(60);
        flow.ExpectNothingLeft();
        flow.Callee.Replies(relayed, 200);
        Assert.Equal(options.HeaderLines("Via"), flow.Caller.Receives(200).HeaderLines("Via"));
    }

    [Fact]
    public void Hash_and_label_are_written_with_the_lowest_digit_first()
    {
        Span<byte> text = stackalloc byte[BranchParameter.MaxLength];
        var length = BranchParameter.Write(text, new TransactionId(0x1a2, 0xdeadbeef), 11);
        Assert.Equal("z9hG4bK2a1.feebdaed.b", System.Text.Encoding.ASCII.GetString(text[..length]));
        length = BranchParameter.Write(text, new TransactionId(0, 0), 0);
        Assert.Equal("z9hG4bK0.0.0", System.Text.Encoding.ASCII.GetString(text[..length]));
    }

    [Fact]
    public void Branches_survive_the_way_there_and_back()
    {
        var random = new Random(1);
        Span<byte> text = stackalloc byte[BranchParameter.MaxLength];
        for (var i = 0; i < 10_000; i++)
        {
            var id = new TransactionId((ushort)random.Next(65536), (uint)random.NextInt64(1L << 32));
            var index = random.Next(int.MaxValue);
            var length = BranchParameter.Write(text, id, index);
            Assert.True(BranchParameter.TryParse(text[..length], out var read, out var readIndex));
            Assert.Equal(id, read);
            Assert.Equal(index, readIndex);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("z9hG4bK")]
    [InlineData("z9hG4bK1")]
    [InlineData("z9hG4bK1.2")]
    [InlineData("z9hG4bK1.2.")]
    [InlineData("z9hG4bK1..3")]
    [InlineData("z9hG4bK.2.3")]
    [InlineData("z9hG4bK1.2.3.4")]
    [InlineData("z9hG4bK1.2.g")]
    [InlineData("z9hG4bK1.2.A")]
    [InlineData("z9hG4bK00001.2.3")]
    [InlineData("z9hG4bK1.123456789.3")]
    [InlineData("z9hG4bK1.2.ffffffff")]
    [InlineData("1.2.3")]
    public void Other_branches_are_not_taken_for_ours(string text) =>
        Assert.False(BranchParameter.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("12:34", true)]
    [InlineData("65535:4294967295", true)]
    [InlineData("65536:1", false)]
    [InlineData("1", false)]
    [InlineData(":1", false)]
    [InlineData("1:", false)]
    [InlineData("1:2x", false)]
    public void Reads_printed_identities(string text, bool isOne)
    {
        Assert.Equal(isOne, TransactionId.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var id));
        if (isOne)
            Assert.Equal(text, id.ToString());
    }
}
