using System.Globalization;

namespace Seraph.Core.Management;

/// <summary>A refusal: a code in the style of SIP replies and its text.</summary>
public readonly record struct RpcFault(int Code, string Text);

/// <summary>What is wrong with an argument.</summary>
public enum RpcArgumentError
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It has another type.</summary>
    WrongType,

    /// <summary>It has the right type, and a value that cannot be.</summary>
    BadValue,
}

/// <summary>Who calls, over what. Every management transport has its own.</summary>
public interface IRpcClient
{
    /// <summary>What the transport's users read when an argument (counted from 0) is not what the command expects.</summary>
    RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error);
}

/// <summary>
/// One call of a command: reads the arguments in order, collects the answer. <see cref="TryRead(out int)"/> and its like return false when the
/// argument is missing or has another type; the call has then failed with the transport's own words and the command just returns.
/// </summary>
public sealed class RpcCall
{
    private readonly IReadOnlyList<RpcValue> _arguments;
    private readonly bool _convert;
    private readonly List<RpcValue> _values = [];
    private RpcFault? _fault;
    private Action? _afterReply;
    private int _next;

    /// <summary>Creates a call.</summary>
    /// <param name="method">The command's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="client">Who calls.</param>
    /// <param name="convert">Whether integers, floating-point numbers and text stand in for one another where a value allows it.</param>
    public RpcCall(string method, IReadOnlyList<RpcValue> arguments, IRpcClient client, bool convert = false)
    {
        Method = method;
        Client = client;
        _arguments = arguments;
        _convert = convert;
    }

    /// <summary>The command's name.</summary>
    public string Method { get; }

    /// <summary>Who calls.</summary>
    public IRpcClient Client { get; }

    /// <summary>How many arguments have not been read.</summary>
    public int Remaining => _arguments.Count - _next;

    /// <summary>The values of the answer; empty when the call failed.</summary>
    public IReadOnlyList<RpcValue> Values => _fault is null ? _values : [];

    /// <summary>The refusal, or null when the call succeeded.</summary>
    public RpcFault? Failure => _fault;

    /// <summary>Reads an integer of 32 bits.</summary>
    public bool TryRead(out int value)
    {
        value = 0;
        if (!TryRead(out long number))
            return false;
        if (number is < int.MinValue or > uint.MaxValue)
            return Refuse(_next - 1, RpcKind.Integer, RpcArgumentError.BadValue);
        value = unchecked((int)number); // flag words come unsigned
        return true;
    }

