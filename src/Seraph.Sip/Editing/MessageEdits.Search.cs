namespace Seraph.Sip.Editing;

/// <content>Finding edits again, for functions that a script may call several times.</content>
public sealed partial class MessageEdits
{
    /// <summary>A mark that the edits made from now on carry, 0 for none: <see cref="RemoveTagged"/> finds them by it, also in a copy of the list.</summary>
    public byte Tag { get; set; }

    /// <summary>Whether any edit carries the mark.</summary>
    public bool HasTagged(byte tag)
    {
        foreach (ref readonly var edit in Items)
        {
            if (edit.Tag == tag)
                return true;
        }

        return false;
    }

    /// <summary>Forgets the edits that carry the mark.</summary>
    public void RemoveTagged(byte tag)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_edits[i].Tag != tag)
                _edits[kept++] = _edits[i];
        }

        Count = kept;
    }

    /// <summary>Whether exactly this text is inserted before the byte at <paramref name="position"/>, in the current branch or in all.</summary>
    public bool Contains(int position, ReadOnlySpan<byte> text)
    {
        for (var i = FindFirst(position); i < Count && _edits[i].Position == position; i++)
        {
            ref readonly var edit = ref _edits[i];
            if ((edit.Branch == AllBranches || edit.Branch == Branch) && edit.Removed == 0 && TextOf(edit).SequenceEqual(text))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Like <see cref="TryInsert(int, ReadOnlySpan{byte}, EditCondition)"/>, but in front of what is inserted there already. False when a limit is reached.
    /// </summary>
    public bool TryInsertFirst(int position, ReadOnlySpan<byte> text) =>
        TryStore(text, out var stored) && TryAdd(new Edit { Position = position, Text = stored }, FindFirst(position));
}
