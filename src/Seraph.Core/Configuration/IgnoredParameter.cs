using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Core.Configuration;

/// <summary>
/// The type of a parameter that is accepted, so that old scripts load unchanged, but has no effect. Assigning it gives a warning, whose text is the
/// parameter's <see cref="ParameterAttribute.Help"/>: why, or what takes its place.
/// </summary>
public sealed class IgnoredParameter : IScriptParameter<IgnoredParameter>
{
    private static readonly IgnoredParameter Instance = new();

    private IgnoredParameter()
    {
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out IgnoredParameter value)
    {
        ArgumentNullException.ThrowIfNull(context);
        value = Instance;
        if (context.GetAttribute<ParameterAttribute>() is { } parameter)
            context.Warn($"{parameter.Names[0]} {parameter.Help}");
        return true;
    }
}
