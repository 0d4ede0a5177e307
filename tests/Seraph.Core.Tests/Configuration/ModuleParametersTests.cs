using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Configuration;
using Seraph.Core.Modularity;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Core.Tests.Configuration;

public class ModuleParametersTests
{
    [Fact]
    public void Parameters_of_a_module_are_variables_of_its_group_and_reach_it()
    {
        var configuration = new RuntimeConfiguration(NullLogger<RuntimeConfiguration>.Instance);
        var catalog = new ModuleCatalog([typeof(TunableModule).Assembly], () => new ServiceTable().Add(configuration), configuration.Declare);
        var symbol = catalog.TryLoad(new ModuleRequest("test_tunable", "test_tunable.so", [], SourceLocation.None), out _)!;
        Assert.Empty(catalog.CreateInstances([symbol]));

        Assert.Equal(5, configuration.Current[configuration.Find("test_tunable", "speed")!].Integer);
        Assert.True(configuration.TrySet("test_tunable", "speed", ScriptValue.Of(6), out _));
        Assert.Equal(6, Assert.IsType<TunableModule>(Assert.Single(catalog.Instances)).Speed);
    }

    [Module("test_tunable")]
    private sealed class TunableModule(TunableOptions options)
    {
        public int Speed => options.Speed;
    }

    private sealed class TunableOptions
    {
        [Parameter("speed", Runtime = true)]
        public int Speed { get; set; } = 5;
    }
}
