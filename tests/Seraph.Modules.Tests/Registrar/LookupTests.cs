using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Registrar;

using static RegistrarTestBed;

public class LookupTests
{
    private readonly RegistrarTestBed _bed = new();

    [Fact]
    public void The_contact_becomes_the_Request_URI()
    {
        _bed.Save("Contact: <sip:alice@192.0.2.1:5070>;q=0.4\n");
        var context = _bed.Route.Receive(Invite());

        Assert.Equal(ScriptResult.True, _bed.Lookup(context));

        Assert.Equal("sip:alice@192.0.2.1:5070", Text(context.RequestUri));
        Assert.Equal(400, context.Q);
        Assert.True(context.DestinationUri.IsEmpty);
        Assert.Equal(0, context.Branches.Count);
        Assert.Equal(TransportProtocol.Udp, context.ForcedSocket!.Protocol);
    }

    [Fact]
    public void Further_contacts_become_branches_in_the_order_of_q()
    {
        _bed.Save("Contact: <sip:low@h>;q=0.1\nContact: <sip:high@h>;q=0.9\nContact: <sip:none@h>\n");
        var context = _bed.Route.Receive(Invite());

        _bed.Lookup(context);

        Assert.Equal("sip:high@h", Text(context.RequestUri));
        Assert.Equal(2, context.Branches.Count);
        Assert.Equal("sip:low@h", Text(context.Branches[0].Uri));
        Assert.Equal(100, context.Branches[0].Q);
        Assert.Equal("sip:none@h", Text(context.Branches[1].Uri));
        Assert.Equal(BranchSet.NoQ, context.Branches[1].Q);
    }

    [Fact]
    public void Appending_branches_can_be_switched_off()
    {
        _bed.Options.AppendBranches = false;
        _bed.Save("Contact: <sip:a@h>\nContact: <sip:b@h>\n");
        var context = _bed.Route.Receive(Invite());

        Assert.Equal(ScriptResult.True, _bed.Lookup(context));

        Assert.Equal(0, context.Branches.Count);
    }

