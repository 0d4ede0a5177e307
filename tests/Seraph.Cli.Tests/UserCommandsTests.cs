using System.Security.Cryptography;
using System.Text;
using Seraph.Core.Database;

namespace Seraph.Cli.Tests;

public sealed class UserCommandsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("seraphctl").FullName;
    private readonly CommandLine _ctl = new();

    private string Db => $"sqlite:{_directory}/var/test.sqlite";

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Add_writes_credentials_and_uri_as_the_server_reads_them()
    {
        Assert.Equal(0, _ctl.Run("user", "add", "Alice@Example.ORG", "--password", "wonderland", "--db", Db));
        Assert.Equal("added Alice@example.org\n", _ctl.Output);

        Assert.Equal(
            [["Alice", "_default", "example.org", "", "33", Md5("Alice:example.org:wonderland"), Md5("Alice@example.org:example.org:wonderland"), "Alice@example.org"]],
            Rows("credentials", "auth_username", "did", "realm", "password", "flags", "ha1", "ha1b", "uid"));
        Assert.Equal([["Alice@example.org", "_default", "Alice", "61", "sip"]], Rows("uri", "uid", "did", "username", "flags", "scheme"));
    }

    [Fact]
    public void A_user_of_a_domain_of_ours_has_its_id()
    {
        Assert.Equal(0, _ctl.Run("domain", "--db", Db, "add", "example.org", "--did", "d1"));
        Assert.Equal(0, _ctl.Run("user", "--db", Db, "add", "alice@example.org", "-p", "x"));
        Assert.Equal("d1", Rows("credentials", "did")[0][0]);
        Assert.Equal("d1", Rows("uri", "did")[0][0]);
    }

    [Fact]
    public void A_user_is_added_once()
    {
        Assert.Equal(0, _ctl.Run("user", "add", "alice@example.org", "-p", "x", "--db", Db));
        Assert.Equal(1, _ctl.Run("user", "add", "alice@EXAMPLE.org", "-p", "y", "--db", Db));
        Assert.Contains("alice@example.org exists already", _ctl.Errors, StringComparison.Ordinal);
        Assert.Single(Rows("uri", "uid"));
        Assert.Equal(0, _ctl.Run("user", "add", "alice@example.net", "-p", "x", "--db", Db));
    }

    [Fact]
    public void The_password_is_asked_for_twice_and_never_shown()
    {
        _ctl.Keys = "secrets\b\nsecret\n";
        Assert.Equal(0, _ctl.Run("user", "add", "alice@example.org", "--db", Db));
        Assert.Equal(Md5("alice:example.org:secret"), Rows("credentials", "ha1")[0][0]);
        Assert.DoesNotContain("secret", _ctl.Output + _ctl.Errors, StringComparison.Ordinal);
        Assert.Contains("Password for alice@example.org: ", _ctl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_different_passwords_change_nothing()
    {
        _ctl.Keys = "one\ntwo\n";
        Assert.Equal(1, _ctl.Run("user", "add", "alice@example.org", "--db", Db));
        Assert.Contains("differ", _ctl.Errors, StringComparison.Ordinal);
        Assert.Empty(Rows("credentials", "uid"));
    }

    [Fact]
    public void The_password_may_be_piped_in()
    {
        _ctl.Input = "from a pipe\n";
        Assert.Equal(0, _ctl.Run("user", "add", "alice@example.org", "--db", Db));
        Assert.Equal(Md5("alice:example.org:from a pipe"), Rows("credentials", "ha1")[0][0]);
        _ctl.Input = "";
        Assert.Equal(1, _ctl.Run("user", "add", "bob@example.org", "--db", Db));
        Assert.Contains("no password given", _ctl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwd_changes_the_hashes()
    {
        _ctl.Run("user", "add", "alice@example.org", "-p", "old", "--db", Db);
        Assert.Equal(0, _ctl.Run("user", "passwd", "alice@example.org", "-p", "new", "--db", Db));
        Assert.Equal([[Md5("alice:example.org:new"), Md5("alice@example.org:example.org:new")]], Rows("credentials", "ha1", "ha1b"));
        Assert.Equal(1, _ctl.Run("user", "passwd", "bob@example.org", "-p", "new", "--db", Db));
        Assert.Contains("there is no user bob@example.org", _ctl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Rm_removes_what_belongs_to_the_user()
    {
        _ctl.Run("user", "add", "alice@example.org", "-p", "x", "--db", Db);
        _ctl.Run("user", "add", "bob@example.org", "-p", "x", "--db", Db);
        Assert.Equal(0, _ctl.Run("user", "rm", "alice@example.org", "--db", Db));
        Assert.Equal("bob@example.org", Assert.Single(Rows("uri", "uid"))[0]);
        Assert.Equal("bob", Assert.Single(Rows("credentials", "auth_username"))[0]);
        Assert.Equal(1, _ctl.Run("user", "rm", "alice@example.org", "--db", Db));
    }

    [Fact]
    public void Rm_keeps_the_uris_of_a_user_id_that_others_share()
    {
        _ctl.Run("user", "add", "alice@example.org", "-p", "x", "--db", Db);
        Execute("insert into credentials (auth_username, realm, ha1, uid) values ('phone2', 'example.org', 'x', 'alice@example.org')");
        Assert.Equal(0, _ctl.Run("user", "rm", "alice@example.org", "--db", Db));
        Assert.Single(Rows("uri", "uid"));
    }

    [Fact]
    public void List_shows_users_by_domain_and_state()
    {
        _ctl.Run("user", "add", "bob@example.net", "-p", "x", "--db", Db);
        _ctl.Run("user", "add", "alice@example.org", "-p", "x", "--db", Db);
        Execute("update credentials set flags = flags | 2 where auth_username = 'bob'");
        Assert.Equal(0, _ctl.Run("user", "list", "--db", Db));
        Assert.Equal(
            [["User", "UID", "Domain id", "State"], ["alice@example.org", "alice@example.org", "_default", "active"], ["bob@example.net", "bob@example.net", "_default", "disabled"]],
            _ctl.Rows());
        _ctl.Run("user", "list", "Example.Net", "--db", Db);
        Assert.Equal(2, _ctl.Rows().Length);
        _ctl.Run("user", "list", "--json", "--db", Db);
        Assert.Contains("\"user\": \"alice\"", _ctl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_a_table_with_borders()
    {
        _ctl.IsTerminal = true;
        Assert.Equal(0, _ctl.Run("user", "list", "--db", Db));
        Assert.Contains("╭", _ctl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_database_without_uris_is_used_as_it_is()
    {
        Execute("create table version (table_name varchar(64) not null primary key, table_version varchar(5))", create: true);
        Execute("create table credentials (auth_username varchar(64) not null, did varchar(64) not null default '_default', realm varchar(64) not null, password varchar(28) not null default '', flags integer not null default 0, ha1 varchar(32) not null, ha1b varchar(32) not null default '', uid varchar(64) not null)");
        Assert.Equal(0, _ctl.Run("user", "add", "alice@example.org", "-p", "x", "--db", Db));
        Assert.Equal(0, _ctl.Run("user", "rm", "alice@example.org", "--db", Db));
    }

    [Theory]
    [InlineData("alice", "write USER@DOMAIN")]
    [InlineData("@example.org", "write USER@DOMAIN")]
    [InlineData("alice@", "is no domain")]
    [InlineData("alice@exa mple", "is no domain")]
    [InlineData("al:ice@example.org", "can't be a user name")]
    [InlineData("alice@bob@example.org", "can't be a user name")]
    public void Says_what_a_user_looks_like(string user, string reason)
    {
        Assert.Equal(1, _ctl.Run("user", "add", user, "-p", "x", "--db", Db));
        Assert.Contains(reason, _ctl.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@192.0.2.1")]
    [InlineData("sip:alice@[2001:db8::1]")]
    [InlineData("+420123456@example.org")]
    public void Addresses_and_numbers_are_users_too(string user) => Assert.Equal(0, _ctl.Run("user", "add", user, "-p", "x", "--db", Db));

    [Theory]
    [InlineData("mysql://localhost/ser", "no database driver for 'mysql'")]
    [InlineData("var/x.sqlite", "starts with the name of a driver")]
    [InlineData("sqlite:///proc/nowhere/x", "cannot create the database")]
    public void Says_what_is_wrong_with_the_database(string db, string reason)
    {
        Assert.Equal(1, _ctl.Run("user", "list", "--db", db));
        Assert.Contains(reason, _ctl.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _ctl.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Domains_are_added_listed_and_removed()
    {
        Assert.Equal(0, _ctl.Run("domain", "add", "Example.ORG", "--db", Db));
        Assert.Equal(0, _ctl.Run("domain", "add", "sip.example.org", "--did", "example.org", "--db", Db));
        Assert.Equal(1, _ctl.Run("domain", "add", "example.org", "--db", Db));
        Assert.Contains("exists already", _ctl.Errors, StringComparison.Ordinal);
        _ctl.Run("domain", "list", "--db", Db);
        Assert.Equal(
            [["Domain", "Domain id", "Canonical", "State"], ["example.org", "example.org", "yes", "active"], ["sip.example.org", "example.org", "active"]],
            _ctl.Rows());
        Assert.Equal(0, _ctl.Run("domain", "rm", "sip.example.org", "--db", Db));
        Assert.Equal(1, _ctl.Run("domain", "rm", "sip.example.org", "--db", Db));
        _ctl.Run("domain", "list", "--json", "--db", Db);
        Assert.Contains("\"flags\": 37", _ctl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_is_refused_with_help()
    {
        Assert.Equal(1, _ctl.Run("user", "frobnicate"));
        Assert.NotEmpty(_ctl.Errors);
        Assert.Equal(0, _ctl.Run("--help"));
        Assert.Contains("domain", _ctl.Output, StringComparison.Ordinal);
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private string[][] Rows(string table, params string[] columns)
    {
        using var registry = DatabaseOption.Open(Db, out var database);
        using var command = database.Command(Statement.Select(table, columns));
        var rows = command.Query();
        var all = new List<string[]>();
        while (rows.Read())
            all.Add([.. columns.Select((_, index) => rows.GetString(index))]);
        return [.. all];
    }

    private void Execute(string sql, bool create = false)
    {
        if (create)
        {
            // A file that has a table is not filled with ours.
            Directory.CreateDirectory($"{_directory}/var");
            using var registry = DatabaseOption.Open($"sqlite:{_directory}/seed.sqlite", out var seed);
            foreach (var table in SerSchema.Tables)
            {
                using var drop = seed.Command(Statement.FromSql($"drop table {table.Name}"));
                drop.Execute();
            }

            using (var first = seed.Command(Statement.FromSql(sql)))
                first.Execute();
            using var copy = seed.Command(Statement.FromSql($"vacuum into '{_directory}/var/test.sqlite'"));
            copy.Execute();
            return;
        }

        using var opened = DatabaseOption.Open(Db, out var database);
        using var command = database.Command(Statement.FromSql(sql));
        command.Execute();
    }
}
