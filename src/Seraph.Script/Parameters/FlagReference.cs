using System.Text;

namespace Seraph.Script.Parameters;

/// <summary>A message flag, given by number, by a declared name, or declared where it is used (<c>name</c> or <c>name:position</c>).</summary>
/// <param name="Position">0 to 31.</param>
/// <param name="Name">The declared name, or null.</param>
public sealed record FlagReference(int Position, string? Name) : IScriptParameter<FlagReference>
{
    /// <summary>Message flags that there are.</summary>
    public const int Count = 32;

    /// <summary>The bit in <see cref="ScriptContext.Flags"/>.</summary>
    public uint Mask => 1u << Position;

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out FlagReference value)
    {
        value = null!;
        if (argument.Kind == ScriptArgumentKind.Number || Numbers.TryParse(argument.Text.Span, out _))
        {
            if (!Numbers.TryParse(argument.Text.Span, out var position))
                position = argument.Number;

            if (position is < 0 or >= Count)
                return context.Refuse($"bad flag value {position}, 0 to {Count - 1} expected");

            value = new FlagReference(position, null);
            return true;
        }

        return TryName(argument, context, out value);
    }

    private static bool TryName(ScriptArgument argument, ConversionContext context, out FlagReference value)
    {
        value = null!;
        var text = Encoding.UTF8.GetString(argument.Text.Span);
        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var position = -1;
        if (name.Length == 0 || (colon >= 0 && (!int.TryParse(text[(colon + 1)..], out position) || position is < 0 or >= Count)))
            return context.Refuse($"bad flag \"{text}\"", "a number, a name or name:number expected");

        if (context.FindFlag(name) is { } known && (position < 0 || position == known.Position))
        {
            value = known;
            return true;
        }

        if (context.DeclareFlag(name, position) is not { } declared)
            return context.Refuse($"flag \"{text}\" can't be declared", "the name has another position, or all 32 flags are in use");

        value = declared;
        return true;
    }
}
