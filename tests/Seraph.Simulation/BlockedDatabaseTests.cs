using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Database;
using Seraph.Core.Transports;
using Seraph.Core.Transports.Udp;
using Seraph.Testing;

namespace Seraph.Simulation;

/// <summary>A database that hangs delays only the messages that need it: with real datagrams on one socket with one receiver.</summary>
public sealed class BlockedDatabaseTests : IDisposable
{
    private const int Others = 1000;
    private const int MaxBlocked = 4;

    private const string Script = """
        loadmodule "sl"
        loadmodule "usrloc"
        loadmodule "registrar"
        modparam("usrloc", "db_url", "fake://test")
        modparam("usrloc", "db_mode", 1)
        route {
          if (method == "REGISTER") { save_contacts("location"); exit; }
          sl_reply("200", "OK");
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeDatabase _database = new(SerSchema.Location);
    private readonly TestRoute _route = new();
    private readonly TestScript _script;
    private readonly UdpTransport _transport;
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly NetworkEndpoint _address;

    public BlockedDatabaseTests()
    {
        _client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client.ReceiveBufferSize = 4 << 20;
        _client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _address = NetworkEndpoint.From((IPEndPoint)probe.LocalEndPoint!);
        }

        _script = new TestScript(_route, Script, _database);
        Assert.Empty(_script.Result.Diagnostics);
        _transport = new UdpTransport(
            [new ListenSocket(0, TransportProtocol.Udp, _address)],
            new UdpOptions { Children = 1, MaxBuffer = 4 << 20 },
            new BlockingLimit(MaxBlocked),
            NullLogger<UdpTransport>.Instance,
            TimeProvider.System);
        _route.Server.SetTransport(TransportProtocol.Udp, _transport);
        _transport.Open();
        _transport.Start(_route.Server.Receiver);
    }

    [Fact]
    public void A_thousand_requests_are_answered_while_one_waits_for_the_database()
    {
        _database.Hold();
        Send("REGISTER", 0);
        Until(() => _database.Held == 1);

        for (var i = 1; i <= Others; i++)
        {
            Send("OPTIONS", i);
            if (i % 50 == 0)
                ReceiveOptions(50); // so that no buffer of the kernel runs over
        }

        Assert.Equal(1, _database.Held);
        Assert.Equal(0, _client.Available);
        _database.Release();
        Assert.StartsWith("SIP/2.0 200 OK", Receive("REGISTER"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_beyond_max_blocked_is_answered_503()
    {
        _database.Hold();
        for (var i = 0; i < MaxBlocked; i++)
            Send("REGISTER", i);
        Until(() => _database.Held == MaxBlocked);

        Send("REGISTER", MaxBlocked);
        var refused = Receive("REGISTER");
        Assert.StartsWith("SIP/2.0 503 ", refused, StringComparison.Ordinal);
        Assert.Contains("Retry-After: ", refused, StringComparison.Ordinal);
        Send("OPTIONS", MaxBlocked + 1);
        ReceiveOptions(1);

        _database.Release();
        for (var i = 0; i < MaxBlocked; i++)
            Assert.StartsWith("SIP/2.0 200 OK", Receive("REGISTER"), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _database.Release();
        _transport.Stop(Patience);
        _transport.Dispose();
        _script.Dispose();
        _client.Dispose();
    }

    private void Send(string method, int number)
    {
        var contact = method == "REGISTER" ? $"Contact: <sip:user{number}@127.0.0.1>\r\n" : "";
        var text = $"{method} sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK-{number}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:user{number}@10.0.0.1>;tag=1\r\nTo: <sip:user{number}@10.0.0.1>\r\nCall-ID: {number}@127.0.0.1\r\nCSeq: 1 {method}\r\n{contact}Content-Length: 0\r\n\r\n";
        _client.SendTo(Encoding.ASCII.GetBytes(text), _address.ToIPEndPoint());
    }

    private void ReceiveOptions(int count)
    {
        for (var i = 0; i < count; i++)
            Receive("OPTIONS");
    }

    private string Receive(string method)
    {
        var buffer = new byte[4096];
        var reply = Encoding.ASCII.GetString(buffer, 0, _client.Receive(buffer));
        Assert.Contains($"CSeq: 1 {method}\r\n", reply, StringComparison.Ordinal);
        return reply;
    }

    private static void Until(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "waited for the database in vain");
            Thread.Yield();
        }
    }
}
