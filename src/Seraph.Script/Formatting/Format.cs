using System.Buffers;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Script.Formatting;

/// <summary>
/// A text with <c>%</c> specifiers, read when the script was loaded and expanded at every call. What is missing prints <c>&lt;null&gt;</c>.
/// </summary>
public sealed class Format : IScriptParameter<Format>
{
    private static readonly byte[] NullText = "<null>"u8.ToArray();

    private readonly FormatPart[] _parts;
    private readonly string _text;

    internal Format(string text, FormatPart[] parts, bool hasColors)
    {
        HasColors = hasColors;
        _text = text;
        _parts = parts;
    }

    /// <summary>True when the text has no specifiers.</summary>
    public bool IsConstant => _parts.Length == 0 || (_parts.Length == 1 && _parts[0].Literal is not null);

    /// <summary>True when the text has terminal colours (<c>%C</c>).</summary>
    public bool HasColors { get; }

    /// <summary>The printed form of what is missing.</summary>
    public static ReadOnlySpan<byte> Null => NullText;

    /// <summary>Expands into memory of <see cref="ScriptContext.Scratch"/>; a constant is returned as it stands.</summary>
    /// <param name="context">The message.</param>
    /// <param name="limit">The most bytes that the text may have.</param>
    /// <param name="text">The text, valid until the next message.</param>
    /// <returns>False when the text is longer than the limit or the message has used up its memory.</returns>
    public bool TryExpand(ScriptContext context, int limit, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (IsConstant)
        {
            text = _parts.Length == 0 ? default : _parts[0].Literal!;
            return text.Length <= limit;
        }

        // Two passes: what the parts give stays valid, so the length can be known before anything is taken.
        using var pieces = new PieceList(_parts.Length);
        var length = 0;
        for (var i = 0; i < _parts.Length; i++)
        {
            var piece = Read(_parts[i], context);
            pieces.Items[i] = piece;
            length += piece.Length;
        }

        if (length > limit || !context.Scratch.TryRent(length, out var memory))
            return false;

        var rest = memory.Span;
        for (var i = 0; i < _parts.Length; i++)
        {
            var piece = pieces.Items[i].Span;
            piece.CopyTo(rest);
            rest = rest[piece.Length..];
        }

        text = memory;
        return true;
    }

    /// <summary>Expands into a writer, for logs.</summary>
    /// <param name="context">The message.</param>
    /// <param name="writer">Receives the text.</param>
    /// <param name="limit">The most bytes that the text may have.</param>
    /// <returns>False when the text is longer; a part of it may have been written then.</returns>
    public bool TryWrite(ScriptContext context, IBufferWriter<byte> writer, int limit)
    {
        foreach (var part in _parts)
        {
            var piece = Read(part, context).Span;
            if (piece.Length > limit)
                return false;

            limit -= piece.Length;
            writer.Write(piece);
        }

        return true;
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out Format value)
    {
        if (context.TryParseFormat(argument.Text, out var format))
        {
            value = format;
            return true;
        }

        value = null!;
        return false;
    }

    /// <summary>The text as written.</summary>
    public override string ToString() => _text;

    private static ReadOnlyMemory<byte> Read(in FormatPart part, ScriptContext context)
    {
        if (part.Literal is not null)
            return part.Literal;

        if (part.Attribute is not null)
            return ReadAttribute(part.Attribute, context);

        var result = (part.Specifier ?? part.Select!).Evaluate(context);
        return result.State switch
        {
            SelectState.Value => result.Text,
            SelectState.Error when part.Select is not null => default, // a failing select prints nothing
            _ => NullText,
        };
    }

    private static ReadOnlyMemory<byte> ReadAttribute(AttributeReference attribute, ScriptContext context)
    {
        if (!context.Attributes.TryGet(attribute, out var value))
            return NullText;

        return value.Kind == ScriptValueKind.String ? value.Text : context.Scratch.Number(value.Integer).Text;
    }

    /// <summary>Room for the pieces of one expansion, on loan.</summary>
    private readonly struct PieceList : IDisposable
    {
        public PieceList(int count) => Items = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(count);

        public ReadOnlyMemory<byte>[] Items { get; }

        public void Dispose() => ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(Items, clearArray: true);
    }
}

/// <summary>A piece of a <see cref="Format"/>: exactly one of the members is set.</summary>
internal readonly struct FormatPart
{
    public byte[]? Literal { get; init; }

    public SelectReference? Specifier { get; init; }

    public SelectReference? Select { get; init; }

    public AttributeReference? Attribute { get; init; }
}
