using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Dns;

/// <summary>The procedure of core-subsystems 9.1, against a name server.</summary>
public class NameResolverTests : NameResolverFixture
{
    [Theory]
    [InlineData("192.0.2.1", 0, TransportProtocol.Udp, "udp:192.0.2.1:5060")]
    [InlineData("192.0.2.1", 0, TransportProtocol.None, "udp:192.0.2.1:5060")]
    [InlineData("192.0.2.1", 0, TransportProtocol.Tls, "tls:192.0.2.1:5061")]
    [InlineData("192.0.2.1", 5070, TransportProtocol.Tcp, "tcp:192.0.2.1:5070")]
    [InlineData("2001:DB8::1", 0, TransportProtocol.Udp, "udp:[2001:db8::1]:5060")]
    [InlineData("[2001:db8::1]", 5070, TransportProtocol.Sctp, "sctp:[2001:db8::1]:5070")]
    public async Task Addresses_are_taken_as_they_are(string host, int port, TransportProtocol protocol, string expected)
    {
        Assert.True(IsCached(host, port, protocol));
        Assert.Equal(expected, await Resolve(host, port, protocol));
        Assert.Empty(TakeQueries());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("ex%61mple.org")]
    [InlineData("münchen.example")]
    [InlineData("1.2.3.400")]
    [InlineData("[2001:db8::zz]")]
    [InlineData("label-of-sixty-four-bytes-is-one-more-than-the-dns-allows-for-it.org")]
    public async Task What_is_no_host_name_is_not_asked_for(string host)
    {
        Assert.Equal("BadName", await Resolve(host));
        Assert.Empty(TakeQueries());
    }

    [Fact]
    public async Task A_name_longer_than_the_DNS_allows_is_not_asked_for()
    {
        Assert.Equal("NameTooLong", await Resolve(string.Join('.', Enumerable.Repeat("abcdefghi", 26))));
        Assert.Empty(TakeQueries());
    }

    [Fact]
    public async Task The_hosts_file_needs_no_name_server()
    {
        Hosts = ["192.0.2.7 Gateway gw # the way out", "2001:db8::7 gateway", "nonsense", "# 192.0.2.8 gw"];
        Assert.True(IsCached("gateway"));
        Assert.Equal("udp:192.0.2.7:5060", await Resolve("GATEWAY"));
        Assert.Equal("tcp:192.0.2.7:5080", await Resolve("gw", 5080, TransportProtocol.Tcp));
        Assert.Equal("tls:127.0.0.1:5061", await Resolve("localhost", 0, TransportProtocol.Tls));
        Resolver.Settings = Settings with { Families = DnsFamilies.IPv6First };
        Assert.Equal("udp:[2001:db8::7]:5060", await Resolve("gateway"));
        Assert.Equal("udp:192.0.2.7:5060", await Resolve("gw"));
        Assert.Equal("udp:[::1]:5060", await Resolve("localhost"));
        Assert.Empty(TakeQueries());
    }

    [Fact]
    public async Task With_a_port_only_addresses_are_asked_for()
    {
        Server.A("host.test", "192.0.2.1");
        Server.A("host.test", "192.0.2.2");
        Assert.Equal("tcp:192.0.2.1:5080 tcp:192.0.2.2:5080", await Resolve("host.test", 5080, TransportProtocol.Tcp));
        Assert.Equal(["host.test A"], TakeQueries());
    }

    [Fact]
    public async Task Without_a_port_services_come_first_and_the_addresses_are_the_fallback()
    {
        Server.A("host.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5060", await Resolve("host.test"));
        Assert.Equal(["_sip._udp.host.test SRV", "host.test A"], TakeQueries());
        Assert.Equal("tcp:192.0.2.1:5060", await Resolve("host.test", 0, TransportProtocol.Tcp));
        Assert.Equal("tls:192.0.2.1:5061", await Resolve("host.test", 0, TransportProtocol.Tls));
        Assert.Equal("sctp:192.0.2.1:5060", await Resolve("host.test", 0, TransportProtocol.Sctp));
        Assert.Equal(["_sip._sctp.host.test SRV", "_sip._tcp.host.test SRV", "_sips._tcp.host.test SRV"], TakeQueries());
    }

    [Fact]
    public async Task Services_are_ordered_by_priority_and_weight_and_have_their_own_ports()
    {
        Server.Srv("_sip._udp.srv.test", 20, 100, 5063, "c.test");
        Server.Srv("_sip._udp.srv.test", 10, 1, 5062, "b.test");
        Server.Srv("_sip._udp.srv.test", 10, 50, 5061, "a.test");
        Server.A("a.test", "192.0.2.1");
        Server.A("b.test", "192.0.2.2");
        Server.A("b.test", "192.0.2.22");
        Server.Aaaa("c.test", "2001:db8::3");
        Assert.Equal("udp:192.0.2.1:5061 udp:192.0.2.2:5062 udp:192.0.2.22:5062 udp:[2001:db8::3]:5063", await Resolve("srv.test"));
    }

