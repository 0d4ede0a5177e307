using System.Text;
using Seraph.Core.Database;
using SQLitePCL;

namespace Seraph.Modules.Sqlite;

/// <summary>The rows of a running statement, read straight from SQLite's memory.</summary>
internal sealed class SqliteRows(SqliteCommand command, sqlite3_stmt statement) : DatabaseRows
{
    public override int ColumnCount => raw.sqlite3_column_count(statement);

    public override string NameOf(int column) => raw.sqlite3_column_name(statement, column).utf8_to_string();

    public override DatabaseValueKind KindOf(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => DatabaseValueKind.Integer,
        raw.SQLITE_FLOAT => DatabaseValueKind.Double,
        raw.SQLITE_TEXT => DatabaseValueKind.Text,
        raw.SQLITE_BLOB => DatabaseValueKind.Blob,
        _ => DatabaseValueKind.Null,
    };

    public override bool Read() => command.Step();

    public override long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public override double GetDouble(int column) => raw.sqlite3_column_double(statement, column);

    // For text SQLite's "blob" is the text itself, for a number its decimal text.
    public override ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(statement, column);

    public override string GetString(int column) => Encoding.UTF8.GetString(GetBytes(column));

    public override long GetTime(int column) =>
        KindOf(column) == DatabaseValueKind.Integer || !DatabaseTime.TryParse(GetBytes(column), out var seconds) ? GetInt64(column) : seconds;
}
