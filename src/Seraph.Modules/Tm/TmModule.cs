using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;

namespace Seraph.Modules.Tm;

/// <summary>Stateful processing: transactions, forking, timers (spec modules/tm.md). The engine is in Seraph.Core; this is what scripts and operators see of it.</summary>
[Module("tm", Members = [typeof(TmSelects)])]
internal sealed partial class TmModule(TransactionOptions options, TransactionLayer layer, ILogger<TmModule> logger)
    : IModuleLifecycle, IRequestEnd, IReplyHandler
{
    private const int AlreadyThere = -10;

    /// <inheritdoc/>
    public void Start() => layer.Configure(options);

    /// <inheritdoc/>
    public void Stop()
    {
    }

    /// <inheritdoc/>
    public void AfterScript(RouteContext context) => TransactionLayer.EndScript(context);

    /// <inheritdoc/>
    public bool Handle(RouteContext context) => layer.HandleReply(context);

    [ScriptFunction("t_newtran")]
    public int NewTransaction(RouteContext context) => layer.Create(context) switch
    {
        CreateResult.Created or CreateResult.AckToForward => 1,
        CreateResult.Exists => AlreadyThere,
        CreateResult.BadVia => (int)RoutingError.BadVia,
        _ => 0,
    };

    [ScriptFunction("t_lookup_request")]
    public ScriptResult LookupRequest(RouteContext context) => layer.TryLookup(context);

    [ScriptFunction("t_lookup_cancel")]
    public ScriptResult LookupCancel(RouteContext context) => LookupCancel(context, Zero);

    [ScriptFunction("t_lookup_cancel")]
    public ScriptResult LookupCancel(RouteContext context, IntParameter copyFlags)
    {
        if (context.Message.Method != SipMethod.Cancel || !layer.TryFindCanceled(context, out var invite))
            return ScriptResult.False;
        if (copyFlags.TryGet(context, out var copy) && copy != 0)
            context.Flags = invite!.Flags;
        invite!.Release();
        return ScriptResult.True;
    }

    [ScriptFunction("t_check_trans", In = Routes.Request | Routes.Reply | Routes.Branch)]
    public int CheckTransaction(RouteContext context) => layer.Check(context);

    [ScriptFunction("t_retransmit_reply")]
    public static ScriptResult RetransmitReply(RouteContext context) => TransactionLayer.RetransmitReply(context);

    [ScriptFunction("t_release")]
    public static ScriptResult Release(RouteContext context)
    {
        context.Transaction?.Abandon();
        return ScriptResult.True;
    }

    [ScriptFunction("t_save_lumps")]
    public ScriptResult SaveChanges(RouteContext context) => HasTransaction(context) && TransactionLayer.SaveChanges(context);

    /// <summary>Says in the log that a function needs a transaction and there is none.</summary>
    private bool HasTransaction(RouteContext context)
    {
        if (context.Transaction is not null)
            return true;
        TmLog.NoTransaction(logger, context.Block, context.MessageId);
        return false;
    }
}
