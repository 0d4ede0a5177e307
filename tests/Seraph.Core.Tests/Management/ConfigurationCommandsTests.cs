using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Configuration;
using Seraph.Core.Management;
using Seraph.Script;

namespace Seraph.Core.Tests.Management;

public class ConfigurationCommandsTests
{
    private readonly Options _options = new();
    private readonly RpcTester _rpc;

    public ConfigurationCommandsTests()
    {
        var configuration = new RuntimeConfiguration(NullLogger<RuntimeConfiguration>.Instance);
        configuration.Add("core", _options);
        _rpc = new RpcTester(new ConfigurationCommands(configuration));
    }

    [Fact]
    public void A_change_is_seen_at_once()
    {
        Assert.Empty(_rpc.Values("cfg.set_now_int", "core", "debug", 3));
        Assert.Equal(["3"], _rpc.Values("cfg.get", "core", "debug"));
        Assert.Equal(3, _options.Debug);
        Assert.Empty(_rpc.Values("cfg.set_now_string", "core", "debug", "4"));
        Assert.Empty(_rpc.Values("cfg.set_now_string", "core", "label", "x"));
        Assert.Equal(["x"], _rpc.Values("cfg.get", "core", "label"));
    }

    [Fact]
    public void A_prepared_change_is_seen_after_the_commit()
    {
        Assert.Empty(_rpc.Values("cfg.set_delayed_int", "core", "debug", 5));
        Assert.Empty(_rpc.Values("cfg.set_delayed_string", "core", "label", "new"));
        Assert.Equal(["1"], _rpc.Values("cfg.get", "core", "debug"));
        Assert.Equal(
            ["{ group name: core, variable name: debug, old value: 1, new value: 5 }", "{ group name: core, variable name: label, old value: old, new value: new }"],
            _rpc.Values("cfg.diff"));
        Assert.Empty(_rpc.Values("cfg.commit"));
        Assert.Equal(["5"], _rpc.Values("cfg.get", "core", "debug"));
        Assert.Empty(_rpc.Values("cfg.diff"));
    }

    [Fact]
    public void A_rollback_forgets_prepared_changes()
    {
        _rpc.Values("cfg.set_delayed_int", "core", "debug", 5);
        Assert.Empty(_rpc.Values("cfg.rollback"));
        Assert.Empty(_rpc.Values("cfg.commit"));
        Assert.Equal(["1"], _rpc.Values("cfg.get", "core", "debug"));
    }

    [Fact]
    public void Variables_are_listed_and_described()
    {
        Assert.Equal(["core: debug", "core: label", "core: children"], _rpc.Values("cfg.list"));
        Assert.Equal(["how much is logged", "(parameter type is integer)"], _rpc.Values("cfg.help", "core", "debug"));
        Assert.Equal(["", "(parameter type is string)"], _rpc.Values("cfg.help", "core", "label"));
    }

    [Theory]
    [InlineData("nope", 1)]
    [InlineData("children", 1)]
    [InlineData("debug", 10)]
    public void What_can_not_be_set_is_refused(string variable, int value)
    {
        Assert.StartsWith("400 Failed to set the variable", _rpc.Refusal("cfg.set_now_int", "core", variable, value), StringComparison.Ordinal);
        Assert.StartsWith("400 Failed to set the variable", _rpc.Refusal("cfg.set_delayed_int", "core", variable, value), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_variables_are_refused()
    {
        Assert.Equal("400 Failed to get the variable", _rpc.Refusal("cfg.get", "core", "nope"));
        Assert.Equal("400 Failed to get the variable description", _rpc.Refusal("cfg.help", "nope", "debug"));
        Assert.StartsWith("400 Failed to set the variable: number expected", _rpc.Refusal("cfg.set_now_string", "core", "debug", "much"), StringComparison.Ordinal);
    }

    private sealed class Options
    {
        [Parameter("debug", Min = 0, Max = 9, Runtime = true, Help = "how much is logged")]
        public int Debug { get; set; } = 1;

        [Parameter("label", Runtime = true)]
        public string Label { get; set; } = "old";

        [Parameter("children")]
        public int Children { get; set; } = 8;
    }
}
