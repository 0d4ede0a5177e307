using System.Text;
using CsCheck;
using Seraph.Core.Database;

namespace Seraph.Core.Tests.Database;

public class DatabaseTimeTests
{
    [Fact]
    public void What_is_written_is_read_back() => Gen.Long[-62135596800, 253402300799].Sample(seconds =>
    {
        Span<byte> text = stackalloc byte[DatabaseTime.Length];
        DatabaseTime.Format(seconds, text);
        return DatabaseTime.TryParse(text, out var read) && read == seconds;
    });

    [Theory]
    [InlineData(long.MaxValue, "9999-12-31 23:59:59")]
    [InlineData(long.MinValue, "0001-01-01 00:00:00")]
    [InlineData(0, "1970-01-01 00:00:00")]
    [InlineData(1717243200, "2024-06-01 12:00:00")]
    public void Instants_are_written_in_utc(long seconds, string text)
    {
        Span<byte> written = stackalloc byte[DatabaseTime.Length];
        DatabaseTime.Format(seconds, written);
        Assert.Equal(text, Encoding.ASCII.GetString(written));
    }

    [Theory]
    [InlineData("2024-06-01T12:00:00", 1717243200)]
    [InlineData("2024-06-01 12:00:00.75", 1717243200)]
    [InlineData("1717243200", 1717243200)]
    [InlineData("2020-02-29 00:00:00", 1582934400)]
    public void Other_forms_are_read(string text, long seconds)
    {
        Assert.True(DatabaseTime.TryParse(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(seconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("0000-01-01 00:00:00")]
    [InlineData("2023-02-29 00:00:00")]
    [InlineData("2023-13-01 00:00:00")]
    [InlineData("2023-00-01 00:00:00")]
    [InlineData("2023-01-00 00:00:00")]
    [InlineData("2023-01-01 24:00:00")]
    [InlineData("2023-01-01 00:60:00")]
    [InlineData("2023/01/01 00:00:00")]
    [InlineData("2023-01-01x00:00:00")]
    [InlineData("-023-01-01 00:00:00")]
    public void What_is_no_instant_is_refused(string text) => Assert.False(DatabaseTime.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
