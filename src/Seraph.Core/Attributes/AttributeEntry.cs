using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Core.Attributes;

/// <summary>One value of an attribute.</summary>
/// <param name="Track">Whose it is.</param>
/// <param name="Class">The class; never <see cref="AttributeClass.Any"/>.</param>
/// <param name="NameHash"><see cref="AttributeReference.HashName"/> of the name.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">An integer or a string.</param>
/// <param name="Flags">The attribute flags.</param>
public readonly record struct AttributeEntry(
    AttributeTrack Track,
    AttributeClass Class,
    uint NameHash,
    ReadOnlyMemory<byte> Name,
    ScriptValue Value,
    uint Flags)
{
    /// <summary>True when the entry is of the list and has the name, or a name that the reference's pattern matches.</summary>
    internal bool Is(AttributeReference reference, AttributeClass @class)
    {
        // The global list is shared by both tracks.
        if (Class != @class || (Track != reference.Track && @class != AttributeClass.Global))
            return false;

        return reference.Pattern is null
            ? NameHash == reference.NameHash && Name.Span.SequenceEqual(reference.Name.Span)
            : reference.Pattern.IsMatch(Name.Span);
    }
}
