using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Dns;

/// <summary>Name servers that don't answer, can't, or answer at length.</summary>
public class NameServerTests : NameResolverFixture
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_server_that_is_silent_leaves_the_question_to_the_next()
    {
        Settings = Settings with { RetryTime = Short, Attempts = 50 }; // so many, because a busy machine may be slow to answer
        Server.Silent = true;
        AddServer().A("host.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Assert.All(TakeQueries(), query => Assert.Equal("host.test A", query));
    }

    [Fact]
    public async Task A_server_in_trouble_leaves_the_question_to_the_next()
    {
        Server.UnknownCode = 2;
        AddServer().A("host.test", "192.0.2.1");
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
    }

    [Fact]
    public async Task That_a_name_does_not_exist_is_an_answer()
    {
        var second = AddServer();
        second.A("host.test", "192.0.2.1");
        Assert.Equal("NotFound", await Resolve("host.test", 5));
        Assert.Empty(TakeQueries(second));
    }

    [Fact]
    public async Task The_number_of_servers_and_attempts_is_limited()
    {
        Settings = Settings with { RetryTime = Short, Attempts = 3, Servers = 1, Families = DnsFamilies.IPv4Only };
        Server.Silent = true;
        var second = AddServer();
        Assert.Equal("Failed", await Resolve("host.test", 5));
        Assert.Equal(["host.test A", "host.test A", "host.test A"], TakeQueries());
        Assert.Empty(TakeQueries(second));
        Assert.Contains(Log.Lines, line => line == "Warning: no name server answered about host.test A");
    }

    [Fact]
    public async Task A_failure_is_remembered_so_that_a_dead_server_is_not_asked_for_every_message()
    {
        Settings = Settings with { RetryTime = Short, Families = DnsFamilies.IPv4Only };
        Server.Silent = true;
        Assert.Equal("Failed", await Resolve("host.test", 5));
        TakeQueries();
        Assert.Equal("Failed", await Resolve("host.test", 5));
        Assert.Empty(TakeQueries());
        Server.Silent = false;
        Server.A("host.test", "192.0.2.1");
        Time.Advance(TimeSpan.FromSeconds(61));
        Resolver.Settings = Settings with { RetryTime = TimeSpan.FromSeconds(20) };
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
    }

    [Fact]
    public async Task A_truncated_reply_is_fetched_over_TCP()
    {
        Server.Truncate = true;
        for (var i = 1; i <= 40; i++)
            Server.A("big.test", $"192.0.2.{i}");
        var answer = await Resolver.ResolveAsync(Bytes("big.test"), 5, TransportProtocol.Udp);
        Assert.Equal(40, answer.Count);
        Assert.Equal(["big.test A", "big.test A/tcp"], TakeQueries());
    }

    [Fact]
    public async Task Of_a_giant_reply_a_part_is_used()
    {
        Server.Truncate = true;
        for (var i = 1; i <= 250; i++)
            Server.A("big.test", $"192.0.2.{i}");
        var answer = await Resolver.ResolveAsync(Bytes("big.test"), 5, TransportProtocol.Udp);
        Assert.Equal(64, answer.Count);
    }

    [Fact]
    public async Task A_malformed_reply_is_a_failure()
    {
        Settings = Settings with { RetryTime = Short, Families = DnsFamilies.IPv4Only };
        Server.Garbled = true;
        Assert.Equal("Failed", await Resolve("host.test", 5));
    }

    [Fact]
    public async Task Equal_questions_that_are_under_way_are_asked_once()
    {
        Server.A("host.test", "192.0.2.1");
        Server.Gate.Reset();
        var tasks = Enumerable.Range(0, 50).Select(i => Resolve(i % 2 == 0 ? "host.test" : "HOST.test", 5)).ToList();
        Assert.DoesNotContain(tasks, task => task.IsCompleted);
        Server.Gate.Set();
        Assert.All(await Task.WhenAll(tasks), answer => Assert.Equal("udp:192.0.2.1:5", answer));
        Assert.Equal(["host.test A"], TakeQueries());
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_query()
    {
        Server.A("host.test", "192.0.2.1");
        Server.Gate.Reset();
        using var cancel = new CancellationTokenSource();
        var task = Resolver.ResolveAsync(Bytes("host.test"), 5, TransportProtocol.Udp, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Server.Gate.Set();
        Assert.Equal("udp:192.0.2.1:5", await Resolve("host.test", 5));
        Assert.Equal(["host.test A"], TakeQueries());
    }

    [Fact]
    public async Task The_system_s_configuration_can_be_read_again()
    {
        Assert.Equal("NotFound", await Resolve("new.test", 5));
        Hosts = ["192.0.2.5 new.test"];
        Resolver.Reload();
        Assert.Equal("udp:192.0.2.5:5", await Resolve("new.test", 5));
    }
}
