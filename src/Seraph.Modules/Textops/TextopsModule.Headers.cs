using System.Buffers.Text;
using System.Text;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Textops;

/// <content>Whole headers.</content>
internal sealed partial class TextopsModule
{
    private const Routes HeaderRoutes = Routes.Request | Routes.Reply | Routes.Failure | Routes.Branch;

    [ScriptFunction("append_hf", In = HeaderRoutes)]
    public ScriptResult AppendHeader(RouteContext context, TextArgument text)
    {
        if (!TryGet(context, text, out var lines))
            return ScriptResult.False;
        return TryAppend(context, lines);
    }

    [ScriptFunction("append_urihf", In = Routes.Request | Routes.Failure)]
    public ScriptResult AppendUriHeader(RouteContext context, TextArgument prefix, TextArgument suffix)
    {
        if (!context.Message.IsRequest || !TryGet(context, prefix, out var before) || !TryGet(context, suffix, out var behind))
            return ScriptResult.False;
        var end = context.Message.HeaderArea.End;
        var edits = context.Edits;
        return Finish(
            context,
            edits.Mark,
            edits.TryInsert(end, before)
            && edits.TryInsert(end, context.Message[context.Message.RequestUriText])
            && edits.TryInsert(end, behind)
            && (EndsLine(behind) || edits.TryInsert(end, "\r\n"u8)));
    }

    [ScriptFunction("append_to_reply")]
    public ScriptResult AppendToReply(RouteContext context, TextArgument text) =>
        TryGet(context, text, out var lines) && TryAddToReply(context, lines);

    [ScriptFunction("append_time")]
    public ScriptResult AppendTime(RouteContext context)
    {
        Span<byte> line = stackalloc byte[64];
        "Date: "u8.CopyTo(line);
        Utf8Formatter.TryFormat(context.Server.Time.GetUtcNow(), line[6..], out var length, 'R');
        return TryAddToReply(context, line[..(6 + length)]);
    }

    [ScriptFunction("remove_hf", In = SearchRoutes)]
    public static ScriptResult RemoveHeader(RouteContext context, StringParameter name) =>
        name.TryGet(context, out var text) && RemoveHeaders(context, text.Span, null);

    [ScriptFunction("remove_hf_re", In = SearchRoutes)]
    public static ScriptResult RemoveMatchingHeaders(RouteContext context, PosixRegex pattern) => RemoveHeaders(context, default, pattern);

    [ScriptFunction("is_present_hf", In = SearchRoutes)]
    public static ScriptResult HasHeader(RouteContext context, StringParameter name)
    {
        if (!name.TryGet(context, out var text))
            return ScriptResult.False;
        var message = context.Message;
        foreach (ref readonly var header in message.Headers)
        {
            if (Ascii.EqualsIgnoreCase(message[header.Name], text.Span))
                return ScriptResult.True;
        }

        return ScriptResult.False;
    }

    /// <summary>Adds header lines behind the last header; a line end that is missing is added, or the next line would become part of this one.</summary>
    private static bool TryAppend(RouteContext context, ReadOnlySpan<byte> lines)
    {
        var edits = context.Edits;
        return Finish(
            context,
            edits.Mark,
            edits.TryAppendHeader(context.Message, lines) && (EndsLine(lines) || edits.TryAppendHeader(context.Message, "\r\n"u8)));
    }

    private static bool EndsLine(ReadOnlySpan<byte> text) => text.EndsWith("\n"u8);

    // Names are compared as they are written: compact forms are other names.
    private static bool RemoveHeaders(RouteContext context, ReadOnlySpan<byte> name, PosixRegex? pattern)
    {
        var message = context.Message;
        var found = false;
        for (var i = 0; i < message.Headers.Length; i++)
        {
            var written = message[message.Headers[i].Name];
            if (pattern is null ? !Ascii.EqualsIgnoreCase(written, name) : !pattern.IsMatch(written))
                continue;
            found |= context.Edits.TryRemoveHeader(message, i);
        }

        return found;
    }

    private bool TryAddToReply(RouteContext context, ReadOnlySpan<byte> lines)
    {
        if (context.TryAddReplyHeaders(lines) && (EndsLine(lines) || context.TryAddReplyHeaders("\r\n"u8)))
            return true;
        TextopsLog.ReplyHeadersTooLong(logger);
        return false;
    }
}
