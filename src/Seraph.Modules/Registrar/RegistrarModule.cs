using Microsoft.Extensions.Logging;
using Seraph.Core;
using Seraph.Core.Location;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Registrar;

/// <summary>Handles REGISTER requests and finds the contacts that they have left (RFC 3261, 10).</summary>
[Module("registrar")]
internal sealed class RegistrarModule
{
    private static readonly ScriptResult NotDone = new(-2);

    private readonly ILogger _logger;
    private readonly RegistrarSettings _settings;
    private readonly Registration _registration;
    private readonly ContactLookup _lookup;
    private readonly RegistrarCounters _counters;

    public RegistrarModule(RegistrarOptions options, SipServer server, ILocationStore store, ILogger<RegistrarModule> logger)
    {
        Store = store;
        _logger = logger;
        _settings = new RegistrarSettings(options, server);
        _registration = new Registration(_settings);
        _lookup = new ContactLookup(_settings, logger);
        _counters = server.Memory.Get(() => new RegistrarCounters(server.Services.Statistics));
    }

    /// <summary>Where the tables are.</summary>
    public ILocationStore Store { get; }

    /// <summary>Does what the REGISTER asks for and answers it.</summary>
    [ScriptFunction("save", "save_contacts", In = Routes.Request | Routes.Failure)]
    public ScriptResult Save(RouteContext context, LocationTableParameter table) => SaveAndReply(context, table.Table, default, memoryOnly: false);

    /// <summary>The same, listing only the contacts of one address of record.</summary>
    [ScriptFunction("save", "save_contacts", In = Routes.Request | Routes.Failure)]
    public ScriptResult Save(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) ? SaveAndReply(context, table.Table, filter, memoryOnly: false) : ScriptResult.False;

    /// <summary>The same as save, and the contacts stay out of the database.</summary>
    [ScriptFunction("save_memory", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveMemory(RouteContext context, LocationTableParameter table) => SaveAndReply(context, table.Table, default, memoryOnly: true);

    /// <summary>The same as save, and the contacts stay out of the database.</summary>
    [ScriptFunction("save_memory", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveMemory(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) ? SaveAndReply(context, table.Table, filter, memoryOnly: true) : ScriptResult.False;

    /// <summary>Does what the REGISTER asks for and leaves the answer to the script.</summary>
    [ScriptFunction("save_noreply", In = Routes.Request | Routes.Reply | Routes.Failure)]
    public ScriptResult SaveNoReply(RouteContext context, LocationTableParameter table) => SaveSilently(context, table.Table, default, memoryOnly: false);

    /// <summary>Does what the REGISTER asks for and leaves the answer to the script.</summary>
    [ScriptFunction("save_noreply", In = Routes.Request | Routes.Reply | Routes.Failure)]
    public ScriptResult SaveNoReply(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) ? SaveSilently(context, table.Table, filter, memoryOnly: false) : ScriptResult.False;

    /// <summary>Another name of save_noreply, for fewer routes.</summary>
    [ScriptFunction("save_contacts_noreply", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveContactsNoReply(RouteContext context, LocationTableParameter table) => SaveNoReply(context, table);

    /// <summary>Another name of save_noreply, for fewer routes.</summary>
    [ScriptFunction("save_contacts_noreply", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveContactsNoReply(RouteContext context, LocationTableParameter table, StringParameter aor) => SaveNoReply(context, table, aor);

    /// <summary>The same as save_noreply, and the contacts stay out of the database.</summary>
    [ScriptFunction("save_mem_nr", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveMemoryNoReply(RouteContext context, LocationTableParameter table) => SaveSilently(context, table.Table, default, memoryOnly: true);

    /// <summary>The same as save_noreply, and the contacts stay out of the database.</summary>
    [ScriptFunction("save_mem_nr", In = Routes.Request | Routes.Failure)]
    public ScriptResult SaveMemoryNoReply(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) ? SaveSilently(context, table.Table, filter, memoryOnly: true) : ScriptResult.False;

    /// <summary>Makes the user's contacts the destinations of the request.</summary>
    [ScriptFunction("lookup", "lookup_contacts", In = Routes.Request | Routes.Failure)]
    public ScriptResult Lookup(RouteContext context, LocationTableParameter table) => LookUp(context, table.Table, default);

    /// <summary>Makes the contacts that the user has for one address of record the destinations of the request.</summary>
    [ScriptFunction("lookup", "lookup_contacts", In = Routes.Request | Routes.Failure)]
    public ScriptResult Lookup(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) ? LookUp(context, table.Table, filter) : ScriptResult.False;

    /// <summary>Whether the user has a contact.</summary>
    [ScriptFunction("registered", In = Routes.Request | Routes.Failure)]
    public ScriptResult Registered(RouteContext context, LocationTableParameter table) => _lookup.IsRegistered(context, table.Table, default);

    /// <summary>Whether the user has a contact for one address of record.</summary>
    [ScriptFunction("registered", In = Routes.Request | Routes.Failure)]
    public ScriptResult Registered(RouteContext context, LocationTableParameter table, StringParameter aor) =>
        aor.TryGet(context, out var filter) && _lookup.IsRegistered(context, table.Table, filter);

    private ScriptResult LookUp(RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter)
    {
        var result = _lookup.Run(context, table, filter);
        (result == ScriptResult.True ? _counters.Found : _counters.NotFound).Increment();
        return result;
    }

    private void Note(RouteContext context, RegistrarError error)
    {
        if (error == RegistrarError.None)
        {
            _counters.Accepted.Increment();
            return;
        }

        _counters.Refused.Increment();
        RegistrarLog.Refused(_logger, context, error);
    }

    private ScriptResult SaveAndReply(RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter, bool memoryOnly)
    {
        var error = _registration.Run(context, table, filter, memoryOnly, out var result);
        Note(context, error);
        ReplyHeaders.Add(context, _settings, error, result);
        var server = context.Server;
        var sent = context.Transaction is null
            ? server.Replies.Send(context, error.Code(), error.Reason().Span)
            : server.Transactions.Reply(context, error.Code(), error.Reason().Span);
        if (!sent)
            return ScriptResult.False;
        return error == RegistrarError.None ? ScriptResult.True : ScriptResult.Stop;
    }

    private ScriptResult SaveSilently(RouteContext context, ILocationTable table, ReadOnlyMemory<byte> filter, bool memoryOnly)
    {
        var error = _registration.Run(context, table, filter, memoryOnly, out var result);
        Note(context, error);
        var options = _settings.Options;
        context.Attributes.Assign(options.ReplyCodeAttribute, ScriptValue.Of(error.Code()));
        context.Attributes.Assign(options.ReplyReasonAttribute, ScriptValue.Of(error.Reason()));
        if (!result.Contacts.IsEmpty)
            context.Attributes.Assign(options.ContactAttribute, ScriptValue.Of(result.Contacts));
        return error == RegistrarError.None ? ScriptResult.True : NotDone;
    }
}
