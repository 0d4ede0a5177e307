using BenchmarkDotNet.Attributes;
using Seraph.Core.Database;
using Seraph.Modules.Sqlite;

namespace Seraph.Benchmarks.Database;

/// <summary>What authenticating and registering ask of the database: a look-up of credentials among 10,000 users, and writing a binding.</summary>
[MemoryDiagnoser]
public class SqliteBenchmarks
{
    private const int Users = 10_000;

    private static readonly Statement Add = Statement.Insert("credentials", ["auth_username", "realm", "flags", "ha1", "uid"]);
    private static readonly Statement Find = Statement.Select("credentials", ["ha1", "flags", "uid"], ["auth_username", "realm"]);
    private static readonly Statement Bind = Statement.Replace("location", ["uid", "aor", "contact", "expires", "q", "callid", "cseq", "flags"], ["uid", "contact"]);

    private readonly string _directory = Directory.CreateTempSubdirectory("seraph-bench").FullName;
    private DatabasePool _database = null!;
    private long _expires;

    [GlobalSetup]
    public void Setup()
    {
        _database = new SqliteDriver(new DatabaseLimits(4, TimeSpan.FromSeconds(5)), TimeProvider.System).Open(DatabaseUrl.Parse("sqlite:bench"), _directory);
        using var transaction = _database.Begin();
        for (var i = 0; i < Users; i++)
        {
            using var command = transaction.Command(Add);
            command.Bind(0, $"user{i}").Bind(1, "example.org").Bind(2, 33).Bind(3, new string('a', 32)).Bind(4, $"user{i}").Execute();
        }

        transaction.Commit();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public int LookUpCredentials()
    {
        using var command = _database.Command(Find);
        var rows = command.Bind(0, "user5000"u8).Bind(1, "example.org"u8).Query();
        return rows.Read() ? rows.GetBytes(0).Length + rows.GetInt32(1) + rows.GetBytes(2).Length : 0;
    }

    [Benchmark]
    public int WriteBinding()
    {
        using var command = _database.Command(Bind);
        return command.Bind(0, "user5000"u8).Bind(1, "sip:user5000@example.org"u8).Bind(2, "sip:user5000@192.0.2.1:5060"u8).BindTime(3, ++_expires).Bind(4, -1.0)
            .Bind(5, "1234567890@192.0.2.1"u8).Bind(6, 1).BindBitmap(7, 0).Execute();
    }
}
