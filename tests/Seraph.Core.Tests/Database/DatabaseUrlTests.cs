using Seraph.Core.Database;

namespace Seraph.Core.Tests.Database;

public class DatabaseUrlTests
{
    [Theory]
    [InlineData("sqlite:///var/lib/seraph.sqlite", "/var/lib/seraph.sqlite")]
    [InlineData("sqlite:/var/lib/seraph.sqlite", "/var/lib/seraph.sqlite")]
    [InlineData("sqlite:////tmp/x.sqlite", "/tmp/x.sqlite")]
    [InlineData("sqlite://../var/x.sqlite", "/etc/var/x.sqlite")]
    [InlineData("dbtext:tables", "/etc/seraph/tables")]
    public void File_urls_name_a_path_below_the_configuration_file(string url, string path) =>
        Assert.Equal(path, DatabaseUrl.Parse(url).FilePath("/etc/seraph"));

    [Theory]
    [InlineData("mysql://ser:heslo@localhost:3306/ser", "ser", "heslo", "localhost", 3306, "ser")]
    [InlineData("mysql://localhost/ser", null, null, "localhost", null, "ser")]
    [InlineData("mysql://ser@db.example.org/ser/x", "ser", null, "db.example.org", null, "ser/x")]
    [InlineData("postgres://ser:a:b:c@[2001:db8::1]:5432/ser", "ser", "a:b:c", "2001:db8::1", 5432, "ser")]
    [InlineData("postgres://[::1]/ser@home", null, null, "::1", null, "ser@home")]
    public void Server_urls_are_taken_apart(string url, string? user, string? password, string host, int? port, string database) =>
        Assert.Equal(new DatabaseServerAddress(user, password, host, port, database), DatabaseUrl.Parse(url).Server());

    [Theory]
    [InlineData("mysql://localhost", "the database is missing")]
    [InlineData("mysql://localhost/", "the database is missing")]
    [InlineData("mysql:///ser", "the host is missing")]
    [InlineData("mysql://u:p@/ser", "the host is missing")]
    [InlineData("mysql://localhost:0/ser", "the port is a number from 1 to 65535")]
    [InlineData("mysql://localhost:65536/ser", "the port is a number from 1 to 65535")]
    [InlineData("mysql://[::1/ser", "']' is missing")]
    public void Says_what_is_wrong_with_a_server_url(string url, string reason)
    {
        var error = Assert.Throws<DatabaseException>(() => DatabaseUrl.Parse(url).Server());
        Assert.Equal(DatabaseError.BadUrl, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":x")]
    [InlineData("a b://c/d")]
    public void Refuses_a_url_without_a_driver(string url) =>
        Assert.Contains("starts with the name of a driver", Assert.Throws<DatabaseException>(() => DatabaseUrl.Parse(url)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_file_url_without_a_path() => Assert.Throws<DatabaseException>(() => DatabaseUrl.Parse("sqlite://").FilePath("/"));

    [Fact]
    public void Never_shows_the_password() =>
        Assert.Equal("mysql://ser:***@localhost/ser", DatabaseUrl.Parse("mysql://ser:he:slo@localhost/ser").ToString());

    [Fact]
    public void Hosts_are_the_same_in_either_letter_case_and_users_are_not()
    {
        static string Key(string url) => DatabaseUrl.Parse(url).Server().Key;
        Assert.Equal(Key("mysql://ser@DB/x"), Key("mysql://ser@db/x"));
        Assert.NotEqual(Key("mysql://SER@db/x"), Key("mysql://ser@db/x"));
    }
}
