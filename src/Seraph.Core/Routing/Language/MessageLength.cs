using Seraph.Script.Parameters;

namespace Seraph.Core.Routing.Language;

/// <summary>A length of messages: a number, or <c>max_len</c>, the longest that a datagram can bring.</summary>
/// <param name="Bytes">The length.</param>
internal sealed record MessageLength(int Bytes) : IScriptParameter<MessageLength>
{
    private const int Longest = 65535;

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out MessageLength value)
    {
        var isLongest = argument.Kind == ScriptArgumentKind.Word && argument.Text.Span.SequenceEqual("max_len"u8);
        value = new MessageLength(isLongest ? Longest : argument.Number);
        return isLongest || argument.Kind == ScriptArgumentKind.Number || context.Refuse("number expected", "a number or max_len");
    }
}
