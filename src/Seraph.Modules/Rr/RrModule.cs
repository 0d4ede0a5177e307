using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Editing;

namespace Seraph.Modules.Rr;

/// <summary>Record-routing: keeps the server in the path of dialogs (RFC 3261, 16.6 step 4) and follows Route headers (16.4, 16.12).</summary>
[Module("rr")]
internal sealed partial class RrModule(RrOptions options, ILogger<RrModule> logger)
{
    private readonly DialogCookie _cookie = new(options.CookieSecret, options.CookieFilter, options.DialogCookieFlag);
    private readonly byte[] _ignoredUser = Encoding.UTF8.GetBytes(options.IgnoredUser);

    [ScriptFunction("record_route")]
    public ScriptResult RecordRoute(RouteContext context)
    {
        if (!context.Message.IsRequest)
            return ScriptResult.False;
        if (context.Edits.HasTagged(EditTags.RecordRoute))
        {
            RrLog.CalledTwice(logger);
            return ScriptResult.False;
        }

        if (!TryWriteHead(context, required: false, out var head) || !TryWriteTail(context, withCookie: true, out var tail))
            return ScriptResult.False;

        var edits = context.Edits;
        var mark = edits.Mark;
        edits.Tag = EditTags.RecordRoute;
        var inserted = TryInsert(edits, context.Message.HeaderArea.Start, head, tail);
        edits.Tag = 0;
        if (!inserted)
            edits.Rollback(mark);
        return inserted;
    }

    [ScriptFunction("record_route_preset")]
    public ScriptResult RecordRoutePreset(RouteContext context, StringParameter address)
    {
        if (!context.Message.IsRequest
            || !address.TryGet(context, out var text)
            || !TryWriteHead(context, required: true, out var head)
            || !TryWriteTail(context, withCookie: false, out var tail)
            || !context.Scratch.TryRent(head.Length + text.Length + tail.Length, out var memory))
            return ScriptResult.False;

        var line = memory.Span;
        head.CopyTo(line);
        text.Span.CopyTo(line[head.Length..]);
        tail.CopyTo(line[(head.Length + text.Length)..]);
        context.Edits.Tag = EditTags.RecordRoutePreset;
        var inserted = context.Edits.TryInsertFirst(context.Message.HeaderArea.Start, line); // the one added last is on top
        context.Edits.Tag = 0;
        return inserted;
    }

    [ScriptFunction("remove_record_route", In = Routes.Request | Routes.Failure)]
    public static ScriptResult RemoveRecordRoute(RouteContext context)
    {
        context.Edits.RemoveTagged(EditTags.RecordRoute);
        context.Edits.RemoveTagged(EditTags.RecordRoutePreset);
        return ScriptResult.True;
    }

    [Select("rr.dialog_cookie")]
    public SelectResult Cookie(RouteContext context)
    {
        if (!context.Scratch.TryRent(DialogCookie.MaxLength, out var memory))
            return SelectResult.Error;
        var length = WriteCookie(context, memory.Span);
        return length == 0 ? SelectResult.Null : context.Scratch.Shrink(memory, length);
    }

    // The addresses, and whether there are two headers, are known when the request is sent: the top one is for the side that it goes to.
    private bool TryInsert(MessageEdits edits, int position, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (!edits.TryInsert(position, head) || !edits.TryInsert(position, ComputedText.SendAddress))
            return false;
        if (!options.DoubleRecordRoute)
            return edits.TryInsert(position, tail);
        return edits.TryInsert(position, ";r2=on"u8, EditCondition.SocketsDiffer)
            && edits.TryInsert(position, tail)
            && edits.TryInsert(position, head, EditCondition.SocketsDiffer)
            && edits.TryInsert(position, ComputedText.ReceiveAddress, EditCondition.SocketsDiffer)
            && edits.TryInsert(position, ";r2=on"u8, EditCondition.SocketsDiffer)
            && edits.TryInsert(position, tail, EditCondition.SocketsDiffer);
    }

    /// <summary><c>Record-Route: &lt;sip:user@</c></summary>
    private bool TryWriteHead(RouteContext context, bool required, out ReadOnlySpan<byte> head)
    {
        head = "Record-Route: <sip:"u8;
        if (options.User is null)
            return true;
        if (!options.User.TryGet(context, out var user))
        {
            RrLog.NoUser(logger);
            return !required;
        }

        if (user.IsEmpty)
            return true;
        if (!context.Scratch.TryRent(head.Length + user.Length + 1, out var memory))
            return false;
        head.CopyTo(memory.Span);
        user.CopyTo(memory[head.Length..]);
        memory.Span[^1] = (byte)'@';
        head = memory.Span;
        return true;
    }

    /// <summary><c>;ftag=tag;avp=cookie;lr&gt;</c> and the line end.</summary>
    private bool TryWriteTail(RouteContext context, bool withCookie, out ReadOnlySpan<byte> tail)
    {
        var lr = options.FullLr ? ";lr=on>\r\n"u8 : ";lr>\r\n"u8;
        var message = context.Message;
        var tag = options.AppendFromTag && message.FromStatus == SipParseStatus.Ok ? message[message.From.Tag] : default;
        var hasCookie = withCookie && _cookie.HasAny(context.AttributeStore.Set);
        var most = tag.Length + lr.Length + (hasCookie ? DialogCookie.MaxLength : 0) + 16;
        tail = default;
        if (!context.Scratch.TryRent(most, out var memory))
            return false;

        var text = memory.Span;
        var length = 0;
        if (!tag.IsEmpty)
        {
            ";ftag="u8.CopyTo(text);
            tag.CopyTo(text[6..]);
            length = 6 + tag.Length;
        }

        if (hasCookie)
        {
            ";avp="u8.CopyTo(text[length..]);
            length += 5;
            length += WriteCookie(context, text[length..]);
        }

        lr.CopyTo(text[length..]);
        tail = text[..(length + lr.Length)];
        return true;
    }

    private int WriteCookie(RouteContext context, Span<byte> destination)
    {
        var length = _cookie.Write(context.AttributeStore.Set, context.Message[context.Message.CallId], destination, out var leftOut);
        if (!leftOut.IsEmpty && logger.IsEnabled(LogLevel.Warning))
            RrLog.CookieFull(logger, Encoding.UTF8.GetString(leftOut.Span));
        return length;
    }
}
