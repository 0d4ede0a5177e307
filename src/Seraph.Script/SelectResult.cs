using System.Text;

namespace Seraph.Script;

/// <summary>How the evaluation of a select, an operand or a specifier ended.</summary>
public enum SelectState : byte
{
    /// <summary>There is a value, maybe an empty one.</summary>
    Value,

    /// <summary>The thing asked for is not present.</summary>
    Null,

    /// <summary>The evaluation failed, for example because the message is malformed or of the wrong kind.</summary>
    Error,
}

/// <summary>What a select, an operand or a specifier yields: bytes, nothing, or an error.</summary>
public readonly struct SelectResult
{
    private SelectResult(SelectState state, ReadOnlyMemory<byte> text)
    {
        State = state;
        Text = text;
    }

    /// <summary>The thing asked for is not present.</summary>
    public static SelectResult Null => new(SelectState.Null, default);

    /// <summary>The evaluation failed.</summary>
    public static SelectResult Error => new(SelectState.Error, default);

    /// <summary>A value of no bytes.</summary>
    public static SelectResult Empty => default;

    /// <summary>How the evaluation ended.</summary>
    public SelectState State { get; }

    /// <summary>The bytes of a <see cref="SelectState.Value"/>, else empty. They are valid until the next message.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>True when there is a value.</summary>
    public bool HasValue => State == SelectState.Value;

    /// <summary>A value; the bytes are not copied and must stay unchanged while the message is handled.</summary>
    public static SelectResult Of(ReadOnlyMemory<byte> text) => new(SelectState.Value, text);

    /// <summary>A value, see <see cref="Of"/>.</summary>
    public static implicit operator SelectResult(ReadOnlyMemory<byte> text) => Of(text);

    /// <summary>A value, see <see cref="Of"/>; meant for constants.</summary>
    public static implicit operator SelectResult(byte[] text) => Of(text);

    /// <summary>The result for logs and tests.</summary>
    public override string ToString() => State switch
    {
        SelectState.Value => Encoding.UTF8.GetString(Text.Span),
        SelectState.Null => "<null>",
        _ => "<error>",
    };
}
