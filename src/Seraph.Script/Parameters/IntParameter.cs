namespace Seraph.Script.Parameters;

/// <summary>A number that is a constant, the newest value of an attribute or a select, found out when the script was loaded and read at every call.</summary>
public sealed class IntParameter : IScriptParameter<IntParameter>
{
    private readonly int _constant;
    private readonly StringParameter? _source;

    /// <summary>A constant.</summary>
    public IntParameter(int constant) => _constant = constant;

    private IntParameter(StringParameter source) => _source = source;

    /// <summary>True when the value is always the same.</summary>
    public bool IsConstant => _source is null;

    /// <summary>The value of a constant, else 0.</summary>
    public int Constant => _constant;

    /// <summary>Reads the value.</summary>
    /// <returns>False when the attribute or select has none, or it is no number.</returns>
    public bool TryGet(ScriptContext context, out int value)
    {
        value = _constant;
        if (_source is null)
            return true;

        if (_source.Attribute is { } attribute)
        {
            if (!context.Attributes.TryGetNewest(attribute, out var stored))
                return false;

            value = stored.Integer;
            return stored.Kind == ScriptValueKind.Integer || Numbers.TryParse(stored.Text.Span, out value);
        }

        return _source.TryGet(context, out var text) && Numbers.TryParse(text.Span, out value);
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out IntParameter value)
    {
        value = null!;
        if (argument.Kind == ScriptArgumentKind.Number)
        {
            value = new IntParameter(argument.Number);
            return true;
        }

        if (!StringParameter.TryConvert(argument, context, out var source))
            return false;

        if (!source.IsConstant)
        {
            value = new IntParameter(source);
            return true;
        }

        if (!Numbers.TryParse(argument.Text.Span, out var number))
            return context.Refuse($"number expected instead of \"{argument}\"");

        value = new IntParameter(number);
        return true;
    }
}
