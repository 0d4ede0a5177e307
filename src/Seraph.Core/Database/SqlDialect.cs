using System.Text;

namespace Seraph.Core.Database;

/// <summary>Writes <see cref="Statement"/>s and <see cref="TableDefinition"/>s as SQL; a driver fills in what its database does its own way.</summary>
public abstract class SqlDialect
{
    /// <summary>The text of a statement.</summary>
    public string Write(Statement statement)
    {
        if (statement.Sql is { } sql)
            return sql;

        var text = new StringBuilder();
        var table = Quote(statement.Table);
        switch (statement.Kind)
        {
            case StatementKind.Select:
                text.Append("SELECT ").Append(statement.Columns.IsEmpty ? "*" : Names(statement.Columns)).Append(" FROM ").Append(table);
                break;
            case StatementKind.Update:
                text.Append("UPDATE ").Append(table).Append(" SET ")
                    .AppendJoin(", ", statement.Columns.Select((column, index) => $"{Quote(column)} = {Parameter(index)}"));
                break;
            case StatementKind.Delete:
                text.Append("DELETE FROM ").Append(table);
                break;
            case StatementKind.Insert or StatementKind.Replace:
                text.Append("INSERT INTO ").Append(table).Append(" (").Append(Names(statement.Columns)).Append(") VALUES (")
                    .AppendJoin(", ", statement.Columns.Select((_, index) => Parameter(index))).Append(')');
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(statement), statement.Kind, null);
        }

        if (statement.Kind == StatementKind.Replace)
            text.Append(' ').Append(OnConflict(statement));
        AppendWhere(text, statement);
        if (statement.OrderBy is { } order)
            text.Append(" ORDER BY ").Append(Quote(order));
        return text.ToString();
    }

    /// <summary>The statements that create a table and its keys.</summary>
    public IEnumerable<string> Create(TableDefinition table)
    {
        yield return $"CREATE TABLE {Quote(table.Name)} ({string.Join(", ", table.Columns.Select(Column))})";
        foreach (var key in table.Keys)
            yield return $"CREATE {(key.Unique ? "UNIQUE INDEX" : "INDEX")} {Quote(IndexName(table, key))} ON {Quote(table.Name)} ({Names(key.Columns)})";
    }

    /// <summary>An identifier, quoted so that any name can be used.</summary>
    protected abstract string Quote(string identifier);

    /// <summary>The database's name of a column's type, with what makes it count up itself.</summary>
    protected abstract string TypeOf(ColumnDefinition column);

    /// <summary>A parameter, numbered from 0.</summary>
    protected virtual string Parameter(int index) => "?";

    /// <summary>The name of an index; unique in the whole database unless the database keeps names per table.</summary>
    protected virtual string IndexName(TableDefinition table, KeyDefinition key) => $"{table.Name}_{key.Name}";

    /// <summary>What turns an insert into an overwrite.</summary>
    protected virtual string OnConflict(Statement statement)
    {
        var others = statement.Columns.Except(statement.Key, StringComparer.OrdinalIgnoreCase).Select(column => $"{Quote(column)} = excluded.{Quote(column)}").ToArray();
        return $"ON CONFLICT ({Names(statement.Key)}) DO " + (others.Length == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", others));
    }

    /// <summary>Quoted names with commas between.</summary>
    protected string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quote));

    private string Column(ColumnDefinition column)
    {
        var text = new StringBuilder(Quote(column.Name)).Append(' ').Append(TypeOf(column));
        if (!column.Nullable)
            text.Append(" NOT NULL");
        if (column.Default is { } value)
            text.Append(" DEFAULT ").Append(column.Type is ColumnType.String or ColumnType.Binary or ColumnType.DateTime ? $"'{value.Replace("'", "''", StringComparison.Ordinal)}'" : value);
        return text.ToString();
    }

    private void AppendWhere(StringBuilder text, Statement statement)
    {
        var first = statement.Kind == StatementKind.Select ? 0 : statement.Columns.Length;
        for (var i = 0; i < statement.Where.Length; i++)
        {
            var condition = statement.Where[i];
            text.Append(i == 0 ? " WHERE " : " AND ").Append(Quote(condition.Column)).Append(' ').Append(Symbol(condition.Operator)).Append(' ').Append(Parameter(first + i));
        }
    }

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.LessOrEqual => "<=",
        _ => ">=",
    };
}
