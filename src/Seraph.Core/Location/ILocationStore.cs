namespace Seraph.Core.Location;

/// <summary>Where users can be reached: the tables of bindings ("domains") that scripts name. The module <c>usrloc</c> offers it.</summary>
public interface ILocationStore
{
    /// <summary>All tables that are in use.</summary>
    IReadOnlyList<ILocationTable> Tables { get; }

    /// <summary>The table of that name; the first call makes it. A call before the server starts also loads its rows of the database when it does.</summary>
    ILocationTable Open(string name);
}

/// <summary>
/// A table of bindings: user id → record. User ids are compared byte by byte; a caller that makes one of a URI lowers its case. All members may be
/// called by any thread.
/// </summary>
public interface ILocationTable
{
    /// <summary>The name, as in <c>save("location")</c>.</summary>
    string Name { get; }

    /// <summary>How many users have bindings.</summary>
    int Users { get; }

    /// <summary>How many bindings the timer has removed since the start.</summary>
    long Expired { get; }

    /// <summary>The longest contact or received URI that the table takes, in bytes.</summary>
    int MaxContactLength { get; }

    /// <summary>Copies the bindings of a user; false when there are none. Expired ones that the timer has not seen yet are among them.</summary>
    bool TryRead(ReadOnlySpan<byte> uid, LocationRecord record);

    /// <summary>
    /// Copies the bindings of a user (none at all is no error) and keeps everybody else from changing them until the scope is disposed of, so that changes
    /// to one user happen one after the other. Readers go on and see the state before. Keep it short: other users may share the lock.
    /// </summary>
    /// <param name="uid">The user; the bytes must stay until the scope ends.</param>
    /// <param name="record">Gets the bindings, to be changed and then committed. Not in use otherwise.</param>
    LocationUpdate Update(ReadOnlyMemory<byte> uid, LocationRecord record);

    /// <summary>The part of <see cref="LocationUpdate.Commit"/> that the table does.</summary>
    LocationStatus Commit(LocationRecord record);

    /// <summary>The part of <see cref="LocationUpdate.Dispose"/> that the table does.</summary>
    void EndUpdate(LocationRecord record);

    /// <summary>
    /// Calls <paramref name="visitor"/> with the record of every user, in no order. Changes go on meanwhile: what is there all the time is visited once, what
    /// comes or goes meanwhile may be.
    /// </summary>
    void Visit(Action<LocationRecord> visitor);
}

/// <summary>Exclusive access to the bindings of one user, from <see cref="ILocationTable.Update"/> until it is disposed of.</summary>
public readonly ref struct LocationUpdate(ILocationTable table, LocationRecord record)
{
    /// <summary>
    /// Makes the record's bindings those of the user, all or none of them (RFC 3261, 10.3). Where the table is written through to a database, they are there
    /// when this returns; it may block, and enters <c>Blocking</c> for that.
    /// </summary>
    public LocationStatus Commit() => table.Commit(record);

    /// <summary>Lets others have the record, and forgets what was not committed.</summary>
    public void Dispose() => table.EndUpdate(record);
}

/// <summary>What became of a change.</summary>
public enum LocationStatus
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The database failed, and nothing was changed.</summary>
    DatabaseFailed,

    /// <summary>More bindings for one user than <see cref="LocationLimits.Bindings"/>; nothing was changed.</summary>
    TooMany,
}
