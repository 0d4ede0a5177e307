using Seraph.Script;
using Seraph.Script.Attributes;

namespace Seraph.Core.Attributes;

/// <summary>Attributes of a domain, or the global ones: shared by all messages and unchangeable. A module builds a new list when its tables change.</summary>
public sealed class SharedAttributes
{
    private readonly AttributeEntry[] _entries;

    private SharedAttributes(AttributeEntry[] entries) => _entries = entries;

    /// <summary>No attributes.</summary>
    public static SharedAttributes Empty { get; } = new([]);

    /// <summary>All values, in the order in which they were added.</summary>
    public ReadOnlySpan<AttributeEntry> Entries => _entries;

    /// <summary>Collects values for a list.</summary>
    public sealed class Builder
    {
        private readonly List<AttributeEntry> _entries = [];

        /// <summary>Adds a value; the bytes are copied.</summary>
        public Builder Add(ReadOnlySpan<byte> name, in ScriptValue value, uint flags = 0)
        {
            var stored = value.Kind == ScriptValueKind.String ? ScriptValue.Of(value.Text.ToArray()) : value;
            _entries.Add(new AttributeEntry(AttributeTrack.From, AttributeClass.Global, AttributeReference.HashName(name), name.ToArray(), stored, flags));
            return this;
        }

        /// <summary>The list.</summary>
        public SharedAttributes Build() => new([.. _entries]);
    }
}
