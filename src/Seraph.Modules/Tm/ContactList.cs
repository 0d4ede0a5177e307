using System.Globalization;
using System.Text;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Modules.Tm;

/// <summary>
/// Contacts in an attribute, the best first, each a text of five lines: URI, destination URI, path, socket and branch flags. A flag marks the last of every
/// class of equal q but the lowest.
/// </summary>
internal static class ContactList
{
    private const uint EndOfClass = 1u << 31; // no flag that scripts can declare
    private const byte LineFeed = (byte)'\n';

    /// <summary>Adds a contact behind the others. False when the message can hold no more.</summary>
    public static bool TryAdd(RouteContext context, AttributeReference attribute, in Branch contact, bool endsClass)
    {
        var text = new MemoryStream();
        Write(text, contact.Uri.Span);
        Write(text, contact.DestinationUri.Span);
        Write(text, contact.Path.Span);
        Write(text, contact.Socket is { } socket ? Encoding.ASCII.GetBytes(socket.ToString()) : []);
        Write(text, Encoding.ASCII.GetBytes(contact.Flags.ToString(CultureInfo.InvariantCulture)));
        return context.Attributes.Add(attribute, ScriptValue.Of(text.ToArray().AsMemory()), endsClass ? EndOfClass : 0);
    }

    /// <summary>Takes the first class out; empty when nothing is left.</summary>
    /// <param name="context">The message.</param>
    /// <param name="attribute">Where the contacts are.</param>
    /// <param name="isLast">Nothing is left behind it.</param>
    public static List<Branch> TakeClass(RouteContext context, AttributeReference attribute, out bool isLast)
    {
        var taken = new List<Branch>();
        var left = new List<(ScriptValue Value, uint Flags)>();
        var ended = false;
        foreach (var entry in context.AttributeStore.Select(attribute))
        {
            if (ended)
            {
                left.Add((entry.Value, entry.Flags));
                continue;
            }

            if (TryRead(context, entry.Value.Text, out var contact))
                taken.Add(contact);
            ended = (entry.Flags & EndOfClass) != 0;
        }

        context.Attributes.Delete(attribute);
        foreach (var (value, flags) in left)
            context.Attributes.Add(attribute, value, flags);
        isLast = left.Count == 0;
        return taken;
    }

    private static void Write(MemoryStream text, ReadOnlySpan<byte> line)
    {
        text.Write(line);
        text.WriteByte(LineFeed);
    }

    private static bool TryRead(RouteContext context, ReadOnlyMemory<byte> text, out Branch contact)
    {
        contact = default;
        if (!TryTakeLine(ref text, out var uri) || !TryTakeLine(ref text, out var destination) || !TryTakeLine(ref text, out var path)
            || !TryTakeLine(ref text, out var socket) || !TryTakeLine(ref text, out var flags)
            || !uint.TryParse(flags.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        contact = new Branch(uri, destination, path, BranchSet.NoQ, FindSocket(context, socket.Span), number);
        return !uri.IsEmpty;
    }

    private static bool TryTakeLine(ref ReadOnlyMemory<byte> text, out ReadOnlyMemory<byte> line)
    {
        var end = text.Span.IndexOf(LineFeed);
        line = end < 0 ? default : text[..end];
        if (end >= 0)
            text = text[(end + 1)..];
        return end >= 0;
    }

    private static ListenSocket? FindSocket(RouteContext context, ReadOnlySpan<byte> text)
    {
        foreach (var socket in context.Server.Sockets.Sockets)
        {
            if (text.SequenceEqual(Encoding.ASCII.GetBytes(socket.ToString())))
                return socket;
        }

        return null;
    }
}
