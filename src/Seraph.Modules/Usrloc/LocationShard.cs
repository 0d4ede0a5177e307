using System.Runtime.CompilerServices;
using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// A part of a table with a lock of its own: a hash table of packed records, and a wheel of lists that tells which of them may have expired. A record sits
/// in the wheel at or before its first expiry; a refresh that moves the expiry away leaves it there, and the sweep puts it further on when it meets it.
/// Every method but the constructor is to be called under <see cref="Lock"/>.
/// </summary>
internal sealed class LocationShard
{
    /// <summary>A slot of the wheel is this many seconds wide.</summary>
    private const int SlotSeconds = 16;

    /// <summary>Slots of the wheel, over two hours; what ends later waits in the farthest one.</summary>
    private const int Slots = 512;

    private const int None = -1;
    private const int Granule = 16;

    private readonly int[] _due = new int[Slots];
    private int[] _chains = NewChains(4);
    private Entry[] _entries = new Entry[4];
    private int _used;
    private int _free = None;
    private long _tick;

    public LocationShard(long now)
    {
        _tick = now / SlotSeconds;
        _due.AsSpan().Fill(None);
    }

    /// <summary>Held by whoever calls the other methods.</summary>
    public Lock Lock { get; } = new();

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>The packed record of a user, to be read before the lock is left; null when there is none.</summary>
    public byte[]? Find(ReadOnlySpan<byte> uid, uint hash)
    {
        var index = IndexOf(uid, hash);
        return index == None ? null : _entries[index].Record;
    }

    /// <summary>Stores a record in place of the one of the same user; one without bindings removes it.</summary>
    public void Write(LocationRecord record, uint hash)
    {
        var index = IndexOf(record.Uid.Span, hash);
        if (record.Count == 0)
        {
            if (index != None)
                Remove(index);
            return;
        }

        var length = PackedRecord.Measure(record);
        var packed = index == None ? null : _entries[index].Record;
        if (packed is null || packed.Length < length || packed.Length > (length * 2) + Granule)
            packed = GC.AllocateUninitializedArray<byte>((length + Granule - 1) & -Granule);
        PackedRecord.Write(record, length, packed);
        if (index == None)
            index = Add(hash);
        _entries[index].Record = packed;
        Schedule(index, leaveEarlier: true);
    }

    /// <summary>Adds the user ids of the records that have a binding which ended at <paramref name="now"/> or before, and of no others.</summary>
    public void CollectExpired(long now, List<byte[]> uids)
    {
        var from = _tick;
        _tick = Math.Max(now / SlotSeconds, _tick);
        var slots = Math.Min(_tick - from + 1, Slots);

        // The newest slot first, so that what stays due, and moves there, is not met again.
        for (var i = 0; i < slots; i++)
        {
            for (var index = _due[(_tick - i) % Slots]; index != None;)
            {
                var next = _entries[index].Later;
                var record = _entries[index].Record!;
                if (PackedRecord.FirstExpiry(record) <= now)
                    uids.Add(PackedRecord.Uid(record).ToArray());
                Schedule(index, leaveEarlier: false);
                index = next;
            }
        }
    }

    /// <summary>Adds a copy of every record, or of those that have something to be written to the database.</summary>
    public void CopyTo(List<byte[]> records, bool onlyPending)
    {
        for (var i = 0; i < _used; i++)
        {
            if (_entries[i].Record is { } record && (!onlyPending || PackedRecord.IsPending(record)))
                records.Add(PackedRecord.Used(record).ToArray());
        }
    }

    private int IndexOf(ReadOnlySpan<byte> uid, uint hash)
    {
        var index = _chains[hash & (_chains.Length - 1)];
        while (index != None)
        {
            ref readonly var entry = ref _entries[index];
            if (entry.Hash == hash && PackedRecord.Uid(entry.Record).SequenceEqual(uid))
                break;
            index = entry.Next;
        }

        return index;
    }

    private int Add(uint hash)
    {
        var index = _free;
        if (index != None)
        {
            _free = _entries[index].Next;
        }
        else
        {
            if (_used == _entries.Length)
                Grow();
            index = _used++;
        }

        ref var chain = ref _chains[hash & (_chains.Length - 1)];
        _entries[index] = new Entry { Hash = hash, Next = chain, Slot = None };
        chain = index;
        Count++;
        return index;
    }

    private void Remove(int index)
    {
        Unschedule(index);
        ref var link = ref _chains[_entries[index].Hash & (_chains.Length - 1)];
        while (link != index)
            link = ref _entries[link].Next;
        link = _entries[index].Next;
        _entries[index] = new Entry { Next = _free };
        _free = index;
        Count--;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _chains = NewChains(_entries.Length);
        for (var i = 0; i < _used; i++)
        {
            ref var chain = ref _chains[_entries[i].Hash & (_chains.Length - 1)];
            _entries[i].Next = chain;
            chain = i;
        }
    }

    private void Schedule(int index, bool leaveEarlier)
    {
        var expiry = PackedRecord.FirstExpiry(_entries[index].Record);
        if (expiry == uint.MaxValue)
        {
            Unschedule(index);
            return;
        }

        var distance = Math.Clamp((expiry / SlotSeconds) - _tick, 0, Slots - 1);
        ref var entry = ref _entries[index];
        var slot = (int)((_tick + distance) % Slots);
        if (entry.Slot == slot || (leaveEarlier && entry.Slot != None && DistanceTo(entry.Slot) <= distance))
            return;

        Unschedule(index);
        var head = _due[slot];
        entry.Slot = slot;
        entry.Earlier = None;
        entry.Later = head;
        if (head != None)
            _entries[head].Earlier = index;
        _due[slot] = index;
    }

    private void Unschedule(int index)
    {
        ref var entry = ref _entries[index];
        if (entry.Slot == None)
            return;
        if (entry.Earlier == None)
            _due[entry.Slot] = entry.Later;
        else
            _entries[entry.Earlier].Later = entry.Later;
        if (entry.Later != None)
            _entries[entry.Later].Earlier = entry.Earlier;
        entry.Slot = None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long DistanceTo(int slot) => (slot - (_tick % Slots) + Slots) % Slots;

    private static int[] NewChains(int length)
    {
        var chains = new int[length];
        chains.AsSpan().Fill(None);
        return chains;
    }

    private struct Entry
    {
        public byte[]? Record;
        public uint Hash;
        public int Next; // in the chain of its hash, or in the list of free entries
        public int Earlier;
        public int Later; // neighbours in the list of its slot
        public int Slot;
    }
}
