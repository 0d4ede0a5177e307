using System.Text;
using Seraph.Core.Database;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Modules.AuthDb;
using Seraph.Modules.Tests.Auth;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip.Digest;
using Seraph.Testing;

namespace Seraph.Modules.Tests.AuthDb;

using static AuthTestBed;

public class AuthDbModuleTests
{
    private static readonly ScriptResult Failed = new(-2);
    private static readonly ScriptResult Malformed = new(-3);

    private readonly AuthTestBed _bed = new();
    private readonly AuthDbOptions _options = new() { DatabaseUrl = "fake://test" };
    private readonly FakeDatabase _database = new(SerSchema.Credentials);
    private readonly ListLogger<AuthDbModule> _log = new();
    private AuthDbModule? _module;
    private CredentialTable? _table;

    [Fact]
    public void Right_password_authenticates_and_loads_the_uid()
    {
        AddUser();
        var context = Receive(Credentials(_bed.Nonce()));

        Assert.Equal(ScriptResult.True, Authenticate(context));

        Assert.Equal("uid-alice", TestRoute.Attribute(context, "fu.uid"));
        Assert.Null(TestRoute.Attribute(context, "digest_challenge"));
        Assert.Equal(5, context.AuthorizedHeader);
    }

    [Fact]
    public void Proxy_credentials_are_checked_by_the_proxy_functions()
    {
        AddUser();
        var context = Receive(Credentials(_bed.Nonce(), header: "Proxy-Authorization"));

        Assert.Equal(ScriptResult.False, Authenticate(context));
        Assert.Equal(ScriptResult.True, Module().AuthenticateProxy(context, StringParameter.Of(Realm), _table!));
    }

    [Fact]
    public void Without_credentials_there_is_a_challenge()
    {
        var context = Receive("");

        Assert.Equal(ScriptResult.False, Authenticate(context));

        Assert.StartsWith("WWW-Authenticate: Digest realm=\"example.org\", nonce=\"", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);
        Assert.Equal(0, _database.Runs);
    }

