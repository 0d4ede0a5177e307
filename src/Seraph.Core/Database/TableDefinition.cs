using System.Collections.Immutable;

namespace Seraph.Core.Database;

/// <summary>The type of a column; each driver maps it to its own.</summary>
public enum ColumnType
{
    /// <summary>Text of a bounded length.</summary>
    String,

    /// <summary>Signed 32-bit integer.</summary>
    Int,

    /// <summary>Unsigned 32-bit integer; often a bit field.</summary>
    UnsignedInt,

    /// <summary>Unsigned 16-bit integer.</summary>
    UnsignedShort,

    /// <summary>Unsigned 8-bit integer.</summary>
    UnsignedByte,

    /// <summary>Single-precision number.</summary>
    Float,

    /// <summary>An instant in UTC, to the second.</summary>
    DateTime,

    /// <summary>Binary data.</summary>
    Binary,

    /// <summary>An integer that the database counts up itself.</summary>
    AutoIncrement,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Length">The longest text in characters; 0 for other types.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
/// <param name="Default">The default as text (a number, or the text itself without quotes); null when there is none.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, int Length = 0, bool Nullable = false, string? Default = null);

/// <summary>An index of a table. Its name is unique within the table; databases that want it unique everywhere get the table's name put in front.</summary>
public sealed record KeyDefinition(string Name, bool Unique, ImmutableArray<string> Columns);

/// <summary>A table: what every driver creates it from, and what a module expects to find.</summary>
public sealed record TableDefinition(string Name, int Version, ImmutableArray<ColumnDefinition> Columns, ImmutableArray<KeyDefinition> Keys)
{
    /// <summary>The same table under another name: location domains and attribute groups may be called what a script calls them.</summary>
    public TableDefinition Named(string name) => this with { Name = name };
}
