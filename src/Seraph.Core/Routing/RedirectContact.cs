using Seraph.Core.Routing.Language;

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
        var contacts = BranchTexts.Contacts(context);
        return contacts.HasValue && context.TryAddReplyHeaders(contacts.Text.Span) && context.TryAddReplyHeaders("\r\n"u8);
    }
}