    /// <summary>Reads an integer.</summary>
    public bool TryRead(out long value)
    {
        value = 0;
        if (!TryTake(RpcKind.Integer, out var argument))
            return false;

        switch (argument.Kind)
        {
            case RpcKind.Integer or RpcKind.Boolean or RpcKind.Time:
                value = argument.Integer;
                return true;
            case RpcKind.Line:
                return TryParse(argument.Text, out value) || Refuse(_next - 1, RpcKind.Integer, RpcArgumentError.BadValue);
            case RpcKind.Double when _convert && argument.Double is >= long.MinValue and < long.MaxValue:
                value = (long)argument.Double;
                return true;
            case RpcKind.Text when _convert:
                return long.TryParse(argument.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                    || Refuse(_next - 1, RpcKind.Integer, RpcArgumentError.WrongType);
            default:
                return Refuse(_next - 1, RpcKind.Integer, RpcArgumentError.WrongType);
        }
    }

    /// <summary>Reads a truth: any integer but 0 is true.</summary>
    public bool TryRead(out bool value)
    {
        var read = TryRead(out long number);
        value = number != 0;
        return read;
    }

    /// <summary>Reads a floating-point number.</summary>
    public bool TryRead(out double value)
    {
        value = 0;
        if (!TryTake(RpcKind.Double, out var argument))
            return false;

        switch (argument.Kind)
        {
            case RpcKind.Double:
                value = argument.Double;
                return true;
            case RpcKind.Integer when _convert:
                value = argument.Integer;
                return true;
            case RpcKind.Line or RpcKind.Text when argument.Kind == RpcKind.Line || _convert:
                return (double.TryParse(argument.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
                    || Refuse(_next - 1, RpcKind.Double, argument.Kind == RpcKind.Line ? RpcArgumentError.BadValue : RpcArgumentError.WrongType);
            default:
                return Refuse(_next - 1, RpcKind.Double, RpcArgumentError.WrongType);
        }
    }

    /// <summary>Reads text.</summary>
    public bool TryRead(out string value)
    {
        value = "";
        if (!TryTake(RpcKind.Text, out var argument))
            return false;

        switch (argument.Kind)
        {
            case RpcKind.Text:
                value = argument.Text;
                return true;
            case RpcKind.Line:
                return RpcLineText.TryUnescape(argument.Text, out value) || Refuse(_next - 1, RpcKind.Text, RpcArgumentError.BadValue);
            case RpcKind.Integer when _convert:
                value = argument.ToString();
                return true;
            default:
                return Refuse(_next - 1, RpcKind.Text, RpcArgumentError.WrongType);
        }
    }

    /// <summary>Reads an argument of any type as text; false when there is none left, which is no failure.</summary>
    public bool TryReadAny(out string text)
    {
        text = "";
        if (Remaining == 0)
            return false;
        var argument = _arguments[_next++];
        if (argument.Kind != RpcKind.Line || !RpcLineText.TryUnescape(argument.Text, out text))
            text = argument.ToString();
        return true;
    }

    /// <summary>Adds an integer to the answer.</summary>
    public void Add(long value) => _values.Add(RpcValue.From(value));

    /// <summary>Adds a truth to the answer.</summary>
    public void Add(bool value) => _values.Add(RpcValue.From(value));

    /// <summary>Adds a floating-point number to the answer.</summary>
    public void Add(double value) => _values.Add(RpcValue.From(value));

    /// <summary>Adds text to the answer; null becomes empty.</summary>
    public void Add(string? value) => _values.Add(RpcValue.From(value ?? ""));

    /// <summary>Adds a value to the answer.</summary>
    public void Add(RpcValue value) => _values.Add(value);

    /// <summary>Opens a structure in the answer.</summary>
    public RpcStructure AddStructure()
    {
        var structure = new RpcStructure();
        _values.Add(RpcValue.From(structure));
        return structure;
    }

    /// <summary>Refuses the call: what was added is discarded. The first refusal counts.</summary>
    public void Fault(int code, string text) => _fault ??= new RpcFault(code, text);

    /// <summary>Has <paramref name="action"/> done when the answer has been sent.</summary>
    public void AfterReply(Action action) => _afterReply += action;

    /// <summary>For transports: the answer has been sent.</summary>
    public void ReplySent() => _afterReply?.Invoke();

    private bool TryTake(RpcKind expected, out RpcValue argument)
    {
        argument = default;
        if (Remaining == 0)
            return Refuse(_next, expected, RpcArgumentError.Missing);
        argument = _arguments[_next++];
        return true;
    }

    private bool Refuse(int index, RpcKind expected, RpcArgumentError error)
    {
        _fault ??= Client.BadArgument(index, expected, error);
        return false;
    }

    /// <summary>An integer of a line: decimal, <c>0x</c> hexadecimal or <c>0</c> octal, with an optional sign.</summary>
    private static bool TryParse(string line, out long value)
    {
        var digits = line.AsSpan().Trim();
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+"))
            digits = digits[1..];

        bool read;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            read = long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        else if (digits.Length > 1 && digits[0] == '0')
            read = TryParseOctal(digits[1..], out value);
        else
            read = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

        value = negative ? -value : value;
        return read;
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue >> 3)
                return false;
            value = (value << 3) | (long)(digit - '0');
        }

        return true;
    }
}
