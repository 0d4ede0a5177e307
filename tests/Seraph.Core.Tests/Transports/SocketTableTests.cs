using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Transports;

public class SocketTableTests
{
    private static readonly LocalInterface[] Interfaces =
    [
        new("lo", true, [IPAddress.Loopback, IPAddress.IPv6Loopback]),
        new("eth0", true, [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("fe80::1")]),
        new("eth1", false, [IPAddress.Parse("10.1.0.1")]),
    ];

    private readonly ListenProblems _problems = new();

    [Fact]
    public void Listens_on_every_ipv4_address_that_is_up_when_nothing_is_said() => Assert.Equal(
        ["udp:127.0.0.1:5060", "tcp:127.0.0.1:5060", "udp:10.0.0.1:5060", "tcp:10.0.0.1:5060"],
        Names(Make()));

    [Theory]
    [InlineData("10.0.0.1", "udp:10.0.0.1:5060 tcp:10.0.0.1:5060")]
    [InlineData("10.0.0.1:6000", "udp:10.0.0.1:6000 tcp:10.0.0.1:6000")]
    [InlineData("udp:10.0.0.1", "udp:10.0.0.1:5060")]
    [InlineData("tcp:[2001:db8::1]:5070", "tcp:[2001:db8::1]:5070")]
    [InlineData("udp:eth0", "udp:10.0.0.1:5060 udp:[2001:db8::1]:5060")]
    [InlineData("udp:eth1", "udp:10.1.0.1:5060")]
    [InlineData("udp:sip.example.org", "udp:192.0.2.1:5060")]
    [InlineData("udp:(10.0.0.1, 10.0.0.2)", "udp:10.0.0.1:5060 udp:10.0.0.2:5060")]
    [InlineData("udp:10.0.0.1 udp:10.0.0.1:5060 10.0.0.1", "udp:10.0.0.1:5060 tcp:10.0.0.1:5060")]
    [InlineData("224.0.1.75", "udp:224.0.1.75:5060")]
    public void Resolves_entries(string listen, string sockets)
    {
        Assert.Equal(sockets.Split(' '), Names(Make(listen)));
        Assert.Empty(_problems.Errors);
    }

    [Fact]
    public void Leaves_out_tcp_when_it_is_disabled()
    {
        var table = Make("10.0.0.1 tcp:10.0.0.1:5070", options => options.DisableTcp = true);
        Assert.Equal(["udp:10.0.0.1:5060"], Names(table));
        Assert.Contains("TCP is disabled", Assert.Single(_problems.Warnings));
    }

    [Theory]
    [InlineData("nowhere.example.org", "neither an interface nor a host name")]
    [InlineData("tls:10.0.0.1", "TLS")]
    [InlineData("sctp:10.0.0.1", "SCTP")]
    public void Says_what_cannot_be_listened_on(string listen, string reason)
    {
        Make(listen);
        Assert.Contains(_problems.Errors, error => error.Contains(reason, StringComparison.Ordinal) && error.Contains(listen, StringComparison.Ordinal));
        Assert.Contains("no listening sockets", _problems.Errors);
    }

    [Fact]
    public void Starts_without_tls_sockets_when_there_is_no_engine()
    {
        var table = Make("10.0.0.1 tls:10.0.0.1:5061", options => options.EnableTls = true);
        Assert.Equal(["udp:10.0.0.1:5060", "tcp:10.0.0.1:5060"], Names(table));
        Assert.Empty(_problems.Errors);
        Assert.Equal("tls support enabled, but no tls engine available", Assert.Single(_problems.Warnings));
    }

    [Fact]
    public void Refuses_to_start_when_sctp_must_be_there()
    {
        Make("10.0.0.1", options => options.EnableSctp = 1);
        Assert.Contains("SCTP", Assert.Single(_problems.Errors));
    }

    [Fact]
    public void Warns_of_addresses_that_nobody_can_answer_to()
    {
        Make("0.0.0.0");
        Assert.Contains("advertised_address", _problems.Warnings[0]);
        Make("udp:10.0.0.1", options => options.AdvertisedAddress = "sip.example.org");
        Assert.Single(_problems.Warnings, warning => warning.Contains("0.0.0.0:5060", StringComparison.Ordinal) && warning.Contains("advertised", StringComparison.Ordinal));
    }

    [Fact]
    public void Knows_names_from_dns()
    {
        var table = Make("udp:sip.example.org udp:10.0.0.1:5070");
        Assert.Equal("canonical.example.org", Encoding.ASCII.GetString(table.Sockets[0].Name.Span));
        Assert.Equal(
            [
                new SocketAlias("sip.example.org", TransportProtocol.Udp, 5060),
                new SocketAlias("other.example.org", TransportProtocol.Udp, 5060),
                new SocketAlias("host.example.org", TransportProtocol.Udp, 5070),
            ],
            table.Aliases);
    }

