using System.Diagnostics;
using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Core.Attributes;

/// <summary>
/// The attributes (AVPs) of the message that a context handles: its own set of uri and user attributes, and the domain and global lists that modules attach.
/// Part of the context and reused for every message. Not for several threads at a time.
/// </summary>
public sealed class AttributeStore : IAttributeStore
{
    private AttributeSet _set = AttributeSet.Rent();
    private bool _isLent;
    private SharedAttributes _fromDomain = SharedAttributes.Empty;
    private SharedAttributes _toDomain = SharedAttributes.Empty;
    private SharedAttributes _global = SharedAttributes.Empty;
    private AttributeEntry[] _copied = [];

    /// <summary>The uri and user attributes.</summary>
    public AttributeSet Set => _set;

    /// <summary>The attributes of the caller's or callee's domain.</summary>
    public SharedAttributes Domain(AttributeTrack track) => track == AttributeTrack.From ? _fromDomain : _toDomain;

    /// <summary>The global attributes.</summary>
    public SharedAttributes Global => _global;

    /// <summary>Attaches the attributes of a domain for this message.</summary>
    public void AttachDomain(AttributeTrack track, SharedAttributes attributes)
    {
        if (track == AttributeTrack.From)
            _fromDomain = attributes;
        else
            _toDomain = attributes;
    }

    /// <summary>Attaches the global attributes for this message.</summary>
    public void AttachGlobal(SharedAttributes attributes) => _global = attributes;

    /// <summary>
    /// Hands the set over to a transaction, which from now on has to return it (<see cref="AttributeSet.Return"/>). The route that is running goes on with
    /// it until <see cref="Clear"/>.
    /// </summary>
    public AttributeSet HandOver()
    {
        Debug.Assert(!_isLent, "The set already belongs to a transaction.");
        _isLent = true;
        return _set;
    }

    /// <summary>Works on the set of a transaction until <see cref="Clear"/>. The transaction keeps it.</summary>
    public void Attach(AttributeSet set)
    {
        if (ReferenceEquals(set, _set))
            return;

        if (!_isLent)
            AttributeSet.Return(_set);

        set.Compact();
        _set = set;
        _isLent = true;
    }

    /// <summary>Ready for the next message: no attributes, nothing attached.</summary>
    public void Clear()
    {
        _fromDomain = SharedAttributes.Empty;
        _toDomain = SharedAttributes.Empty;
        _global = SharedAttributes.Empty;
        if (!_isLent && _set.Count == 0 && _set.Bytes == 0)
            return;

        if (!_isLent)
            AttributeSet.Return(_set);

        _set = AttributeSet.Rent();
        _isLent = false;
    }

