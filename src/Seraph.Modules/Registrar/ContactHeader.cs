using System.Buffers.Text;
using System.Text;
using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Registrar;

/// <summary>
/// The Contact header of a reply: all valid bindings of a user, <c>&lt;uri&gt;[;q=...];expires=SECONDS[;received="uri"]</c>, separated by commas.
/// </summary>
internal static class ContactHeader
{
    /// <summary>The longest line, in bytes: more bindings than this can list are refused.</summary>
    public const int MaxLength = 12 * 1024;

    private const int NumbersLength = 64; // brackets, q, expires, separator

    /// <summary>How long the line may become.</summary>
    public static int Measure(LocationRecord record, ReadOnlySpan<byte> filter, long now, ReadOnlySpan<byte> receivedParameter)
    {
        var length = NumbersLength;
        for (var i = 0; i < record.Count; i++)
        {
            ref readonly var binding = ref record[i];
            if (IsListed(binding, filter, now))
                length += NumbersLength + binding.Contact.Length + binding.Received.Length + receivedParameter.Length;
        }

        return length;
    }

    /// <summary>Writes the line, with its line end, into the memory of the message; empty when no binding is valid.</summary>
    public static ReadOnlyMemory<byte> Write(
        RouteContext context, LocationRecord record, ReadOnlySpan<byte> filter, long now, ReadOnlySpan<byte> receivedParameter)
    {
        var needed = Measure(record, filter, now, receivedParameter);
        if (needed > MaxLength || !context.Scratch.TryRent(needed, out var memory))
            return default;
        var target = memory.Span;
        var at = 0;
        for (var i = 0; i < record.Count; i++)
        {
            ref readonly var binding = ref record[i];
            if (!IsListed(binding, filter, now))
                continue;
            Add(target, ref at, at == 0 ? "Contact: <"u8 : ", <"u8);
            Add(target, ref at, binding.Contact.Span);
            Add(target, ref at, ">"u8);
            if (binding.Q != Binding.NoQ)
            {
                Add(target, ref at, ";q="u8);
                at += QValue.Write(binding.Q, target[at..]);
            }

            Add(target, ref at, ";expires="u8);
            Utf8Formatter.TryFormat(SecondsLeft(binding, now), target[at..], out var digits);
            at += digits;
            if (!binding.Received.IsEmpty)
            {
                Add(target, ref at, ";"u8);
                Add(target, ref at, receivedParameter);
                Add(target, ref at, "=\""u8);
                Add(target, ref at, binding.Received.Span);
                Add(target, ref at, "\""u8);
            }
        }

        if (at > 0)
            Add(target, ref at, "\r\n"u8);
        return context.Scratch.Shrink(memory, at);
    }

    /// <summary>Whether a binding is valid and was registered for the address of record asked for; an empty filter takes any.</summary>
    public static bool IsListed(in Binding binding, ReadOnlySpan<byte> filter, long now) =>
        binding.IsValid(now) && (filter.IsEmpty || Ascii.EqualsIgnoreCase(binding.Aor.Span, filter));

    private static long SecondsLeft(in Binding binding, long now) =>
        binding.Expires > now ? binding.Expires - now : uint.MaxValue; // a permanent one: as long as Expires can say

    private static void Add(Span<byte> target, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[at..]);
        at += text.Length;
    }
}
