using Seraph.Core.Timing;
using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>
/// All transactions: 65536 buckets by the hash of Call-ID and CSeq number, under 512 locks. A transaction that is found comes with a reference, so that it
/// can't go back to its pool while the finder uses it.
/// </summary>
internal sealed class TransactionTable
{
    private const int BucketCount = 1 << 16;
    private const int StripeCount = 512;

    private readonly Transaction?[] _heads = new Transaction?[BucketCount];
    private readonly uint[] _labels = new uint[BucketCount];
    private readonly Lock[] _stripes = new Lock[StripeCount];
    private readonly TransactionHash _hash;

    public TransactionTable(IRandom random)
    {
        _hash = new TransactionHash(random.NextUInt64());
        random.Fill(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_labels.AsSpan()));
        for (var i = 0; i < StripeCount; i++)
            _stripes[i] = new Lock();
    }

    /// <summary>The bucket of a message.</summary>
    public ushort HashOf(SipMessage message) => _hash.Compute(message[message.CallId], message.CSeq.Number);

    /// <summary>The bucket of the messages with that Call-ID and CSeq number.</summary>
    public ushort HashOf(ReadOnlySpan<byte> callId, uint cseq) => _hash.Compute(callId, cseq);

    /// <summary>The lock of a bucket: held while transactions are compared, put in or taken out, never while anything is sent or any script runs.</summary>
    public Lock StripeOf(ushort bucket) => _stripes[bucket & (StripeCount - 1)];

    /// <summary>The first transaction of a bucket; only under its lock.</summary>
    public Transaction? FirstOf(ushort bucket) => _heads[bucket];

    /// <summary>Finds a transaction by its identity and takes a reference on it; null when there is none.</summary>
    public Transaction? Find(TransactionId id)
    {
        lock (StripeOf(id.Hash))
        {
            for (var t = _heads[id.Hash]; t is not null; t = t.Next)
            {
                if (t.Id.Label == id.Label)
                {
                    t.AddReference();
                    return t;
                }
            }
        }

        return null;
    }

    /// <summary>Gives the transaction its identity and puts it in, under the lock of the bucket; the table's reference is the caller's to take.</summary>
    public void Insert(Transaction transaction, ushort bucket)
    {
        transaction.Id = new TransactionId(bucket, _labels[bucket]++);
        var head = _heads[bucket];
        transaction.Next = head;
        transaction.Previous = null;
        if (head is not null)
            head.Previous = transaction;
        _heads[bucket] = transaction;
    }

    /// <summary>Takes a transaction out. False when it was out already.</summary>
    public bool Remove(Transaction transaction)
    {
        var bucket = transaction.Id.Hash;
        lock (StripeOf(bucket))
        {
            if (!transaction.IsInTable)
                return false;
            transaction.IsInTable = false;
            if (transaction.Previous is { } previous)
                previous.Next = transaction.Next;
            else
                _heads[bucket] = transaction.Next;
            if (transaction.Next is { } next)
                next.Previous = transaction.Previous;
            transaction.Next = null;
            transaction.Previous = null;
            return true;
        }
    }
}
