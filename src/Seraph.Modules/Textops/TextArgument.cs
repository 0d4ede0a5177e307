using Seraph.Script;
using Seraph.Script.Formatting;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Textops;

/// <summary>A text to put into a message: as it stands, or a format when it has a <c>%</c>.</summary>
internal sealed class TextArgument : IScriptParameter<TextArgument>
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly Format? _format;

    private TextArgument(ReadOnlyMemory<byte> text, Format? format)
    {
        _text = text;
        _format = format;
    }

    /// <summary>The text for the message of the context, valid until the next one.</summary>
    /// <returns>False when it gets longer than <paramref name="limit"/>.</returns>
    public bool TryGet(ScriptContext context, int limit, out ReadOnlyMemory<byte> text)
    {
        text = _text;
        return _format is null || _format.TryExpand(context, limit, out text);
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out TextArgument value)
    {
        Format? format = null;
        var converted = argument.Text.Span.IndexOf((byte)'%') < 0 || context.TryParseFormat(argument.Text, out format);
        value = new TextArgument(argument.Text.ToArray(), format);
        return converted;
    }
}
