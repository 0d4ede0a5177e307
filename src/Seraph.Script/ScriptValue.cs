using System.Text;

namespace Seraph.Script;

/// <summary>What a <see cref="ScriptValue"/> holds.</summary>
public enum ScriptValueKind : byte
{
    /// <summary>Nothing: an attribute that isn't there, a failed select.</summary>
    Undefined,

    /// <summary>A 32-bit signed integer.</summary>
    Integer,

    /// <summary>Bytes.</summary>
    String,
}

/// <summary>A value of the script at run time: undefined, an integer or bytes.</summary>
public readonly struct ScriptValue
{
    private ScriptValue(ScriptValueKind kind, int integer, ReadOnlyMemory<byte> text)
    {
        Kind = kind;
        Integer = integer;
        Text = text;
    }

    /// <summary>No value.</summary>
    public static ScriptValue Undefined => default;

    /// <summary>What the value holds.</summary>
    public ScriptValueKind Kind { get; }

    /// <summary>The number of an <see cref="ScriptValueKind.Integer"/>, else 0.</summary>
    public int Integer { get; }

    /// <summary>The bytes of a <see cref="ScriptValueKind.String"/>, else empty.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>True unless the value is undefined.</summary>
    public bool IsDefined => Kind != ScriptValueKind.Undefined;

    /// <summary>An integer value.</summary>
    public static ScriptValue Of(int value) => new(ScriptValueKind.Integer, value, default);

    /// <summary>A string value; the bytes are not copied.</summary>
    public static ScriptValue Of(ReadOnlyMemory<byte> value) => new(ScriptValueKind.String, 0, value);

    /// <summary>The value for logs and tests.</summary>
    public override string ToString() => Kind switch
    {
        ScriptValueKind.Integer => Integer.ToString(),
        ScriptValueKind.String => Encoding.UTF8.GetString(Text.Span),
        _ => "<undefined>",
    };
}
