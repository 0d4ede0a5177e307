using System.Text;
using CsCheck;
using Seraph.Core.Database;
using Seraph.Modules.Sqlite;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Sqlite;

/// <summary>The fake database of tests and the real one do the same: what a module's tests show on the one holds on the other.</summary>
public sealed class DatabaseModelTests : IDisposable
{
    private static readonly string[] Columns = ["uid", "aor", "contact", "expires", "q", "cseq", "received", "flags"];
    private static readonly Statement Insert = Statement.Insert("location", Columns);
    private static readonly Statement Replace = Statement.Replace("location", Columns, ["uid", "contact"]);
    private static readonly Statement DeleteContact = Statement.Delete("location", ["uid", "contact"]);
    private static readonly Statement SetFlags = Statement.Update("location", ["flags", "received"], ["uid"]);
    private static readonly Statement All = Statement.Select("location", [.. Columns, "server_id", "callid"], [], "contact");
    private static readonly Statement Clear = Statement.Delete("location", []);
    private static readonly Dictionary<ComparisonOperator, Statement> ByExpiry = Enum.GetValues<ComparisonOperator>()
        .ToDictionary(comparison => comparison, comparison => Statement.Delete("location", [new Condition("expires", comparison)]));

    private static readonly Gen<Action<Func<Statement, DatabaseCommand>, List<string>>> Steps = Gen.OneOf(
        Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[-1, 4], Gen.UInt, Gen.Bool).Select(Write),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Select((uid, contact) => Execute(DeleteContact, command => command.Bind(0, $"u{uid}").Bind(1, $"c{contact}"))),
        Gen.Select(Gen.Int[0, 3], Gen.UInt).Select((uid, flags) => Execute(SetFlags, command => command.BindBitmap(0, flags).BindNull(1).Bind(2, $"u{uid}"))),
        Gen.Select(Gen.Enum<ComparisonOperator>(), Gen.Int[0, 5]).Select((comparison, time) => Execute(ByExpiry[comparison], command => command.BindTime(0, time * 1000))),
        Gen.Const((Action<Func<Statement, DatabaseCommand>, List<string>>)Read));

    private readonly string _directory = Directory.CreateTempSubdirectory("seraph-sqlite").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_fake_database_does_what_sqlite_does()
    {
        var url = DatabaseUrl.Parse("sqlite:model");
        using var sqlite = new SqliteDriver(new DatabaseLimits(2, TimeSpan.FromSeconds(30)), TimeProvider.System).Open(url, _directory);
        using var fake = new FakeDatabase(SerSchema.Location);
        Gen.Select(Steps.List[1, 10], Gen.Bool, Gen.Bool).List[1, 4].Sample(
            rounds => Run(sqlite, rounds).SequenceEqual(Run(fake, rounds)),
            iter: 150,
            threads: 1);
    }

    private static List<string> Run(DatabasePool database, List<(List<Action<Func<Statement, DatabaseCommand>, List<string>>> Steps, bool InTransaction, bool Commits)> rounds)
    {
        var log = new List<string>();
        Execute(Clear, command => command)(database.Command, []);
        foreach (var (steps, inTransaction, commits) in rounds)
        {
            if (!inTransaction)
            {
                steps.ForEach(step => step(database.Command, log));
                continue;
            }

            using var transaction = database.Begin();
            steps.ForEach(step => step(transaction.Command, log));
            if (commits)
                transaction.Commit();
        }

        Read(database.Command, log);
        return log;
    }

    private static Action<Func<Statement, DatabaseCommand>, List<string>> Write(bool replace, int uid, int contact, int time, int q, uint number, bool received) =>
        Execute(replace ? Replace : Insert, command =>
        {
            command.Bind(0, $"u{uid}").Bind(1, Encoding.UTF8.GetBytes($"a{uid}")).Bind(2, $"c{contact}").BindTime(3, time * 1000).Bind(4, q / 4.0).Bind(5, number).BindBitmap(7, number);
            return received ? command.Bind(6, "") : command.BindNull(6);
        });

    private static Action<Func<Statement, DatabaseCommand>, List<string>> Execute(Statement statement, Func<DatabaseCommand, DatabaseCommand> bind) => (commandFor, log) =>
    {
        using var command = commandFor(statement);
        try
        {
            log.Add($"{statement}: {bind(command).Execute()}");
        }
        catch (DatabaseException error)
        {
            log.Add($"{statement}: {error.Error}");
        }
    };

    private static void Read(Func<Statement, DatabaseCommand> commandFor, List<string> log)
    {
        using var command = commandFor(All);
        var rows = command.Query();
        var found = new List<string>();
        while (rows.Read())
        {
            found.Add(string.Join('|', rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetTime(3), rows.GetDouble(4), rows.GetInt64(5),
                rows.IsNull(6), rows.GetBitmap(7), rows.GetInt32(8), rows.IsNull(9)));
        }

        found.Sort(StringComparer.Ordinal);
        log.AddRange(found);
    }
}
