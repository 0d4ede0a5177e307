namespace Seraph.Script.Attributes;

/// <summary>The attributes (AVPs) of the message that is being handled, as the script works on them. Not for several threads at a time.</summary>
public interface IAttributeStore
{
    /// <summary>The value that the reference selects. Without an index there must be exactly one value; <c>[]</c> selects the oldest.</summary>
    bool TryGet(AttributeReference reference, out ScriptValue value);

    /// <summary>The value added last, whatever the index: the rule of function and module parameters.</summary>
    bool TryGetNewest(AttributeReference reference, out ScriptValue value);

    /// <summary>True when the attribute has at least one value.</summary>
    bool Exists(AttributeReference reference);

    /// <summary>Adds a value; without a class to the uri class. The bytes are copied.</summary>
    /// <param name="reference">Where; its index is ignored.</param>
    /// <param name="value">An integer or a string; undefined adds nothing.</param>
    /// <param name="flags">The flags of the new value.</param>
    /// <returns>False when a limit is reached or the class is read-only.</returns>
    bool Add(AttributeReference reference, in ScriptValue value, uint flags = 0);

    /// <summary>Deletes all values, then adds one: <c>$x = value</c>. The value may be one of those deleted.</summary>
    /// <returns>False when a limit is reached or the class is read-only.</returns>
    bool Assign(AttributeReference reference, in ScriptValue value, uint flags = 0);

    /// <summary>Deletes all values of the attribute; never those of the shared domain and global classes.</summary>
    void Delete(AttributeReference reference);

    /// <summary>
    /// Copies values with their flags: the one that <paramref name="source"/> selects, or all in their order when its index is <c>[]</c>. Without
    /// <paramref name="append"/> the target's values are deleted first.
    /// </summary>
    /// <returns>False when the source selects nothing (the target then stays deleted) or a limit is reached.</returns>
    bool Copy(AttributeReference target, AttributeReference source, bool append);

    /// <summary>Sets and clears flags of the values that the reference selects.</summary>
    /// <param name="reference">The values; without an index the only one.</param>
    /// <param name="set">Flags to set.</param>
    /// <param name="clear">Flags to clear.</param>
    void ChangeFlags(AttributeReference reference, uint set, uint clear);

    /// <summary>True when any of the selected values has one of the flags.</summary>
    bool HasFlags(AttributeReference reference, uint flags);
}
