using System.Text;
using CsCheck;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

public class LogTextTests
{
    private static string Escape(ReadOnlySpan<byte> text, int room = 1000, bool keepColors = false)
    {
        var buffer = new byte[room];
        return Encoding.UTF8.GetString(buffer, 0, LogText.Escape(text, buffer, keepColors));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("Grüße, 世界 🎉", "Grüße, 世界 🎉")]
    [InlineData("one\r\ntwo\tthree", "one\\r\\ntwo\\tthree")]
    [InlineData("nul\0bell\abackspace\b", "nul\\x00bell\\x07backspace\\x08")]
    [InlineData("\u007f", "\\x7F")]
    [InlineData("next line \u0085", "next line \\xC2\\x85")]
    [InlineData("separator \u2028", "separator \\xE2\\x80\\xA8")]
    [InlineData("right to left \u202e", "right to left \\xE2\\x80\\xAE")]
    [InlineData("\e[31mred", "\\x1B[31mred")]
    public void Shows_text_and_escapes_what_could_forge_a_line(string text, string expected) =>
        Assert.Equal(expected, Escape(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Escapes_bytes_that_are_not_UTF8() => Assert.Equal("a\\xFFb\\xC3(\\xE2\\x82", Escape([0x61, 0xFF, 0x62, 0xC3, 0x28, 0xE2, 0x82]));

    [Theory]
    [InlineData("\e[1;31mred\e[0m", "\e[1;31mred\e[0m")]
    [InlineData("\e[2J", "\\x1B[2J")]
    [InlineData("\e[31", "\\x1B[31")]
    [InlineData("\e", "\\x1B")]
    public void Keeps_colours_and_nothing_else_when_asked(string text, string expected) =>
        Assert.Equal(expected, Escape(Encoding.UTF8.GetBytes(text), keepColors: true));

    [Theory]
    [InlineData("0123456789", 10, "0123456789")]
    [InlineData("0123456789", 9, "012345...")]
    [InlineData("01234567\n", 9, "012345...")]
    [InlineData("01234ü789", 9, "01234...")]
    [InlineData("0123", 3, "...")]
    public void Cuts_what_does_not_fit_between_characters(string text, int room, string expected) =>
        Assert.Equal(expected, Escape(Encoding.UTF8.GetBytes(text), room));

    [Fact]
    public void Whatever_comes_in_one_printable_line_comes_out() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[3, 300], Gen.Bool).Sample((bytes, room, colors) =>
        {
            var line = Escape(bytes, room, colors);
            Assert.DoesNotContain('\uFFFD', line.Replace("\\uFFFD", ""));
            Assert.True(Encoding.UTF8.GetByteCount(line) <= room);
            if (!colors)
                Assert.DoesNotContain(line, char.IsControl);
            if (room >= bytes.Length * 4)
                Assert.False(line.EndsWith("...", StringComparison.Ordinal) && !Encoding.UTF8.GetString(bytes).EndsWith("...", StringComparison.Ordinal));
        });
}
