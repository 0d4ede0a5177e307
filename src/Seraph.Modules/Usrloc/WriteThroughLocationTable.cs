using Microsoft.Extensions.Logging;
using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Transports;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// A table whose every change is in the database before it is in memory (<c>db_mode</c> 1). An update keeps other updates of the same user out, not those
/// of anybody else, and never holds a lock of the memory while the database works. When the database fails nothing changes (RFC 3261, 10.3).
/// </summary>
internal sealed class WriteThroughLocationTable(string name, LocationTableSettings settings, LocationRows rows, ILogger logger)
    : LocationTable(name, settings)
{
    private readonly RecordGate _gate = new();

    public override int MaxContactLength => LocationLimits.StoredContact;

    public override LocationUpdate Update(ReadOnlyMemory<byte> uid, LocationRecord record)
    {
        _gate.Enter(UidHash.Of(uid.Span));
        EnterShard(uid, record);
        ExitShard(record);
        return new LocationUpdate(this, record);
    }

    public override LocationStatus Commit(LocationRecord record)
    {
        if (record.Count > LocationLimits.Bindings)
            return LocationStatus.TooMany;
        var before = RentWorkspace();
        try
        {
            TryRead(record.Uid.Span, before);
            if (LocationRows.HaveChanged(before, record))
            {
                using (Blocking.Enter())
                {
                    rows.Write(before, record);
                }
            }
        }
        catch (DatabaseException e)
        {
            UsrlocLog.WriteFailed(logger, Name, record.Uid.Span, e);
            return LocationStatus.DatabaseFailed;
        }
        finally
        {
            ReturnWorkspace(before);
        }

        for (var i = 0; i < record.Count; i++)
            record[i].State = LocationRows.IsStored(record[i]) ? BindingState.Synchronized : record[i].State;
        Write(record);
        return LocationStatus.Done;
    }

    public override void EndUpdate(LocationRecord record) => _gate.Exit(UidHash.Of(record.Uid.Span));
}
