using System.Text;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>Texts that selects put together in the memory of the message.</summary>
internal static class ScratchTexts
{
    /// <summary>The text with its ASCII letters in lower case; the same memory when they are already.</summary>
    public static SelectResult Lower(this ScratchArena scratch, ReadOnlyMemory<byte> text)
    {
        if (!text.Span.ContainsAnyInRange((byte)'A', (byte)'Z'))
            return text;
        if (!scratch.TryRent(text.Length, out var memory))
            return SelectResult.Error;
        Ascii.ToLower(text.Span, memory.Span, out _);
        return SelectResult.Of(memory);
    }

    /// <summary>Two texts behind one another.</summary>
    public static SelectResult Joined(this ScratchArena scratch, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!scratch.TryRent(first.Length + second.Length, out var memory))
            return SelectResult.Error;
        first.CopyTo(memory.Span);
        second.CopyTo(memory.Span[first.Length..]);
        return SelectResult.Of(memory);
    }

    /// <summary>A number in lower-case hexadecimal digits, exactly <paramref name="width"/> of them.</summary>
    public static SelectResult Hex(this ScratchArena scratch, ulong number, int width)
    {
        if (!scratch.TryRent(width, out var memory))
            return SelectResult.Error;
        var writer = new BoundedWriter(memory.Span);
        writer.AddHex(number, width);
        return SelectResult.Of(memory);
    }
}
