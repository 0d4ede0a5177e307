using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;

namespace Seraph.Script.Compilation;

/// <summary>
/// Conversions and comparisons by the rules of the 3.0 expression engine: texts are case-sensitive, undefined is 0 or "", and the left side decides the type.
/// </summary>
internal static class ModernRules
{
    public static ScriptValue ToValue(SelectResult result) => result.HasValue ? ScriptValue.Of(result.Text) : default;

    public static ScriptValue ToValue(ReadOnlyMemory<byte> text) => ScriptValue.Of(text);

    public static ScriptValue ToValue(byte[] text) => ScriptValue.Of(text);

    public static ScriptValue ToValue(int number) => ScriptValue.Of(number);

    public static bool IsDefined(ScriptValue value) => value.IsDefined;

    public static int ToInteger(ScriptContext context, ScriptValue value, SourceLocation location) =>
        value.Kind == ScriptValueKind.String ? ToInteger(context, value.Text, location) : value.Integer;

    public static int ToInteger(ScriptContext context, ReadOnlyMemory<byte> text, SourceLocation location)
    {
        if (text.IsEmpty)
            return 0;

        if (Numbers.TryParse(text.Span, out var number))
            return number;

        context.Report(ScriptFault.NotANumber, location);
        return 0;
    }

    public static ReadOnlyMemory<byte> ToText(ScriptContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.String => value.Text,
        ScriptValueKind.Integer => ToText(context, value.Integer),
        _ => default,
    };

    public static ReadOnlyMemory<byte> ToText(ScriptContext context, int number) => context.Scratch.Number(number).Text;

    /// <summary><c>+</c>: the left side decides between adding and joining.</summary>
    public static ScriptValue Add(ScriptContext context, ScriptValue left, ScriptValue right, SourceLocation location) =>
        left.Kind == ScriptValueKind.Integer
            ? ScriptValue.Of(unchecked(left.Integer + ToInteger(context, right, location)))
            : TextRules.Join(context, left.Text.Span, ToText(context, right).Span, location);

    public static bool IsEqual(ScriptContext context, ScriptValue left, ScriptValue right, SourceLocation location) => left.Kind switch
    {
        ScriptValueKind.Integer => left.Integer == ToInteger(context, right, location),
        ScriptValueKind.String => left.Text.Span.SequenceEqual(ToText(context, right).Span),
        _ when right.Kind == ScriptValueKind.Integer => right.Integer == 0,
        _ => right.Text.IsEmpty,
    };

    /// <summary>The one quotient that has no 32-bit value wraps, as all arithmetic does.</summary>
    public static int Divide(int dividend, int divisor) => divisor == -1 ? unchecked(-dividend) : dividend / divisor;

    public static int Modulo(int dividend, int divisor) => divisor == -1 ? 0 : dividend % divisor;

    /// <summary>A special operand with any expression on its right: ignores case.</summary>
    public static bool IsEqualIgnoringCase(ScriptContext context, SelectResult left, ScriptValue right) =>
        left.HasValue && right.IsDefined && TextRules.EqualsIgnoreCase(left.Text.Span, ToText(context, right).Span);

    public static bool IsMatch(ScriptContext context, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> expression, DynamicPattern pattern) =>
        pattern.IsMatch(context, text.Span, expression.Span);
}
