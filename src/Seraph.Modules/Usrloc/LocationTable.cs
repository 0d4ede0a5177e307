using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>A table of bindings in memory: shards by the hash of the user id. What is derived from it keeps the database in step.</summary>
internal abstract class LocationTable : ILocationTable
{
    /// <summary>How many parts with a lock of their own a table has; a power of two.</summary>
    protected const int ShardCount = 1 << ShardBits;

    private const int ShardBits = 6;

    [ThreadStatic]
    private static LocationRecord? Workspace;

    private readonly LocationShard[] _shards = new LocationShard[ShardCount];
    private long _expired;

    protected LocationTable(string name, LocationTableSettings settings)
    {
        Name = name;
        Settings = settings;
        var now = settings.UnixTime();
        for (var i = 0; i < ShardCount; i++)
            _shards[i] = new LocationShard(now);
    }

    public string Name { get; }

    public int Users
    {
        get
        {
            var users = 0;
            foreach (var shard in _shards)
            {
                lock (shard.Lock)
                {
                    users += shard.Count;
                }
            }

            return users;
        }
    }

    public long Expired => Interlocked.Read(ref _expired);

    public abstract int MaxContactLength { get; }

    protected LocationTableSettings Settings { get; }

    public bool TryRead(ReadOnlySpan<byte> uid, LocationRecord record)
    {
        record.Reset();
        var hash = UidHash.Of(uid);
        var shard = ShardOf(hash);
        Memory<byte> copy;
        lock (shard.Lock)
        {
            if (!TryCopy(shard, uid, hash, record, out copy))
                return false;
        }

        Unpack(copy, record);
        return true;
    }

    public abstract LocationUpdate Update(ReadOnlyMemory<byte> uid, LocationRecord record);

    public abstract LocationStatus Commit(LocationRecord record);

    public abstract void EndUpdate(LocationRecord record);

    public void Visit(Action<LocationRecord> visitor)
    {
        var packed = new List<byte[]>();
        var record = new LocationRecord();
        foreach (var shard in _shards)
        {
            packed.Clear();
            lock (shard.Lock)
            {
                shard.CopyTo(packed, onlyPending: false);
            }

            foreach (var bytes in packed)
            {
                record.Reset();
                Unpack(bytes, record);
                visitor(record);
            }
        }
    }

    /// <summary>The timer's work: removes the bindings that ended at <paramref name="now"/> or before.</summary>
    public virtual void RunTimer(long now, CancellationToken stop)
    {
        var uids = new List<byte[]>();
        foreach (var shard in _shards)
        {
            uids.Clear();
            lock (shard.Lock)
            {
                shard.CollectExpired(now, uids);
            }

            foreach (var uid in uids)
            {
                stop.ThrowIfCancellationRequested();
                if (RemoveExpired(uid, now) == LocationStatus.DatabaseFailed)
                    return; // it would fail for the others too, and might take its time: they are found again at the next run
            }
        }
    }

    /// <summary>Adds a binding that the database holds.</summary>
    public void Load(ReadOnlyMemory<byte> uid, in Binding binding)
    {
        var record = RentWorkspace();
        EnterShard(uid, record);
        record.Insert(binding);
        Write(record);
        ExitShard(record);
        ReturnWorkspace(record);
    }

    /// <summary>Enters the lock of a user's shard and reads the user's record to be changed; it may have no bindings yet.</summary>
    protected void EnterShard(ReadOnlyMemory<byte> uid, LocationRecord record)
    {
        var hash = UidHash.Of(uid.Span);
        var shard = ShardOf(hash);
        record.Reset();
        shard.Lock.Enter();
        try
        {
            if (TryCopy(shard, uid.Span, hash, record, out var copy))
                Unpack(copy, record);
        }
        catch
        {
            shard.Lock.Exit();
            throw;
        }

        record.Uid = uid;
        record.NewestFirst = Settings.NewestFirst;
    }

    /// <summary>Leaves the lock that <see cref="EnterShard"/> entered.</summary>
    protected void ExitShard(LocationRecord record) => ShardOf(UidHash.Of(record.Uid.Span)).Lock.Exit();

    /// <summary>Makes a record the one of its user.</summary>
    protected void Write(LocationRecord record)
    {
        var hash = UidHash.Of(record.Uid.Span);
        var shard = ShardOf(hash);
        lock (shard.Lock)
        {
            shard.Write(record, (uint)hash);
        }
    }

    /// <summary>Adds copies of the packed records of one shard that have something to be written to the database.</summary>
    protected void CollectPending(int shard, List<byte[]> records)
    {
        lock (_shards[shard].Lock)
        {
            _shards[shard].CopyTo(records, onlyPending: true);
        }
    }

    protected void Unpack(ReadOnlyMemory<byte> packed, LocationRecord record) => PackedRecord.Read(packed, record, Settings.Sockets);

    /// <summary>A record for work inside the table, kept for the thread.</summary>
    protected static LocationRecord RentWorkspace()
    {
        var record = Workspace ?? new LocationRecord();
        Workspace = null;
        return record;
    }

    protected static void ReturnWorkspace(LocationRecord record)
    {
        record.Reset();
        Workspace = record;
    }

    private static bool TryCopy(LocationShard shard, ReadOnlySpan<byte> uid, ulong hash, LocationRecord record, out Memory<byte> copy)
    {
        copy = default;
        if (shard.Find(uid, (uint)hash) is not { } packed)
            return false;
        var used = PackedRecord.Used(packed);
        copy = record.Rent(used.Length);
        used.CopyTo(copy.Span);
        return true;
    }

    private LocationShard ShardOf(ulong hash) => _shards[hash >> (64 - ShardBits)];

    private LocationStatus RemoveExpired(byte[] uid, long now)
    {
        var status = LocationStatus.Done;
        var record = RentWorkspace();
        using (var update = Update(uid, record))
        {
            var removed = 0;
            for (var i = record.Count - 1; i >= 0; i--)
            {
                if (record[i].IsValid(now))
                    continue;
                record.RemoveAt(i);
                removed++;
            }

            if (removed > 0)
                status = update.Commit();
            if (status == LocationStatus.Done)
                Interlocked.Add(ref _expired, removed);
        }

        ReturnWorkspace(record);
        return status;
    }
}

/// <summary>What all tables of the module have in common.</summary>
/// <param name="Sockets">The listen sockets.</param>
/// <param name="Time">The clock.</param>
/// <param name="NewestFirst">New bindings go to the front.</param>
/// <param name="SkipDelete">Expired rows stay in the database.</param>
internal sealed record LocationTableSettings(SocketList Sockets, TimeProvider Time, bool NewestFirst = false, bool SkipDelete = false)
{
    /// <summary>Now, in seconds since 1970.</summary>
    public long UnixTime() => Time.GetUtcNow().ToUnixTimeSeconds();
}
