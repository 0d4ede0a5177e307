using System.Text;
using Seraph.Script.Attributes;

namespace Seraph.Script.Parameters;

/// <summary>
/// A text that is a constant, the newest value of an attribute (<c>"$name"</c>) or a select (<c>"@path"</c>), found out when the script was loaded and
/// read at every call.
/// </summary>
public sealed class StringParameter : IScriptParameter<StringParameter>
{
    private readonly ReadOnlyMemory<byte> _constant;
    private readonly AttributeReference? _attribute;
    private readonly SelectReference? _select;

    /// <summary>A constant.</summary>
    public StringParameter(ReadOnlyMemory<byte> constant) => _constant = constant;

    /// <summary>The newest value of an attribute; an integer gives its decimal digits.</summary>
    public StringParameter(AttributeReference attribute) => _attribute = attribute;

    /// <summary>The value of a select.</summary>
    public StringParameter(SelectReference select) => _select = select;

    /// <summary>True when the value is always the same.</summary>
    public bool IsConstant => _attribute is null && _select is null;

    /// <summary>The value of a constant, else empty.</summary>
    public ReadOnlyMemory<byte> Constant => _constant;

    /// <summary>The attribute that is read, or null.</summary>
    public AttributeReference? Attribute => _attribute;

    /// <summary>The select that is read, or null.</summary>
    public SelectReference? Select => _select;

    /// <summary>Reads the value. The bytes are valid until the next message, those of an attribute until it changes.</summary>
    /// <returns>False when the attribute is not there, or the select is null or fails.</returns>
    public bool TryGet(ScriptContext context, out ReadOnlyMemory<byte> value)
    {
        value = _constant;
        if (_attribute is not null)
            return TryGetAttribute(context, out value);

        if (_select is null)
            return true;

        var result = _select.Evaluate(context);
        value = result.Text;
        return result.HasValue;
    }

    /// <summary>A constant for code and tests.</summary>
    public static StringParameter Of(string constant) => new(Encoding.UTF8.GetBytes(constant));

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out StringParameter value)
    {
        value = null!;
        var text = argument.Text.Span;
        if (argument.Attribute is not null || (argument.Kind == ScriptArgumentKind.Text && text.Length > 0 && text[0] == '$'))
        {
            if (!AttributeReference.TryConvert(argument, context, out var attribute))
                return false;

            value = new StringParameter(attribute);
            return true;
        }

        if (argument.Kind == ScriptArgumentKind.Select || (argument.Kind == ScriptArgumentKind.Text && text.Length > 0 && text[0] == '@'))
        {
            if (!context.TryResolveSelect(argument.Text, out var select))
                return false;

            value = new StringParameter(select);
            return true;
        }

        value = new StringParameter(argument.Text);
        return true;
    }

    private bool TryGetAttribute(ScriptContext context, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (!context.Attributes.TryGetNewest(_attribute!, out var stored))
            return false;

        if (stored.Kind == ScriptValueKind.String)
        {
            value = stored.Text;
            return true;
        }

        var digits = context.Scratch.Number(stored.Integer);
        value = digits.Text;
        return digits.HasValue;
    }
}
