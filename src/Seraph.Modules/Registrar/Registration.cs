using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Registrar;

/// <summary>What a REGISTER does to the bindings of its user (RFC 3261, 10.3, steps 6 to 8).</summary>
internal sealed class Registration(RegistrarSettings settings)
{
    [ThreadStatic]
    private static LocationRecord? Workspace;

    /// <summary>Lists, changes or removes bindings: all that the request asks for or nothing.</summary>
    /// <param name="context">The REGISTER.</param>
    /// <param name="table">Where the bindings are.</param>
    /// <param name="filter">The address of record whose bindings are listed; empty = any.</param>
    /// <param name="memoryOnly">The bindings stay out of the database.</param>
    /// <param name="result">What the reply has to say besides its code.</param>
    public RegistrarError Run(
        RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter, bool memoryOnly, out RegistrationResult result)
    {
        result = default;
        var error = RegisterRequest.TryRead(context, settings, memoryOnly, out var request);
        if (error != RegistrarError.None)
            return error;
        error = UserId.TryGet(context, out var uid);
        if (error != RegistrarError.None)
            return error;

        var record = Workspace ?? new LocationRecord();
        Workspace = null;
        var now = settings.UnixTime();
        if (request.Contacts > 0)
            error = Change(context, table, uid, record, request, now);
        if (request.Contacts == 0 || error != RegistrarError.None)
            table.TryRead(uid.Span, record);
        result = new RegistrationResult(
            ContactHeader.Write(context, record, filter.Span, now, settings.ReceivedParameter.Span),
            request.ReturnPath ? request.Path : default);
        record.Reset();
        Workspace = record;
        return error;
    }

    private RegistrarError Change(
        RouteContext context, ILocationTable table, ReadOnlyMemory<byte> uid, LocationRecord record, in RegisterRequest request, long now)
    {
        using var update = table.Update(uid, record);
        var failure = RegistrarError.DeleteFailed;
        var error = request.RemoveAll ? RemoveAll(record, request, now) : Apply(context, table, record, request, now, ref failure);
        if (error != RegistrarError.None)
            return error;
        return update.Commit() switch
        {
            LocationStatus.Done => RegistrarError.None,
            LocationStatus.TooMany => RegistrarError.TooMany,
            _ => failure,
        };
    }

    private static RegistrarError RemoveAll(LocationRecord record, in RegisterRequest request, long now)
    {
        for (var i = 0; i < record.Count; i++)
        {
            if (IsOutOfOrder(record[i], request, now))
                return RegistrarError.OutOfOrder;
        }

        record.Clear();
        return RegistrarError.None;
    }

    private RegistrarError Apply(
        RouteContext context, ILocationTable table, LocationRecord record, in RegisterRequest request, long now, ref RegistrarError failure)
    {
        var reader = new ContactReader(context.Message);
        while (reader.Next(out var contact))
        {
            var error = Apply(context, table, record, contact, request, now, ref failure);
            if (error != RegistrarError.None)
                return error;
        }

        // Checked against what would be stored, so that an exchange of contacts is possible at the limit.
        var valid = 0;
        for (var i = 0; i < record.Count; i++)
            valid += record[i].IsValid(now) ? 1 : 0;
        var tooMany = (settings.Options.MaxContacts > 0 && valid > settings.Options.MaxContacts)
            || ContactHeader.Measure(record, default, now, settings.ReceivedParameter.Span) > ContactHeader.MaxLength;
        return tooMany ? RegistrarError.TooMany : RegistrarError.None;
    }

    private RegistrarError Apply(
        RouteContext context, ILocationTable table, LocationRecord record, in ContactValue contact, in RegisterRequest request, long now, ref RegistrarError failure)
    {
        var message = context.Message;
        var binding = request.Common;
        binding.Contact = contact.Uri.Of(message.Memory);
        binding.Instance = contact.Instance.Of(message.Memory);
        if (contact.Received.Length > 0)
            binding.Received = contact.Received.Of(message.Memory);
        if (binding.Contact.Length > table.MaxContactLength || binding.Received.Length > table.MaxContactLength || binding.Instance.Length > LocationLimits.Instance)
            return RegistrarError.ContactTooLong;

        var at = record.Find(binding.Contact.Span, binding.Instance.Span);
        if (at >= 0 && IsOutOfOrder(record[at], request, now))
            return RegistrarError.OutOfOrder;

        var lifetime = RegisterRequest.Lifetime(message, contact, settings.Options);
        if (lifetime == 0)
        {
            if (at >= 0)
                record.RemoveAt(at);
            return RegistrarError.None;
        }

        binding.Expires = now + lifetime;
        binding.Q = (short)(contact.QThousandths == QValue.Unspecified ? settings.Options.DefaultQ : contact.QThousandths);
        if (at >= 0)
        {
            // What is stored beyond what a REGISTER says stays: flags set by an operator, say.
            const BindingFlags ours = BindingFlags.Nat | BindingFlags.MemoryOnly;
            binding.Flags |= record[at].Flags & ~ours;
            binding.State = record[at].State;
            record.Replace(at, binding);
            if (failure == RegistrarError.DeleteFailed)
                failure = RegistrarError.UpdateFailed;
        }
        else
        {
            record.Insert(binding);
            failure = RegistrarError.InsertFailed;
        }

        return RegistrarError.None;
    }

    /// <summary>
    /// A request that was overtaken by a later one of the same client must change nothing. One with the same number is the same request once more, whose
    /// answer was lost: to do it again gives the same answer.
    /// </summary>
    private static bool IsOutOfOrder(in Binding binding, in RegisterRequest request, long now) =>
        binding.IsValid(now) && request.Common.CSeq < binding.CSeq && binding.CallId.Span.SequenceEqual(request.Common.CallId.Span);
}

/// <summary>What a reply to a REGISTER says; valid as long as the message.</summary>
/// <param name="Contacts">The Contact header line with its line end; empty when there are no bindings.</param>
/// <param name="Path">The values of Path to bring back; empty = none.</param>
internal readonly record struct RegistrationResult(ReadOnlyMemory<byte> Contacts, ReadOnlyMemory<byte> Path);