    [Fact]
    public void More_contacts_than_branches_are_no_failure()
    {
        for (var i = 0; i < BranchSet.Capacity + 5; i++)
            _bed.Save($"Contact: <sip:a@h{i}>\n");
        var context = _bed.Route.Receive(Invite());

        Assert.Equal(ScriptResult.True, _bed.Lookup(context));

        Assert.Equal(BranchSet.Capacity, context.Branches.Count);
        Assert.Contains(_bed.Log.Lines, line => line.Contains("4 contacts were left out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_NATed_contact_is_reached_where_it_registered_from()
    {
        var register = _bed.Route.Receive(_bed.Register("Contact: <sip:a@10.9.9.9>\n"), "198.51.100.7:4711");
        register.Flags |= 1u << 4;
        _bed.Registrar.Save(register, _bed.Table);
        var context = _bed.Route.Receive(Invite());

        _bed.Lookup(context);

        Assert.Equal("sip:a@10.9.9.9", Text(context.RequestUri));
        Assert.Equal("sip:198.51.100.7:4711;dstip=10.0.0.1;dstport=5060", Text(context.DestinationUri));
        Assert.Equal(1u << 4, context.Flags);
    }

    [Fact]
    public void The_received_URI_can_go_into_the_Request_URI()
    {
        _bed.Options.ReceivedToUri = true;
        _bed.Save("Contact: <sip:a@h?subject=x>;received=\"sip:192.0.2.77\"\n");
        var context = _bed.Route.Receive(Invite());

        _bed.Lookup(context);

        Assert.Equal("sip:a@h;received=\"sip:192.0.2.77\"?subject=x", Text(context.RequestUri));
        Assert.True(context.DestinationUri.IsEmpty);
        Assert.Null(context.ForcedSocket);
    }

    [Fact]
    public void A_pending_destination_does_not_survive()
    {
        _bed.Save("Contact: <sip:a@h>\n");
        var context = _bed.Route.Receive(Invite());
        context.TrySetDestinationUri("sip:old.example.net"u8);

        _bed.Lookup(context);

        Assert.True(context.DestinationUri.IsEmpty);
    }

    [Fact]
    public void A_path_leads_to_the_contact()
    {
        _bed.Options.UsePath = true;
        _bed.Save("Contact: <sip:a@h>\nSupported: path\nPath: <sip:p1.example.net;lr>, <sip:p2.example.net;lr>\n");
        var context = _bed.Route.Receive(Invite());

        _bed.Lookup(context);

        Assert.Equal("sip:a@h", Text(context.RequestUri));
        Assert.Equal("sip:p1.example.net;lr", Text(context.DestinationUri));
        Assert.Equal("<sip:p1.example.net;lr>,<sip:p2.example.net;lr>", Text(context.Path));
    }

    [Fact]
    public void The_user_is_found_whatever_its_case()
    {
        _bed.Save("Contact: <sip:a@h>\n", to: "<sip:Alice@example.org>");

        Assert.Equal(ScriptResult.True, _bed.Lookup(_bed.Route.Receive(Invite("sip:aLICE@example.org"))));
    }

    [Fact]
    public void The_attribute_uid_wins()
    {
        _bed.Save("Contact: <sip:a@h>\n");
        var context = _bed.Route.Receive(Invite("sip:sales@example.org"));
        TestRoute.SetAttribute(context, "t.uid", "alice");

        Assert.Equal(ScriptResult.True, _bed.Lookup(context));
    }

    [Fact]
    public void Tells_apart_why_nothing_was_found()
    {
        Assert.Equal(new ScriptResult(-3), _bed.Lookup(_bed.Route.Receive(Invite())));
        Assert.Equal(new ScriptResult(-1), _bed.Lookup(_bed.Route.Receive(Invite("sip:example.org"))));

        _bed.Save("Contact: <sip:a@h>;expires=60\n");
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(60));
        var context = _bed.Route.Receive(Invite());
        Assert.Equal(new ScriptResult(-5), _bed.Lookup(context));
        Assert.Equal("sip:alice@example.org", Text(context.RequestUri));
    }

    [Fact]
    public void Filter_takes_only_contacts_of_one_address_of_record()
    {
        _bed.Save("Contact: <sip:a@h>\n");

        var context = _bed.Route.Receive(Invite());
        Assert.Equal(new ScriptResult(-5), _bed.Registrar.Lookup(context, _bed.Table, StringParameter.Of("sip:other@example.org")));
        Assert.Equal(ScriptResult.True, _bed.Registrar.Lookup(context, _bed.Table, StringParameter.Of("sip:ALICE@example.org")));
    }

    [Fact]
    public void Registered_only_looks()
    {
        var context = _bed.Route.Receive(Invite());
        Assert.Equal(ScriptResult.False, _bed.Registrar.Registered(context, _bed.Table));

        _bed.Save("Contact: <sip:a@h>;expires=60\n");
        context = _bed.Route.Receive(Invite());
        Assert.Equal(ScriptResult.True, _bed.Registrar.Registered(context, _bed.Table));
        Assert.Equal(ScriptResult.False, _bed.Registrar.Registered(context, _bed.Table, StringParameter.Of("sip:other@example.org")));
        Assert.Equal("sip:alice@example.org", Text(context.RequestUri));

        _bed.Route.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(ScriptResult.False, _bed.Registrar.Registered(context, _bed.Table));
    }

    [Fact]
    public void Counts_what_came_of_requests()
    {
        _bed.Lookup(_bed.Route.Receive(Invite()));
        _bed.Save("Contact: <sip:a@h>\n");
        _bed.Save("Contact: *\n");
        _bed.Lookup(_bed.Route.Receive(Invite()));

        Assert.Equal(
            ["accepted 1", "found 1", "not_found 1", "refused 1"],
            _bed.Route.Server.Services.Statistics.Read("registrar").Select(s => $"{s.Name} {s.Value}"));
        Assert.Equal(
            ["location_expired 0", "location_users 1"],
            _bed.Route.Server.Services.Statistics.Read("usrloc").Select(s => $"{s.Name} {s.Value}"));
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        _bed.Save("Contact: <sip:a@h>\nContact: <sip:b@h>\n");
        var context = _bed.Route.Receive(Invite());
        var message = context.Message.Buffer;
        var info = context.Source;
        _bed.Route.Server.ReturnContext(context);

        Assert.Equal(0, Allocations.Of(Look));

        void Look()
        {
            var each = _bed.Route.Server.RentContext(info);
            each.Message.Parse(message, 0, message.Length);
            if (_bed.Lookup(each) != ScriptResult.True)
                throw new InvalidOperationException("not found");
            _bed.Route.Server.ReturnContext(each);
        }
    }
}
