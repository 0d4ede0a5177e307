using Seraph.Script.Attributes;

namespace Seraph.Script.Tests.Fakes;

/// <summary>The rules of attributes in the simplest form: values without class are uri values, domain and global ones are added by the test.</summary>
internal sealed class FakeAttributeStore : IAttributeStore
{
    private readonly List<Item> _items = [];

    /// <summary>As many values fit in.</summary>
    public int Limit { get; set; } = int.MaxValue;

    public void Clear() => _items.Clear();

    public string Print(AttributeReference reference) =>
        string.Join(',', Named(reference).Select(i => i.Value.Kind == ScriptValueKind.String ? $"\"{i.Value}\"" : i.Value.ToString()));

    public bool TryGet(AttributeReference reference, out ScriptValue value)
    {
        if (reference.IndexKind == AttributeIndexKind.None && reference.Class == AttributeClass.Uri)
            return TryGetOnly(reference, out value);

        var selected = Selected(reference);
        value = selected.Count > 0 ? selected[0].Value : default;
        return selected.Count > 0;
    }

    /// <summary>Reads the only value of a uri attribute without allocating.</summary>
    private bool TryGetOnly(AttributeReference reference, out ScriptValue value)
    {
        var found = 0;
        value = default;
        foreach (var item in _items)
        {
            if (item.Class != AttributeClass.Uri || item.Track != reference.Track || !Matches(item, reference))
                continue;

            value = found++ == 0 ? item.Value : default;
        }

        return found == 1;
    }

    public bool TryGetNewest(AttributeReference reference, out ScriptValue value)
    {
        value = Named(reference).LastOrDefault()?.Value ?? default;
        return value.IsDefined;
    }

    public bool Exists(AttributeReference reference) => Named(reference).Count > 0;

    public bool Add(AttributeReference reference, in ScriptValue value, uint flags = 0)
    {
        if (_items.Count >= Limit)
            return false;

        var stored = value.Kind == ScriptValueKind.String ? ScriptValue.Of(value.Text.ToArray()) : value;
        var @class = reference.Class == AttributeClass.Any ? AttributeClass.Uri : reference.Class;
        _items.Add(new Item(reference.Track, @class, reference.Name.ToArray(), stored) { Flags = flags });
        return true;
    }

    public bool Assign(AttributeReference reference, in ScriptValue value, uint flags = 0)
    {
        Delete(reference);
        return Add(reference, value, flags);
    }

    public void Delete(AttributeReference reference)
    {
        foreach (var item in Named(reference))
            _items.Remove(item);
    }

    public bool Copy(AttributeReference target, AttributeReference source, bool append)
    {
        var copied = Selected(source);
        if (!append)
            Delete(target);

        foreach (var item in copied)
            Add(target, item.Value, item.Flags);

        return copied.Count > 0;
    }

    public void ChangeFlags(AttributeReference reference, uint set, uint clear) => Selected(reference).ForEach(i => i.Flags = (i.Flags | set) & ~clear);

    public bool HasFlags(AttributeReference reference, uint flags) => Selected(reference).Exists(i => (i.Flags & flags) != 0);

    private List<Item> Named(AttributeReference reference)
    {
        AttributeClass[] classes = reference.Class == AttributeClass.Any
            ? [AttributeClass.Uri, AttributeClass.User, AttributeClass.Domain, AttributeClass.Global]
            : [reference.Class];
        foreach (var @class in classes)
        {
            var found = _items.FindAll(i => i.Class == @class && (i.Track == reference.Track || @class == AttributeClass.Global) && Matches(i, reference));
            if (found.Count > 0)
                return found;
        }

        return [];
    }

    private static bool Matches(Item item, AttributeReference reference) =>
        reference.Pattern?.IsMatch(item.Name) ?? item.Name.AsSpan().SequenceEqual(reference.Name.Span);

    private List<Item> Selected(AttributeReference reference)
    {
        var named = Named(reference);
        var index = reference.Index > 0 ? reference.Index - 1 : reference.Index < 0 ? named.Count + reference.Index : -1;
        return reference.IndexKind switch
        {
            AttributeIndexKind.All => named,
            AttributeIndexKind.Number => index >= 0 && index < named.Count ? [named[index]] : [],
            _ => named.Count == 1 ? named : [],
        };
    }

    private sealed class Item(AttributeTrack track, AttributeClass @class, byte[] name, ScriptValue value)
    {
        public AttributeTrack Track { get; } = track;

        public AttributeClass Class { get; } = @class;

        public byte[] Name { get; } = name;

        public ScriptValue Value { get; } = value;

        public uint Flags { get; set; }
    }
}
