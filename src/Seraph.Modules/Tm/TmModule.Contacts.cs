using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;

namespace Seraph.Modules.Tm;

/// <content>Serial forking: the contacts of one q after the other (spec modules/tm.md, "Serial forking with q values").</content>
internal sealed partial class TmModule
{
    [ScriptFunction("t_load_contacts", In = RequestOrFailure)]
    public ScriptResult LoadContacts(RouteContext context)
    {
        if (options.ContactsAttribute is not { } attribute)
        {
            TmLog.NoContactsAttribute(logger);
            return ScriptResult.False;
        }

        var contacts = new List<Branch>();
        if (context.Transaction is null)
            contacts.Add(new Branch(context.RequestUri, context.DestinationUri, context.Path, context.Q, context.ForcedSocket, context.BranchFlags));
        for (var i = 0; i < context.Branches.Count; i++)
            contacts.Add(context.Branches[i]);
        if (context.Branches.Count == 0 || contacts.TrueForAll(c => c.Q == contacts[0].Q))
            return ScriptResult.True;

        // Highest q first, an unspecified one is the lowest; OrderBy keeps the order of equal ones.
        var ordered = contacts.OrderByDescending(c => c.Q).ToArray();
        context.Attributes.Delete(attribute);
        for (var i = 0; i < ordered.Length; i++)
        {
            var endsClass = i + 1 < ordered.Length && ordered[i + 1].Q != ordered[i].Q;
            if (!ContactList.TryAdd(context, attribute, ordered[i], endsClass))
                return ScriptResult.False;
        }

        context.Branches.Clear();
        return ScriptResult.True;
    }

    [ScriptFunction("t_next_contacts", In = RequestOrFailure)]
    public ScriptResult NextContacts(RouteContext context)
    {
        if (options.ContactsAttribute is not { } attribute)
        {
            TmLog.NoContactsAttribute(logger);
            return ScriptResult.False;
        }

        var next = ContactList.TakeClass(context, attribute, out var isLast);
        if (next.Count == 0)
            return context.Transaction is null;

        var first = 0;
        if (context.Transaction is null)
        {
            if (!SetDestination(context, next[0]))
                return ScriptResult.False;
            first = 1;
        }

        for (var i = first; i < next.Count; i++)
        {
            if (!context.Branches.TryAdd(next[i]))
                return ScriptResult.False;
        }

        Settings(context).FinalResponseInviteNext = isLast ? 0 : options.FinalResponseInviteNext;
        return ScriptResult.True;
    }

    private static bool SetDestination(RouteContext context, in Branch contact)
    {
        context.ForcedSocket = contact.Socket;
        context.BranchFlags = contact.Flags;
        return context.TrySetRequestUri(contact.Uri.Span)
            && context.TrySetDestinationUri(contact.DestinationUri.Span)
            && context.TrySetPath(contact.Path.Span);
    }
}
