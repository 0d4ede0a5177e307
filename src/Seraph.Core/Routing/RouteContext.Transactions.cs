using Seraph.Core.Transactions;

namespace Seraph.Core.Routing;

/// <content>The message's transaction.</content>
public sealed partial class RouteContext
{
    private TransactionSettings _transactionSettings;

    /// <summary>The transaction of the message, once it has one.</summary>
    public Transaction? Transaction { get; private set; }

    /// <summary>The message's script has made <see cref="Transaction"/>, and ends it.</summary>
    internal bool OwnsTransaction { get; private set; }

    /// <summary>In failure routes the branch whose reply was picked, in reply routes the one whose reply has come; -1 elsewhere.</summary>
    public int PickedBranch { get; internal set; } = -1;

    /// <summary>What the script asks for the next transaction that this message makes.</summary>
    public ref TransactionSettings TransactionSettings => ref _transactionSettings;

    /// <summary>Makes a transaction the message's; it is let go when the message is done.</summary>
    internal void Attach(Transaction transaction)
    {
        transaction.AddReference();
        Transaction = transaction;
    }

    /// <summary>Makes a new transaction the message's own; the reference that it was made with becomes the context's.</summary>
    internal void Own(Transaction transaction)
    {
        Transaction = transaction;
        OwnsTransaction = true;
    }

    /// <summary>Where the request goes as it stands now, to come back to it with <see cref="RestoreDestination"/>.</summary>
    internal RequestDestination SaveDestination() => new(_rewrittenUri, DestinationUri, Path, Q, ForcedSocket, BranchFlags);

    /// <summary>Lets the request go where it went when <see cref="SaveDestination"/> was called.</summary>
    internal void RestoreDestination(in RequestDestination destination)
    {
        _rewrittenUri = destination.Uri;
        _rewrittenKnown = false;
        DestinationUri = destination.DestinationUri;
        Path = destination.Path;
        Q = destination.Q;
        ForcedSocket = destination.Socket;
        BranchFlags = destination.Flags;
    }

    /// <summary>Lets the request go to one of its branches.</summary>
    internal void SetDestination(in Branch branch) =>
        RestoreDestination(new RequestDestination(branch.Uri, branch.DestinationUri, branch.Path, branch.Q, branch.Socket ?? ForcedSocket, branch.Flags));

    /// <summary>Ends what the message's script left open.</summary>
    internal void LeaveTransaction()
    {
        if (Transaction is not { } transaction)
            return;
        if (OwnsTransaction)
            transaction.EndScript(this);
        OwnsTransaction = false;
        Transaction = null;
        transaction.Release();
    }

    partial void EndTransaction()
    {
        LeaveTransaction();
        PickedBranch = -1;
        _transactionSettings = default;
    }
}

/// <summary>Where a request goes: what differs from branch to branch.</summary>
internal readonly record struct RequestDestination(
    ReadOnlyMemory<byte> Uri,
    ReadOnlyMemory<byte> DestinationUri,
    ReadOnlyMemory<byte> Path,
    int Q,
    Transports.ListenSocket? Socket,
    uint Flags);
