using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Formatting;

public class SubstitutionTests
{
    [Theory]
    [InlineData("/bob/alice/", "sip:alice@example.com")]
    [InlineData("/BOB/alice/", null)]
    [InlineData("/BOB/alice/i", "sip:alice@example.com")]
    [InlineData("/e/E/", "sip:bob@Example.com")]
    [InlineData("/e/E/g", "sip:bob@ExamplE.com")]
    [InlineData("/(sip):([^@]*)@(.*)/\\\\3-\\\\2-\\\\1-\\\\0/", "example.com-bob-sip-sip:bob@example.com")]
    [InlineData("/x*/-/g", "-s-i-p-:-b-o-b-@-e--a-m-p-l-e-.-c-o-m-")]
    [InlineData("/$/;x=y/", "sip:bob@example.com;x=y")]
    [InlineData("/^/<\\\\u>/", "<sip:bob@example.com>sip:bob@example.com")]
    [InlineData("/bob/$s-$tu.t/", "sip:Text-track@example.com")]
    [InlineData("/bob/$none/", "sip:@example.com")]
    [InlineData("/bob/a\\\\nb\\\\\\\\c/", "sip:a\nb\\c@example.com")]
    [InlineData("#bob#a/b#", "sip:a/b@example.com")]
    [InlineData("/sip:/a\\\\/b:/", "a/b:bob@example.com")]
    [InlineData("/a\\\\/b|bob/x/", "sip:x@example.com")]
    [InlineData("s/bob/sed/", "sip:sed@example.com")]
    [InlineData("/(b)(x)?/[\\\\1\\\\2]/", "sip:[b]ob@example.com")]
    [InlineData("/nothing/x/g", null)]
    public void Replaces(string substitution, string? expected)
    {
        var test = new ScriptTest($"loadmodule \"fake\" route {{ if (subst(\"{substitution}\")) log(\"yes\"); else log(\"no\"); }}");
        test.Context.Set("$s", "Text").Set("$tu.t", "track");
        test.Run();
        Assert.Equal(expected is null ? "no" : "yes", test.Context.Logged);
        Assert.Equal(expected ?? "sip:bob@example.com", System.Text.Encoding.ASCII.GetString(test.Context.Uri));
    }

    [Theory]
    [InlineData("/a.b/x/", "a\nb", "a\nb")]
    [InlineData("/a.b/x/s", "a\nb", "x")]
    [InlineData("/^b/x/", "a\nb", "a\nx")]
    public void Lines(string substitution, string text, string expected)
    {
        var test = new ScriptTest($"loadmodule \"fake\" route {{ subst(\"{substitution}\"); }}");
        test.Context.Uri = System.Text.Encoding.ASCII.GetBytes(text);
        test.Run();
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(test.Context.Uri));
    }
}
