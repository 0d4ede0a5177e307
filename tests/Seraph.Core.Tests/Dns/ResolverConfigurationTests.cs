using Seraph.Core.Dns;

namespace Seraph.Core.Tests.Dns;

public class ResolverConfigurationTests
{
    [Fact]
    public void Reads_servers_domains_and_options()
    {
        var configuration = ResolverConfiguration.Parse(
        [
            "# a comment", "; another", "nameserver 192.0.2.53", "nameserver\t2001:db8::53", "domain old.test", "search one.test. two.test",
            "options ndots:2 timeout:3 attempts:4 rotate", "sortlist 130.155.160.0",
        ]);
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53"], configuration.Servers.Select(server => server.ToString()));
        Assert.Equal(["one.test", "two.test"], configuration.SearchList);
        Assert.Equal((2, TimeSpan.FromSeconds(3), 4), (configuration.Dots, configuration.Timeout, configuration.Attempts));
    }

    [Fact]
    public void Without_servers_the_one_of_this_machine_is_used()
    {
        var configuration = ResolverConfiguration.Parse(["nameserver", "nameserver not-an-address", "options ndots:x timeout:99", ""]);
        Assert.Equal(["127.0.0.1:53"], configuration.Servers.Select(server => server.ToString()));
        Assert.Empty(configuration.SearchList);
        Assert.Equal((1, TimeSpan.FromSeconds(30), 2), (configuration.Dots, configuration.Timeout, configuration.Attempts));
    }

    [Fact]
    public void Takes_three_servers_at_most() =>
        Assert.Equal(3, ResolverConfiguration.Parse(Enumerable.Range(1, 9).Select(i => $"nameserver 192.0.2.{i}")).Servers.Count);

    [Fact]
    public void A_file_that_is_not_there_is_empty() => Assert.Single(ResolverConfiguration.Load("/nonexistent/resolv.conf").Servers);
}
