using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;

namespace Seraph.Script.Compilation;

/// <summary>What compiled code calls for texts, by the rules of every dialect.</summary>
internal static class TextRules
{
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.Length == right.Length && (left.SequenceEqual(right) || EqualsSlowly(left, right));

    public static bool AreEqual(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) => left.Span.SequenceEqual(right.Span);

    public static bool AreEqual(ReadOnlyMemory<byte> left, byte[] right) => left.Span.SequenceEqual(right);

    public static bool IsMatch(PosixRegex pattern, ReadOnlyMemory<byte> text) => pattern.IsMatch(text.Span);

    public static int Length(ReadOnlyMemory<byte> text) => text.Length;

    public static bool IsEmpty(ReadOnlyMemory<byte> text) => text.IsEmpty;

    public static ReadOnlyMemory<byte> Of(byte[] constant) => constant;

    /// <summary>Joins two texts in the memory of the message.</summary>
    public static ScriptValue Join(ScriptContext context, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, SourceLocation location)
    {
        if (!context.Scratch.TryRent(left.Length + right.Length, out var memory))
        {
            context.Report(ScriptFault.OutOfScratch, location);
            return default;
        }

        left.CopyTo(memory.Span);
        right.CopyTo(memory.Span[left.Length..]);
        return ScriptValue.Of(memory);
    }

    /// <summary>Letters of ASCII match in both cases, all other bytes must be the same.</summary>
    private static bool EqualsSlowly(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (Ascii.IsValid(left))
            return Ascii.EqualsIgnoreCase(left, right);

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && !(char.IsAsciiLetter((char)left[i]) && (left[i] ^ right[i]) == 0x20))
                return false;
        }

        return true;
    }
}
