using System.Globalization;

namespace Seraph.Core.Management;

/// <summary>The type of a value in a management call.</summary>
public enum RpcKind : byte
{
    /// <summary>An integer; 32 bits over binrpc, where a longer one becomes text.</summary>
    Integer,

    /// <summary>True or false; an integer where the transport has no type for it.</summary>
    Boolean,

    /// <summary>An instant in Unix seconds; an integer where the transport has no type for it.</summary>
    Time,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Named members.</summary>
    Structure,

    /// <summary>A list.</summary>
    Array,

    /// <summary>An argument of a transport without types: a line of text that is read as whatever the command asks for.</summary>
    Line,
}

/// <summary>A typed value: an argument of a call or a part of its answer.</summary>
public readonly struct RpcValue
{
    private readonly long _number;
    private readonly object? _reference;

    private RpcValue(RpcKind kind, long number, object? reference = null)
    {
        Kind = kind;
        _number = number;
        _reference = reference;
    }

    /// <summary>The type.</summary>
    public RpcKind Kind { get; }

    /// <summary>The integer, truth (0 or 1) or Unix seconds.</summary>
    public long Integer => _number;

    /// <summary>The floating-point number.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_number);

    /// <summary>The text or line.</summary>
    public string Text => (string)_reference!;

    /// <summary>The members.</summary>
    public RpcStructure Structure => (RpcStructure)_reference!;

    /// <summary>The elements.</summary>
    public IReadOnlyList<RpcValue> Array => (IReadOnlyList<RpcValue>)_reference!;

    /// <summary>Wraps an integer.</summary>
    public static RpcValue From(long value) => new(RpcKind.Integer, value);

    /// <summary>Wraps a truth.</summary>
    public static RpcValue From(bool value) => new(RpcKind.Boolean, value ? 1 : 0);

    /// <summary>Wraps a floating-point number.</summary>
    public static RpcValue From(double value) => new(RpcKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Wraps text.</summary>
    public static RpcValue From(string value) => new(RpcKind.Text, 0, value);

    /// <summary>Wraps members.</summary>
    public static RpcValue From(RpcStructure value) => new(RpcKind.Structure, 0, value);

    /// <summary>Wraps a list.</summary>
    public static RpcValue From(IReadOnlyList<RpcValue> value) => new(RpcKind.Array, 0, value);

    /// <summary>Wraps an instant in Unix seconds.</summary>
    public static RpcValue FromTime(long unixSeconds) => new(RpcKind.Time, unixSeconds);

    /// <summary>Wraps an argument of a transport without types.</summary>
    public static RpcValue FromLine(string line) => new(RpcKind.Line, 0, line);

    /// <summary>The value as a reader would want to see it.</summary>
    public override string ToString() => Kind switch
    {
        RpcKind.Double => Double.ToString("F6", CultureInfo.InvariantCulture),
        RpcKind.Text or RpcKind.Line => Text,
        RpcKind.Structure => $"{{ {string.Join(", ", Structure.Members.Select(member => $"{member.Key}: {member.Value}"))} }}",
        RpcKind.Array => $"[ {string.Join(", ", Array)} ]",
        _ => _number.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Named values in an answer; a name may come more than once.</summary>
public sealed class RpcStructure
{
    private readonly List<KeyValuePair<string, RpcValue>> _members = [];

    /// <summary>The members in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, RpcValue>> Members => _members;

    /// <summary>Adds an integer.</summary>
    public RpcStructure Add(string name, long value) => Add(name, RpcValue.From(value));

    /// <summary>Adds a truth.</summary>
    public RpcStructure Add(string name, bool value) => Add(name, RpcValue.From(value));

    /// <summary>Adds a floating-point number.</summary>
    public RpcStructure Add(string name, double value) => Add(name, RpcValue.From(value));

    /// <summary>Adds text; null becomes empty.</summary>
    public RpcStructure Add(string name, string? value) => Add(name, RpcValue.From(value ?? ""));

    /// <summary>Adds a value.</summary>
    public RpcStructure Add(string name, RpcValue value)
    {
        _members.Add(new(name, value));
        return this;
    }

    /// <summary>Opens a structure inside this one. Line protocols cannot carry it.</summary>
    public RpcStructure AddStructure(string name)
    {
        var inner = new RpcStructure();
        Add(name, RpcValue.From(inner));
        return inner;
    }
}
