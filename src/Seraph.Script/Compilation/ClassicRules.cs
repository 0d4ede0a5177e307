using Seraph.Script.Parameters;

namespace Seraph.Script.Compilation;

/// <summary>
/// Comparisons and truth by the rules of 2.1: texts ignore case; an undefined attribute, a failing select or types that don't fit are false, and so true for
/// <c>!=</c>. The right one of the overloads is chosen when the script is bound.
/// </summary>
internal static class ClassicRules
{
    public static bool IsTrue(SelectResult value) => value.HasValue && !value.Text.IsEmpty;

    public static bool IsTrue(ScriptValue value) => value.Kind == ScriptValueKind.Integer ? value.Integer != 0 : !value.Text.IsEmpty;

    public static bool IsEqual(SelectResult left, byte[] right) => left.HasValue && TextRules.EqualsIgnoreCase(left.Text.Span, right);

    public static bool IsEqual(SelectResult left, SelectResult right) =>
        left.HasValue && right.HasValue && TextRules.EqualsIgnoreCase(left.Text.Span, right.Text.Span);

    public static bool IsEqual(SelectResult left, ScriptValue right) =>
        left.HasValue && right.Kind == ScriptValueKind.String && TextRules.EqualsIgnoreCase(left.Text.Span, right.Text.Span);

    public static bool IsEqual(ScriptValue left, SelectResult right) => IsEqual(right, left);

    public static bool IsEqual(ScriptValue left, byte[] right) => left.Kind switch
    {
        ScriptValueKind.String => TextRules.EqualsIgnoreCase(left.Text.Span, right),
        ScriptValueKind.Integer => Numbers.TryParseDigits(right, out var number) && number == left.Integer,
        _ => false,
    };

    public static bool IsEqual(ScriptValue left, ScriptValue right) => left.Kind == right.Kind && left.Kind switch
    {
        ScriptValueKind.String => TextRules.EqualsIgnoreCase(left.Text.Span, right.Text.Span),
        ScriptValueKind.Integer => left.Integer == right.Integer,
        _ => false,
    };

    public static bool IsEqual(ScriptValue left, int right) => TryGetNumber(left, out var number) && number == right;

    public static bool IsEqual(int left, ScriptValue right) => right.Kind == ScriptValueKind.Integer && right.Integer == left;

    /// <summary>An address equals the text that it is printed as.</summary>
    public static bool IsEqual(IpValue left, byte[] right) => IsPrintedAs(left, right);

    public static bool IsEqual(IpValue left, ScriptValue right) => right.Kind == ScriptValueKind.String && IsPrintedAs(left, right.Text.Span);

    public static bool IsEqual(IpValue left, SelectResult right) => right.HasValue && IsPrintedAs(left, right.Text.Span);

    public static bool IsEqual(IpValue left, IpValue right) => left == right;

    public static bool IsInside(IpValue address, IpNetworkValue network) => network.Contains(address);

    public static bool IsLess(ScriptValue left, int right) => TryGetNumber(left, out var number) && number < right;

    public static bool IsGreater(ScriptValue left, int right) => TryGetNumber(left, out var number) && number > right;

    public static bool IsLessOrEqual(ScriptValue left, int right) => TryGetNumber(left, out var number) && number <= right;

    public static bool IsGreaterOrEqual(ScriptValue left, int right) => TryGetNumber(left, out var number) && number >= right;

    public static bool IsLess(int left, ScriptValue right) => right.Kind == ScriptValueKind.Integer && left < right.Integer;

    public static bool IsGreater(int left, ScriptValue right) => right.Kind == ScriptValueKind.Integer && left > right.Integer;

    public static bool IsLessOrEqual(int left, ScriptValue right) => right.Kind == ScriptValueKind.Integer && left <= right.Integer;

    public static bool IsGreaterOrEqual(int left, ScriptValue right) => right.Kind == ScriptValueKind.Integer && left >= right.Integer;

