using Seraph.Core.Routing;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>What came of making a transaction for a request.</summary>
public enum CreateResult
{
    /// <summary>The message has a transaction of its own now.</summary>
    Created,

    /// <summary>The message had one already.</summary>
    Exists,

    /// <summary>Its replies could not be sent to where its Via says.</summary>
    BadVia,

    /// <summary>It was a copy of a request that is in work; the last reply was sent again.</summary>
    Retransmission,

    /// <summary>It was the ACK to a reply of ours or to a negative one; nothing more is to be done.</summary>
    AckTaken,

    /// <summary>It is an ACK that goes end to end, or of a call that isn't known.</summary>
    AckToForward,
}

/// <content>Finding and making transactions.</content>
public sealed partial class TransactionLayer
{
    /// <summary>Makes a transaction for the request, or finds that there is one (<c>t_newtran</c>).</summary>
    public CreateResult Create(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is not null)
            return CreateResult.Exists;

        var message = context.Message;
        if (message.Method == SipMethod.Ack)
            return TakeAck(context);

        if (!ReplyRoute.TryGet(context, out var upstream))
            return CreateResult.BadVia;
        var matcher = new RequestMatcher(Options, message);
        var bucket = Table.HashOf(message);
        Transaction transaction;
        bool isNew;
        lock (Table.StripeOf(bucket))
        {
            isNew = matcher.Find(Table.FirstOf(bucket), out var found, out var isCanceled) == RequestMatch.None;
            if (isNew)
            {
                transaction = TakeTransaction();
                Table.Insert(transaction, bucket);
                transaction.Begin(context, matcher.Key, upstream, isCanceled);
            }
            else
            {
                transaction = found!;
                transaction.AddReference();
            }
        }

        if (isNew)
        {
            context.Own(transaction);
            ApplyTimerAttributes(context, transaction);
            return CreateResult.Created;
        }

        transaction.OnRetransmission();
        transaction.Release();
        return CreateResult.Retransmission;
    }

    /// <summary>
    /// Looks for the transaction of a request and makes it the message's (<c>t_lookup_request</c>). For an ACK: of the negative or local reply that it
    /// acknowledges.
    /// </summary>
    public bool TryLookup(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is not null)
            return true;
        if (Match(context, out var found) is not (RequestMatch.Found or RequestMatch.Ack))
        {
            found?.Release();
            return false;
        }

        context.Attach(found!);
        found!.Release();
        return true;
    }

    /// <summary>Looks for the INVITE that a CANCEL means, with a reference (<c>t_lookup_cancel</c>).</summary>
    public bool TryFindCanceled(RouteContext context, out Transaction? invite)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        var matcher = new RequestMatcher(Options, message);
        var bucket = Table.HashOf(message);
        lock (Table.StripeOf(bucket))
        {
            if (!matcher.FindCanceled(Table.FirstOf(bucket), out invite))
                return false;
            invite!.AddReference();
            return true;
        }
    }

    /// <summary>
    /// Says whether a message belongs to a transaction, and deals with it when that is all there is to do (<c>t_check_trans</c>): 1 it belongs to one, 0 it
    /// was dealt with, -1 it does not.
    /// </summary>
    public int Check(RouteContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction is not null)
            return 1;
        var message = context.Message;
        if (message.IsReply)
            return CheckReply(message) ? 1 : -1;
        if (message.Method == SipMethod.Cancel)
        {
            if (!TryFindCanceled(context, out var invite))
                return -1;
            invite!.Release();
            return 1;
        }

        var match = Match(context, out var found);
        switch (match)
        {
            case RequestMatch.Found:
                found!.OnRetransmission();
                break;
            case RequestMatch.Ack:
                found!.OnAck();
                break;
        }

        found?.Release();
        return match switch { RequestMatch.None => -1, RequestMatch.EndToEndAck => 1, _ => 0 };
    }

    private bool CheckReply(SipMessage message)
    {
        if (!BranchParameter.TryParse(message[message.TopVia.Branch], out var id, out var branch) || Table.Find(id) is not { } transaction)
            return false;
        var isOurs = transaction.IsReplyTo(message, branch);
        transaction.Release();
        return isOurs;
    }

    private CreateResult TakeAck(RouteContext context)
    {
        var match = Match(context, out var found);
        if (match == RequestMatch.Ack)
            found!.OnAck();
        found?.Release();
        return match == RequestMatch.Ack ? CreateResult.AckTaken : CreateResult.AckToForward;
    }

    /// <summary>Compares a request with the transactions of its bucket; what is found comes with a reference.</summary>
    private RequestMatch Match(RouteContext context, out Transaction? found)
    {
        var message = context.Message;
        var matcher = new RequestMatcher(Options, message);
        var bucket = Table.HashOf(message);
        lock (Table.StripeOf(bucket))
        {
            var match = matcher.Find(Table.FirstOf(bucket), out found, out _);
            found?.AddReference();
            return match;
        }
    }

    /// <summary>The attributes that hold the timers of a transaction, in seconds.</summary>
    private void ApplyTimerAttributes(RouteContext context, Transaction transaction)
    {
        if (Options.FinalResponseAttribute is null && Options.FinalResponseInviteAttribute is null)
            return;
        ref var settings = ref transaction.Settings;
        if (settings.FinalResponse == 0)
            settings.FinalResponse = ReadSeconds(context, Options.FinalResponseTimer);
        if (settings.FinalResponseInvite == 0 && ReadSeconds(context, Options.FinalResponseInviteTimer) is > 0 and var invite)
        {
            settings.FinalResponseInvite = invite;
            transaction.MakeNoisy();
        }
    }

    private static int ReadSeconds(RouteContext context, Script.Attributes.AttributeReference? attribute)
    {
        if (attribute is null || !context.Attributes.TryGetNewest(attribute, out var value))
            return 0;
        var seconds = value.Kind == Script.ScriptValueKind.Integer ? value.Integer
            : System.Buffers.Text.Utf8Parser.TryParse(value.Text.Span, out int parsed, out var used) && used == value.Text.Length ? parsed : 0;
        return seconds is > 0 and <= int.MaxValue / 1000 ? seconds * 1000 : 0;
    }
}
