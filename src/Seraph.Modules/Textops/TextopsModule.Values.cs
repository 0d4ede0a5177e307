using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Formatting;
using Seraph.Script.Parameters;
using Seraph.Sip;

namespace Seraph.Modules.Textops;

/// <content>Single values of headers that are lists.</content>
internal sealed partial class TextopsModule
{
    [ScriptFunction("append_hf_value", In = HeaderRoutes)]
    public ScriptResult AppendValue(RouteContext context, [HeaderValue(HeaderValueForms.Index)] HeaderValueReference header, Format value)
    {
        if (!TryExpand(context, value, out var text))
            return ScriptResult.False;

        var message = context.Message;
        if (header.Index == 0)
        {
            var last = TextopsSelects.FindHeader(message, header.Name, -1);
            return TryInsertLine(context, last < 0 ? message.HeaderArea.End : message.Headers[last].Line.End, header.Name, text);
        }

        if (!HeaderValues.TryFind(message, header.Name, header.Index, out var found))
            return ScriptResult.False;
        return Finish(context, context.Edits.Mark, context.Edits.TryInsert(found.Text.End, ", "u8) && context.Edits.TryInsert(found.Text.End, text));
    }

    [ScriptFunction("insert_hf_value", In = HeaderRoutes)]
    public ScriptResult InsertValue(RouteContext context, [HeaderValue(HeaderValueForms.Index)] HeaderValueReference header, Format value)
    {
        if (!TryExpand(context, value, out var text))
            return ScriptResult.False;

        var message = context.Message;
        if (header.Index == 0)
        {
            var first = message.FindHeader(header.Name);
            return TryInsertLine(context, first < 0 ? message.HeaderArea.End : message.Headers[first].Line.Start, header.Name, text);
        }

        if (!HeaderValues.TryFind(message, header.Name, header.Index, out var found))
            return ScriptResult.False;
        return Finish(context, context.Edits.Mark, context.Edits.TryInsert(found.Text.Start, text) && context.Edits.TryInsert(found.Text.Start, ", "u8));
    }

    [ScriptFunction("remove_hf_value", In = HeaderRoutes)]
    public static ScriptResult RemoveValue(
        RouteContext context, [HeaderValue(HeaderValueForms.Index | HeaderValueForms.Parameter | HeaderValueForms.All)] HeaderValueReference header)
    {
        if (!header.IsAll)
        {
            return HeaderValues.TryFind(context.Message, header.Name, header.Index == 0 ? 1 : header.Index, out var found)
                && Remove(context, header, found);
        }

        var removed = false;
        var values = new HeaderValues(context.Message, header.Name);
        while (values.Next(out var value))
            removed |= Remove(context, header, value);
        return removed;
    }

    [ScriptFunction("assign_hf_value", In = HeaderRoutes)]
    public ScriptResult AssignValue(
        RouteContext context,
        [HeaderValue(HeaderValueForms.Index | HeaderValueForms.Parameter | HeaderValueForms.AllWithParameter)] HeaderValueReference header,
        Format value)
    {
        if (!TryExpand(context, value, out var text))
            return ScriptResult.False;
        if (!header.IsAll)
        {
            if (!HeaderValues.TryFind(context.Message, header.Name, header.Index == 0 ? 1 : header.Index, out var found))
                return ScriptResult.False;
            return TryAssign(context, header, found, text);
        }

        var assigned = false;
        var values = new HeaderValues(context.Message, header.Name);
        while (values.Next(out var each))
        {
            assigned |= TryAssign(context, header, each, text);
        }

        return assigned;
    }

    [ScriptFunction("include_hf_value", In = HeaderRoutes)]
    public static ScriptResult IncludeValue(RouteContext context, [HeaderValue(HeaderValueForms.None)] HeaderValueReference header, StringParameter value)
    {
        if (!value.TryGet(context, out var text))
            return ScriptResult.False;
        var message = context.Message;
        if (HeaderValues.TryFind(message, header.Name, text.Span, out _))
            return ScriptResult.True;

        var first = message.FindHeader(header.Name);
        if (first < 0)
            return TryInsertOnce(context, message.HeaderArea.End, [.. header.Name, .. ": "u8], text.Span, "\r\n"u8);
        var body = message.Headers[first].Body;
        return TryInsertOnce(context, body.End, body.IsEmpty ? default : ", "u8, text.Span, default);
    }

