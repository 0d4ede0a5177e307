using System.Text;
using Seraph.Script.Parameters;
using Seraph.Script.Patterns;

namespace Seraph.Script.Tests.Patterns;

public class LineEndsTests
{
    private const string Text = "To: <sip:b@h>\r\nX: 1\r\n\r\nend";

    [Theory]
    [InlineData("^To:.*$", "To: <sip:b@h>")]
    [InlineData("^To:.*", "To: <sip:b@h>")]
    [InlineData("h>$", "h>")]
    [InlineData("X: [^a]*", "X: 1")]
    [InlineData("^$", "")]
    [InlineData("end$", "end")]
    [InlineData("1\r\n", "1\r\n")]
    [InlineData("1\r", "1\r")]
    [InlineData("(X: 1|nothing$)", "X: 1")]
    public void A_match_ends_in_front_of_the_line_end(string pattern, string expected)
    {
        var text = Encoding.ASCII.GetBytes(Text);
        var groups = new RegexGroup[1];
        Assert.True(PosixRegex.TryCompile(Encoding.ASCII.GetBytes(pattern), PosixRegexOptions.NewlineSensitive, out var regex, out _));
        Assert.True(regex!.TryMatch(text, 0, groups));
        Assert.Equal(expected, Encoding.ASCII.GetString(text, groups[0].Start, groups[0].End - groups[0].Start));
        Assert.Equal(pattern, regex.ToString());
    }

    [Fact]
    public void So_does_a_group()
    {
        var text = Encoding.ASCII.GetBytes(Text);
        var groups = new RegexGroup[3];
        Assert.True(PosixRegex.TryCompile("^(To): (.*)$"u8, PosixRegexOptions.NewlineSensitive, out var regex, out _));
        Assert.True(regex!.TryMatch(text, 0, groups));
        Assert.Equal("<sip:b@h>", Encoding.ASCII.GetString(text, groups[2].Start, groups[2].End - groups[2].Start));
    }

    [Fact]
    public void Without_lines_every_byte_counts()
    {
        var groups = new RegexGroup[1];
        Assert.True(PosixRegex.TryCompile("a.*$"u8, PosixRegexOptions.None, out var regex, out _));
        Assert.True(regex!.TryMatch("a\r\n"u8, 0, groups));
        Assert.Equal(3, groups[0].End);
    }

    [Theory]
    [InlineData("a$", "a\r?$")]
    [InlineData("a\\$", "a\\$")]
    [InlineData("[$]$", "[$]\r?$")]
    [InlineData("[]$]", "[]$]")]
    [InlineData("[^]$]x$", "[^]$]x\r?$")]
    [InlineData("[[:alpha:]$]$", "[[:alpha:]$]\r?$")]
    [InlineData("(a|b$)", "(a|b\r?$)")]
    [InlineData("[$", "[$")]
    [InlineData("\\", "\\")]
    public void Only_the_anchor_is_extended(string pattern, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(LineEnds.Extend(Encoding.ASCII.GetBytes(pattern))));
}
