using Microsoft.Extensions.Logging;
using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Script;

namespace Seraph.Modules.Registrar;

/// <summary>Turns a request for a user into requests for the user's contacts (<c>lookup</c>, <c>registered</c>).</summary>
internal sealed class ContactLookup(RegistrarSettings settings, ILogger logger)
{
    private static readonly ScriptResult NoUser = new(-1);
    private static readonly ScriptResult NoRecord = new(-3);
    private static readonly ScriptResult NotRewritten = new(-4);
    private static readonly ScriptResult NoContact = new(-5);

    [ThreadStatic]
    private static LocationRecord? Workspace;

    /// <summary>Makes the first valid contact the Request-URI and the others branches.</summary>
    public ScriptResult Run(RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter)
    {
        if (UserId.TryGet(context, out var uid) != RegistrarError.None)
            return NoUser;
        var record = Workspace ??= new LocationRecord();
        if (!table.TryRead(uid.Span, record))
            return NoRecord;
        var result = Route(context, record, filter.Span);
        record.Reset();
        return result;
    }

    /// <summary>Whether there is a valid contact.</summary>
    public bool IsRegistered(RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter)
    {
        if (UserId.TryGet(context, out var uid) != RegistrarError.None)
            return false;
        var record = Workspace ??= new LocationRecord();
        if (!table.TryRead(uid.Span, record))
            return false;
        var now = settings.UnixTime();
        var found = false;
        for (var i = 0; i < record.Count; i++)
            found |= ContactHeader.IsListed(record[i], filter.Span, now);
        record.Reset();
        return found;
    }

    private ScriptResult Route(RouteContext context, LocationRecord record, ReadOnlySpan<byte> filter)
    {
        var now = settings.UnixTime();
        var options = settings.Options;
        var first = true;
        var left = 0;
        for (var i = 0; i < record.Count; i++)
        {
            ref readonly var binding = ref record[i];
            if (!ContactHeader.IsListed(binding, filter, now))
                continue;
            if (!TryTarget(context, binding, out var target))
                return NotRewritten;

            if (first)
            {
                if (!TryUse(context, target))
                    return NotRewritten;
                first = false;
            }
            else if (!context.Branches.TryAdd(target))
            {
                left++;
                continue;
            }

            if ((binding.Flags & BindingFlags.Nat) != 0)
                context.Flags |= options.LoadNatFlag.Mask;
            if (!options.AppendBranches)
                break;
        }

        if (left > 0)
            RegistrarLog.BranchesFull(logger, context, left);
        return first ? NoContact : ScriptResult.True;
    }

    private bool TryTarget(RouteContext context, in Binding binding, out Branch target)
    {
        target = new Branch(binding.Contact, default, binding.Path, binding.Q, binding.Socket, 0, binding.Instance);
        if (!binding.Path.IsEmpty)
        {
            target = target with { DestinationUri = PathVector.FirstHop(binding.Path) };
            return true;
        }

        if (binding.Received.IsEmpty)
            return true;
        if (!settings.Options.ReceivedToUri)
        {
            target = target with { DestinationUri = binding.Received };
            return true;
        }

        if (!TryAddReceived(context, binding, out var uri))
            return false;
        target = target with { Uri = uri, Socket = null };
        return true;
    }

    private static bool TryUse(RouteContext context, in Branch target)
    {
        if (!context.TrySetRequestUri(target.Uri.Span) || !context.TrySetDestinationUri(target.DestinationUri.Span) || !context.TrySetPath(target.Path.Span))
            return false;
        context.Q = target.Q;
        if (target.Socket is not null)
            context.ForcedSocket = target.Socket;
        return true;
    }

    /// <summary>The contact with the parameter <c>received="uri"</c>, in front of its headers if it has any.</summary>
    private static bool TryAddReceived(RouteContext context, in Binding binding, out ReadOnlyMemory<byte> uri)
    {
        uri = default;
        var name = ";received=\""u8;
        if (!context.Scratch.TryRent(binding.Contact.Length + name.Length + binding.Received.Length + 1, out var memory))
            return false;
        var contact = binding.Contact.Span;
        var headers = contact.IndexOf((byte)'?');
        var at = headers < 0 ? contact.Length : headers;
        var target = memory.Span;
        contact[..at].CopyTo(target);
        target = target[at..];
        name.CopyTo(target);
        target = target[name.Length..];
        binding.Received.Span.CopyTo(target);
        target = target[binding.Received.Length..];
        target[0] = (byte)'"';
        contact[at..].CopyTo(target[1..]);
        uri = memory;
        return true;
    }
}
