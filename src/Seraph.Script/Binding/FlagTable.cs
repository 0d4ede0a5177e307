using Seraph.Script.Parameters;

namespace Seraph.Script.Binding;

/// <summary>The declared message flags.</summary>
internal sealed class FlagTable
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private uint _used;

    public IReadOnlyDictionary<string, int> Positions => _positions;

    public FlagReference? Find(string name) => _positions.TryGetValue(name, out var position) ? new FlagReference(position, name) : null;

    /// <summary>A name of a position, or null.</summary>
    public string? NameOf(int position) => _positions.FirstOrDefault(p => p.Value == position).Key;

    /// <summary>Declares a name; -1 takes the lowest position without one. Null when the name is declared already or no position is left.</summary>
    public FlagReference? Declare(string name, int position)
    {
        if (position < 0)
            position = System.Numerics.BitOperations.TrailingZeroCount(~_used);

        if (position is < 0 or >= FlagReference.Count || !_positions.TryAdd(name, position))
            return null;

        _used |= 1u << position;
        return new FlagReference(position, name);
    }
}

/// <summary>The declared flags of attributes; their names ignore case.</summary>
internal sealed class AttributeFlagTable
{
    /// <summary>As many as 2.1 has.</summary>
    private const int Limit = 19;

    private readonly Dictionary<string, uint> _masks = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, uint> Masks => _masks;

    /// <summary>The bit of a name, which is declared when it is not yet; 0 when there are too many.</summary>
    public uint Declare(string name)
    {
        if (_masks.TryGetValue(name, out var mask))
            return mask;

        if (_masks.Count >= Limit)
            return 0;

        mask = 1u << _masks.Count;
        _masks.Add(name, mask);
        return mask;
    }
}
