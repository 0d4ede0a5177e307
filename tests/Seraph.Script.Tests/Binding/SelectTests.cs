using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Binding;

public class SelectTests
{
    [Theory]
    [InlineData("@method", "\"INVITE\"")]
    [InlineData("@METHOD", "\"INVITE\"")]
    [InlineData("@request_uri", "\"sip:bob@example.com\"")]
    [InlineData("@ruri.user", "\"bob\"")]
    [InlineData("@RUri.Host", "\"example.com\"")]
    [InlineData("@ruri.host.label[\"1\"]", "\"com\"")]
    [InlineData("@ruri.host.label[\"2\"]", "")]
    [InlineData("@from.uri.host", "\"example.com\"")]
    [InlineData("@via.host", "\"host1\"")]
    [InlineData("@via[2].host", "\"host2\"")]
    [InlineData("@via[-1].host", "\"host-1\"")]
    [InlineData("@msg.header.x_test", "\"x-test/\"")]
    [InlineData("@msg.header.x_test[-1]", "\"x-test/-1\"")]
    [InlineData("@msg.header[\"X_Test\"]", "\"X_Test/\"")]
    [InlineData("@msg.header['X-Test']", "\"X-Test/\"")]
    [InlineData("@msg.header.if", "\"if/\"")]
    [InlineData("@echo.text", "\"text\"")]
    [InlineData("@echo[\"$x\"]", "\"old\"")]
    [InlineData("@echo[\"@method\"]", "\"INVITE\"")]
    [InlineData("@to.tag", "\"from-module\"")]
    [InlineData("@fake.calls", "\"0\"")]
    [InlineData("@broken.user", "")]
    public void Resolves(string select, string expected)
    {
        var test = new ScriptTest($"loadmodule \"fake\" route {{ $x = \"old\"; $r = {select}; }}");
        test.Run();
        Assert.Equal(expected, test.Context.Get("$r"));
    }

    [Fact]
    public void A_key_of_a_number_type_takes_quoted_numbers_only_as_numbers()
    {
        Assert.Equal("1:49 error: number expected instead of \"x\"", ScriptTest.Diagnose("loadmodule \"fake\" route { $r = @ruri.host.label.x; }").Split(" | ")[0]);
    }

    [Fact]
    public void Before_the_module_is_loaded_the_select_of_the_core_is_seen()
    {
        var test = new ScriptTest("route { $before = @to.tag; } loadmodule \"fake\" route { $after = @to.tag; }");
        test.Run();
        Assert.Equal("\"\"", test.Context.Get("$before"));
        Assert.Equal("\"from-module\"", test.Context.Get("$after"));
    }

    [Theory]
    [InlineData("@nothing", "1:14-21 error: unknown select \"@nothing\"")]
    [InlineData("@ruri.usr", "1:14-22 error: unknown select \"@ruri.usr\" | did you mean \"@ruri.user\"?")]
    [InlineData("@ruri.user.more", "1:14-28 error: unknown select \"@ruri.user.more\"")]
    [InlineData("@ruri[2]", "1:14-21 error: unknown select \"@ruri[2]\" | @ruri takes no index")]
    [InlineData("@via[1]", "1:14-20 error: unknown select \"@via[1]\"")]
    [InlineData("@\"x\"", "1:15-17 error: select name expected after \"@\", found the string \"x\"")]
    [InlineData("@ruri.", "1:20 error: select name expected after \".\", found \";\"")]
    [InlineData("@via[1.host", "1:20 error: \"]\" expected in the select, found \".\"")]
    public void Says_what_is_wrong(string select, string expected) => Assert.Equal(expected, ScriptTest.Diagnose($"route {{ $r = {select}; }}"));

    [Fact]
    public void A_path_has_at_most_31_elements()
    {
        var path = string.Join('.', Enumerable.Repeat("x", 32));
        Assert.Equal("1:14-77 error: the select has more than 31 elements", ScriptTest.Diagnose($"route {{ $r = @{path}; }}"));
    }
}
