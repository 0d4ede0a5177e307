using System.Collections.Immutable;

namespace Seraph.Core.Database;

/// <summary>What a statement does.</summary>
public enum StatementKind
{
    /// <summary>Reads rows.</summary>
    Select,

    /// <summary>Adds one row; a row with the same unique key is an error.</summary>
    Insert,

    /// <summary>Adds one row, or overwrites the row with the same key.</summary>
    Replace,

    /// <summary>Sets columns of the rows that match.</summary>
    Update,

    /// <summary>Removes the rows that match.</summary>
    Delete,

    /// <summary>The database's own SQL.</summary>
    Sql,
}

/// <summary>How a column is compared with a parameter.</summary>
public enum ComparisonOperator
{
    /// <summary>=</summary>
    Equal,

    /// <summary>!= or &lt;&gt;</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,
}

/// <summary>One column that must match one parameter. A plain column name means equality.</summary>
public readonly record struct Condition(string Column, ComparisonOperator Operator = ComparisonOperator.Equal)
{
    /// <summary>Equality with the column of that name.</summary>
    public static implicit operator Condition(string column) => new(column);

    /// <summary>Equality with the column of that name.</summary>
    public static Condition FromString(string column) => new(column);
}

/// <summary>
/// A statement, independent of the database that will run it. Make it once, at start, and keep it: every connection prepares it on first use
/// and finds it again by its identity. Parameters are numbered from 0 in this order: the columns of an insert, a replace or an update, then the
/// conditions; in raw SQL, the question marks from left to right.
/// </summary>
public sealed class Statement
{
    private Statement(StatementKind kind, string table, ReadOnlySpan<string> columns, ReadOnlySpan<Condition> where)
    {
        Kind = kind;
        Table = table;
        Columns = [.. columns];
        Where = [.. where];
        ParameterCount = (kind == StatementKind.Select ? 0 : columns.Length) + where.Length;
    }

    /// <summary>What the statement does.</summary>
    public StatementKind Kind { get; }

    /// <summary>The table; empty for raw SQL.</summary>
    public string Table { get; }

    /// <summary>The columns that are read (empty: all) or set.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The conditions, all of which must hold. Empty: every row.</summary>
    public ImmutableArray<Condition> Where { get; }

    /// <summary>The column that a select is sorted by, rising; null: in no order.</summary>
    public string? OrderBy { get; private init; }

    /// <summary>The unique key by which a replace finds the row to overwrite.</summary>
    public ImmutableArray<string> Key { get; private init; } = [];

    /// <summary>The text of raw SQL, with <c>?</c> for parameters; otherwise null.</summary>
    public string? Sql { get; private init; }

    /// <summary>How many parameters are to be bound.</summary>
    public int ParameterCount { get; private init; }

    /// <summary>Reads <paramref name="columns"/> (none: all) of the rows of <paramref name="table"/> for which every condition holds.</summary>
    public static Statement Select(string table, ReadOnlySpan<string> columns, ReadOnlySpan<Condition> where = default, string? orderBy = null) =>
        new(StatementKind.Select, table, columns, where) { OrderBy = orderBy };

    /// <summary>Adds a row.</summary>
    public static Statement Insert(string table, ReadOnlySpan<string> columns) => new(StatementKind.Insert, table, columns, []);

    /// <summary>Adds a row, or overwrites the given columns of the row with the same <paramref name="key"/>, which must be a unique key of the table.</summary>
    public static Statement Replace(string table, ReadOnlySpan<string> columns, ReadOnlySpan<string> key) =>
        new(StatementKind.Replace, table, columns, []) { Key = [.. key] };

    /// <summary>Sets columns of the rows that match.</summary>
    public static Statement Update(string table, ReadOnlySpan<string> columns, ReadOnlySpan<Condition> where) =>
        new(StatementKind.Update, table, columns, where);

    /// <summary>Removes the rows that match.</summary>
    public static Statement Delete(string table, ReadOnlySpan<Condition> where) => new(StatementKind.Delete, table, [], where);

    /// <summary>Raw SQL in the database's own dialect with <paramref name="parameters"/> question marks. The database must have <see cref="DatabaseCapabilities.Sql"/>.</summary>
    public static Statement FromSql(string text, int parameters = 0) =>
        new(StatementKind.Sql, "", [], []) { Sql = text, ParameterCount = parameters };

    /// <summary>What the statement does and to which table, for messages.</summary>
    public override string ToString() => Sql ?? $"{Kind} {Table}";
}
