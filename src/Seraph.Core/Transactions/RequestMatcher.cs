using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>What a request turned out to be when it was compared with the transactions there are.</summary>
internal enum RequestMatch
{
    /// <summary>Nothing like it.</summary>
    None,

    /// <summary>The same request again; for CANCEL (looked up as such) the INVITE that it cancels.</summary>
    Found,

    /// <summary>The ACK to a negative reply, or to a final reply that this server made itself.</summary>
    Ack,

    /// <summary>The ACK to a 2xx that passed through.</summary>
    EndToEndAck,
}

/// <summary>Compares a request with the transactions of its bucket (spec modules/tm.md, "Request matching").</summary>
internal readonly ref struct RequestMatcher
{
    private readonly TransactionOptions _options;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly RequestKey _key;

    public RequestMatcher(TransactionOptions options, SipMessage message)
    {
        _options = options;
        _bytes = message.Bytes;
        _key = RequestKey.Of(message);
    }

    public RequestKey Key => _key;

    /// <summary>Looks for the transaction of a request or ACK. Under the lock of the bucket.</summary>
    /// <param name="first">The first transaction of the bucket.</param>
    /// <param name="found">The transaction, without a reference.</param>
    /// <param name="canceled">For an INVITE without transaction: its CANCEL has come before it.</param>
    public RequestMatch Find(Transaction? first, out Transaction? found, out bool canceled)
    {
        canceled = false;
        for (var t = first; t is not null; t = t.Next)
        {
            var match = _key.Method == SipMethod.Ack ? MatchAck(t) : MatchRequest(t, ref canceled);
            if (match != RequestMatch.None)
            {
                found = t;
                return match;
            }
        }

        found = null;
        return RequestMatch.None;
    }

    /// <summary>Looks for the INVITE that a CANCEL means. Under the lock of the bucket.</summary>
    public bool FindCanceled(Transaction? first, out Transaction? found)
    {
        for (var t = first; t is not null; t = t.Next)
        {
            ref readonly var key = ref t.Key;
            if (key.Method != SipMethod.Invite || key.HasCookie != _key.HasCookie)
                continue;
            var bytes = t.Request.Span;
            if (_key.HasCookie
                ? RequestKey.SameVia(_key, _bytes, key, bytes)
                : SameDialogNumbers(key, bytes)
                    && RequestKey.Same(_key.From, _bytes, key.From, bytes)
                    && RequestKey.Same(_key.ToUri, _bytes, key.ToUri, bytes)
                    && SameByOptions(key, bytes))
            {
                found = t;
                return true;
            }
        }

        found = null;
        return false;
    }

    private RequestMatch MatchRequest(Transaction t, ref bool canceled)
    {
        ref readonly var key = ref t.Key;
        if (key.HasCookie != _key.HasCookie)
            return RequestMatch.None;
        var bytes = t.Request.Span;
        if (!_key.HasCookie)
        {
            return RequestKey.SameMethod(_key, _bytes, key, bytes)
                && SameDialogNumbers(key, bytes)
                && RequestKey.Same(_key.From, _bytes, key.From, bytes)
                && RequestKey.Same(_key.To, _bytes, key.To, bytes)
                && SameByOptions(key, bytes)
                ? RequestMatch.Found
                : RequestMatch.None;
        }

        if (!RequestKey.SameVia(_key, _bytes, key, bytes))
            return RequestMatch.None;
        if (RequestKey.SameMethod(_key, _bytes, key, bytes))
            return RequestMatch.Found;
        if (key.Method == SipMethod.Cancel && _key.Method == SipMethod.Invite)
            canceled = true;
        return RequestMatch.None;
    }

    private RequestMatch MatchAck(Transaction t)
    {
        ref readonly var key = ref t.Key;
        if (key.Method != SipMethod.Invite)
            return RequestMatch.None;

        var bytes = t.Request.Span;
        if (t.LastStatus < 300)
            return MatchAckOfSuccess(t, key, bytes);
        if (key.HasCookie != _key.HasCookie)
            return RequestMatch.None;
        if (_key.HasCookie)
            return RequestKey.SameVia(_key, _bytes, key, bytes) ? RequestMatch.Ack : RequestMatch.None;
        return SameDialogNumbers(key, bytes)
            && RequestKey.Same(_key.ToUri, _bytes, key.ToUri, bytes)
            && RequestKey.Same(_key.From, _bytes, key.From, bytes)
            && SameByOptions(key, bytes)
            ? RequestMatch.Ack
            : RequestMatch.None;
    }

    // The ACK to a 2xx is a transaction of its own, with a branch of its own: only the dialog tells whose it is. It is ours when we answered the INVITE.
    private RequestMatch MatchAckOfSuccess(Transaction t, in RequestKey key, ReadOnlySpan<byte> bytes)
    {
        if (t.LastStatus < 200 || !SameDialogNumbers(key, bytes) || !RequestKey.Same(_key.FromTag, _bytes, key.FromTag, bytes))
            return RequestMatch.None;
        return t.IsRepliedLocally && t.HasToTag(_key.ToTag.Of(_bytes)) ? RequestMatch.Ack : RequestMatch.EndToEndAck;
    }

    private bool SameDialogNumbers(in RequestKey key, ReadOnlySpan<byte> bytes) =>
        _key.CSeqNumber == key.CSeqNumber && RequestKey.Same(_key.CallId, _bytes, key.CallId, bytes);

    private bool SameByOptions(in RequestKey key, ReadOnlySpan<byte> bytes) =>
        (!_options.RequestUriMatching || RequestKey.Same(_key.RequestUri, _bytes, key.RequestUri, bytes))
        && (!_options.ViaMatching || RequestKey.Same(_key.Via, _bytes, key.Via, bytes));
}
