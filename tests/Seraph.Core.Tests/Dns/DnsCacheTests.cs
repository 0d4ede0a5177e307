using System.Net;
using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Dns;

public class DnsCacheTests : NameResolverFixture
{
    private void Pass(int seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    private long Count(string name)
    {
        Assert.True(Statistics.TryRead("dns", name, out var value));
        return value;
    }

    [Fact]
    public async Task A_name_is_cached_in_any_case_until_its_records_expire()
    {
        Server.A("host.test", "192.0.2.1", ttl: 100);
        Assert.False(IsCached("host.test", 5));
        await Resolve("host.test", 5);
        Assert.True(IsCached("HOST.Test", 5));
        Assert.True(IsCached("host.test", 99, TransportProtocol.Tcp)); // another port is the same question
        Pass(99);
        Assert.Equal("tls:192.0.2.1:7", await Resolve("Host.TEST", 7, TransportProtocol.Tls));
        Assert.Equal(["host.test A"], TakeQueries());
        Pass(1);
        Assert.False(IsCached("host.test", 5));
        await Resolve("host.test", 5);
        Assert.Equal(["host.test A"], TakeQueries());
    }

    [Fact]
    public async Task An_answer_lives_as_long_as_the_shortest_of_its_records()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 5061, "a.test", ttl: 500);
        Server.Srv("_sip._udp.srv.test", 1, 0, 5061, "b.test", ttl: 500);
        Server.A("a.test", "192.0.2.1", ttl: 400);
        Server.A("b.test", "192.0.2.2", ttl: 50);
        await Resolve("srv.test");
        TakeQueries();
        Pass(49);
        Assert.True(IsCached("srv.test"));
        Pass(1);
        Assert.False(IsCached("srv.test"));
        await Resolve("srv.test");
        Assert.Equal(["b.test A"], TakeQueries());
    }

    [Fact]
    public async Task Finding_a_cached_name_allocates_nothing()
    {
        Server.Srv("_sip._udp.srv.test", 0, 0, 5061, "a.test");
        Server.Srv("_sip._udp.srv.test", 1, 0, 5061, "b.test");
        Server.A("a.test", "192.0.2.1");
        Server.A("b.test", "192.0.2.2");
        await Resolve("srv.test");
        await Resolve("nothing.test");
        await Resolve("localhost");
        byte[][] hosts = [Bytes("SRV.test"), Bytes("nothing.test"), Bytes("localhost"), Bytes("192.0.2.1"), Bytes("not a name")];
        Measure(hosts);
        Assert.Equal(0, Measure(hosts));

        long Measure(byte[][] names)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
            {
                foreach (var name in names)
                {
                    if (!Resolver.TryGetCached(name, 0, TransportProtocol.Udp, out var answer) || (answer.IsOk && answer.First.Endpoint.IsNone))
                        throw new InvalidOperationException("not cached");
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task That_a_name_does_not_exist_is_remembered_for_the_negative_time()
    {
        Assert.Equal("NotFound", await Resolve("host.test", 5));
        Assert.Equal(["host.test A", "host.test AAAA"], TakeQueries());
        Server.A("host.test", "192.0.2.1");
        Pass(59);
        Assert.True(IsCached("host.test", 5));
        Pass(1);
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
    }

    [Fact]
    public async Task A_negative_time_of_zero_remembers_nothing()
    {
        Settings = Settings with { NegativeTtl = 0 };
        Assert.Equal("NotFound", await Resolve("host.test", 5));
        Assert.False(IsCached("host.test", 5));
    }

    [Theory]
    [InlineData(0, int.MaxValue, 50, 50)]
    [InlineData(100, int.MaxValue, 50, 100)]
    [InlineData(0, 30, 50, 30)]
    [InlineData(10, int.MaxValue, 0, 10)]
    public async Task Times_to_live_are_kept_within_limits(int min, int max, int ttl, int lives)
    {
        Settings = Settings with { MinTtl = min, MaxTtl = max };
        Server.A("host.test", "192.0.2.1", ttl);
        await Resolve("host.test", 5);
        Pass(lives - 1);
        Assert.True(IsCached("host.test", 5));
        Pass(1);
        Assert.False(IsCached("host.test", 5));
    }

    [Fact]
    public async Task A_record_without_life_serves_the_one_who_asked()
    {
        Server.A("host.test", "192.0.2.1", ttl: 0);
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Assert.False(IsCached("host.test", 5));
    }

    [Fact]
    public async Task Without_cache_every_question_is_asked()
    {
        Settings = Settings with { UseCache = false };
        Server.A("host.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Assert.Equal(["host.test A", "host.test A"], TakeQueries());
        Assert.Equal("udp:127.0.0.1:5060", await Resolve("localhost"));
        Assert.Equal(0, Resolver.Cache.UsedBytes);
    }

    [Fact]
    public async Task New_settings_count_at_once()
    {
        Server.A("host.test", "192.0.2.1");
        Server.Aaaa("host.test", "2001:db8::1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Resolver.Settings = Settings with { Families = DnsFamilies.IPv6Only };
        Assert.Equal("udp:[2001:db8::1]:5", await Resolve("host.test", 5));
    }

    [Fact]
    public async Task A_full_cache_keeps_what_is_valid_and_answers_all_the_same()
    {
        Settings = Settings with { CacheBytes = 4000 };
        for (var i = 0; i < 100; i++)
        {
            Server.A($"h{i}.test", "192.0.2.1");
            Assert.Equal("udp:192.0.2.1:5", await Resolve($"h{i}.test", 5));
            Assert.InRange(Resolver.Cache.UsedBytes, 1, 4000);
        }

        Assert.True(IsCached("h0.test", 5));
        Assert.False(IsCached("h99.test", 5));
        Assert.Equal(0, Count("evicted"));

        Pass(301); // now there is room to be had
        await Resolve("h99.test", 5);
        Assert.True(IsCached("h99.test", 5));
        Assert.True(Count("evicted") > 0);
    }

    [Fact]
    public async Task A_full_cache_may_be_allowed_to_forget_the_least_recently_used()
    {
        Settings = Settings with { CacheBytes = 8000, DeleteNonExpired = true };
        for (var i = 0; i < 100; i++)
        {
            Server.A($"h{i}.test", "192.0.2.1", ttl: 10_000);
            await Resolve($"h{i}.test", 5);
            Pass(2);
            Assert.True(IsCached("h0.test", 5)); // used all the time
        }

        Assert.True(IsCached("h99.test", 5));
        Assert.False(IsCached("h1.test", 5));
        Assert.InRange(Resolver.Cache.UsedBytes, 1, 8000);
    }

    [Fact]
    public async Task Collecting_removes_what_has_expired()
    {
        Server.A("short.test", "192.0.2.1", ttl: 10);
        Server.A("long.test", "192.0.2.1", ttl: 1000);
        await Resolve("short.test", 5);
        var used = Resolver.Cache.UsedBytes;
        await Resolve("long.test", 5);
        Pass(11);
        Resolver.Cache.Collect();
        Assert.InRange(Resolver.Cache.UsedBytes, 1, used);
        Assert.Equal(["long.test"], Resolver.Cache.List().Select(item => item.Name));
    }

    [Fact]
    public async Task Operators_can_add_and_delete_records()
    {
        var cache = Resolver.Cache;
        Assert.Equal("NotFound", await Resolve("Hand.test"));
        Assert.True(cache.AddAddress("hand.TEST", 100, new NetworkEndpoint(IPAddress.Parse("192.0.2.3"), 0), negative: false));
        Assert.Equal("udp:192.0.2.3:5060", await Resolve("hand.test"));
        Assert.True(cache.AddSrv("_sip._udp.hand.test", 100, 1, 2, 5070, "hand.test", negative: false));
        Assert.Equal("udp:192.0.2.3:5070", await Resolve("hand.test"));
        Assert.True(cache.AddSrv("_sip._udp.hand.test", 100, 0, 0, 0, "hand.test", negative: true));
        Assert.Equal("udp:192.0.2.3:5060", await Resolve("hand.test"));

        Assert.True(cache.Delete("hand.test", DnsRecordType.A));
        Assert.False(cache.Delete("hand.test", DnsRecordType.A));
        Assert.Equal("NotFound", await Resolve("hand.test"));
        cache.Clear();
        Assert.Empty(cache.List());
        Assert.Equal(0, cache.UsedBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a name")]
    [InlineData("..")]
    public void Operators_cannot_add_what_is_no_name(string name)
    {
        Assert.False(Resolver.Cache.AddAddress(name, 100, default, negative: false));
        Assert.False(Resolver.Cache.AddSrv(name, 100, 0, 0, 0, "host.test", negative: false));
        Assert.False(Resolver.Cache.AddSrv("host.test", 100, 0, 0, 0, name, negative: false));
        Assert.False(Resolver.Cache.Delete(name, DnsRecordType.A));
    }

    [Fact]
    public async Task The_content_can_be_listed()
    {
        Server.Srv("_sip._udp.srv.test", 1, 2, 5061, "www.test", ttl: 60);
        Server.Cname("www.test", "a.test", ttl: 70);
        Server.A("a.test", "192.0.2.1", ttl: 80);
        await Resolve("srv.test");
        Pass(20);
        var items = Resolver.Cache.List().OrderBy(item => item.ExpiresIn).ToList();
        Assert.Equal(["_sip._udp.srv.test", "www.test", "a.test"], items.Select(item => item.Name));
        Assert.Equal([DnsRecordType.Srv, DnsRecordType.Cname, DnsRecordType.A], items.Select(item => item.Type));
        Assert.Equal([40, 50, 60], items.Select(item => item.ExpiresIn));
        Assert.Equal(
            [new DnsCacheRecord("www.test", 1, 2, 5061), new DnsCacheRecord("a.test"), new DnsCacheRecord("192.0.2.1")],
            items.Select(item => Assert.Single(item.Records)));
        Assert.All(items, item => Assert.Equal(20, item.LastUsed));
        Assert.All(items, item => Assert.False(item.IsNegative));
    }

    [Fact]
    public async Task Requests_and_hits_are_counted()
    {
        Server.A("host.test", "192.0.2.1");
        await Resolve("host.test", 5);
        await Resolve("host.test", 5);
        await Resolve("none.test", 5);
        await Resolve("none.test", 5);
        await Resolve("192.0.2.1", 5);
        Assert.Equal((4, 2, 1), (Count("requests"), Count("hits"), Count("negative_hits")));
    }
}
