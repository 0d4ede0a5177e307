using Seraph.Core.Database;

namespace Seraph.Modules.Sqlite;

/// <summary>SQL as SQLite wants it. Names are quoted with backticks: SQLite takes an unknown name in double quotes for text.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    protected override string Quote(string identifier) => $"`{identifier.Replace("`", "``", StringComparison.Ordinal)}`";

    protected override string TypeOf(ColumnDefinition column) => column.Type switch
    {
        ColumnType.String => $"VARCHAR({column.Length})",
        ColumnType.Float => "REAL",
        ColumnType.DateTime => "DATETIME",
        ColumnType.Binary => "BLOB",
        ColumnType.AutoIncrement => "INTEGER PRIMARY KEY AUTOINCREMENT",
        _ => "INTEGER",
    };
}
