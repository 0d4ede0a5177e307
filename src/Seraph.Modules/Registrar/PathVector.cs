using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Sip;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Modules.Registrar;

/// <summary>The proxies between a phone and its registrar (RFC 3327).</summary>
internal static class PathVector
{
    /// <summary>Joins the values of all Path headers with commas; false when one is malformed or they are too long together.</summary>
    public static bool TryRead(RouteContext context, out ReadOnlyMemory<byte> path)
    {
        path = default;
        var message = context.Message;
        if (!context.Scratch.TryRent(LocationLimits.Path, out var memory))
            return false;
        var length = 0;
        var reader = new AddressReader(message, HeaderKind.Path);
        while (reader.Next(out var hop))
        {
            var value = message[hop.Value];
            if (!hop.HasBrackets || SipUri.TryParse(message[hop.Uri], out _) != SipParseStatus.Ok || value.Length + 1 > memory.Length - length)
                return false;
            if (length > 0)
                memory.Span[length++] = (byte)',';
            value.CopyTo(memory.Span[length..]);
            length += value.Length;
        }

        path = context.Scratch.Shrink(memory, length);
        return reader.Status == SipParseStatus.Ok;
    }

    /// <summary>The URI of the first proxy of a path, where requests for the contact go first.</summary>
    public static ReadOnlyMemory<byte> FirstHop(ReadOnlyMemory<byte> path)
    {
        var reader = new AddressReader(path.Span, new Slice(0, path.Length));
        return reader.Next(out var hop) ? hop.Uri.Of(path) : default;
    }
}
