using System.Buffers;
using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Formatting;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Editing;

namespace Seraph.Modules.Textops;

/// <summary>
/// Searches and edits messages as text. Everything works on the message as received: changes are collected and applied when it is sent, and later
/// functions don't see them.
/// </summary>
[Module("textops", Members = [typeof(TextopsSelects)])]
internal sealed partial class TextopsModule(TextopsOptions options, ILogger<TextopsModule> logger)
{
    private const Routes SearchRoutes = Routes.Request | Routes.Reply | Routes.Failure;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_writer;

    [ScriptFunction("search", In = SearchRoutes | Routes.OnSend)]
    public static ScriptResult Search(RouteContext context, PosixRegex pattern) =>
        pattern.IsMatch(context.Block == RouteBlockKind.OnSend ? context.Outgoing.Span : context.Message.Bytes);

    [ScriptFunction("search_append", In = SearchRoutes)]
    public ScriptResult SearchAppend(RouteContext context, PosixRegex pattern, TextArgument text)
    {
        Span<RegexGroup> groups = stackalloc RegexGroup[1];
        if (!pattern.TryMatch(Searched(context), 0, groups) || !TryGet(context, text, out var inserted))
            return ScriptResult.False;
        return context.Edits.TryInsert(SearchedStart(context) + groups[0].End, inserted);
    }

    [ScriptFunction("replace", In = SearchRoutes)]
    public ScriptResult Replace(RouteContext context, PosixRegex pattern, TextArgument text) => Replace(context, pattern, text, all: false);

    [ScriptFunction("replace_all", In = SearchRoutes)]
    public ScriptResult ReplaceAll(RouteContext context, PosixRegex pattern, TextArgument text) => Replace(context, pattern, text, all: true);

    [ScriptFunction("subst", In = SearchRoutes)]
    public static ScriptResult Substitute(RouteContext context, Substitution substitution)
    {
        var text = Searched(context);
        var writer = Writer();
        var start = 0;
        var found = false;
        while (substitution.TryFind(context, text, start, writer, out var match))
        {
            found = true;
            if (!context.Edits.TryReplace(Located(context, match), writer.WrittenSpan))
                return ScriptResult.False;
            writer.ResetWrittenCount();
            start = Behind(match);
            if (!substitution.IsGlobal)
                break;
        }

        return found;
    }

    [ScriptFunction("subst_uri", In = SearchRoutes)]
    public static ScriptResult SubstituteUri(RouteContext context, Substitution substitution)
    {
        var writer = Writer();
        return context.Message.IsRequest
            && substitution.TryApply(context, context.RequestUri.Span, writer)
            && context.TrySetRequestUri(writer.WrittenSpan);
    }

    [ScriptFunction("subst_user", In = SearchRoutes)]
    public static ScriptResult SubstituteUser(RouteContext context, Substitution substitution)
    {
        if (context.RequestUriStatus != SipParseStatus.Ok)
            return ScriptResult.False;
        var writer = Writer();
        var user = context.ParsedRequestUri.User.Of(context.RequestUriBytes);
        return substitution.TryApply(context, user.Span, writer) && context.TrySetUser(writer.WrittenSpan);
    }

    private ScriptResult Replace(RouteContext context, PosixRegex pattern, TextArgument replacement, bool all)
    {
        Span<RegexGroup> groups = stackalloc RegexGroup[1];
        var text = Searched(context);
        if (!pattern.TryMatch(text, 0, groups) || !TryGet(context, replacement, out var inserted))
            return ScriptResult.False;

        bool more;
        do
        {
            if (!context.Edits.TryReplace(Located(context, groups[0]), inserted))
                return ScriptResult.False;
            var start = Behind(groups[0]);
            more = all && start <= text.Length && pattern.TryMatch(text, start, groups);
        }
        while (more);

        return ScriptResult.True;
    }

    /// <summary>Headers and body: what is replaced in.</summary>
    private static ReadOnlySpan<byte> Searched(RouteContext context) => context.Message.Bytes[SearchedStart(context)..];

    private static int SearchedStart(RouteContext context) => context.Message.HeaderArea.Start;

    private static Slice Located(RouteContext context, RegexGroup match) =>
        new(SearchedStart(context) + match.Start, match.End - match.Start);

    // An empty match must not be found again.
    private static int Behind(RegexGroup match) => match.End == match.Start ? match.End + 1 : match.End;

    private static ArrayBufferWriter<byte> Writer()
    {
        var writer = s_writer ??= new ArrayBufferWriter<byte>(1024);
        writer.ResetWrittenCount();
        return writer;
    }

    /// <summary>Takes back what was done halfway when a limit of the edits was reached: half a header would be worse than none.</summary>
    private static bool Finish(RouteContext context, EditMark mark, bool isDone)
    {
        if (!isDone)
            context.Edits.Rollback(mark);
        return isDone;
    }

    private bool TryGet(RouteContext context, TextArgument argument, out ReadOnlySpan<byte> text)
    {
        var expanded = argument.TryGet(context, options.MaxFormatLength, out var memory);
        text = memory.Span;
        if (!expanded)
            TextopsLog.TextTooLong(logger, options.MaxFormatLength);
        return expanded;
    }
}
