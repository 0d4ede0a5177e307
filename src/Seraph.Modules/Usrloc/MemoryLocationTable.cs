using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>A table that changes in memory only (<c>db_mode</c> 0 and 3). An update holds the lock of its shard: about a microsecond.</summary>
internal sealed class MemoryLocationTable(string name, LocationTableSettings settings) : LocationTable(name, settings)
{
    public override int MaxContactLength => LocationLimits.Contact;

    public override LocationUpdate Update(ReadOnlyMemory<byte> uid, LocationRecord record)
    {
        EnterShard(uid, record);
        return new LocationUpdate(this, record);
    }

    public override LocationStatus Commit(LocationRecord record)
    {
        if (record.Count > LocationLimits.Bindings)
            return LocationStatus.TooMany;
        Write(record);
        return LocationStatus.Done;
    }

    public override void EndUpdate(LocationRecord record) => ExitShard(record);
}