    [Fact]
    public async Task Addresses_that_come_with_the_services_are_not_asked_for()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 5061, "a.test");
        Server.Additional("_sip._udp.srv.test", DnsRecordType.Srv, "a.test");
        Server.Additional("_sip._udp.srv.test", DnsRecordType.Srv, "victim.test");
        Server.A("a.test", "192.0.2.1");
        Server.A("victim.test", "192.0.2.66");
        Assert.Equal("udp:192.0.2.1:5061", await Resolve("srv.test"));
        Assert.Equal(["_sip._udp.srv.test SRV"], TakeQueries());
        Assert.DoesNotContain(Resolver.Cache.List(), item => item.Name == "victim.test");
    }

    [Fact]
    public async Task Services_that_do_not_resolve_are_left_out()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 5061, "gone.test");
        Server.Srv("_sip._udp.srv.test", 1, 0, 5062, "a.test");
        Server.A("a.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5062", await Resolve("srv.test"));
    }

    [Fact]
    public async Task When_no_service_resolves_the_addresses_of_the_name_are_used()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 5061, "gone.test");
        Server.A("srv.test", "192.0.2.9");
        Assert.Equal("udp:192.0.2.9:5060", await Resolve("srv.test"));
    }

    [Fact]
    public async Task A_domain_that_declares_to_have_no_service_has_none()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 0, ".");
        Server.A("srv.test", "192.0.2.9");
        Assert.Equal("NotFound", await Resolve("srv.test"));
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_services_has_addresses_still()
    {
        var name = string.Join('.', Enumerable.Repeat("abcdefgh", 27)) + ".test"; // 248 bytes
        Server.A(name, "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5060", await Resolve(name));
        Assert.Equal([$"{name} A"], TakeQueries());
        Assert.Contains(Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DnsFamilies.IPv4First, "both.test", "udp:192.0.2.1:1", "both.test A")]
    [InlineData(DnsFamilies.IPv4First, "six.test", "udp:[2001:db8::6]:1", "six.test A six.test AAAA")]
    [InlineData(DnsFamilies.IPv4Only, "both.test", "udp:192.0.2.1:1", "both.test A")]
    [InlineData(DnsFamilies.IPv4Only, "six.test", "NotFound", "six.test A")]
    [InlineData(DnsFamilies.IPv6First, "both.test", "udp:[2001:db8::1]:1", "both.test AAAA")]
    [InlineData(DnsFamilies.IPv6First, "four.test", "udp:192.0.2.4:1", "four.test A four.test AAAA")]
    [InlineData(DnsFamilies.IPv6Only, "four.test", "NotFound", "four.test AAAA")]
    [InlineData(DnsFamilies.IPv6Only, "192.0.2.1", "FamilyMismatch", "")]
    [InlineData(DnsFamilies.IPv4Only, "2001:db8::1", "FamilyMismatch", "")]
    [InlineData(DnsFamilies.IPv4First, "2001:db8::1", "udp:[2001:db8::1]:1", "")]
    public async Task Families_are_looked_for_in_the_order_that_is_set(DnsFamilies families, string host, string expected, string queries)
    {
        Settings = Settings with { Families = families };
        Server.A("both.test", "192.0.2.1");
        Server.Aaaa("both.test", "2001:db8::1");
        Server.A("four.test", "192.0.2.4");
        Server.Aaaa("six.test", "2001:db8::6");
        Assert.Equal(expected, await Resolve(host, 1));
        Assert.Equal(queries, string.Join(' ', TakeQueries()));
    }

    [Fact]
    public async Task An_alias_is_followed_in_the_same_reply()
    {
        Server.Cname("www.test", "real.test");
        Server.A("real.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("www.test", 5));
        Assert.Equal(["www.test A"], TakeQueries());
        Assert.Equal("udp:192.0.2.1:5", await Resolve("real.test", 5));
        Assert.Empty(TakeQueries()); // its records came along
    }

    [Fact]
    public async Task An_alias_without_records_is_asked_for_itself()
    {
        Server.Cname("www.test", "real.test");
        Assert.Equal("NotFound", await Resolve("www.test", 5));
        Assert.Equal(["real.test A", "real.test AAAA", "www.test A"], TakeQueries());
    }

    [Fact]
    public async Task Aliases_in_a_circle_end()
    {
        Server.Cname("a.test", "b.test");
        Server.Cname("b.test", "a.test");
        Assert.Equal("NotFound", await Resolve("a.test", 5));
        Assert.Equal("NotFound", await Resolve("b.test", 5));
    }

    [Fact]
    public async Task Short_names_are_completed_with_the_search_list()
    {
        SearchList = ["one.test", "two.test"];
        Server.A("host.two.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host", 5));
        Assert.Equal(["host.one.test A", "host.two.test A"], TakeQueries());
    }

    [Fact]
    public async Task Names_with_dots_are_completed_after_they_failed_as_they_are()
    {
        SearchList = ["one.test"];
        Server.A("host.sub.one.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.sub", 5));
        Assert.Equal(["host.sub A", "host.sub.one.test A"], TakeQueries());
    }

    [Fact]
    public async Task Names_that_end_with_a_dot_and_names_without_search_list_are_complete()
    {
        SearchList = ["one.test"];
        Server.A("host.one.test", "192.0.2.1");
        Assert.Equal("NotFound", await Resolve("host.", 5));
        Resolver.Settings = Settings with { UseSearchList = false };
        Assert.Equal("NotFound", await Resolve("host", 5));
        Assert.Equal(["host A", "host AAAA"], TakeQueries());
    }
}
