using Seraph.Core.Configuration;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Core.Routing.Language;

/// <summary><c>@cfg_get.group.variable</c>: a variable of the configuration as it is now (spec core-selects.md, 2.4).</summary>
/// <param name="configuration">The configuration that belongs to the script.</param>
internal sealed class ConfigurationSelects(RuntimeConfiguration configuration)
{
    /// <summary>The configuration.</summary>
    public RuntimeConfiguration Configuration => configuration;

    [Select("cfg_get.*.*")]
    public SelectResult Read(RouteContext context, string group, VariableName name)
    {
        var value = configuration.Current[name.Variable!];
        return value.Kind switch
        {
            ScriptValueKind.Integer => context.Scratch.Number(value.Integer),
            ScriptValueKind.String => value.Text,
            _ => SelectResult.Null,
        };
    }
}

/// <summary>The name of a variable, the last part of <c>@cfg_get.group.variable</c>.</summary>
internal sealed class VariableName : IScriptParameter<VariableName>, IModuleBoundParameter
{
    private readonly string _group;
    private readonly string _name;

    private VariableName(string group, string name)
    {
        _group = group;
        _name = name;
    }

    /// <summary>The variable, known before the script runs.</summary>
    public ConfigurationVariable? Variable { get; private set; }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out VariableName value)
    {
        value = new VariableName(context.SelectPath[1], context.SelectPath[2]);
        return true;
    }

    /// <inheritdoc/>
    public string? Bind(object module)
    {
        Variable = ((ConfigurationSelects)module).Configuration.Find(_group, _name);
        return Variable is null ? $"there is no variable {_name} in the group {_group}" : null;
    }
}
