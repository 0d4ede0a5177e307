using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Modules.Tm;

/// <summary>What scripts can read of the message's transaction (<c>@tm.*</c>); nothing when it has none.</summary>
internal static class TmSelects
{
    private static readonly byte[] One = "1"u8.ToArray();
    private static readonly byte[] Zero = "0"u8.ToArray();

    [Select("tm")]
    public static SelectResult Exists(RouteContext context) => context.Transaction is null ? Zero : One;

    [Select("tm.method")]
    public static SelectResult Method(RouteContext context) =>
        context.Transaction is { } t ? context.Scratch.Text(t.MethodText) : SelectResult.Null;

    [Select("tm.uas.status")]
    public static SelectResult Status(RouteContext context) =>
        context.Transaction is { } t ? context.Scratch.Number(t.LastStatus) : SelectResult.Null;

    [Select("tm.uas.request")]
    [Select("tm.uas.req")]
    public static SelectResult Request(RouteContext context) =>
        context.Transaction is { } t ? context.Scratch.Text(t.Request.Span) : SelectResult.Null;

    [Select("tm.uas.response")]
    [Select("tm.uas.resp")]
    public static SelectResult Response(RouteContext context) =>
        context.Transaction is { } t ? Text(context, t.LastReply.Span) : SelectResult.Null;

    [Select("tm.uas.local_to_tag")]
    public static SelectResult LocalToTag(RouteContext context)
    {
        if (context.Transaction is not { IsRepliedLocally: true } t)
            return SelectResult.Null;
        Span<byte> tag = stackalloc byte[LocalTag.Length];
        return t.WriteLocalTag(tag) ? context.Scratch.Text(tag) : SelectResult.Null;
    }

    [Select("tm.uac.count")]
    public static SelectResult BranchCount(RouteContext context) =>
        context.Transaction is { } t ? context.Scratch.Number(t.BranchCount) : SelectResult.Null;

    [Select("tm.uac.relayed")]
    public static SelectResult RelayedBranch(RouteContext context) =>
        context.Transaction is { } t ? context.Scratch.Number(t.RelayedBranch) : SelectResult.Null;

    [Select("tm.uac[].status")]
    public static SelectResult BranchStatus(RouteContext context, int? index) =>
        Branch(context, index) is { } branch ? context.Scratch.Number(branch.LastStatus) : SelectResult.Null;

    [Select("tm.uac[].uri")]
    public static SelectResult BranchUri(RouteContext context, int? index) => Text(context, Branch(context, index) is { } branch ? branch.Uri.Span : default);

    [Select("tm.uac[].request")]
    [Select("tm.uac[].req")]
    public static SelectResult BranchRequest(RouteContext context, int? index) =>
        Text(context, Branch(context, index) is { } branch ? branch.Sent.Span : default);

    [Select("tm.uac[].response")]
    [Select("tm.uac[].resp")]
    public static SelectResult BranchResponse(RouteContext context, int? index) =>
        Text(context, Branch(context, index) is { } branch ? branch.Reply.Span : default);

    private static ClientTransaction? Branch(RouteContext context, int? index) =>
        context.Transaction is { } t && index is >= 0 && index < t.BranchCount ? t.Branch(index.Value) : null;

    // Copied: another message may end the transaction while this one still looks at it.
    private static SelectResult Text(RouteContext context, ReadOnlySpan<byte> text) => text.IsEmpty ? SelectResult.Null : context.Scratch.Text(text);
}
