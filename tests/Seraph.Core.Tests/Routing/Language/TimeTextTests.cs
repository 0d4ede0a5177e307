using System.Text;
using Seraph.Core.Routing.Language;

namespace Seraph.Core.Tests.Routing.Language;

public class TimeTextTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 15, 4, 9, TimeSpan.FromHours(-3.5)); // a Sunday

    [Theory]
    [InlineData("%a %A %b %B %h", "Sun Sunday Mar March Mar")]
    [InlineData("%Y-%m-%d %y %C", "2026-03-01 26 20")]
    [InlineData("%H:%M:%S %I %p %P %k %l", "15:04:09 03 PM pm 15  3")]
    [InlineData("%D %F %T %R %r", "03/01/26 2026-03-01 15:04:09 15:04 03:04:09 PM")]
    [InlineData("%c", "Sun Mar  1 15:04:09 2026")]
    [InlineData("%x %X", "03/01/26 15:04:09")]
    [InlineData("%e|%j|%u|%w", " 1|060|7|0")]
    [InlineData("%U %W %V %G %g", "09 08 09 2026 26")]
    [InlineData("%z %Z", "-0330 NST")]
    [InlineData("%s", "1772390049")]
    [InlineData("%Ey%Od", "2601")]
    [InlineData("%n%t%%", "\n\t%")]
    [InlineData("%q %", "%q %")]
    [InlineData("", "")]
    public void Converts_like_the_c_library(string format, string expected) => Assert.Equal(expected, Format(format));

    [Fact]
    public void Pads_the_day_of_the_classic_form_with_a_blank() =>
        Assert.Equal("Sun Mar  1 15:04:09 2026", Format(Encoding.ASCII.GetString(TimeText.Classic)));

    [Fact]
    public void Refuses_more_than_79_bytes()
    {
        var destination = new byte[200];
        Assert.True(TimeText.TryFormat(Time, "", new byte[79], destination, out var written));
        Assert.Equal(79, written);
        Assert.False(TimeText.TryFormat(Time, "", new byte[80], destination, out _));
    }

    [Fact]
    public void Refuses_a_short_destination() => Assert.False(TimeText.TryFormat(Time, "", "%Y"u8, new byte[3], out _));

    private static string Format(string format)
    {
        var destination = new byte[TimeText.MaxLength];
        Assert.True(TimeText.TryFormat(Time, "NST", Encoding.ASCII.GetBytes(format), destination, out var written));
        return Encoding.ASCII.GetString(destination, 0, written);
    }
}
