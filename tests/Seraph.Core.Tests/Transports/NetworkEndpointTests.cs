using System.Net;
using System.Text;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Transports;

public class NetworkEndpointTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1:5060")]
    [InlineData("255.255.255.255", "255.255.255.255:5060")]
    [InlineData("2001:db8::1", "[2001:db8::1]:5060")]
    [InlineData("[2001:DB8:0::1]", "[2001:db8::1]:5060")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1:5060")]
    public void Reads_and_writes_an_address(string text, string expected)
    {
        Assert.True(NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(text), out var endpoint, 5060));
        Assert.Equal(expected, endpoint.ToString());
        Assert.Equal(endpoint, NetworkEndpoint.From(endpoint.ToIPEndPoint()));
        Assert.Equal(endpoint.GetHashCode(), NetworkEndpoint.From(endpoint.ToIPEndPoint()).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.1.1")]
    [InlineData("10..0.1")]
    [InlineData("4294967296.0.0.1")]
    [InlineData("example.org")]
    [InlineData("[2001:db8::1")]
    [InlineData("2001:db8::g")]
    [InlineData("1234")]
    public void Refuses_what_is_no_address(string text) =>
        Assert.False(NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Knows_special_addresses()
    {
        Assert.True(new NetworkEndpoint(IPAddress.Any, 1).IsWildcard);
        Assert.True(new NetworkEndpoint(IPAddress.IPv6Any, 1).IsWildcard);
        Assert.True(new NetworkEndpoint(IPAddress.Parse("127.1.2.3"), 1).IsLoopback);
        Assert.True(new NetworkEndpoint(IPAddress.IPv6Loopback, 1).IsLoopback);
        Assert.True(new NetworkEndpoint(IPAddress.Parse("224.0.1.75"), 1).IsMulticast);
        Assert.True(new NetworkEndpoint(IPAddress.Parse("ff02::1"), 1).IsMulticast);
        Assert.True(default(NetworkEndpoint).IsNone);
        Assert.False(default(NetworkEndpoint).IsWildcard);
    }

    [Fact]
    public void Addresses_of_two_families_are_never_equal() =>
        Assert.NotEqual(new NetworkEndpoint(IPAddress.Any, 5060), new NetworkEndpoint(IPAddress.IPv6Any, 5060));
}
