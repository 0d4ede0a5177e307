using System.Net;
using System.Net.Sockets;
using System.Text;
using Seraph.EndToEnd.Harness;

namespace Seraph.EndToEnd;

/// <summary>Noise, mutated messages and torn streams leave the server alive, its memory flat and the next call working.</summary>
public class HostileInputTests
{
    private const int Count = 100_000;

    private const string Script = """
        loadmodule "sl"
        loadmodule "tm"
        loadmodule "rr"
        loadmodule "maxfwd"
        loadmodule "textops"
        route {
          if (!mf_process_maxfwd_header("10")) { sl_reply("483", "Too Many Hops"); exit; }
          if (loose_route()) { t_relay(); exit; }
          if (method == "CANCEL" || method == "ACK") { t_relay(); exit; }
          if (method == "OPTIONS") { sl_reply("200", "OK"); exit; }
          if (method == "INVITE") record_route();
          if (@ruri.user == "service") { rewritehostport("CALLEE"); RELAY; exit; }
          sl_reply("404", "Not Found");
        }
        """;

    private static readonly string[] Seeds =
    [
        "INVITE sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-1;rport\r\nMax-Forwards: 70\r\n"
            + "From: \"A\" <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:bob@127.0.0.1>\r\nCall-ID: 1@x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1:9>\r\n"
            + "Route: <sip:127.0.0.1;lr>, <sip:10.0.0.1;lr>\r\nContent-Type: application/sdp\r\nContent-Length: 9\r\n\r\nv=0\r\no=-\r\n",
        "REGISTER sip:127.0.0.1 SIP/2.0\r\nv: SIP/2.0/UDP [::1]:9;branch=z9hG4bK-2;received=10.0.0.1\r\nf: sip:a@b;tag=2\r\nt: sip:a@b\r\ni: 2\r\nCSeq: 2 REGISTER\r\n"
            + "m: *\r\nExpires: 0\r\nl: 0\r\n\r\n",
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1.2.3, SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-3\r\nRecord-Route: <sip:127.0.0.1;lr>\r\n"
            + "From: <sip:a@b>;tag=3\r\nTo: <sip:b@b>;tag=4\r\nCall-ID: 3\r\nCSeq: 3 INVITE\r\nContent-Length: 0\r\n\r\n",
        "OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9\r\n ;branch=z9hG4bK-4\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=4\r\nTo: <sip:b@b>\r\nCall-ID: 4\r\n"
            + "CSeq: 4 OPTIONS\r\nAuthorization: Digest username=\"a\", realm=\"b\", nonce=\"c\", uri=\"sip:b\", response=\"d\"\r\nContent-Length: 0\r\n\r\n",
    ];

    [Fact]
    public void Random_and_mutated_datagrams_do_no_harm()
    {
        var callee = SeraphServer.FreePort();
        using var server = SeraphServer.Start(Script, ("CALLEE", $"127.0.0.1:{callee}"), ("RELAY", "t_relay()"));
        using var sipp = Sipp.StartCallee(callee);
        var random = new Random(20261123);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, server.Port);

        SendDatagrams(server, socket, random, Count / 2);
        var before = server.ResidentKilobytes;
        SendDatagrams(server, socket, random, Count / 2);
        AssertFlat(before, server.ResidentKilobytes);

        Sipp.Call(server.Address, calls: 20, rate: 20);
        server.Stop();
    }

    [Fact]
    public void Streams_cut_at_random_places_do_no_harm()
    {
        var callee = SeraphServer.FreePort();
        using var server = SeraphServer.Start(Script, ("CALLEE", $"127.0.0.1:{callee}"), ("RELAY", "t_relay_to_tcp()"));
        using var sipp = Sipp.StartCallee(callee, "t1");
        var random = new Random(20261124);

        SendStreams(server, random, Count / 2);
        var before = server.ResidentKilobytes;
        SendStreams(server, random, Count / 2);
        AssertFlat(before, server.ResidentKilobytes);

        Sipp.Call(server.Address, calls: 20, rate: 20, "t1");
        server.Stop();
    }

    private static void SendDatagrams(SeraphServer server, Socket socket, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                socket.Send(Mutate(random));
            }
            catch (SocketException)
            {
                // an ICMP error of an earlier datagram's reply
            }

            if (i % 200 == 199)
                server.WaitUntilItAnswers(); // or the kernel would drop most of them unread
        }
    }

    private static void SendStreams(SeraphServer server, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.LingerState = new LingerOption(true, 0); // a reset leaves no port waiting
            try
            {
                socket.Connect(IPAddress.Loopback, server.Port);
                var bytes = Mutate(random);
                socket.Send(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            }
            catch (SocketException)
            {
                // the server has closed it already
            }

            if (i % 200 == 199)
                server.WaitUntilItAnswers();
        }
    }

    private static byte[] Mutate(Random random)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(1500)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = Encoding.ASCII.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
        for (var changes = random.Next(6); changes >= 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.ASCII.GetBytes(random.Next(2) == 0 ? "4294967296" : "-1"));
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)",;<>\"\r\n\t :@%()"[random.Next(14)], random.Next(1, 30)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    // Caches and the heap may still have grown a little; what leaks a hundred bytes a message shows as 5 MB.
    private static void AssertFlat(long before, long after) =>
        Assert.True(after < before + (before / 4) + 16_000, $"resident memory grew from {before} to {after} KiB over {Count / 2} messages");
}
