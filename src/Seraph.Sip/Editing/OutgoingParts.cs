namespace Seraph.Sip.Editing;

/// <summary>What one copy of a message has of its own, besides its edits.</summary>
public readonly ref struct OutgoingParts
{
    /// <summary>Nothing besides the edits.</summary>
    public OutgoingParts()
    {
    }

    /// <summary>The Request-URI of this copy; empty to leave the received one.</summary>
    public ReadOnlySpan<byte> RequestUri { get; init; }

    /// <summary>
    /// The Via value of this hop, without name and line end: it goes into a line of its own before the first Via. Empty to add none.
    /// </summary>
    public ReadOnlySpan<byte> TopVia { get; init; }

    /// <summary>Adds Content-Length when there is none, as streams need it. One that is there is put right in any case.</summary>
    public bool AddContentLength { get; init; }

    /// <summary>The branch whose edits apply, besides those for all branches.</summary>
    public int Branch { get; init; } = MessageEdits.AllBranches;
}
