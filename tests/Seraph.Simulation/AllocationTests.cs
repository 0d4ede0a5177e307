using System.Text;
using Seraph.Core.Transports;
using Seraph.Testing;

namespace Seraph.Simulation;

/// <summary>What whole servers allocate for a message in the steady state: nothing.</summary>
public class AllocationTests
{
    [Fact]
    public void Forwarding_without_state_allocates_nothing()
    {
        var route = new TestRoute { KeepSent = false };
        using var script = new TestScript(
            route,
            """
            loadmodule "sl"
            route { rewritehostport("192.0.2.9:5090"); forward(); }
            """);
        Assert.Empty(script.Result.Diagnostics);
        var request = Encoding.ASCII.GetBytes(
            "INVITE sip:bob@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1\r\nMax-Forwards: 70\r\nFrom: <sip:a@10.0.0.1>;tag=1\r\n"
            + "To: <sip:bob@10.0.0.1>\r\nCall-ID: 1@192.0.2.1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1>\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(0, Allocations.Of(() => Handle(route, request)));
    }

    [Fact]
    public void Refreshing_a_registration_allocates_nothing()
    {
        var route = new TestRoute { KeepSent = false };
        using var script = new TestScript(
            route,
            """
            loadmodule "sl"
            loadmodule "usrloc"
            loadmodule "registrar"
            modparam("usrloc", "db_mode", 0)
            route { save_contacts("location"); }
            """);
        Assert.Empty(script.Result.Diagnostics);
        var request = Encoding.ASCII.GetBytes(
            "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1\r\nMax-Forwards: 70\r\nFrom: <sip:alice@10.0.0.1>;tag=1\r\n"
            + "To: <sip:alice@10.0.0.1>\r\nCall-ID: 1@192.0.2.1\r\nCSeq: 10000000 REGISTER\r\nContact: <sip:alice@192.0.2.1>;expires=3600\r\n"
            + "Content-Length: 0\r\n\r\n");
        var digits = Encoding.ASCII.GetString(request).IndexOf("10000000", StringComparison.Ordinal);
        var number = 10_000_000;

        Assert.Equal(0, Allocations.Of(Refresh));

        route.KeepSent = true;
        Refresh();
        Assert.StartsWith("SIP/2.0 200 OK", route.LastSent, StringComparison.Ordinal);
        Assert.Contains("Contact: <sip:alice@192.0.2.1>;expires=3600", route.LastSent, StringComparison.Ordinal);

        void Refresh()
        {
            (++number).TryFormat(request.AsSpan(digits), out _);
            Handle(route, request);
        }
    }

    private static void Handle(TestRoute route, byte[] message) =>
        route.Server.Receiver.Handle(
            message, 0, message.Length, new ReceiveInfo(route.Server.Sockets.Sockets[0], NetworkEndpoint.FromIPv4(0xC000_0201, 5060), 0));
}