    public static bool IsLess(ScriptValue left, ScriptValue right) => AreIntegers(left, right) && left.Integer < right.Integer;

    public static bool IsGreater(ScriptValue left, ScriptValue right) => AreIntegers(left, right) && left.Integer > right.Integer;

    public static bool IsLessOrEqual(ScriptValue left, ScriptValue right) => AreIntegers(left, right) && left.Integer <= right.Integer;

    public static bool IsGreaterOrEqual(ScriptValue left, ScriptValue right) => AreIntegers(left, right) && left.Integer >= right.Integer;

    public static bool HasBits(ScriptValue left, int right) => left.Kind == ScriptValueKind.Integer && (left.Integer & right) != 0;

    public static bool HasAnyBit(ScriptValue left, int right) => left.Kind == ScriptValueKind.Integer && (left.Integer | right) != 0;

    public static bool IsMatch(SelectResult left, PosixRegex pattern) => left.HasValue && pattern.IsMatch(left.Text.Span);

    public static bool IsMatch(ScriptValue left, PosixRegex pattern) => left.Kind == ScriptValueKind.String && pattern.IsMatch(left.Text.Span);

    public static bool IsMatch(IpValue left, PosixRegex pattern)
    {
        Span<byte> text = stackalloc byte[64];
        return left.TryFormat(text, out var length) && pattern.IsMatch(text[..length]);
    }

    public static bool IsMatch(ScriptContext context, SelectResult left, ScriptValue right, DynamicPattern pattern) =>
        left.HasValue && right.Kind == ScriptValueKind.String && pattern.IsMatch(context, left.Text.Span, right.Text.Span);

    public static bool IsMatch(ScriptContext context, SelectResult left, SelectResult right, DynamicPattern pattern) =>
        left.HasValue && right.HasValue && pattern.IsMatch(context, left.Text.Span, right.Text.Span);

    public static bool IsMatch(ScriptContext context, ScriptValue left, ScriptValue right, DynamicPattern pattern) =>
        left.Kind == ScriptValueKind.String && right.Kind == ScriptValueKind.String && pattern.IsMatch(context, left.Text.Span, right.Text.Span);

    public static bool IsMatch(ScriptContext context, ScriptValue left, SelectResult right, DynamicPattern pattern) =>
        left.Kind == ScriptValueKind.String && right.HasValue && pattern.IsMatch(context, left.Text.Span, right.Text.Span);

    /// <summary><c>uri == myself</c></summary>
    public static bool IsMyself(ScriptContext context, SelectResult uri, IScriptHooks hooks) => uri.HasValue && hooks.IsMyself(context, uri.Text.Span);

    /// <summary><c>dst_ip == myself</c></summary>
    public static bool IsMyself(ScriptContext context, IpValue address, IScriptHooks hooks) => address.IsDefined && hooks.IsMyself(context, address);

    /// <summary><c>src_ip == "host.name"</c></summary>
    public static bool IsAddressOf(ScriptContext context, IpValue address, string host, IScriptHooks hooks) =>
        address.IsDefined && hooks.IsAddressOf(context, address, host);

    private static bool IsPrintedAs(IpValue address, ReadOnlySpan<byte> expected)
    {
        Span<byte> text = stackalloc byte[64];
        return address.TryFormat(text, out var length) && TextRules.EqualsIgnoreCase(text[..length], expected);
    }

    private static bool TryGetNumber(in ScriptValue value, out int number)
    {
        number = value.Integer;
        return value.Kind switch
        {
            ScriptValueKind.Integer => true,
            ScriptValueKind.String => Numbers.TryParseDigits(value.Text.Span, out number),
            _ => false,
        };
    }

    private static bool AreIntegers(in ScriptValue left, in ScriptValue right) =>
        left.Kind == ScriptValueKind.Integer && right.Kind == ScriptValueKind.Integer;
}
