using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Registrar;

using static RegistrarTestBed;

public class SaveTests
{
    private readonly RegistrarTestBed _bed = new();

    [Fact]
    public void Answers_200_with_the_contact_and_its_lifetime()
    {
        var reply = _bed.Save("Contact: <sip:alice@192.0.2.1:5070;transport=udp>;expires=600;q=0.7\n");

        Assert.Equal("SIP/2.0 200 OK", StatusLine(reply));
        Assert.Equal("<sip:alice@192.0.2.1:5070;transport=udp>;q=0.7;expires=600", Header(reply, "Contact"));
        Assert.Equal("Fri, 15 Jan 2027 08:00:00 GMT", Header(reply, "Date"));
        Assert.Null(Header(reply, "P-Registrar-Error"));
    }

    [Fact]
    public void Returns_true_to_the_script()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));

        Assert.Equal(ScriptResult.True, _bed.Registrar.Save(context, _bed.Table));
    }

    [Theory]
    [InlineData("Contact: <sip:a@h>;expires=100\nExpires: 500\n", 100)] // the parameter wins
    [InlineData("Contact: <sip:a@h>\nExpires: 500\n", 500)]
    [InlineData("Contact: <sip:a@h>\n", 3600)]
    [InlineData("Contact: <sip:a@h>;expires=30\n", 60)] // min_expires
    [InlineData("Contact: <sip:a@h>;expires=abc\n", 3600)]
    [InlineData("Contact: <sip:a@h>;expires=99999999999999999999\n", 3600)]
    [InlineData("Contact: <sip:a@h>\nExpires: tomorrow\n", 3600)]
    [InlineData("Contact: sip:a@h;expires=100\n", 100)] // without brackets the parameter is the header's
    public void Takes_the_lifetime_from_where_it_stands(string headers, int seconds)
    {
        Assert.EndsWith($";expires={seconds}", Header(_bed.Save(headers), "Contact"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lowers_a_lifetime_to_max_expires()
    {
        _bed.Options.MaxExpires = 120;

        Assert.Equal("<sip:a@h>;expires=120", Header(_bed.Save("Contact: <sip:a@h>;expires=3600\n"), "Contact"));
    }

    [Fact]
    public void Lists_the_bindings_with_the_seconds_that_are_left()
    {
        _bed.Save("Contact: <sip:a@h>;expires=600\nContact: <sip:b@h>;q=0.5;expires=60\n");
        _bed.Route.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal("<sip:b@h>;q=0.5;expires=10, <sip:a@h>;expires=550", _bed.Contacts());

        _bed.Route.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("<sip:a@h>;expires=540", _bed.Contacts());
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.000", "1")]
    [InlineData("0.25", "0.25")]
    [InlineData("0.125", "0.125")]
    public void Writes_q_in_its_shortest_form(string q, string written)
    {
        Assert.Equal($"<sip:a@h>;q={written};expires=3600", Header(_bed.Save($"Contact: <sip:a@h>;q={q}\n"), "Contact"));
    }

    [Fact]
    public void Gives_contacts_without_q_the_default()
    {
        _bed.Options.DefaultQ = 300;

        Assert.Equal("<sip:a@h>;q=0.3;expires=3600", Header(_bed.Save("Contact: <sip:a@h>\n"), "Contact"));
    }

    [Fact]
    public void Refreshes_a_contact_that_is_equal_by_the_rules_of_the_RFC()
    {
        _bed.Save("Contact: <sip:alice@EXAMPLE.net;transport=TCP>;expires=100\n");
        _bed.Save("Contact: <sip:alice@example.net;Transport=tcp>;expires=200\n");

        Assert.Equal("<sip:alice@example.net;Transport=tcp>;expires=200", _bed.Contacts());
    }

    [Fact]
    public void Replaces_the_contact_of_the_same_instance()
    {
        _bed.Save("Contact: <sip:a@10.1.1.1>;+sip.instance=\"<urn:uuid:1>\"\n");
        _bed.Save("Contact: <sip:a@10.2.2.2>;+sip.instance=\"<urn:uuid:1>\"\n");

        Assert.Equal("<sip:a@10.2.2.2>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void Expires_zero_removes_one_contact_and_ignores_an_unknown_one()
    {
        _bed.Save("Contact: <sip:a@h>\nContact: <sip:b@h>\n");
        _bed.Save("Contact: <sip:a@h>;expires=0, <sip:unknown@h>;expires=0\n");

        Assert.Equal("<sip:b@h>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void Star_removes_everything()
    {
        _bed.Save("Contact: <sip:a@h>\nContact: <sip:b@h>\n");

        var reply = _bed.Save("Contact: *\nExpires: 0\n");

        Assert.Equal("SIP/2.0 200 OK", StatusLine(reply));
        Assert.Null(Header(reply, "Contact"));
        Assert.Equal("", _bed.Contacts());
        Assert.Equal(0, _bed.Table.Table.Users);
    }

    [Theory]
    [InlineData("Contact: *\n", "* used in contact and expires is not zero")]
    [InlineData("Contact: *\nExpires: 60\n", "* used in contact and expires is not zero")]
    [InlineData("Contact: *\nExpires: zero\n", "* used in contact and expires is not zero")]
    [InlineData("Contact: *\nContact: <sip:a@h>\nExpires: 0\n", "* used in contact and more than 1 contact")]
    [InlineData("Contact: <sip:a@h>\nContact: *\nExpires: 0\n", "* used in contact and more than 1 contact")]
    [InlineData("Contact: <sip:a@h>, *\nExpires: 0\n", "* used in contact and more than 1 contact")]
    [InlineData("Contact: <sip:a@h>;q=1.5\n", "Invalid q param in contact")]
    [InlineData("Contact: <sip:a@h>;q=0.1234\n", "Invalid q param in contact")]
    [InlineData("Contact: <sip:a@h\n", "Contact parse error")]
    [InlineData("Contact: <not-a-uri>\n", "Contact parse error")]
    [InlineData("Contact: <sip:>\n", "Contact parse error")]
    public void Refuses_with_400_and_says_why(string headers, string text)
    {
        _bed.Save("Contact: <sip:old@h>\n");

        var reply = _bed.Save(headers);

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(reply));
        Assert.Equal(text, Header(reply, "P-Registrar-Error"));
        Assert.Equal("<sip:old@h>;expires=3600", _bed.Contacts());
        Assert.Contains(_bed.Log.Lines, line => line.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Error_returns_0_and_ends_the_script()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: *\n"));

        Assert.Equal(ScriptResult.Stop, _bed.Registrar.Save(context, _bed.Table));
    }

    [Fact]
    public void Returns_minus_1_when_the_reply_can_not_be_sent()
    {
        _bed.Route.SendingFails = true;
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));

        Assert.Equal(ScriptResult.False, _bed.Registrar.Save(context, _bed.Table));
    }

    [Theory]
    [InlineData("<sip:example.org>", "No username in To URI")]
    [InlineData("<sip:al%zzice@example.org>", "Error while unescaping username")]
    public void Refuses_an_address_of_record_without_a_usable_user(string to, string text)
    {
        var reply = _bed.Save("Contact: <sip:a@h>\n", to: to);

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(reply));
        Assert.Equal(text, Header(reply, "P-Registrar-Error"));
    }

    [Fact]
    public void Refuses_an_address_of_record_that_is_too_long()
    {
        var reply = _bed.Save("Contact: <sip:a@h>\n", to: $"<sip:{new string('a', 400)}@example.org>");

        Assert.Equal("SIP/2.0 500 Server Internal Error", StatusLine(reply));
        Assert.Equal("Address Of Record too long", Header(reply, "P-Registrar-Error"));
    }

    [Fact]
    public void Refuses_a_contact_that_no_branch_could_carry()
    {
        var reply = _bed.Save($"Contact: <sip:{new string('a', 1100)}@h>\n");

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(reply));
        Assert.Equal("Contact/received too long", Header(reply, "P-Registrar-Error"));
    }

    [Fact]
    public void Removing_works_in_the_same_request_as_adding()
    {
        _bed.Save("Contact: <sip:a@h>\n");
        _bed.Save("Contact: <sip:a@h>;expires=0\nContact: <sip:b@h>\n");

        Assert.Equal("<sip:b@h>;expires=3600", _bed.Contacts());
    }

    // ---- RFC 3261, 10.3, steps 6 and 7: requests that overtake one another

    [Fact]
    public void An_overtaken_request_changes_nothing()
    {
        _bed.Save("Contact: <sip:a@h>;expires=600\n", cseq: 10);

        var reply = _bed.Save("Contact: <sip:a@h>;expires=0\n", cseq: 9);

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(reply));
        Assert.Equal("Out of order request", Header(reply, "P-Registrar-Error"));
        Assert.Equal("<sip:a@h>;expires=600", Header(reply, "Contact"));
    }

    [Fact]
    public void An_overtaken_star_changes_nothing()
    {
        _bed.Save("Contact: <sip:a@h>\n", cseq: 10);
        _bed.Save("Contact: <sip:b@h>\n", callId: "another", cseq: 1);

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(_bed.Save("Contact: *\nExpires: 0\n", cseq: 9)));
        Assert.Equal("<sip:a@h>;expires=3600, <sip:b@h>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void One_overtaken_contact_fails_the_whole_request()
    {
        _bed.Save("Contact: <sip:a@h>\n", cseq: 10);

        _bed.Save("Contact: <sip:new@h>\nContact: <sip:a@h>\n", cseq: 9);

        Assert.Equal("<sip:a@h>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void Another_Call_ID_starts_its_own_order()
    {
        _bed.Save("Contact: <sip:a@h>;expires=600\n", callId: "before-reboot", cseq: 100);
        _bed.Save("Contact: <sip:a@h>;expires=300\n", callId: "after-reboot", cseq: 1);

        Assert.Equal("<sip:a@h>;expires=300", _bed.Contacts());
    }

    [Fact]
    public void A_retransmission_gets_the_same_answer()
    {
        var request = _bed.Register("Contact: <sip:a@h>\nContact: <sip:b@h>;expires=0\n");

        Assert.Equal(_bed.Answer(request), _bed.Answer(request));
    }

    [Fact]
    public void An_expired_binding_does_not_count_for_the_order()
    {
        _bed.Save("Contact: <sip:a@h>;expires=60\n", cseq: 10);
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(60)); // the timer has not run yet

        Assert.Equal("SIP/2.0 200 OK", StatusLine(_bed.Save("Contact: <sip:a@h>\n", cseq: 1)));
    }

    // ---- keys and attributes

    [Fact]
    public void The_user_of_To_is_unescaped_and_lower_cased()
    {
        _bed.Save("Contact: <sip:a@h>\n", to: "<sip:%41lice@example.org>");

        Assert.True(_bed.Table.Table.TryRead("alice"u8, new LocationRecord()));
    }

    [Fact]
    public void The_attribute_uid_wins_and_is_set_when_missing()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        TestRoute.SetAttribute(context, "tu.uid", "4711");
        _bed.Registrar.Save(context, _bed.Table);
        Assert.True(_bed.Table.Table.TryRead("4711"u8, new LocationRecord()));

        context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        _bed.Registrar.Save(context, _bed.Table);
        Assert.Equal("alice", TestRoute.Attribute(context, "t.uid"));
    }

    [Fact]
    public void Attributes_override_the_stored_aor_and_owner()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        TestRoute.SetAttribute(context, "t.aor", "sip:team@example.org");
        TestRoute.SetAttribute(context, "f.server_id", "17");

        _bed.Registrar.Save(context, _bed.Table);

        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal("sip:team@example.org", Text(record[0].Aor));
        Assert.Equal(17, record[0].ServerId);
    }

    [Fact]
    public void Stores_what_the_request_says()
    {
        _bed.Save("Contact: <sip:a@h>\n", callId: "c-17", cseq: 5);

        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal("sip:alice@example.org", Text(record[0].Aor));
        Assert.Equal("c-17", Text(record[0].CallId));
        Assert.Equal(5u, record[0].CSeq);
        Assert.Equal("phone/1.0", Text(record[0].UserAgent));
        Assert.Equal(TransportProtocol.Udp, record[0].Socket!.Protocol);
        Assert.Equal(BindingFlags.None, record[0].Flags);
    }

    [Fact]
    public void A_missing_user_agent_is_unknown_and_a_long_one_is_cut()
    {
        _bed.Answer(_bed.Register("Contact: <sip:a@h>\n").Replace("User-Agent: phone/1.0\n", "", StringComparison.Ordinal));
        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal("Unknown", Text(record[0].UserAgent));

        _bed.Answer(_bed.Register("Contact: <sip:a@h>\n").Replace("phone/1.0", new string('p', 100), StringComparison.Ordinal));
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal(64, record[0].UserAgent.Length);
    }

    [Fact]
    public void Filter_lists_only_the_contacts_of_one_address_of_record()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        TestRoute.SetAttribute(context, "t.uid", "4711");
        _bed.Registrar.Save(context, _bed.Table);

        context = _bed.Route.Receive(_bed.Register("Contact: <sip:b@h>\n", to: "<sip:bob@example.org>"));
        TestRoute.SetAttribute(context, "t.uid", "4711");
        _bed.Registrar.Save(context, _bed.Table, StringParameter.Of("SIP:alice@example.org"));

        Assert.Equal("<sip:a@h>;expires=3600", Header(_bed.Route.LastSent, "Contact"));
    }

    // ---- NAT

    [Fact]
    public void NAT_flag_stores_where_the_request_came_from()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@10.9.9.9>\n"), "198.51.100.7:4711");
        context.Flags |= 1u << 4;
        _bed.Registrar.Save(context, _bed.Table);

        Assert.Equal(
            "<sip:a@10.9.9.9>;expires=3600;received=\"sip:198.51.100.7:4711;dstip=10.0.0.1;dstport=5060\"",
            Header(_bed.Route.LastSent, "Contact"));
        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal(BindingFlags.Nat, record[0].Flags);
    }

    [Fact]
    public void NAT_flag_names_the_transport_when_it_is_not_UDP()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@10.9.9.9>\n"), "198.51.100.7:4711", TransportProtocol.Tcp);
        context.Flags |= 1u << 4;
        _bed.Registrar.Save(context, _bed.Table);

        Assert.EndsWith("received=\"sip:198.51.100.7:4711;transport=TCP;dstip=10.0.0.1;dstport=5060\"", Header(_bed.Route.LastSent, "Contact"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refresh_without_the_NAT_flag_clears_it()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        context.Flags |= 1u << 4;
        _bed.Registrar.Save(context, _bed.Table);
        _bed.Save("Contact: <sip:a@h>\n");

        Assert.Equal("<sip:a@h>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void A_received_parameter_is_taken_as_it_is()
    {
        Assert.Equal(
            "<sip:a@h>;expires=3600;received=\"sip:192.0.2.77:9\"",
            Header(_bed.Save("Contact: <sip:a@h>;received=\"sip:192.0.2.77:9\"\n"), "Contact"));
    }

    // ---- limits

    [Fact]
    public void Refuses_one_contact_more_than_max_contacts()
    {
        _bed.Options.MaxContacts = 1;
        _bed.Save("Contact: <sip:a@h>\n");

        var reply = _bed.Save("Contact: <sip:b@h>\n");

        Assert.Equal("SIP/2.0 503 Service Unavailable", StatusLine(reply));
        Assert.Equal("Too many registered contacts", Header(reply, "P-Registrar-Error"));
        Assert.Equal("<sip:a@h>;expires=3600", Header(reply, "Contact"));
        Assert.Null(Header(reply, "Retry-After"));
        Assert.Equal("SIP/2.0 200 OK", StatusLine(_bed.Save("Contact: <sip:a@h>\n")));
        Assert.Equal("SIP/2.0 200 OK", StatusLine(_bed.Save("Contact: <sip:a@h>;expires=0\nContact: <sip:b@h>\n")));
    }

    [Fact]
    public void Says_when_to_retry_if_told_to()
    {
        _bed.Options.MaxContacts = 1;
        _bed.Options.RetryAfter = 30;

        Assert.Equal("30", Header(_bed.Save("Contact: <sip:a@h>\nContact: <sip:b@h>\n"), "Retry-After"));
        Assert.Equal("", _bed.Contacts());
    }

    [Fact]
    public void Refuses_more_contacts_than_a_reply_can_list()
    {
        for (var i = 0; i < 100; i++)
            _bed.Save($"Contact: <sip:a@{new string('h', 60)}{i}>\n");
        var full = _bed.Contacts().Split(',').Length;

        Assert.InRange(full, 50, 99);
        Assert.Equal("SIP/2.0 503 Service Unavailable", StatusLine(_bed.Save("Contact: <sip:a@another-one.example.net>\nContact: <sip:b@another-one.example.net>\n")));
        Assert.Equal(full, _bed.Contacts().Split(',').Length);
    }

    // ---- extensions

    [Fact]
    public void Refuses_an_extension_that_it_does_not_know()
    {
        var reply = _bed.Save("Contact: <sip:a@h>\nRequire: gruu, 100rel\n");

        Assert.Equal("SIP/2.0 420 Bad Extension", StatusLine(reply));
        Assert.Equal("gruu, 100rel", Header(reply, "Unsupported"));
        Assert.Equal("", _bed.Contacts());
    }

    [Fact]
    public void Path_is_ignored_unless_it_is_switched_on()
    {
        _bed.Save("Contact: <sip:a@h>\nPath: <sip:p.example.net;lr>\n");

        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.True(record[0].Path.IsEmpty);
    }

    [Fact]
    public void Path_is_stored_and_brought_back()
    {
        _bed.Options.UsePath = true;
        var reply = _bed.Save("Contact: <sip:a@h>\nSupported: path\nPath: <sip:p1.example.net;lr>\nPath: <sip:p2.example.net;lr>\n");

        Assert.Equal("SIP/2.0 200 OK", StatusLine(reply));
        Assert.Equal("<sip:p1.example.net;lr>,<sip:p2.example.net;lr>", Header(reply, "Path"));
        var record = new LocationRecord();
        _bed.Table.Table.TryRead("alice"u8, record);
        Assert.Equal("<sip:p1.example.net;lr>,<sip:p2.example.net;lr>", Text(record[0].Path));
    }

    [Theory]
    [InlineData(0, 200, false)]
    [InlineData(1, 200, false)]
    [InlineData(2, 420, false)]
    public void Path_of_a_client_that_does_not_support_it(int mode, int code, bool returned)
    {
        _bed.Options.UsePath = true;
        _bed.Options.PathMode = mode;

        var reply = _bed.Save("Contact: <sip:a@h>\nPath: <sip:p1.example.net;lr>\n");

        Assert.StartsWith($"SIP/2.0 {code} ", reply, StringComparison.Ordinal);
        Assert.Equal(returned, Header(reply, "Path") is not null);
        if (code == 420)
            Assert.Equal("path", Header(reply, "Unsupported"));
    }

    [Fact]
    public void A_malformed_Path_is_refused()
    {
        _bed.Options.UsePath = true;

        var reply = _bed.Save("Contact: <sip:a@h>\nSupported: path\nPath: sip:p1.example.net;lr\n");

        Assert.Equal("SIP/2.0 400 Bad Request", StatusLine(reply));
        Assert.Equal("Path parse error", Header(reply, "P-Registrar-Error"));
    }

    // ---- without a reply, memory only, database

    [Fact]
    public void No_reply_variant_tells_the_script()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));

        Assert.Equal(ScriptResult.True, _bed.Registrar.SaveNoReply(context, _bed.Table));

        Assert.Empty(_bed.Route.Sent);
        Assert.Equal("200", TestRoute.Attribute(context, "code"));
        Assert.Equal("OK", TestRoute.Attribute(context, "reason"));
        Assert.Equal("Contact: <sip:a@h>;expires=3600\r\n", TestRoute.Attribute(context, "contact"));
    }

    [Fact]
    public void No_reply_variant_tells_errors_too()
    {
        var context = _bed.Route.Receive(_bed.Register("Contact: *\n"));

        Assert.Equal(new ScriptResult(-2), _bed.Registrar.SaveNoReply(context, _bed.Table));

        Assert.Empty(_bed.Route.Sent);
        Assert.Equal("400", TestRoute.Attribute(context, "code"));
        Assert.Equal("Bad Request", TestRoute.Attribute(context, "reason"));
    }

    [Fact]
    public void Memory_variants_never_touch_the_database()
    {
        _bed.UsrlocOptions.Mode = 1;
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:a@h>\n"));
        Assert.Equal(ScriptResult.True, _bed.Registrar.SaveMemory(context, _bed.Table));
        context = _bed.Route.Receive(_bed.Register("Contact: <sip:b@h>\n"));
        Assert.Equal(ScriptResult.True, _bed.Registrar.SaveMemoryNoReply(context, _bed.Table));

        Assert.Empty(_bed.Database.Values("location", "contact"));
        Assert.Equal("<sip:a@h>;expires=3600, <sip:b@h>;expires=3600", _bed.Contacts());
    }

    [Fact]
    public void Row_is_in_the_database_before_the_200()
    {
        _bed.UsrlocOptions.Mode = 1;

        Assert.Equal("SIP/2.0 200 OK", StatusLine(_bed.Save("Contact: <sip:a@h>\n")));

        Assert.Equal(["sip:a@h"], _bed.Database.Values("location", "contact"));
    }

    [Fact]
    public void A_failing_database_is_answered_500_and_nothing_changes()
    {
        _bed.UsrlocOptions.Mode = 1;
        _bed.Save("Contact: <sip:a@h>\n");
        _bed.Database.Failure = new DatabaseException(DatabaseError.Unavailable, "gone");

        Assert.Equal("usrloc_contact_insert failed", Header(_bed.Save("Contact: <sip:b@h>\n"), "P-Registrar-Error"));
        Assert.Equal("usrloc_contact_update failed", Header(_bed.Save("Contact: <sip:a@h>;expires=60\n"), "P-Registrar-Error"));
        var reply = _bed.Save("Contact: <sip:a@h>;expires=0\n");

        Assert.Equal("usrloc_contact_delete failed", Header(reply, "P-Registrar-Error"));
        Assert.Equal("SIP/2.0 500 Server Internal Error", StatusLine(reply));
        Assert.Equal("<sip:a@h>;expires=3600", Header(reply, "Contact"));
    }

    [Fact]
    public void A_refresh_allocates_nothing()
    {
        _bed.Route.KeepSent = false;
        var module = _bed.Registrar;
        var context = _bed.Route.Receive(_bed.Register("Contact: <sip:alice@192.0.2.1:5070;transport=udp>;expires=600;q=0.7\n"));
        var message = context.Message.Buffer;
        var info = context.Source;
        _bed.Route.Server.ReturnContext(context);

        Assert.Equal(0, Allocations.Of(Refresh));

        void Refresh()
        {
            var each = _bed.Route.Server.RentContext(info);
            each.Message.Parse(message, 0, message.Length);
            if (module.Save(each, _bed.Table) != ScriptResult.True)
                throw new InvalidOperationException("not saved");
            _bed.Route.Server.ReturnContext(each);
        }
    }
}