    [ScriptFunction("exclude_hf_value", In = HeaderRoutes)]
    public static ScriptResult ExcludeValue(RouteContext context, [HeaderValue(HeaderValueForms.None)] HeaderValueReference header, StringParameter value)
    {
        if (!value.TryGet(context, out var text))
            return ScriptResult.False;
        var done = true;
        var values = new HeaderValues(context.Message, header.Name);
        while (values.Next(out var each))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(context.Message[each.Text], text.Span))
                done &= context.Edits.TryRemoveValue(context.Message, each.Header, each.Text);
        }

        return done;
    }

    [ScriptFunction("hf_value_exists", In = HeaderRoutes)]
    public static ScriptResult ValueExists(RouteContext context, [HeaderValue(HeaderValueForms.None)] HeaderValueReference header, StringParameter value) =>
        value.TryGet(context, out var text) && HeaderValues.TryFind(context.Message, header.Name, text.Span, out _);

    [ScriptFunction("remove_hf_value2", In = HeaderRoutes)]
    public static ScriptResult RemoveCredential(
        RouteContext context, [HeaderValue(HeaderValueForms.Index | HeaderValueForms.Parameter)] HeaderValueReference header)
    {
        var message = context.Message;
        var index = FindHeader(message, header);
        if (index < 0)
            return ScriptResult.False;
        if (header.Parameter is null)
            return context.Edits.TryRemoveHeader(message, index);

        var parameters = TextopsSelects.Credentials(message, index);
        var before = default(Slice);
        while (parameters.Next(out var parameter))
        {
            var whole = parameter.Whole;
            if (!parameter.Is(message.Bytes, header.Parameter))
            {
                before = whole;
                continue;
            }

            if (parameters.Next(out var behind))
                return context.Edits.TryRemove(Slice.Between(whole.Start, behind.Name.Start));
            return context.Edits.TryRemove(before.Exists ? Slice.Between(before.End, whole.End) : whole);
        }

        return ScriptResult.False;
    }

    [ScriptFunction("assign_hf_value2", In = HeaderRoutes)]
    public ScriptResult AssignCredential(
        RouteContext context, [HeaderValue(HeaderValueForms.Index | HeaderValueForms.Parameter)] HeaderValueReference header, Format value)
    {
        var message = context.Message;
        var index = FindHeader(message, header);
        if (index < 0 || !TryExpand(context, value, out var text))
            return ScriptResult.False;

        var body = message.Headers[index].Body;
        if (header.Parameter is null)
            return context.Edits.TryReplace(body, text);

        if (TextopsSelects.TryFindCredential(message, index, header.Parameter, out var parameter))
            return context.Edits.TryReplace(parameter.Value, text);

        var hasOthers = TextopsSelects.Credentials(message, index).Next(out _);
        var edits = context.Edits;
        return Finish(
            context,
            edits.Mark,
            edits.TryInsert(body.End, hasOthers ? ", "u8 : " "u8)
            && edits.TryInsert(body.End, header.Parameter)
            && edits.TryInsert(body.End, "="u8)
            && edits.TryInsert(body.End, text));
    }

    private static bool Remove(RouteContext context, HeaderValueReference header, HeaderValue value)
    {
        var message = context.Message;
        if (header.Parameter is null)
            return context.Edits.TryRemoveValue(message, value.Header, value.Text);

        if (!HeaderValues.TryFindParameter(message.Bytes, value.Text, header.Parameter, out var parameter))
            return false;
        var semicolon = message.Bytes[..parameter.Name.Start].LastIndexOf((byte)';');
        return context.Edits.TryRemove(Slice.Between(semicolon, parameter.Whole.End));
    }

    private static bool TryAssign(RouteContext context, HeaderValueReference header, HeaderValue value, ReadOnlySpan<byte> text)
    {
        var edits = context.Edits;
        if (header.Parameter is null)
            return edits.TryReplace(value.Text, text);

        var found = HeaderValues.TryFindParameter(context.Message.Bytes, value.Text, header.Parameter, out var parameter);
        if (found && parameter.Value.Exists)
            return edits.TryReplace(parameter.Value, text);

        var end = found ? parameter.Name.End : value.Text.End;
        return Finish(
            context,
            edits.Mark,
            (found || (edits.TryInsert(end, ";"u8) && edits.TryInsert(end, header.Parameter)))
            && edits.TryInsert(end, "="u8)
            && edits.TryInsert(end, text));
    }

    private static int FindHeader(SipMessage message, HeaderValueReference reference) =>
        TextopsSelects.FindHeader(message, reference.Name, reference.Index == 0 ? 1 : reference.Index);

    private static bool TryInsertLine(RouteContext context, int position, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var edits = context.Edits;
        return Finish(
            context,
            edits.Mark,
            edits.TryInsert(position, name)
            && edits.TryInsert(position, ": "u8)
            && edits.TryInsert(position, value)
            && edits.TryInsert(position, "\r\n"u8));
    }

    // The script may include one value several times, and the message doesn't show what was inserted already.
    private static bool TryInsertOnce(
        RouteContext context, int position, ReadOnlySpan<byte> before, ReadOnlySpan<byte> value, ReadOnlySpan<byte> behind)
    {
        if (!context.Scratch.TryRent(before.Length + value.Length + behind.Length, out var memory))
            return false;
        var text = memory.Span;
        before.CopyTo(text);
        value.CopyTo(text[before.Length..]);
        behind.CopyTo(text[(before.Length + value.Length)..]);
        return context.Edits.Contains(position, text) || context.Edits.TryInsert(position, text);
    }

    private bool TryExpand(RouteContext context, Format format, out ReadOnlySpan<byte> text)
    {
        var expanded = format.TryExpand(context, options.MaxFormatLength, out var memory);
        text = memory.Span;
        if (!expanded)
            TextopsLog.TextTooLong(logger, options.MaxFormatLength);
        return expanded;
    }
}