    /// <inheritdoc/>
    public bool TryGet(AttributeReference reference, out ScriptValue value)
    {
        var selected = Select(reference);
        value = selected.MoveNext() ? selected.Current.Value : default;
        if (!value.IsDefined || reference.IndexKind != AttributeIndexKind.None || !selected.MoveNext())
            return value.IsDefined;

        value = default; // without an index there must be exactly one
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetNewest(AttributeReference reference, out ScriptValue value)
    {
        var entries = Find(reference, out var @class);
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (!entries[i].Is(reference, @class))
                continue;

            value = entries[i].Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Exists(AttributeReference reference) => !Find(reference, out _).IsEmpty;

    /// <inheritdoc/>
    public bool Add(AttributeReference reference, in ScriptValue value, uint flags = 0)
    {
        if (reference.IsReadOnly || reference.Pattern is not null || !value.IsDefined)
            return false;

        return _set.TryAdd(reference.Track, TargetClass(reference), reference.Name, reference.NameHash, value, flags);
    }

    /// <summary>Adds a value under a name that is known only at run time; name and value are copied.</summary>
    public bool Add(AttributeTrack track, AttributeClass @class, ReadOnlySpan<byte> name, in ScriptValue value, uint flags = 0)
    {
        var target = @class == AttributeClass.Any ? AttributeClass.Uri : @class;
        return target is AttributeClass.Uri or AttributeClass.User
            && value.IsDefined
            && _set.Keep(name, out var kept)
            && _set.TryAdd(track, target, kept, AttributeReference.HashName(name), value, flags);
    }

    /// <inheritdoc/>
    public bool Assign(AttributeReference reference, in ScriptValue value, uint flags = 0)
    {
        if (reference.IsReadOnly)
            return false;

        Delete(reference);
        return Add(reference, value, flags);
    }

    /// <inheritdoc/>
    public void Delete(AttributeReference reference)
    {
        Find(reference, out var @class);
        if (@class is AttributeClass.Uri or AttributeClass.User)
            _set.Delete(reference, @class);
    }

    /// <summary>Deletes a whole list of uri or user attributes.</summary>
    public void Delete(AttributeTrack track, AttributeClass @class) => _set.Delete(track, @class);

    /// <inheritdoc/>
    public bool Copy(AttributeReference target, AttributeReference source, bool append)
    {
        if (target.IsReadOnly || target.Pattern is not null)
            return false;

        // The target may be the source, so the values are put aside first.
        var count = 0;
        if (source.IndexKind != AttributeIndexKind.None || TryGet(source, out _))
        {
            foreach (var entry in Select(source))
            {
                if (count == _copied.Length)
                    Array.Resize(ref _copied, Math.Max(4, count * 2));

                _copied[count++] = entry;
            }
        }

        if (!append)
            Delete(target);

        var added = count > 0;
        for (var i = 0; i < count && added; i++)
            added = _set.TryAdd(target.Track, TargetClass(target), target.Name, target.NameHash, _copied[i].Value, _copied[i].Flags);

        _copied.AsSpan(0, count).Clear();
        return added;
    }

    /// <inheritdoc/>
    public void ChangeFlags(AttributeReference reference, uint set, uint clear)
    {
        Find(reference, out var @class);
        if (@class is not (AttributeClass.Uri or AttributeClass.User) || !IsUnambiguous(reference))
            return;

        var selected = Select(reference);
        while (selected.MoveNext())
            _set.ChangeFlags(selected.Index, set, clear);
    }

    /// <inheritdoc/>
    public bool HasFlags(AttributeReference reference, uint flags)
    {
        if (!IsUnambiguous(reference))
            return false;

        foreach (var entry in Select(reference))
        {
            if ((entry.Flags & flags) != 0)
                return true;
        }

        return false;
    }

    /// <summary>The values that a reference names by class, name and index, oldest first. Without an index all of them.</summary>
    public Selection Select(AttributeReference reference)
    {
        var entries = Find(reference, out var @class);
        return new Selection(entries, reference, @class);
    }

    private static AttributeClass TargetClass(AttributeReference reference) => reference.Class == AttributeClass.Any ? AttributeClass.Uri : reference.Class;

    private bool IsUnambiguous(AttributeReference reference) => reference.IndexKind != AttributeIndexKind.None || TryGet(reference, out _);

    /// <summary>The first of the reference's classes that has the name, and the entries that it is among; nothing when there is none.</summary>
    private ReadOnlySpan<AttributeEntry> Find(AttributeReference reference, out AttributeClass @class)
    {
        var (first, last) = reference.Class == AttributeClass.Any ? (AttributeClass.Uri, AttributeClass.Global) : (reference.Class, reference.Class);
        for (@class = first; @class <= last; @class++)
        {
            var entries = @class switch
            {
                AttributeClass.Domain => Domain(reference.Track).Entries,
                AttributeClass.Global => _global.Entries,
                _ => _set.Entries,
            };

            // Entries of shared lists carry no class of their own.
            var listed = @class == AttributeClass.Domain ? AttributeClass.Global : @class;
            foreach (ref readonly var entry in entries)
            {
                if (!entry.Is(reference, listed))
                    continue;

                @class = listed;
                return entries;
            }
        }

        @class = AttributeClass.Any;
        return default;
    }

    /// <summary>Goes through the values that a reference selects.</summary>
    public ref struct Selection
    {
        private readonly ReadOnlySpan<AttributeEntry> _entries;
        private readonly AttributeReference _reference;
        private readonly AttributeClass _class;
        private int _wanted;

        internal Selection(ReadOnlySpan<AttributeEntry> entries, AttributeReference reference, AttributeClass @class)
        {
            _entries = entries;
            _reference = reference;
            _class = @class;
            Index = -1;
            _wanted = -1;
            if (reference.IndexKind != AttributeIndexKind.Number)
                return;

            _wanted = reference.Index;
            if (_wanted < 0)
                _wanted = Math.Max(0, Total() + 1 + _wanted); // 0 never matches
        }

        /// <summary>The position of <see cref="Current"/> among all entries of its list.</summary>
        internal int Index { get; private set; }

        /// <summary>The value.</summary>
        public readonly ref readonly AttributeEntry Current => ref _entries[Index];

        /// <summary>For <c>foreach</c>.</summary>
        public readonly Selection GetEnumerator() => this;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            if (_wanted == 0)
                return false;

            while (++Index < _entries.Length)
            {
                if (!_entries[Index].Is(_reference, _class))
                    continue;

                if (_wanted < 0)
                    return true;

                if (--_wanted == 0)
                    return true;
            }

            return false;
        }

        private readonly int Total()
        {
            var total = 0;
            foreach (ref readonly var entry in _entries)
            {
                if (entry.Is(_reference, _class))
                    total++;
            }

            return total;
        }
    }
}
