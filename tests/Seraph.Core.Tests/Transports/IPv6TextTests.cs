using System.Net;
using System.Text;
using CsCheck;
using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Transports;

public class IPv6TextTests
{
    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("0:0:1::", "0:0:1::")]
    public void Reads_and_shortens(string text, string expected)
    {
        Span<byte> address = stackalloc byte[16], written = stackalloc byte[45];
        Assert.True(IPv6Text.TryParse(Encoding.ASCII.GetBytes(text), address));
        Assert.Equal(IPAddress.Parse(text).GetAddressBytes(), address.ToArray());
        Assert.Equal(expected, Encoding.ASCII.GetString(written[..IPv6Text.Format(address, written)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("::1:2:3:4:5:6:7:8")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("::-1")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("1.2.3.4")]
    [InlineData("::1 ")]
    public void Refuses_what_is_no_address(string text) => Assert.False(IPv6Text.TryParse(Encoding.ASCII.GetBytes(text), new byte[16]));

    [Fact]
    public void Reads_back_what_it_writes() => Gen.Byte.Array[16].Select(Gen.Int[0, 15], Gen.Int[0, 16]).Sample((bytes, from, count) =>
    {
        bytes.AsSpan(from, Math.Min(count, 16 - from)).Clear();
        Span<byte> text = stackalloc byte[45], again = stackalloc byte[16];
        var length = IPv6Text.Format(bytes, text);
        return IPv6Text.TryParse(text[..length], again)
            && again.SequenceEqual(bytes)
            && IPAddress.TryParse(text[..length], out var address)
            && address.GetAddressBytes().AsSpan().SequenceEqual(bytes);
    });

    [Fact]
    public void Writes_nothing_past_the_end()
    {
        var address = IPAddress.Parse("2001:db8::1:2:3").GetAddressBytes();
        for (var room = 0; room < 15; room++)
            Assert.Equal(0, IPv6Text.Format(address, new byte[room]));
        Assert.Equal(15, IPv6Text.Format(address, new byte[15]));
    }

    [Fact]
    public void Allocates_nothing()
    {
        Span<byte> address = stackalloc byte[16], text = stackalloc byte[45];
        IPv6Text.TryParse("2001:db8::1"u8, address);
        IPv6Text.Format(address, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        IPv6Text.TryParse("2001:db8::1"u8, address);
        IPv6Text.Format(address, text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
