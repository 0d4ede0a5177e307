using System.Buffers.Text;

namespace Seraph.Core.Routing;

/// <summary>The Contact header of a redirection: where the script would have sent the request (spec modules/tm.md, t_reply).</summary>
public static class RedirectContact
{
    /// <summary>
    /// Adds <c>Contact: &lt;uri&gt;;q=0.5, ...</c> with the Request-URI and all branches to the reply headers. False when they would become too long.
    /// </summary>
    public static bool TryAdd(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.TryAddReplyHeaders("Contact: "u8) || !TryAdd(context, context.RequestUri.Span, context.Q))
            return false;
        for (var i = 0; i < context.Branches.Count; i++)
        {
            ref readonly var branch = ref context.Branches[i];
            if (!context.TryAddReplyHeaders(", "u8) || !TryAdd(context, branch.Uri.Span, branch.Q))
                return false;
        }

        return context.TryAddReplyHeaders("\r\n"u8);
    }

    private static bool TryAdd(RouteContext context, ReadOnlySpan<byte> uri, int q)
    {
        if (!context.TryAddReplyHeaders("<"u8) || !context.TryAddReplyHeaders(uri) || !context.TryAddReplyHeaders(">"u8))
            return false;
        if (q == BranchSet.NoQ)
            return true;
        Span<byte> text = stackalloc byte[16];
        Utf8Formatter.TryFormat(q / 1000m, text, out var length, new System.Buffers.StandardFormat('G'));
        return context.TryAddReplyHeaders(";q="u8) && context.TryAddReplyHeaders(text[..length]);
    }
}
