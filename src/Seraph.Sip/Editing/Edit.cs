namespace Seraph.Sip.Editing;

/// <summary>One change of a message: bytes that go, text that comes in their place.</summary>
internal struct Edit
{
    /// <summary>Where in the original message.</summary>
    public int Position;

    /// <summary>How many original bytes go, from the position on.</summary>
    public int Removed;

    /// <summary>Where the text is in the scratch buffer.</summary>
    public Slice Text;

    /// <summary>Order in which the edits were made.</summary>
    public int Sequence;

    /// <summary>The branch it holds for, <see cref="MessageEdits.AllBranches"/> for all.</summary>
    public short Branch;

    public ComputedText Computed;

    public EditCondition Condition;

    /// <summary>The mark of who made it, <see cref="MessageEdits.Tag"/>.</summary>
    public byte Tag;
}