    [Fact]
    public void Asks_dns_for_no_names_without_auto_aliases()
    {
        var table = Make("udp:sip.example.org udp:10.0.0.1:5070", options => options.AutoAliases = false);
        Assert.Equal("sip.example.org", Encoding.ASCII.GetString(table.Sockets[0].Name.Span));
        Assert.Empty(table.Aliases);
    }

    [Theory]
    [InlineData("10.0.0.1", 5060, TransportProtocol.Udp, true)]
    [InlineData("10.0.0.1", 0, TransportProtocol.None, true)]
    [InlineData("10.0.0.1", 5061, TransportProtocol.Udp, false)]
    [InlineData("10.0.0.1", 5060, TransportProtocol.Tls, false)]
    [InlineData("10.0.0.2", 0, TransportProtocol.None, false)]
    [InlineData("10.0.0", 0, TransportProtocol.None, false)]
    [InlineData("2001:db8::1", 5060, TransportProtocol.Udp, true)]
    [InlineData("[2001:DB8:0::1]", 5060, TransportProtocol.Udp, true)]
    [InlineData("[2001:db8::2]", 5060, TransportProtocol.Udp, false)]
    [InlineData("host.EXAMPLE.org", 5060, TransportProtocol.Tcp, true)]
    [InlineData("host.example.org", 5070, TransportProtocol.Tcp, false)]
    [InlineData("Foo.com", 1234, TransportProtocol.Tls, true)]
    [InlineData("foo.bar", 1234, TransportProtocol.Tcp, true)]
    [InlineData("foo.bar", 1234, TransportProtocol.Udp, false)]
    [InlineData("foo.bar", 1234, TransportProtocol.None, true)]
    [InlineData("test.bar", 5080, TransportProtocol.Udp, true)]
    [InlineData("test.bar", 0, TransportProtocol.Udp, true)]
    [InlineData("test.bar", 5060, TransportProtocol.Udp, false)]
    [InlineData("", 0, TransportProtocol.None, false)]
    public void Knows_itself(string host, int port, TransportProtocol protocol, bool expected)
    {
        var table = Make("10.0.0.1 udp:[2001:db8::1]", options => options.Aliases = Entries("foo.com tcp:foo.bar:* udp:test.bar:5080"));
        Assert.Equal(expected, table.IsMyself(Encoding.ASCII.GetBytes(host), port, protocol));
    }

    [Fact]
    public void Knows_itself_without_allocating()
    {
        var table = Make("10.0.0.1 udp:[2001:db8::1]");
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Ask()
        {
            table.IsMyself("10.0.0.1"u8, 5060, TransportProtocol.Udp);
            table.IsMyself("Host.example.org"u8, 5060, TransportProtocol.Udp);
            table.IsMyself("[2001:db8:0:0::1]"u8, 5060, TransportProtocol.Udp);
            table.IsMyself("elsewhere.example.org"u8, 0, TransportProtocol.None);
        }
    }

    [Theory]
    [InlineData("udp:127.0.0.1 udp:10.0.0.1 udp:10.0.0.2", "udp:10.0.0.1:5060")]
    [InlineData("udp:224.0.1.75 udp:127.0.0.1:5070 udp:127.0.0.1", "udp:127.0.0.1:5060")]
    [InlineData("tcp:10.0.0.1 udp:[2001:db8::1]", null)]
    public void Has_a_default_socket(string listen, string? expected) =>
        Assert.Equal(expected, Make(listen).Default(TransportProtocol.Udp, ipv6: false)?.ToString());

    [Fact]
    public void Finds_a_socket_by_what_a_script_says()
    {
        var table = Make("10.0.0.1 udp:10.0.0.1:5070 udp:[2001:db8::1]");
        Assert.Equal("udp:10.0.0.1:5070", table.Find(TransportProtocol.Udp, "10.0.0.1"u8, 5070)?.ToString());
        Assert.Equal("tcp:10.0.0.1:5060", table.Find(TransportProtocol.Tcp, "10.0.0.1"u8, 0)?.ToString());
        Assert.Equal("udp:10.0.0.1:5060", table.Find(TransportProtocol.None, "10.0.0.1"u8, 0)?.ToString());
        Assert.Equal("udp:[2001:db8::1]:5060", table.Find(TransportProtocol.Udp, "[2001:db8:0::1]"u8, 5060)?.ToString());
        Assert.Null(table.Find(TransportProtocol.Tcp, "10.0.0.1"u8, 5070));
        Assert.Null(table.Find(TransportProtocol.Tcp, "elsewhere"u8, 0));
    }

