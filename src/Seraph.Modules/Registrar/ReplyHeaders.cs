using System.Buffers.Text;
using Seraph.Core.Routing;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Registrar;

/// <summary>The header lines of the answer to a REGISTER.</summary>
internal static class ReplyHeaders
{
    private const int MaxLine = 512;

    /// <summary>Adds them to the replies of the context.</summary>
    public static void Add(RouteContext context, RegistrarSettings settings, RegistrarError error, in RegistrationResult result)
    {
        Span<byte> line = stackalloc byte[MaxLine];
        if (!result.Contacts.IsEmpty)
            context.TryAddReplyHeaders(result.Contacts.Span);
        if (error == RegistrarError.None)
        {
            AddDate(context, settings.Now, line);
            if (!result.Path.IsEmpty)
            {
                context.TryAddReplyHeaders("Path: "u8);
                context.TryAddReplyHeaders(result.Path.Span);
                context.TryAddReplyHeaders("\r\n"u8);
            }

            return;
        }

        context.TryAddReplyHeaders("P-Registrar-Error: "u8);
        context.TryAddReplyHeaders(error.Text());
        context.TryAddReplyHeaders("\r\n"u8);
        if (error == RegistrarError.PathNotSupported)
            context.TryAddReplyHeaders("Unsupported: path\r\n"u8);
        else if (error == RegistrarError.Extension)
            AddUnsupported(context, settings, line);
        else if (error.Code() >= 500 && settings.Options.RetryAfter > 0)
            AddRetryAfter(context, settings.Options.RetryAfter, line);
    }

    /// <summary>The time of the registrar, so that phones without a clock can set theirs (RFC 3261, 10.3, step 8).</summary>
    private static void AddDate(RouteContext context, DateTimeOffset now, Span<byte> line)
    {
        "Date: "u8.CopyTo(line);
        var length = "Date: "u8.Length;
        now.TryFormat(line[length..], out var written, "R");
        length += written;
        "\r\n"u8.CopyTo(line[length..]);
        context.TryAddReplyHeaders(line[..(length + 2)]);
    }

    private static void AddUnsupported(RouteContext context, RegistrarSettings settings, Span<byte> line)
    {
        "Unsupported: "u8.CopyTo(line);
        var length = "Unsupported: "u8.Length;
        var empty = length;
        var tags = new TokenReader(context.Message, HeaderKind.Require);
        while (tags.Next(out var tag))
        {
            var text = context.Message[tag];
            if (settings.Supports(text) || text.Length + 4 > line.Length - length)
                continue;
            if (length > empty)
            {
                ", "u8.CopyTo(line[length..]);
                length += 2;
            }

            text.CopyTo(line[length..]);
            length += text.Length;
        }

        "\r\n"u8.CopyTo(line[length..]);
        context.TryAddReplyHeaders(line[..(length + 2)]);
    }

    private static void AddRetryAfter(RouteContext context, int seconds, Span<byte> line)
    {
        "Retry-After: "u8.CopyTo(line);
        var length = "Retry-After: "u8.Length;
        Utf8Formatter.TryFormat(seconds, line[length..], out var digits);
        length += digits;
        "\r\n"u8.CopyTo(line[length..]);
        context.TryAddReplyHeaders(line[..(length + 2)]);
    }
}
