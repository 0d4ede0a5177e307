using System.Buffers;
using Microsoft.Extensions.ObjectPool;
using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Core.Attributes;

/// <summary>
/// The uri and user attributes of both tracks, in the order in which they were added, with the bytes of their names and values. It lives with a message and
/// moves into its transaction. Bytes are never moved while a route may look at them, only by <see cref="Compact"/>. Pooled; not for several threads at a
/// time.
/// </summary>
public sealed class AttributeSet
{
    /// <summary>The most values in one set.</summary>
    public const int MaxValues = 1024;

    /// <summary>The most bytes of names and values in one set, deleted ones included until <see cref="Compact"/>.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int FirstBlockSize = 1024;
    private const int BlockSize = 8 * 1024;
    private const int KeptEntries = 64;

    private static readonly DefaultObjectPool<AttributeSet> Pool = new(new PoolPolicy(), 1024);

    private readonly byte[] _first = GC.AllocateUninitializedArray<byte>(FirstBlockSize);
    private readonly List<byte[]> _rented = [];
    private AttributeEntry[] _entries = new AttributeEntry[8];
    private byte[] _block;
    private int _blockUsed;
    private int _bytes;

    private AttributeSet() => _block = _first;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>All values, oldest first.</summary>
    public ReadOnlySpan<AttributeEntry> Entries => _entries.AsSpan(0, Count);

    /// <summary>Bytes taken, those of deleted values included.</summary>
    internal int Bytes => _bytes;

    /// <summary>An empty set.</summary>
    public static AttributeSet Rent() => Pool.Get();

    /// <summary>Gives a set back; nobody may use it or any of its bytes any more.</summary>
    public static void Return(AttributeSet set)
    {
        set.Clear();
        Pool.Return(set);
    }

    /// <summary>Adds a value and copies its bytes.</summary>
    /// <param name="track">Whose it is.</param>
    /// <param name="class">Uri or user.</param>
    /// <param name="name">The name; not copied, see <see cref="Keep"/>.</param>
    /// <param name="nameHash">The hash of the name.</param>
    /// <param name="value">An integer or a string.</param>
    /// <param name="flags">The attribute flags.</param>
    /// <returns>False when a limit is reached.</returns>
    internal bool TryAdd(AttributeTrack track, AttributeClass @class, ReadOnlyMemory<byte> name, uint nameHash, in ScriptValue value, uint flags)
    {
        if (Count == MaxValues)
            return false;

        var stored = value;
        if (value.Kind == ScriptValueKind.String)
        {
            if (!Keep(value.Text.Span, out var text))
                return false;

            stored = ScriptValue.Of(text);
        }

        Append(new AttributeEntry(track, @class, nameHash, name, stored, flags));
        return true;
    }

    /// <summary>Copies bytes that are to live as long as the set.</summary>
    /// <returns>False when the limit is reached.</returns>
    internal bool Keep(ReadOnlySpan<byte> bytes, out ReadOnlyMemory<byte> kept)
    {
        kept = default;
        if (bytes.Length > MaxBytes - _bytes)
            return false;

        if (bytes.Length > _block.Length - _blockUsed)
        {
            _block = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, BlockSize));
            _rented.Add(_block);
            _blockUsed = 0;
        }

        var memory = _block.AsMemory(_blockUsed, bytes.Length);
        bytes.CopyTo(memory.Span);
        _blockUsed += bytes.Length;
        _bytes += bytes.Length;
        kept = memory;
        return true;
    }

    /// <summary>Appends an entry whose bytes are kept by this set or live forever.</summary>
    internal void Append(in AttributeEntry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);

        _entries[Count++] = entry;
    }

    internal void ChangeFlags(int index, uint set, uint clear) => _entries[index] = _entries[index] with { Flags = (_entries[index].Flags | set) & ~clear };

    /// <summary>Deletes the values of the reference in one class.</summary>
    internal void Delete(AttributeReference reference, AttributeClass @class)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Is(reference, @class))
                continue;

            if (kept != i)
                _entries[kept] = _entries[i];

            kept++;
        }

        Truncate(kept);
    }

    /// <summary>Deletes a whole list.</summary>
    internal void Delete(AttributeTrack track, AttributeClass @class)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Track == track && _entries[i].Class == @class)
                continue;

            _entries[kept++] = _entries[i];
        }

        Truncate(kept);
    }

    /// <summary>
    /// Drops the bytes of deleted values. A transaction calls it (through <see cref="AttributeStore.Attach"/>) before a route runs, when nobody holds on to
    /// any bytes of the set.
    /// </summary>
    internal void Compact()
    {
        var live = 0;
        foreach (var entry in Entries)
            live += entry.Name.Length + entry.Value.Text.Length;

        if (_bytes <= FirstBlockSize || live > _bytes / 2)
            return;

        var packed = ArrayPool<byte>.Shared.Rent(Math.Max(live, BlockSize));
        var used = 0;
        for (var i = 0; i < Count; i++)
        {
            var entry = _entries[i];
            var value = entry.Value.Kind == ScriptValueKind.String ? ScriptValue.Of(Move(entry.Value.Text, packed, ref used)) : entry.Value;
            _entries[i] = entry with { Name = Move(entry.Name, packed, ref used), Value = value };
        }

        ReturnBlocks();
        _rented.Add(packed);
        _block = packed;
        _blockUsed = used;
        _bytes = used;
    }

    private static Memory<byte> Move(ReadOnlyMemory<byte> text, byte[] target, ref int used)
    {
        var moved = target.AsMemory(used, text.Length);
        text.CopyTo(moved);
        used += text.Length;
        return moved;
    }

    private void Truncate(int count)
    {
        _entries.AsSpan(count, Count - count).Clear();
        Count = count;
    }

    private void Clear()
    {
        Truncate(0);
        if (_entries.Length > KeptEntries)
            _entries = new AttributeEntry[KeptEntries];

        ReturnBlocks();
        _block = _first;
        _blockUsed = 0;
        _bytes = 0;
    }

    private void ReturnBlocks()
    {
        foreach (var block in _rented)
            ArrayPool<byte>.Shared.Return(block);

        _rented.Clear();
    }

    private sealed class PoolPolicy : PooledObjectPolicy<AttributeSet>
    {
        public override AttributeSet Create() => new();

        public override bool Return(AttributeSet obj) => true;
    }
}
