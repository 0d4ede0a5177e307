using System.Globalization;
using System.Text;
using Seraph.Core.Database;

namespace Seraph.Testing;

/// <summary>
/// A database in memory whose answers a test can hold back (<see cref="Hold"/>) or replace by a failure (<see cref="Failure"/>).
/// Register it as a driver; every URL <c>fake://...</c> then names this one database.
/// </summary>
public sealed class FakeDatabase : DatabasePool, IDatabaseDriver
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _released = new(true);
    private Dictionary<string, FakeTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private int _held;
    private int _runs;

    /// <summary>A database with empty tables.</summary>
    public FakeDatabase(params ReadOnlySpan<TableDefinition> tables)
        : this(new DatabaseLimits(64, TimeSpan.FromSeconds(60)), tables)
    {
    }

    /// <summary>A database with empty tables and a pool of its own size.</summary>
    public FakeDatabase(DatabaseLimits limits, params ReadOnlySpan<TableDefinition> tables)
        : base("fake://test", limits)
    {
        foreach (var table in tables)
            CreateIfMissing(table);
    }

    public string Scheme => "fake";

    public override DatabaseCapabilities Capabilities => DatabaseCapabilities.All & ~DatabaseCapabilities.Sql;

    /// <summary>When set, every run fails with it.</summary>
    public DatabaseException? Failure { get; set; }

    /// <summary>How many runs are waiting for <see cref="Release"/>.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>How many statements were run to their end.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>From now on no run is answered until <see cref="Release"/>.</summary>
    public void Hold() => _released.Reset();

    /// <summary>Answers what was held back and what comes.</summary>
    public void Release() => _released.Set();

    /// <summary>Adds a row; columns that are not named get the default of the table's definition.</summary>
    public void Add(string table, params ReadOnlySpan<(string Column, object? Value)> values)
    {
        lock (_lock)
        {
            var target = Find(table);
            var row = target.NewRow();
            foreach (var (column, value) in values)
                row[target.IndexOf(column)] = Stored(value);
            target.Rows.Add(row);
        }
    }

    /// <summary>One column of every row, as text; NULL is null.</summary>
    public IReadOnlyList<string?> Values(string table, string column)
    {
        lock (_lock)
        {
            var target = Find(table);
            var index = target.IndexOf(column);
            return [.. target.Rows.Select(row => FakeRows.Text(row[index]) is { } text ? Encoding.UTF8.GetString(text) : null)];
        }
    }

    public override bool HasTable(string table)
    {
        lock (_lock)
            return _tables.ContainsKey(table);
    }

    public override bool CreateIfMissing(TableDefinition table)
    {
        lock (_lock)
            return _tables.TryAdd(table.Name, new FakeTable(table));
    }

    string IDatabaseDriver.KeyOf(DatabaseUrl url, string baseDirectory) => "";

    DatabasePool IDatabaseDriver.Open(DatabaseUrl url, string baseDirectory) => this;

    protected override DatabaseConnection Connect() => new FakeConnection(this);

    /// <summary>Runs a statement on the tables; the rows of a select, or null.</summary>
    private List<object?[]> Run(Statement statement, object?[] parameters, out int affected)
    {
        if (!_released.IsSet)
        {
            Interlocked.Increment(ref _held);
            _released.Wait();
            Interlocked.Decrement(ref _held);
        }

        if (Failure is { } failure)
            throw new DatabaseException(failure.Error, failure.Message);

        lock (_lock)
        {
            _runs++;
            return Find(statement.Table).Run(statement, parameters, out affected);
        }
    }

    private FakeTable Find(string table) =>
        _tables.TryGetValue(table, out var found) ? found : throw new DatabaseException(DatabaseError.BadStatement, $"{Name}: no table '{table}'");

    private static object? Stored(object? value) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        int number => (long)number,
        uint number => (long)number,
        RowFlags flags => (long)flags,
        float number => (double)number,
        _ => value,
    };

    private sealed class FakeConnection(FakeDatabase database) : DatabaseConnection
    {
        private Dictionary<string, FakeTable>? _before;

        protected override DatabaseCommand Prepare(Statement statement) => new FakeCommand(database, this, statement);

        protected override void BeginTransaction()
        {
            lock (database._lock)
                _before = database._tables.ToDictionary(pair => pair.Key, pair => pair.Value.Copy(), StringComparer.OrdinalIgnoreCase);
        }

        protected override void CommitTransaction() => _before = null;

        protected override void RollbackTransaction()
        {
            lock (database._lock)
                database._tables = _before ?? database._tables;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class FakeCommand(FakeDatabase database, DatabaseConnection connection, Statement statement) : DatabaseCommand(connection, statement)
    {
        private readonly object?[] _parameters = new object?[statement.ParameterCount];

        public override DatabaseCommand Bind(int index, long value) => Set(index, value);

        public override DatabaseCommand Bind(int index, double value) => Set(index, value);

        public override DatabaseCommand Bind(int index, ReadOnlySpan<byte> text) => Set(index, text.ToArray());

        public override DatabaseCommand Bind(int index, string? text) => Set(index, Stored(text));

        public override DatabaseCommand BindTime(int index, long unixSeconds) => Set(index, unixSeconds);

        public override DatabaseCommand BindBlob(int index, ReadOnlySpan<byte> bytes) => Set(index, bytes.ToArray());

        public override DatabaseCommand BindNull(int index) => Set(index, null);

        public override int Execute()
        {
            database.Run(Statement, _parameters, out var affected);
            return affected;
        }

        public override DatabaseRows Query()
        {
            var rows = database.Run(Statement, _parameters, out _);
            var names = Statement.Columns.IsEmpty ? database.Find(Statement.Table).Columns : [.. Statement.Columns];
            return new FakeRows(names, rows);
        }

        protected override void Reset() => Array.Clear(_parameters);

        private FakeCommand Set(int index, object? value)
        {
            _parameters[index] = value;
            return this;
        }
    }

    private sealed class FakeTable(string[] columns, object?[] defaults, string[][] uniqueKeys)
    {
        public FakeTable(TableDefinition table)
            : this([.. table.Columns.Select(c => c.Name)], [.. table.Columns.Select(Default)], [.. table.Keys.Where(k => k.Unique).Select(k => k.Columns.ToArray())])
        {
        }

        public string[] Columns => columns;

        public List<object?[]> Rows { get; private init; } = [];

        public FakeTable Copy() => new(columns, defaults, uniqueKeys) { Rows = [.. Rows.Select(row => (object?[])row.Clone())] };

        public object?[] NewRow() => (object?[])defaults.Clone();

        public int IndexOf(string column)
        {
            var index = Array.FindIndex(columns, c => c.Equals(column, StringComparison.OrdinalIgnoreCase));
            return index >= 0 ? index : throw new DatabaseException(DatabaseError.BadStatement, $"fake://test: no column '{column}'");
        }

        public List<object?[]> Run(Statement statement, object?[] parameters, out int affected)
        {
            var set = statement.Kind == StatementKind.Select ? 0 : statement.Columns.Length;
            var matching = statement.Kind is StatementKind.Insert or StatementKind.Replace ? [] : Rows.FindAll(row => Matches(row, statement, parameters.AsSpan(set)));
            affected = matching.Count;
            switch (statement.Kind)
            {
                case StatementKind.Select:
                    if (statement.OrderBy is { } order)
                        matching = [.. matching.OrderBy(row => row[IndexOf(order)], Comparer<object?>.Create(Compare))];
                    return statement.Columns.IsEmpty ? matching : [.. matching.Select(row => statement.Columns.Select(column => row[IndexOf(column)]).ToArray())];
                case StatementKind.Update:
                    foreach (var row in matching)
                        Assign(row, statement, parameters);
                    break;
                case StatementKind.Delete:
                    Rows.RemoveAll(matching.Contains);
                    break;
                case StatementKind.Insert or StatementKind.Replace:
                    affected = 1;
                    Put(statement, parameters);
                    break;
                default:
                    throw new DatabaseException(DatabaseError.NotSupported, "fake://test: no SQL");
            }

            return [];
        }

        private void Put(Statement statement, object?[] parameters)
        {
            var row = NewRow();
            Assign(row, statement, parameters);
            if (statement.Kind == StatementKind.Replace && Same(row, statement.Key) is { } old)
            {
                Assign(old, statement, parameters);
                return;
            }

            foreach (var key in uniqueKeys)
            {
                if (Same(row, key) is not null)
                    throw new DatabaseException(DatabaseError.Constraint, $"fake://test: a row with the same {string.Join(", ", key)} exists");
            }

            Rows.Add(row);
        }

        private object?[]? Same(object?[] row, IEnumerable<string> key) =>
            Rows.Find(other => key.All(column => Compare(other[IndexOf(column)], row[IndexOf(column)]) == 0));

        private void Assign(object?[] row, Statement statement, object?[] parameters)
        {
            for (var i = 0; i < statement.Columns.Length; i++)
                row[IndexOf(statement.Columns[i])] = parameters[i];
        }

        private bool Matches(object?[] row, Statement statement, ReadOnlySpan<object?> parameters)
        {
            for (var i = 0; i < statement.Where.Length; i++)
            {
                var value = row[IndexOf(statement.Where[i].Column)];
                if (value is null || parameters[i] is null)
                    return false; // as in SQL: nothing compares with NULL
                var order = Compare(value, parameters[i]);
                var holds = statement.Where[i].Operator switch
                {
                    ComparisonOperator.Equal => order == 0,
                    ComparisonOperator.NotEqual => order != 0,
                    ComparisonOperator.Less => order < 0,
                    ComparisonOperator.Greater => order > 0,
                    ComparisonOperator.LessOrEqual => order <= 0,
                    _ => order >= 0,
                };
                if (!holds)
                    return false;
            }

            return true;
        }

        private static int Compare(object? left, object? right) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
            _ => FakeRows.Number(left).CompareTo(FakeRows.Number(right)),
        };

        private static object? Default(ColumnDefinition column) => column.Type switch
        {
            _ when column.Default is null => null,
            ColumnType.String or ColumnType.Binary => Encoding.UTF8.GetBytes(column.Default),
            ColumnType.Float => double.Parse(column.Default, CultureInfo.InvariantCulture),
            ColumnType.DateTime => DateTimeOffset.Parse(column.Default, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds(),
            _ => long.Parse(column.Default, CultureInfo.InvariantCulture),
        };
    }

    private sealed class FakeRows(string[] names, List<object?[]> rows) : DatabaseRows
    {
        private int _row = -1;

        public override int ColumnCount => names.Length;

        public override string NameOf(int column) => names[column];

        public override DatabaseValueKind KindOf(int column) => rows[_row][column] switch
        {
            null => DatabaseValueKind.Null,
            long => DatabaseValueKind.Integer,
            double => DatabaseValueKind.Double,
            _ => DatabaseValueKind.Text,
        };

        public override bool Read() => ++_row < rows.Count;

        public override long GetInt64(int column) => (long)Number(rows[_row][column]);

        public override double GetDouble(int column) => Number(rows[_row][column]);

        public override ReadOnlySpan<byte> GetBytes(int column) => Text(rows[_row][column]);

        public override long GetTime(int column) => GetInt64(column);

        internal static double Number(object? value) => value switch
        {
            long number => number,
            double number => number,
            byte[] text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0,
            _ => 0,
        };

        internal static byte[]? Text(object? value) => value switch
        {
            null => null,
            byte[] text => text,
            _ => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
    }
}
