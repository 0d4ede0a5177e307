using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Management;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Management;

public sealed class DnsCommandsTests : IDisposable
{
    private readonly Statistics _statistics = new();
    private readonly NameResolver _resolver;
    private readonly RpcTester _rpc;

    public DnsCommandsTests()
    {
        _resolver = new NameResolver(new FakeTimeProvider(), NullLogger<NameResolver>.Instance, _statistics, new DnsSettings());
        _rpc = new RpcTester(new DnsCommands(_resolver));
    }

    public void Dispose() => _statistics.Dispose();

    [Fact]
    public async Task An_address_added_by_hand_is_used_shown_and_deleted()
    {
        Assert.Empty(_rpc.Values("dns.add_a", "X.test", 60, "10.0.0.1", 0));
        var answer = await _resolver.ResolveAsync("x.test"u8.ToArray(), 5060, TransportProtocol.Udp, TestContext.Current.CancellationToken);
        Assert.Equal(DnsStatus.Ok, answer.Status);

        var view = _rpc.Values("dns.view");
        Assert.Equal("{\n    name: x.test", view[0]);
        Assert.Equal("    type: A", view[1]);
        Assert.Equal(["    expires in (s): 60", "    last used (s): 0", "    error flags: 0", "    rr ip: 10.0.0.1", "    rr expires in (s): 60", "    rr error flags: 0", "}"], view[4..]);
        Assert.Equal(view, _rpc.Values("dns.lookup", "a", "x.TEST"));
        Assert.Equal(["x.test", "1"], _rpc.Values("dns.debug")[..2]);
        Assert.Equal(7, _rpc.Values("dns.debug").Length);
        Assert.Equal(["ip", "10.0.0.1", "60", "0"], _rpc.Values("dns.debug_all")[8..]);

        Assert.Empty(_rpc.Values("dns.delete_a", "x.test"));
        Assert.Empty(_rpc.Values("dns.view"));
        Assert.Equal("400 Not found", _rpc.Refusal("dns.delete_a", "x.test"));
        Assert.Equal("400 Not found", _rpc.Refusal("dns.lookup", "A", "x.test"));
    }

    [Fact]
    public void Services_are_shown_with_their_numbers()
    {
        Assert.Empty(_rpc.Values("dns.add_srv", "_sip._udp.x.test", 60, 10, 20, 5070, "a.x.test", 0));
        Assert.Equal(["    rr name: a.x.test", "    rr port: 5070", "    rr priority: 10", "    rr weight: 20"], _rpc.Values("dns.view")[7..11]);
        Assert.Equal(["srv", "a.x.test"], _rpc.Values("dns.debug_all")[8..10]);
        Assert.Empty(_rpc.Values("dns.delete_srv", "_sip._udp.x.test"));
    }

    [Fact]
    public void A_name_can_be_said_not_to_exist()
    {
        _rpc.Values("dns.add_aaaa", "x.test", 60, "2001:db8::1", 1);
        Assert.Equal("1", _rpc.Values("dns.debug")[6]);
        Assert.Empty(_rpc.Values("dns.debug_all"));
        Assert.Empty(_rpc.Values("dns.delete_all"));
        Assert.Empty(_rpc.Values("dns.debug"));
    }

    [Theory]
    [InlineData("dns.add_a", "2001:db8::1", "400 Malformed ip address")]
    [InlineData("dns.add_a", "x", "400 Malformed ip address")]
    [InlineData("dns.add_aaaa", "10.0.0.1", "400 Malformed ip address")]
    public void A_bad_address_is_refused(string method, string ip, string refusal) => Assert.Equal(refusal, _rpc.Refusal(method, "x.test", 60, ip, 0));

    [Fact]
    public void A_bad_record_is_refused()
    {
        Assert.Equal("400 Failed to add the entry to the cache", _rpc.Refusal("dns.add_a", "x..test", 60, "10.0.0.1", 0));
        Assert.Equal("400 Failed to add the entry to the cache", _rpc.Refusal("dns.add_srv", "x.test", 60, 10, 20, 70000, "a", 0));
    }

    [Fact]
    public void Memory_is_told() => Assert.Equal(["0", "512000"], _rpc.Values("dns.mem_info"));

    [Fact]
    public void Without_a_cache_every_command_is_refused()
    {
        _resolver.Settings = new DnsSettings { UseCache = false };
        foreach (var method in new[] { "dns.mem_info", "dns.view", "dns.debug", "dns.debug_all", "dns.delete_all" })
            Assert.Equal("500 dns cache support disabled (see use_dns_cache)", _rpc.Refusal(method));
        Assert.Equal("500 dns cache support disabled (see use_dns_cache)", _rpc.Refusal("dns.add_a", "x.test", 60, "10.0.0.1", 0));
    }
}