    [Theory]
    [InlineData("wrong", User)]
    [InlineData(Password, "mallory")]
    public void Wrong_password_and_unknown_user_look_the_same(string password, string user)
    {
        AddUser();
        var context = Receive(Credentials(_bed.Nonce(), password: password, user: user));

        Assert.Equal(ScriptResult.False, Authenticate(context));

        Assert.DoesNotContain("stale", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);
        Assert.Null(TestRoute.Attribute(context, "fu.uid"));
        Assert.Equal(-1, context.AuthorizedHeader);
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Password, StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains(user, StringComparison.Ordinal));
    }

    [Fact]
    public void Stale_nonce_with_the_right_password_gets_a_stale_challenge()
    {
        AddUser();
        var nonce = _bed.Nonce();
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(301));
        var context = Receive(Credentials(nonce));

        Assert.Equal(ScriptResult.False, Authenticate(context));
        Assert.Contains(", stale=true", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);

        context = Receive(Credentials(nonce, password: "wrong"));
        Assert.Equal(ScriptResult.False, Authenticate(context));
        Assert.DoesNotContain("stale", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nonce_from_before_a_restart_gets_a_stale_challenge()
    {
        AddUser();
        var nonce = new AuthTestBed().Nonce();
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(1)); // the module starts now
        var context = Receive(Credentials(nonce));

        Assert.Equal(ScriptResult.False, Authenticate(context));
        Assert.Contains(", stale=true", TestRoute.Attribute(context, "digest_challenge"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(33, true)]
    [InlineData(3, false)] // disabled
    [InlineData(0, false)] // not for the server
    [InlineData(32, false)]
    public void Flags_of_the_row_decide_whether_it_counts(int flags, bool counts)
    {
        AddUser(flags: flags);

        Assert.Equal(counts ? ScriptResult.True : ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce()))));
    }

    [Fact]
    public void Rows_without_password_or_flags_do_not_count()
    {
        AddUser(flags: null);
        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce()))));
    }

    [Fact]
    public void User_name_with_domain_uses_the_second_column()
    {
        AddUser();

        Assert.Equal(ScriptResult.True, Authenticate(Receive(Credentials(_bed.Nonce(), user: "alice@example.org"))));
        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce(), user: "alice@elsewhere.org"))));
    }

    [Theory]
    [InlineData("alice", null)]
    [InlineData("alice@example.org", null)]
    [InlineData("alice", "MD5")]
    [InlineData("alice", "MD5-sess")]
    [InlineData("alice", "SHA-256")]
    [InlineData("alice@example.org", "SHA-256-sess")]
    public void Plain_passwords_work_for_every_form(string user, string? algorithm)
    {
        _options.CalculateHa1 = true;
        AddUser();

        Assert.Equal(ScriptResult.True, Authenticate(Receive(Credentials(_bed.Nonce(), user: user, algorithm: algorithm))));
        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce(), user: user, algorithm: algorithm, password: "wrong"))));
    }

    [Fact]
    public void A_hash_of_another_algorithm_does_not_match()
    {
        AddUser();

        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce(), algorithm: "SHA-256"))));
        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce(), algorithm: "AKAv1-MD5"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("auth")]
    [InlineData("auth-int")]
    public void Every_quality_of_protection_works(string qop)
    {
        AddUser();
        var request = Request(Credentials(_bed.Nonce(), qop, body: "hello"), body: "hello");

        Assert.Equal(ScriptResult.True, Authenticate(_bed.Route.Receive(request)));

        var changed = Request(Credentials(_bed.Nonce(), qop, body: "hello"), body: "HELLO");
        Assert.Equal(qop == "auth-int" ? ScriptResult.False : ScriptResult.True, Authenticate(_bed.Route.Receive(changed)));
    }

    [Fact]
    public void Every_listed_column_becomes_an_attribute()
    {
        _options.LoadCredentials = "uid|realm|flags";
        AddUser();
        var context = Receive(Credentials(_bed.Nonce()));

        Assert.Equal(ScriptResult.True, Authenticate(context));

        Assert.Equal("uid-alice", TestRoute.Attribute(context, "fu.uid"));
        Assert.Equal(Realm, TestRoute.Attribute(context, "fu.realm"));
        Assert.Equal("33", TestRoute.Attribute(context, "fu.flags"));
    }

    [Fact]
    public void An_empty_list_of_columns_loads_nothing()
    {
        _options.LoadCredentials = "";
        AddUser();
        var context = Receive(Credentials(_bed.Nonce()));

        Assert.Equal(ScriptResult.True, Authenticate(context));
        Assert.Null(TestRoute.Attribute(context, "fu.uid"));
    }

    [Fact]
    public void A_second_row_counts_only_when_all_are_checked()
    {
        AddUser(password: "first");
        AddUser(password: Password);
        Assert.Equal(ScriptResult.False, Authenticate(Receive(Credentials(_bed.Nonce()))));

        _options.CheckAll = true;
        Assert.Equal(ScriptResult.True, Authenticate(Receive(Credentials(_bed.Nonce()))));
        Assert.Equal(ScriptResult.True, Authenticate(Receive(Credentials(_bed.Nonce(), user: "alice@example.org"))));
    }

    [Fact]
    public void The_domain_id_has_to_match_when_asked_for()
    {
        _options.UseDid = true;
        AddUser(did: "_default");
        AddUser(did: "d2", password: "other");

        Assert.Equal(ScriptResult.True, Authenticate(Receive(Credentials(_bed.Nonce()))));
    }

    [Fact]
    public void A_database_that_fails_is_minus_2_with_a_challenge()
    {
        Module();
        _database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");
        var context = Receive(Credentials(_bed.Nonce()));

        Assert.Equal(Failed, Authenticate(context));

        Assert.NotNull(TestRoute.Attribute(context, "digest_challenge"));
        Assert.Contains(_log.Lines, line => line.Contains("gone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Authorization: Digest username=\"alice\n")]
    [InlineData("Authorization: Digest username=\"alice\", realm=\"example.org\", nonce=\"x\", uri=\"sip:x\"\n")]
    public void Malformed_credentials_are_minus_3_with_a_challenge(string header)
    {
        var context = Receive(header);

        Assert.Equal(Malformed, Authenticate(context));
        Assert.NotNull(TestRoute.Attribute(context, "digest_challenge"));
    }

    [Fact]
    public void A_realm_that_has_no_value_is_minus_1_without_a_challenge()
    {
        var context = Receive("");
        var realm = new StringParameter(Seraph.Script.Attributes.AttributeReference.Of("no_such_realm"));

        Assert.Equal(ScriptResult.False, Module().AuthenticateWww(context, realm, _table!));
        Assert.Null(TestRoute.Attribute(context, "digest_challenge"));
    }

    [Fact]
    public void A_realm_that_can_not_be_written_is_minus_2()
    {
        Assert.Equal(Failed, Module().AuthenticateWww(Receive(""), StringParameter.Of("a\r\nb"), _table!));
    }

    [Theory]
    [InlineData("ACK")]
    [InlineData("CANCEL")]
    public void What_can_not_be_challenged_passes(string method)
    {
        Assert.Equal(ScriptResult.True, Authenticate(_bed.Route.Receive(Request(method: method))));
        Assert.Equal(0, _database.Runs);
    }

    [Fact]
    public void Counts_what_came_of_it()
    {
        AddUser();
        var nonce = _bed.Nonce();
        Authenticate(Receive(Credentials(nonce)));
        Authenticate(Receive(Credentials(nonce, password: "wrong")));
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(301));
        Authenticate(Receive(Credentials(nonce)));
        _database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");
        Authenticate(Receive(Credentials(nonce)));

        Assert.Equal(
            ["accepted 1", "failed 1", "rejected 1", "stale 1"],
            _bed.Route.Server.Services.Statistics.Read("auth_db").Select(s => $"{s.Name} {s.Value}"));
    }

    [Fact]
    public void A_missing_table_is_made_at_start()
    {
        var empty = new FakeDatabase();
        var registry = new DatabaseRegistry("/");
        registry.Register(empty);
        var module = new AuthDbModule(_options, _bed.Route.Server, _bed.Auth, registry, _log);
        CredentialTable.For(module, "credentials");

        module.Start();

        Assert.True(empty.HasTable("credentials"));
    }

    [Fact]
    public void A_database_without_a_driver_keeps_the_server_from_starting()
    {
        _options.DatabaseUrl = "mysql://localhost/ser";
        var module = new AuthDbModule(_options, _bed.Route.Server, _bed.Auth, new DatabaseRegistry("/"), _log);

        Assert.Contains("mysql", Assert.Throws<ModuleException>(module.Start).Message, StringComparison.Ordinal);
    }

    private AuthDbModule Module()
    {
        if (_module is not null)
            return _module;
        var registry = new DatabaseRegistry("/");
        registry.Register(_database);
        _module = new AuthDbModule(_options, _bed.Route.Server, _bed.Auth, registry, _log);
        _table = CredentialTable.For(_module, "credentials");
        _module.Start();
        return _module;
    }

    private RouteContext Receive(string headers) => _bed.Route.Receive(Request(headers));

    private ScriptResult Authenticate(RouteContext context) => Module().AuthenticateWww(context, StringParameter.Of(Realm), _table!);

    private void AddUser(string password = Password, int? flags = 33, string did = "_default")
    {
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var ha1 = Encoding.ASCII.GetString(hex[..DigestCalculation.WriteHa1(DigestAlgorithm.Md5, Bytes(User), Bytes(Realm), Bytes(password), hex)]);
        var ha1b = Encoding.ASCII.GetString(hex[..DigestCalculation.WriteHa1b(DigestAlgorithm.Md5, Bytes(User), Bytes(Realm), Bytes(Realm), Bytes(password), hex)]);
        _database.Add(
            "credentials",
            ("auth_username", User), ("did", did), ("realm", Realm), ("password", password), ("flags", flags), ("ha1", ha1), ("ha1b", ha1b), ("uid", "uid-alice"));
    }
}
