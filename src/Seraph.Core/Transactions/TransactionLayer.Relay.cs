using Seraph.Core.Dns;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>How a request is to be relayed.</summary>
/// <param name="Hop">Where to, when that does not depend on the branches' URIs.</param>
/// <param name="Protocol">The protocol that the script demands; None = what the URI says.</param>
/// <param name="NoTrying">No automatic 100.</param>
public readonly record struct RelayOptions(DnsAnswer? Hop = null, TransportProtocol Protocol = TransportProtocol.None, bool NoTrying = false);

/// <content>Relaying requests (spec modules/tm.md, "t_relay flow"; RFC 3261, 16.6).</content>
public sealed partial class TransactionLayer
{
    /// <summary>
    /// Relays the request with state to its destination and all branches that were appended (<c>t_relay</c>). Makes the transaction if there is none; takes
    /// care of retransmissions, ACK and CANCEL. An error is kept for the end of the script.
    /// </summary>
    /// <returns>1, or the <see cref="RoutingError"/>, which is below 0.</returns>
    public int Relay(RouteContext context, in RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        if (message.Method == SipMethod.Cancel && context.Block != RouteBlockKind.Failure && TryRelayCancel(context, out var result))
            return result;
        if (context.Transaction is null)
        {
            switch (Create(context))
            {
                case CreateResult.Retransmission or CreateResult.AckTaken:
                    return 1;
                case CreateResult.AckToForward:
                    return Result(ForwardStatelessly(context, options));
                case CreateResult.BadVia:
                    return 0;
            }

            if (message.Method == SipMethod.Invite && !options.NoTrying && (context.Transaction!.Settings.AutoTrying ?? Options.AutoTrying))
                Reply(context, 100, Options.AutoTryingReasonBytes);
        }

        var error = Forward(context, options);
        if (error == RoutingError.None)
            return 1;
        context.LastError = error;
        context.Transaction!.Error = error;
        return (int)error;
    }

    /// <summary>
    /// Forwards on the transaction that the message has (<c>t_forward_nonack</c>). An error is only returned.
    /// </summary>
    /// <returns>1, -1 without a transaction or for ACK, or the <see cref="RoutingError"/>, which is below 0.</returns>
    public int ForwardOnTransaction(RouteContext context, in RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is null || context.Message.Method == SipMethod.Ack)
            return -1;
        return Result(Forward(context, options));
    }

    /// <summary>Sends a copy of the request somewhere; its replies go nowhere (<c>t_replicate</c>).</summary>
    /// <returns>1, or below 0.</returns>
    public int Replicate(RouteContext context, in RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is null)
        {
            switch (Create(context))
            {
                case CreateResult.Retransmission or CreateResult.AckTaken:
                    return 1;
                case CreateResult.AckToForward:
                    return Result(ForwardStatelessly(context, options));
                case CreateResult.BadVia:
                    return (int)RoutingError.BadVia;
            }
        }

        context.Transaction!.IsSilent = true;
        return Result(Forward(context, options));
    }

    /// <summary>Keeps the changes made so far for failure routes; later ones aren't seen there (<c>t_save_lumps</c>).</summary>
    public static bool SaveChanges(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is not { } transaction || !context.OwnsTransaction)
            return false;
        Forwarder.NoteSource(context);
        transaction.SaveForwarding(context);
        return true;
    }

    private static int Result(RoutingError error) => error == RoutingError.None ? 1 : (int)error;

    private RoutingError ForwardStatelessly(RouteContext context, in RelayOptions options) =>
        options.Hop is { } hop ? Server.Forwarder.Forward(context, hop) : Server.Forwarder.Forward(context, options.Protocol);

    /// <summary>Adds the message's destinations to its transaction as branches.</summary>
    private RoutingError Forward(RouteContext context, in RelayOptions options)
    {
        var transaction = context.Transaction!;
        var error = transaction.MayForward();
        if (error != RoutingError.None)
            return error;

        var isFromRequest = context.OwnsTransaction && transaction.BranchCount == 0;
        Forwarder.NoteSource(context);
        transaction.BeginForwarding(context, isFromRequest);
        var route = transaction.TakeBranchRoute();
        error = RoutingError.Configuration;
        var added = 0;
        if (isFromRequest)
            Note(AddBranch(context, transaction, options, route), ref error, ref added);

        if (context.Branches.Count > 0)
        {
            var original = context.SaveDestination();
            for (var i = 0; i < context.Branches.Count; i++)
            {
                context.SetDestination(context.Branches[i]);
                Note(AddBranch(context, transaction, options, route), ref error, ref added);
                context.RestoreDestination(original);
            }

            context.Branches.Clear();
        }

        return added > 0 ? RoutingError.None : error;
    }

    private static void Note(RoutingError result, ref RoutingError error, ref int added)
    {
        if (result == RoutingError.None)
            added++;
        else
            error = result;
    }

    /// <summary>Adds one branch for the destination that the context names now.</summary>
    private RoutingError AddBranch(RouteContext context, Transaction transaction, in RelayOptions options, CompiledRoute? route)
    {
        if (route is null)
            return SendBranch(context, transaction, options);

        // What the branch route changes holds for this branch only.
        var destination = context.SaveDestination();
        var mark = context.Edits.Mark;
        context.Edits.Branch = transaction.BranchCount;
        transaction.RunRoute(route, context);
        var error = SendBranch(context, transaction, options);
        context.Edits.Rollback(mark);
        context.Edits.Branch = Sip.Editing.MessageEdits.AllBranches;
        context.RestoreDestination(destination);
        return error;
    }

    private RoutingError SendBranch(RouteContext context, Transaction transaction, in RelayOptions options)
    {
        var error = Resolve(context, options, out var answer);
        if (error != RoutingError.None)
            return error;
        var hop = answer.First;
        if (Server.Forwarder.SelectSocket(context, hop) is not { } socket)
            return RoutingError.NoSocket;

        var target = new SendTarget(socket, hop.Endpoint, Connection: 0, context.ForwardOptions);
        var request = Messages.BuildRequest(context, target, transaction.Id, transaction.BranchCount);
        if (request.IsEmpty)
            return RoutingError.SendFailed;
        var uri = new Slice(context.Message.MethodText.Length + 1, context.RequestUri.Length);
        if (Forwarder.MaySend(context, target, request.Memory))
            return transaction.AddBranch(target, request, uri, context.BranchFlags);
        transaction.AddFailedBranch(target, request, uri, context.BranchFlags);
        return RoutingError.DroppedOnSend;
    }

    private RoutingError Resolve(RouteContext context, in RelayOptions options, out DnsAnswer answer)
    {
        if (options.Hop is { } hop)
        {
            answer = hop;
            return RoutingError.None;
        }

        if (!context.DestinationUri.IsEmpty)
            return NextHop.Resolve(Server, context.DestinationUri, options.Protocol, out answer);
        answer = default;
        return context.RequestUriStatus == SipParseStatus.Ok
            ? NextHop.Resolve(Server, context.RequestUriBytes, context.ParsedRequestUri, options.Protocol, out answer)
            : RoutingError.BadUri;
    }
}