    [Fact]
    public void Sends_from_the_socket_that_fits_best()
    {
        var table = Make("10.0.0.1 udp:10.0.0.1:5070 udp:[2001:db8::1]");
        var peer = NetworkEndpoint.FromIPv4(0xC0000201, 5060);
        var peer6 = new NetworkEndpoint(IPAddress.Parse("2001:db8::9"), 5060);
        var (main, tcp, other, v6) = (table.Sockets[0], table.Sockets[1], table.Sockets[2], table.Sockets[3]);

        Assert.Same(main, table.SelectForSending(TransportProtocol.Udp, peer, null, null));
        Assert.Same(other, table.SelectForSending(TransportProtocol.Udp, peer, other, null)); // where it came in
        Assert.Same(main, table.SelectForSending(TransportProtocol.Udp, peer, other, main)); // what the script says
        Assert.Same(main, table.SelectForSending(TransportProtocol.Udp, peer, tcp, null)); // another protocol
        Assert.Same(tcp, table.SelectForSending(TransportProtocol.Tcp, peer, null, main)); // its counterpart
        Assert.Same(tcp, table.SelectForSending(TransportProtocol.Tcp, peer, null, other)); // which has none
        Assert.Same(v6, table.SelectForSending(TransportProtocol.Udp, peer6, main, main)); // another family
        Assert.Null(table.SelectForSending(TransportProtocol.Tcp, peer6, null, null));
    }

    [Fact]
    public void Lets_the_system_choose_for_several_homes()
    {
        var table = Make("udp:10.0.0.1 udp:127.0.0.1:5070", options => options.MultiHomed = true);
        Assert.Same(table.Sockets[1], table.SelectForSending(TransportProtocol.Udp, NetworkEndpoint.FromIPv4(0x7F000001, 5060), table.Sockets[0], null));
    }

    [Theory]
    [InlineData(null, null, "10.0.0.1|10.0.0.1:5070|[2001:db8::1]")]
    [InlineData("sip.example.org", null, "sip.example.org|sip.example.org:5070|sip.example.org")]
    [InlineData(null, 5060, "10.0.0.1:5060|10.0.0.1:5060|[2001:db8::1]:5060")]
    [InlineData("sip.example.org", 6000, "sip.example.org:6000|sip.example.org:6000|sip.example.org:6000")]
    public void Advertises(string? address, int? port, string expected)
    {
        var table = Make("udp:10.0.0.1 udp:10.0.0.1:5070 udp:[2001:db8::1]", options => (options.AdvertisedAddress, options.AdvertisedPort) = (address, port));
        Assert.Equal(expected.Split('|'), table.Sockets.Select(socket => Encoding.ASCII.GetString(table.SentBy(socket))));
    }

    [Fact]
    public void Prints_sockets_and_aliases()
    {
        var output = new StringWriter { NewLine = "\n" };
        Make("udp:10.0.0.1 udp:[2001:db8::1]:5070 udp:224.0.1.75", options =>
        {
            options.Aliases = Entries("foo.com udp:test.bar:5080");
            options.AutoAliases = false;
        }).Print(output);
        Assert.Equal(
            "Listening on \n" +
            "             udp: 10.0.0.1:5060\n" +
            "             udp: [2001:db8::1]:5070\n" +
            "             udp: 224.0.1.75:5060 mcast\n" +
            "Aliases: \n" +
            "             *: foo.com:*\n" +
            "             udp: test.bar:5080\n" +
            "\n",
            output.ToString());
    }

    [Fact]
    public void Sees_the_interfaces_of_this_machine() =>
        Assert.Contains(LocalInterface.All(), found => found.IsUp && found.Addresses.Contains(IPAddress.Loopback));

    private SocketTable Make(string listen = "", Action<SocketTableOptions>? change = null)
    {
        var options = new SocketTableOptions { Listen = Entries(listen) };
        change?.Invoke(options);
        return SocketTable.Create(options, Lookup, Interfaces, _problems, NullLogger<SocketTable>.Instance);
    }

    /// <summary>Entries apart by blanks; a list in parentheses has blanks of its own.</summary>
    private static List<ListenEntry> Entries(string text) =>
    [
        .. text.Replace(", ", ",", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            Assert.True(ListenEntry.TryParse(part, out var entry), part);
            return entry;
        }),
    ];

    private static string[] Names(SocketTable table) => [.. table.Sockets.Select(socket => socket.ToString())];

    private static IPHostEntry? Lookup(string nameOrAddress) => nameOrAddress switch
    {
        "sip.example.org" => new IPHostEntry
        {
            HostName = "canonical.example.org",
            Aliases = ["other.example.org"],
            AddressList = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")],
        },
        "10.0.0.1" => new IPHostEntry { HostName = "host.example.org", Aliases = [], AddressList = [] },
        _ => null,
    };
}
