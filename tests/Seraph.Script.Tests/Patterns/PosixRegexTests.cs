using System.Text;
using Seraph.Script.Parameters;
using Seraph.Script.Patterns;

namespace Seraph.Script.Tests.Patterns;

/// <summary>Both engines: glibc's, and the translation for other systems.</summary>
public class PosixRegexTests
{
    public static TheoryData<string, string, bool> Cases => new()
    {
        { "abc", "xabcx", true },
        { "abc", "ab", false },
        { "^a", "ba", false },
        { "a$", "ba", true },
        { "a$", "ab", false },
        { "^$", "", true },
        { "", "x", true },
        { "a.c", "a\nc", true },
        { "[[:digit:]]+", "ab12", true },
        { "[[:digit:]]+", "abcd", false },
        { "^[[:alpha:]_]+$", "Ab_", true },
        { "^[^[:space:]]+$", "a b", false },
        { "[]a]", "]", true },
        { "[^]a]", "]", false },
        { "[a\\]", "\\", true },
        { "[a-]", "-", true },
        { "[.]", "x", false },
        { "a{2,3}", "aa", true },
        { "a{2}", "a", false },
        { "a{2,}", "aaaa", true },
        { "(ab|cd)+e", "abcde", true },
        { "a|b|c", "xc", true },
        { "a\\.b", "axb", false },
        { "a\\.b", "a.b", true },
        { "\\$", "$", true },
        { "a?b", "b", true },
        { "colou?r", "color", true },
        { "\\w+\\W", "a b", true },
        { "\\<b", "a b", true },
        { "\\bb", "ab", false },
        { "é", "é", true },
        { "^.$", "\u00e9", false },
        { "[[=a=]]", "a", true },
        { "[[.-.]]", "-", true },
        { "sip:(\\+?[0-9]+)@", "sip:+49123@x", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Glibc_matches(string pattern, string text, bool expected)
    {
        Assert.True(GlibcRegex.TryCompile(Bytes(pattern), PosixRegexOptions.None, out var regex, out var error), error);
        Assert.Equal(expected, regex!.TryMatch(Bytes(text), 0, []));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_translation_matches_the_same(string pattern, string text, bool expected)
    {
        Assert.True(TranslatedRegex.TryCompile(Bytes(pattern), PosixRegexOptions.None, out var regex, out var error), error);
        Assert.Equal(expected, regex!.TryMatch(Bytes(text), 0, []));
    }

    [Theory]
    [InlineData("INVITE", "invite", PosixRegexOptions.IgnoreCase, true)]
    [InlineData("[a-c]", "B", PosixRegexOptions.IgnoreCase, true)]
    [InlineData("INVITE", "invite", PosixRegexOptions.None, false)]
    [InlineData("a.b", "a\nb", PosixRegexOptions.NewlineSensitive, false)]
    [InlineData("a[^x]b", "a\nb", PosixRegexOptions.NewlineSensitive, false)]
    [InlineData("^b$", "a\nb\nc", PosixRegexOptions.NewlineSensitive, true)]
    [InlineData("^b$", "a\nb\nc", PosixRegexOptions.None, false)]
    [InlineData("a$", "a\n", PosixRegexOptions.None, false)]
    public void Options(string pattern, string text, PosixRegexOptions options, bool expected)
    {
        Assert.True(GlibcRegex.TryCompile(Bytes(pattern), options, out var glibc, out _));
        Assert.True(TranslatedRegex.TryCompile(Bytes(pattern), options, out var translated, out _));
        Assert.Equal(expected, glibc!.TryMatch(Bytes(text), 0, []));
        Assert.Equal(expected, translated!.TryMatch(Bytes(text), 0, []));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)b(")]
    [InlineData("a[")]
    [InlineData("*a")]
    [InlineData("(|*)")]
    [InlineData("[[:foo:]]")]
    [InlineData("a\\")]
    [InlineData("a{2,1}")]
    public void Refuses_bad_patterns(string pattern)
    {
        Assert.False(GlibcRegex.TryCompile(Bytes(pattern), PosixRegexOptions.None, out _, out var error));
        Assert.NotEmpty(error!);
        Assert.False(TranslatedRegex.TryCompile(Bytes(pattern), PosixRegexOptions.None, out _, out error));
        Assert.NotEmpty(error!);
    }

    [Fact]
    public void Refuses_a_zero_byte()
    {
        Assert.False(PosixRegex.TryCompile("a\0b"u8, PosixRegexOptions.None, out _, out var error));
        Assert.Equal("a zero byte in the pattern", error);
    }

    [Theory]
    [InlineData("a|ab|abc", "xabcd", 1, 4)]
    [InlineData("(a|ab)(c|bcd)", "abcd", 0, 4)]
    [InlineData("x*", "aaa", 0, 0)]
    public void The_longest_of_the_leftmost_matches_wins(string pattern, string text, int start, int end)
    {
        Assert.True(PosixRegex.TryCompile(Bytes(pattern), PosixRegexOptions.None, out var regex, out _));
        Span<RegexGroup> groups = stackalloc RegexGroup[1];
        Assert.True(regex!.TryMatch(Bytes(text), 0, groups));
        Assert.Equal(new RegexGroup(start, end), groups[0]);
    }

    [Fact]
    public void Tells_groups_and_goes_on_from_a_place()
    {
        Assert.True(PosixRegex.TryCompile("([a-z])([0-9])?"u8, PosixRegexOptions.None, out var regex, out _));
        Span<RegexGroup> groups = stackalloc RegexGroup[4];
        Assert.True(regex!.TryMatch("-a1-b"u8, 0, groups));
        Assert.Equal((new RegexGroup(1, 3), new RegexGroup(1, 2), new RegexGroup(2, 3)), (groups[0], groups[1], groups[2]));
        Assert.False(groups[3].HasMatched);
        Assert.True(regex.TryMatch("-a1-b"u8, 3, groups));
        Assert.Equal(new RegexGroup(4, 5), groups[0]);
        Assert.False(groups[2].HasMatched);
        Assert.False(regex.TryMatch("-a1-b"u8, 5, groups));
    }

    [Fact]
    public void The_start_of_the_text_is_not_the_place_to_go_on_from()
    {
        Assert.True(PosixRegex.TryCompile("^a"u8, PosixRegexOptions.None, out var regex, out _));
        Assert.False(regex!.TryMatch("aa"u8, 1, []));
        Assert.True(PosixRegex.TryCompile("^a"u8, PosixRegexOptions.NewlineSensitive, out regex, out _));
        Assert.True(regex!.TryMatch("b\na"u8, 1, []));
    }

    [Fact]
    public void Zero_and_high_bytes_of_the_text_are_matched()
    {
        Assert.True(PosixRegex.TryCompile("a.b"u8, PosixRegexOptions.None, out var regex, out _));
        Assert.True(regex!.IsMatch([0, 0, (byte)'a', 0xFF, (byte)'b']));
        Assert.False(regex.IsMatch([(byte)'a', 0, (byte)'b'])); // POSIX: a dot is no zero byte
        Assert.False(regex.IsMatch([]));
    }

    [Fact]
    public void Matching_allocates_nothing_and_works_from_many_threads()
    {
        Assert.True(PosixRegex.TryCompile("^sip:([0-9]+)@example\\.com$"u8, PosixRegexOptions.IgnoreCase, out var regex, out _));
        var text = "sip:12345@EXAMPLE.com"u8.ToArray();
        long allocated = 0;
        for (var i = 0; i < 200; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(regex!.IsMatch(text));
            allocated += i < 100 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Parallel.For(0, 2000, _ => Assert.True(regex!.IsMatch(text)));
    }

    [Fact]
    public void Patterns_are_freed()
    {
        for (var i = 0; i < 2000; i++)
            Assert.True(PosixRegex.TryCompile(Bytes($"pattern number {i} with (some|groups)*"), PosixRegexOptions.IgnoreCase, out _, out _));

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
