using System.Text;
using Seraph.Script.Symbols;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Symbols;

/// <summary>Parameters as remote calls and documentation see them.</summary>
public class ParameterSymbolTests
{
    private readonly FakeModuleOptions _options = new();

    [Fact]
    public void Describes_itself()
    {
        var timeout = Find("timeout");
        Assert.Equal(["timeout", "old_timeout"], timeout.Names);
        Assert.Equal(("fake", 0, 60000, "ms", "How long."), (timeout.Group, timeout.Min, timeout.Max, timeout.Unit, timeout.Help));
        Assert.True(timeout.IsRuntime);
        Assert.True(timeout.IsNumber);
        Assert.True(timeout.IsPlain);
        Assert.False(timeout.IsList);
        Assert.True(Find("header").IsList);
        Assert.False(Find("header").IsPlain);
        Assert.False(Find("flag").IsPlain);
        Assert.Equal(500, timeout.GetValue(_options));
    }

    [Fact]
    public void Gets_and_sets_values()
    {
        Assert.True(Find("timeout").TrySet(_options, ScriptValue.Of(7), out _));
        Assert.Equal(7, _options.Timeout);
        Assert.True(Find("timeout").TryGet(_options, out var value));
        Assert.Equal(7, value.Integer);
        Assert.True(Find("db_url").TrySet(_options, Text("x"), out _));
        Assert.True(Find("db_url").TryGet(_options, out value));
        Assert.Equal("x", value.ToString());
        Assert.False(Find("flag").TryGet(_options, out _));
    }

    [Fact]
    public void Words_and_booleans_are_plain_values()
    {
        var core = new FakeCoreOptions();
        var symbols = ParameterSymbol.Read(typeof(FakeCoreOptions), "core");
        var facility = symbols.Single(s => s.Name == "log_facility");
        Assert.True(facility.TrySet(core, Text("local0"), out _));
        Assert.True(facility.TryGet(core, out var value));
        Assert.Equal("LOG_LOCAL0", value.ToString());
        var fork = symbols.Single(s => s.Name == "fork");
        Assert.True(fork.TrySet(core, ScriptValue.Of(0), out _));
        Assert.True(fork.TryGet(core, out value));
        Assert.Equal(0, value.Integer);
        Assert.True(symbols.Single(s => s.Name == "user").TryGet(core, out value));
        Assert.False(value.IsDefined);
    }

    [Theory]
    [InlineData("timeout", null, 60001, "timeout is out of range: 60001 (0 to 60000 ms expected)")]
    [InlineData("timeout", "7", 0, "number expected (write the number without quotes)")]
    [InlineData("db_url", null, 7, "string value expected (put the value in quotes)")]
    [InlineData("flag", null, 7, "flag can't be set while the server runs")]
    [InlineData("header", "x", 0, "header can't be set while the server runs")]
    public void Refuses_wrong_values(string name, string? text, int number, string expected)
    {
        var value = text is null ? ScriptValue.Of(number) : Text(text);
        Assert.False(Find(name).TrySet(_options, value, out var error));
        Assert.Equal(expected, error);
        Assert.Equal(500, _options.Timeout);
    }

    private static ScriptValue Text(string text) => ScriptValue.Of(Encoding.UTF8.GetBytes(text));

    private static ParameterSymbol Find(string name) => ParameterSymbol.Read(typeof(FakeModuleOptions), "fake").Single(s => s.Name == name);
}
