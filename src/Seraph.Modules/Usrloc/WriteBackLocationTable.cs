using Microsoft.Extensions.Logging;
using Seraph.Core.Database;
using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// A table that changes in memory, and in the database at the next run of the timer (<c>db_mode</c> 2). What comes and goes between two runs never gets
/// there. What the database refuses is tried again at the run after.
/// </summary>
internal sealed class WriteBackLocationTable(string name, LocationTableSettings settings, LocationRows rows, ILogger logger)
    : LocationTable(name, settings)
{
    private readonly Lock _deletedLock = new();
    private List<(byte[] Uid, byte[] Contact)> _deleted = [];

    public override int MaxContactLength => LocationLimits.StoredContact;

    public override LocationUpdate Update(ReadOnlyMemory<byte> uid, LocationRecord record)
    {
        EnterShard(uid, record);
        return new LocationUpdate(this, record);
    }

    public override LocationStatus Commit(LocationRecord record)
    {
        if (record.Count > LocationLimits.Bindings)
            return LocationStatus.TooMany;
        var before = RentWorkspace();
        TryRead(record.Uid.Span, before);
        for (var i = 0; i < record.Count; i++)
            record[i].State = StateOf(record[i], before);
        for (var i = 0; i < before.Count; i++)
        {
            if (LocationRows.IndexOf(record, before[i].Contact.Span) < 0)
                Forget(record.Uid.Span, before[i]);
        }

        ReturnWorkspace(before);
        Write(record);
        return LocationStatus.Done;
    }

    public override void EndUpdate(LocationRecord record) => ExitShard(record);

    public override void RunTimer(long now, CancellationToken stop)
    {
        base.RunTimer(now, stop);
        try
        {
            DeleteRows();
            StoreRows(stop);
        }
        catch (DatabaseException e)
        {
            UsrlocLog.WriteBackFailed(logger, Name, e.Message);
        }
    }

    private static BindingState StateOf(in Binding binding, LocationRecord before)
    {
        var at = LocationRows.IndexOf(before, binding.Contact.Span);
        if (at < 0)
            return BindingState.New;
        ref readonly var old = ref before[at];
        return old.State == BindingState.Synchronized && !LocationRows.AreEqual(old, binding) ? BindingState.Dirty : old.State;
    }

    /// <summary>A binding is gone from memory; its row, if there is one, is to go too.</summary>
    private void Forget(ReadOnlySpan<byte> uid, in Binding binding)
    {
        var expired = !binding.IsValid(Settings.UnixTime());
        if (binding.State == BindingState.New || !LocationRows.IsStored(binding) || (expired && Settings.SkipDelete))
            return;
        lock (_deletedLock)
        {
            _deleted.Add((uid.ToArray(), binding.Contact.ToArray()));
        }
    }

    private void DeleteRows()
    {
        List<(byte[] Uid, byte[] Contact)> deleted;
        lock (_deletedLock)
        {
            deleted = _deleted;
            _deleted = [];
        }

        var done = 0;
        try
        {
            foreach (var (uid, contact) in deleted)
            {
                rows.Delete(uid, contact);
                done++;
            }
        }
        finally
        {
            if (done < deleted.Count)
            {
                lock (_deletedLock)
                {
                    _deleted.InsertRange(0, deleted[done..]);
                }
            }
        }
    }

    private void StoreRows(CancellationToken stop)
    {
        var pending = new List<byte[]>();
        var stored = new LocationRecord();
        for (var shard = 0; shard < ShardCount; shard++)
        {
            pending.Clear();
            CollectPending(shard, pending);
            foreach (var packed in pending)
            {
                stop.ThrowIfCancellationRequested();
                stored.Reset();
                Unpack(packed, stored);
                for (var i = 0; i < stored.Count; i++)
                {
                    if (LocationRows.IsStored(stored[i]) && stored[i].State != BindingState.Synchronized)
                        rows.Store(stored.Uid.Span, stored[i]);
                }

                NoteStored(stored);
            }
        }
    }

    /// <summary>The rows of a record are those of <paramref name="stored"/> now, whatever has happened in memory since that was read.</summary>
    private void NoteStored(LocationRecord stored)
    {
        var record = RentWorkspace();
        EnterShard(stored.Uid, record);
        for (var i = 0; i < stored.Count; i++)
        {
            if (!LocationRows.IsStored(stored[i]))
                continue;
            stored[i].State = BindingState.Synchronized;
            var at = LocationRows.IndexOf(record, stored[i].Contact.Span);
            if (at < 0)
                Forget(stored.Uid.Span, stored[i]);
            else
                record[at].State = LocationRows.AreEqual(record[at], stored[i]) ? BindingState.Synchronized : BindingState.Dirty;
        }

        if (record.Count > 0)
            Write(record);
        ExitShard(record);
        ReturnWorkspace(record);
    }
}
