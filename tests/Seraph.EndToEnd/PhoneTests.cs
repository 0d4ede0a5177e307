using Seraph.EndToEnd.Harness;

namespace Seraph.EndToEnd;

/// <summary>Two real phones and the stock script.</summary>
public class PhoneTests
{
    [Theory]
    [InlineData("udp", "udp")]
    [InlineData("tcp", "tcp")]
    [InlineData("udp", "tcp")]
    public void Two_phones_register_and_call_each_other(string aliceTransport, string bobTransport)
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        server.AddUser("bob@127.0.0.1", "builder");
        using var alice = Baresip.Start(server, "alice", "wonderland", aliceTransport);
        using var bob = Baresip.Start(server, "bob", "builder", bobTransport);
        alice.WaitFor("REGISTER_OK");
        bob.WaitFor("REGISTER_OK");

        alice.Dial("sip:bob@127.0.0.1");
        alice.WaitFor("CALL_ESTABLISHED");
        bob.WaitFor("CALL_ESTABLISHED");
        alice.HangUp(); // the caller hangs up
        bob.WaitFor("CALL_CLOSED");

        bob.Dial("sip:alice@127.0.0.1");
        bob.WaitFor("CALL_ESTABLISHED");
        alice.WaitFor("CALL_ESTABLISHED");
        alice.HangUp(); // the callee hangs up
        bob.WaitFor("CALL_CLOSED");

        server.Stop();
    }

    [Fact]
    public void A_wrong_password_does_not_register()
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        using var alice = Baresip.Start(server, "alice", "looking-glass");

        Assert.Contains("401", alice.WaitFor("REGISTER_FAIL"), StringComparison.Ordinal);
        server.Stop();
    }

    [Fact]
    public void A_call_to_nobody_ends_with_404()
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        using var alice = Baresip.Start(server, "alice", "wonderland");
        alice.WaitFor("REGISTER_OK");

        alice.Dial("sip:nobody@127.0.0.1");

        Assert.Contains("404", alice.WaitFor("CALL_CLOSED"), StringComparison.Ordinal);
        server.Stop();
    }
}
