using System.Buffers;
using System.Text;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Formatting;

public class FormatTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("%rm %ru", "INVITE sip:bob@example.com")]
    [InlineData("100%%", "100%")]
    [InlineData("a% b%|c", "abc")]
    [InlineData("%tt", "<null>")]
    [InlineData("%zz!", "<null>!")]
    [InlineData("%$s|", "Text|")]
    [InlineData("%$s%|x", "Textx")]
    [InlineData("%$i.", "7.")]
    [InlineData("%$two", "<null>")]
    [InlineData("%$two%|z", "<null>z")]
    [InlineData("%$f.two[2]", "2")]
    [InlineData("%$two[2]", "2")]
    [InlineData("%$none", "<null>")]
    [InlineData("[%$s] (%$i)-", "[Text] (7)-")]
    [InlineData("%$s[x] %$s-", "Text[x] Text-")]
    [InlineData("%$f.two[-1]]", "2]")]
    [InlineData("%$two[]", "1")]
    [InlineData("%<s>x", "Textx")]
    [InlineData("%<two[-1]>", "2")]
    [InlineData("%@method!", "INVITE!")]
    [InlineData("%@ruri.host.", "example.com.")]
    [InlineData("%@ruri.host. Then", "example.com. Then")]
    [InlineData("%@via[2].host", "host2")]
    [InlineData("%@msg.header[\\\"X-A\\\"]", "X-A/")]
    [InlineData("[%@to.tag]", "[from-module]")]
    [InlineData("[%@broken]", "[]")]
    [InlineData("%{X-Name}", "<X-Name:0>")]
    [InlineData("%{X-Name[-1]}", "<X-Name:-1>")]
    [InlineData("%{To[*]}", "<To:*>")]
    [InlineData("%Crgx", "\e[0;31;42mx\e[0m")]
    [InlineData("%CRx!%Cxx", "\e[1;31;49m!\e[0;39;49m\e[0m")]
    [InlineData("a\\\\nb\\\\tc\\\\q", "a\nb\tcq")]
    public void Expands(string format, string expected)
    {
        var log = ScriptTest.Run($"route {{ xlog(\"{format}\"); }}", c => c.Set("$s", "Text").Set("$i", 7).Set("$two", 1).Set("$two", 2));
        Assert.Equal(expected, log);
    }

    [Fact]
    public void A_null_select_prints_null()
    {
        var test = new ScriptTest("loadmodule \"fake\" modparam(\"fake\", \"format\", \"[%@echo.none] [%@to.name] [%@echo['$no']]\") route { ; }").Compile();
        Assert.Equal("[none] [] [<null>]", Expand(test, 100));
    }

    [Fact]
    public void A_text_over_the_limit_is_refused()
    {
        var test = new ScriptTest("loadmodule \"fake\" modparam(\"fake\", \"format\", \"%rm-%rm\") route { ; }").Compile();
        Assert.Equal("INVITE-INVITE", Expand(test, 13));
        Assert.Null(Expand(test, 12));
        Assert.Null(Expand(new ScriptTest("loadmodule \"fake\" modparam(\"fake\", \"format\", \"constant\") route { ; }").Compile(), 7));
    }

    [Fact]
    public void Writes_into_a_buffer_up_to_the_limit()
    {
        var test = new ScriptTest("loadmodule \"fake\" modparam(\"fake\", \"format\", \"<%rm>\") route { ; }").Compile();
        var writer = new ArrayBufferWriter<byte>();
        Assert.True(test.Catalog.Options.Format!.TryWrite(test.Context, writer, 8));
        Assert.Equal("<INVITE>", Encoding.UTF8.GetString(writer.WrittenSpan));
        Assert.False(test.Catalog.Options.Format.TryWrite(test.Context, writer, 7));
    }

    [Fact]
    public void Expanding_allocates_nothing()
    {
        var test = new ScriptTest("loadmodule \"fake\" modparam(\"fake\", \"format\", \"%rm %@ruri.user %tt constant\") route { ; }").Compile();
        var format = test.Catalog.Options.Format!;
        long allocated = 0;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(format.TryExpand(test.Context, 100, out _));
            allocated += i < 50 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            test.Context.Scratch.Reset();
        }

        Assert.Equal(0, allocated);
    }

    private static string? Expand(ScriptTest test, int limit) =>
        test.Catalog.Options.Format!.TryExpand(test.Context, limit, out var text) ? Encoding.UTF8.GetString(text.Span) : null;
}
