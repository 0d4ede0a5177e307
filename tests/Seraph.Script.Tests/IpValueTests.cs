using System.Net;
using System.Text;

namespace Seraph.Script.Tests;

public class IpValueTests
{
    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::1", "::1")]
    [InlineData("[2001:DB8::1]", "2001:db8::1")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    public void Reads_and_prints(string text, string expected)
    {
        Assert.True(IpValue.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(expected, value.ToString());
        Span<byte> printed = stackalloc byte[64];
        Assert.True(value.TryFormat(printed, out var length));
        Assert.Equal(expected, Encoding.ASCII.GetString(printed[..length]));
        Assert.Equal(IPAddress.Parse(expected), value.ToAddress());
        Assert.Equal(value, IpValue.FromAddress(IPAddress.Parse(expected)));
        Assert.Equal(value, IpValue.FromBytes(IPAddress.Parse(expected).GetAddressBytes()));
        Assert.Equal(value.GetHashCode(), IpValue.FromAddress(IPAddress.Parse(expected)).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1..3.4")]
    [InlineData("256.1.1.1")]
    [InlineData("010.1.1.1")]
    [InlineData("0x1.1.1.1")]
    [InlineData("1.2.3.4 ")]
    [InlineData("+1.2.3.4")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1")]
    [InlineData("::g")]
    [InlineData("example.com")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("111111111111111111111111111111111111111111111111111")]
    public void Refuses(string text) => Assert.False(IpValue.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void No_address_equals_nothing()
    {
        Assert.False(default(IpValue) == default);
        Assert.False(default(IpValue).IsDefined);
        Assert.Equal("", default(IpValue).ToString());
        Assert.False(default(IpValue).TryFormat(new byte[64], out _));
        Assert.False(IpValue.FromBytes(new byte[5]).IsDefined);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        for (var size = 0; size < 7; size++)
            Assert.False(Parse("1.2.3.4").TryFormat(new byte[size], out _));

        Assert.False(Parse("2001:db8::1").TryFormat(new byte[10], out _));
    }

    [Theory]
    [InlineData("10.1.2.3", 8, "10.255.0.0", true)]
    [InlineData("10.1.2.3", 8, "11.0.0.0", false)]
    [InlineData("10.1.2.3", 32, "10.1.2.3", true)]
    [InlineData("10.1.2.3", 32, "10.1.2.2", false)]
    [InlineData("10.1.2.3", 0, "200.1.1.1", true)]
    [InlineData("2001:db8::", 32, "2001:db8:1::1", true)]
    [InlineData("2001:db8::", 32, "2001:db9::", false)]
    [InlineData("::", 0, "::1", true)]
    [InlineData("::1", 128, "::1", true)]
    [InlineData("0.0.0.0", 0, "::1", false)]
    public void Networks(string address, int bits, string other, bool expected)
    {
        Assert.True(IpNetworkValue.TryCreate(Parse(address), bits, out var network));
        Assert.Equal(expected, network.Contains(Parse(other)));
        Assert.False(network.Contains(default));
    }

    [Fact]
    public void Masks()
    {
        Assert.True(IpNetworkValue.TryCreate(Parse("10.1.2.3"), Parse("255.0.255.0"), out var network));
        Assert.True(network.HasHostBits);
        Assert.Equal("10.0.2.0", network.Address.ToString());
        Assert.True(network.Contains(Parse("10.77.2.99")));
        Assert.False(network.Contains(Parse("10.77.3.99")));
        Assert.False(IpNetworkValue.TryCreate(Parse("10.1.2.3"), Parse("::"), out _));
        Assert.False(IpNetworkValue.TryCreate(Parse("10.1.2.3"), 33, out _));
        Assert.False(IpNetworkValue.TryCreate(Parse("10.1.2.3"), -1, out _));
        Assert.False(IpNetworkValue.TryCreate(default, 0, out _));
    }

    private static IpValue Parse(string text)
    {
        Assert.True(IpValue.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        return value;
    }
}
