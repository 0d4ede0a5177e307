using Seraph.Core.Database;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Usrloc;

public class UsrlocModuleTests
{
    private const string Header = "loadmodule \"sl\"\nloadmodule \"usrloc\"\nloadmodule \"registrar\"\n";
    private const string Routes = "route { if (method == \"REGISTER\") { save(\"location\"); exit; } lookup(\"aliases\"); }\n";

    private readonly TestRoute _route = new();
    private readonly FakeDatabase _database = new(SerSchema.Location);
    private int _cseq;

    [Fact]
    public void A_table_comes_into_use_by_its_name_in_the_script()
    {
        using var script = Load("");

        var stats = script.Call("usrloc.stats").Values;

        Assert.Equal(["location", "aliases"], stats.Select(s => Member(s, "domain").Text));
        Assert.Equal([0, 0], stats.Select(s => Member(s, "users").Integer));
    }

    [Fact]
    public void Statistics_count_users_and_expired_contacts()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>;expires=60"));
        script.Deliver(Register("bob", "<sip:b@h>"));
        Assert.Equal(2, Member(script.Call("usrloc.stats").Values[0], "users").Integer);

        _route.Time.Advance(TimeSpan.FromSeconds(61));
        script.Call("usrloc.flush");

        var stats = script.Call("usrloc.stats").Values[0];
        Assert.Equal(1, Member(stats, "users").Integer);
        Assert.Equal(1, Member(stats, "expired").Integer);
    }

    [Fact]
    public void The_timer_removes_expired_contacts_by_itself()
    {
        using var script = Load("modparam(\"usrloc\", \"timer_interval\", 10)\n");
        script.Deliver(Register("alice", "<sip:a@h>;expires=60"));

        _route.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, Member(script.Call("usrloc.stats").Values[0], "users").Integer);
        _route.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(0, Member(script.Call("usrloc.stats").Values[0], "users").Integer);
    }

    [Fact]
    public void Shows_the_valid_contacts_of_a_user()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>;q=0.5;expires=60, <sip:b@h>;expires=600;received=\"sip:192.0.2.7\""));
        _route.Time.Advance(TimeSpan.FromSeconds(60));

        var contact = Assert.Single(script.Call("usrloc.show_contacts", Text("location"), Text("alice")).Values);

        Assert.Equal("sip:b@h", Member(contact, "contact").Text);
        Assert.Equal(-1, Member(contact, "q").Double);
        Assert.Equal(540, Member(contact, "expires").Integer);
        Assert.Equal("phone/1.0", Member(contact, "ua").Text);
        Assert.Equal("sip:192.0.2.7", Member(contact, "recv").Text);
    }

    [Fact]
    public void Showing_says_what_is_missing()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>;expires=60"));
        _route.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(new RpcFault(400, "Table Not Found"), script.Call("usrloc.show_contacts", Text("nowhere"), Text("alice")).Failure);
        Assert.Equal(new RpcFault(404, "AOR Not Found"), script.Call("usrloc.show_contacts", Text("location"), Text("bob")).Failure);
        Assert.Equal(new RpcFault(404, "No Registered Contacts Found"), script.Call("usrloc.show_contacts", Text("location"), Text("alice")).Failure);
    }

    [Fact]
    public void A_permanent_contact_is_added_and_survives_the_timer()
    {
        using var script = Load("");

        Assert.Null(Add(script, "joe", "sip:a@1.2.3.4", expires: 0, q: 1.0, flags: 128).Failure);
        _route.Time.Advance(TimeSpan.FromDays(1000));
        script.Call("usrloc.flush");

        var contact = Assert.Single(script.Call("usrloc.show_contacts", Text("location"), Text("joe")).Values);
        Assert.Equal("sip:a@1.2.3.4", Member(contact, "contact").Text);
        Assert.Equal(1.0, Member(contact, "q").Double);
        Assert.Equal("SER-RPC", Member(contact, "ua").Text);
    }

    [Fact]
    public void Adding_refuses_what_can_not_be()
    {
        using var script = Load("");

        Assert.Equal(new RpcFault(500, "Error while adding Contact"), Add(script, "joe", "sip:a@h", expires: 0, q: -1, flags: 0).Failure);
        Assert.Equal(new RpcFault(500, "Error while adding Contact"), Add(script, "joe", "", expires: 60, q: -1, flags: 0).Failure);
        Assert.Equal(new RpcFault(400, "Table Not Found"), Add(script, "joe", "sip:a@h", 60, -1, 0, "nowhere").Failure);
        Assert.NotNull(script.Call("usrloc.add_contact", Text("location"), Text("joe")).Failure);
    }

    [Fact]
    public void Adding_again_updates_and_keeps_where_the_phone_is()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>;received=\"sip:192.0.2.7\""));

        Add(script, "alice", "sip:a@h", expires: 100, q: 0.5, flags: 0);

        var contact = Assert.Single(script.Call("usrloc.show_contacts", Text("location"), Text("alice")).Values);
        Assert.Equal(100, Member(contact, "expires").Integer);
        Assert.Equal("sip:192.0.2.7", Member(contact, "recv").Text);
    }

    [Fact]
    public void Deletes_a_contact_or_a_user()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>, <sip:b@h>"));

        Assert.Equal(new RpcFault(404, "Table Not Found"), Delete(script, "nowhere", "alice", "sip:a@h").Failure);
        Assert.Equal(new RpcFault(404, "AOR Not Found"), Delete(script, "location", "bob", "sip:a@h").Failure);
        Assert.Equal(new RpcFault(404, "Contact Not Found"), Delete(script, "location", "alice", "sip:c@h").Failure);
        Assert.Null(Delete(script, "location", "alice", "sip:a@h").Failure);
        Assert.Single(script.Call("usrloc.show_contacts", Text("location"), Text("alice")).Values);

        Assert.Null(script.Call("usrloc.delete_uid", Text("location"), Text("alice")).Failure);
        Assert.Null(script.Call("usrloc.delete_uid", Text("location"), Text("nobody")).Failure);
        Assert.Equal(new RpcFault(400, "Table Not Found"), script.Call("usrloc.delete_uid", Text("nowhere"), Text("alice")).Failure);
        Assert.Equal(new RpcFault(404, "AOR Not Found"), script.Call("usrloc.show_contacts", Text("location"), Text("alice")).Failure);
    }

    [Fact]
    public void Dumps_everything_to_the_caller_and_into_a_file()
    {
        using var script = Load("");
        script.Deliver(Register("alice", "<sip:a@h>"));
        script.Deliver(Register("bob", "<sip:b@h>"));

        var dump = script.Call("usrloc.dump").Values;
        Assert.Equal(["alice", "bob"], dump.Select(c => Member(c, "uid").Text).Order());
        Assert.All(dump, c => Assert.Equal("location", Member(c, "domain").Text));
        Assert.Equal(new RpcFault(400, "Table Not Found"), script.Call("usrloc.dump", Text("nowhere")).Failure);

        var file = Path.GetTempFileName();
        Assert.Null(script.Call("usrloc.dump_file", Text(file)).Failure);
        var text = File.ReadAllText(file);
        File.Delete(file);
        Assert.Contains("table location: 2 users", text, StringComparison.Ordinal);
        Assert.Contains("<sip:b@h> aor=sip:bob@example.org", text, StringComparison.Ordinal);
        Assert.Equal(500, script.Call("usrloc.dump_file", Text("/no/such/directory/file")).Failure!.Value.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_clean_restart_keeps_all_contacts(int mode)
    {
        using (var script = Load($"modparam(\"usrloc\", \"db_mode\", {mode})\nmodparam(\"usrloc\", \"db_url\", \"fake://test\")\n"))
        {
            for (var i = 0; i < 20; i++)
                script.Deliver(Register($"user{i}", $"<sip:u{i}@h>"));
        }

        var again = new UsrlocModuleTests(_database);
        using var restarted = again.Load($"modparam(\"usrloc\", \"db_mode\", {mode})\nmodparam(\"usrloc\", \"db_url\", \"fake://test\")\n");
        Assert.Equal(20, Member(restarted.Call("usrloc.stats").Values[0], "users").Integer);
    }

    [Fact]
    public void Read_only_mode_loads_and_never_writes()
    {
        _database.CreateIfMissing(SerSchema.Location.Named("aliases"));
        _database.Add("location", ("uid", "alice"), ("aor", "x"), ("contact", "sip:a@h"), ("expires", _route.Time.GetUtcNow().ToUnixTimeSeconds() + 60));
        using var script = Load("modparam(\"usrloc\", \"db_mode\", 3)\nmodparam(\"usrloc\", \"db_url\", \"fake://test\")\n");

        script.Deliver(Register("bob", "<sip:b@h>"));
        _route.Time.Advance(TimeSpan.FromSeconds(61));
        script.Call("usrloc.flush");

        Assert.Equal(1, Member(script.Call("usrloc.stats").Values[0], "users").Integer);
        Assert.Equal(["sip:a@h"], _database.Values("location", "contact"));
    }

    [Fact]
    public void A_missing_table_is_made()
    {
        using var script = Load("modparam(\"usrloc\", \"db_mode\", 1)\nmodparam(\"usrloc\", \"db_url\", \"fake://test\")\n");

        Assert.True(_database.HasTable("aliases"));
    }

    [Fact]
    public void An_unknown_mode_keeps_the_server_from_starting()
    {
        using var script = Load("modparam(\"usrloc\", \"db_mode\", 7)\n");

        Assert.Null(script.Result.Script);
    }

    [Fact]
    public void A_database_without_a_driver_keeps_the_server_from_starting()
    {
        var exception = Assert.Throws<ModuleException>(
            () => Load("modparam(\"usrloc\", \"db_mode\", 1)\nmodparam(\"usrloc\", \"db_url\", \"mysql://localhost/ser\")\n"));

        Assert.Contains("mysql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reload_keeps_the_contacts_and_refuses_other_parameters()
    {
        using var first = Load("");
        first.Deliver(Register("alice", "<sip:a@h>"));

        using var second = Load("modparam(\"usrloc\", \"timer_interval\", 5)\n");
        Assert.Single(second.Call("usrloc.show_contacts", Text("location"), Text("alice")).Values);

        using var third = Load("modparam(\"usrloc\", \"desc_time_order\", 1)\n");
        Assert.Null(third.Result.Script);
        Assert.Contains(third.Result.Diagnostics, d => d.Message.Contains("restart", StringComparison.Ordinal));
    }

    public UsrlocModuleTests()
    {
    }

    private UsrlocModuleTests(FakeDatabase database) => _database = database;

    private TestScript Load(string parameters) => new(_route, Header + parameters + Routes, _database);

    private string Register(string user, string contact) =>
        $"REGISTER sip:example.org SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{++_cseq}\nFrom: <sip:{user}@example.org>;tag=1\n"
        + $"To: <sip:{user}@example.org>\nCall-ID: {user}\nCSeq: {_cseq} REGISTER\nContact: {contact}\nUser-Agent: phone/1.0\nContent-Length: 0\n\n";

    private static RpcCall Add(TestScript script, string uid, string contact, int expires, double q, int flags, string table = "location") => script.Call(
        "usrloc.add_contact", Text(table), Text(uid), Text(contact), RpcValue.From(expires), RpcValue.From(q), RpcValue.From(flags));

    private static RpcCall Delete(TestScript script, string table, string uid, string contact) =>
        script.Call("usrloc.delete_contact", Text(table), Text(uid), Text(contact));

    private static RpcValue Text(string text) => RpcValue.From(text);

    private static RpcValue Member(RpcValue structure, string name) => structure.Structure.Members.First(m => m.Key == name).Value;
}
