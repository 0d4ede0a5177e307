using System.Text;
using Seraph.Core.Routing;
using Seraph.Modules.Uri;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Uri;

public class UriModuleTests
{
    private readonly TestRoute _route = new();
    private readonly ListLogger<UriModule> _log = new();

    [Theory]
    [InlineData("sip:h;lr", "lr", true)]
    [InlineData("sip:h;lr=on", "lr", false)]
    [InlineData("sip:h;LR", "lr", false)]
    [InlineData("sip:h;lr=on;lr", "lr", false)] // the first one decides
    [InlineData("sip:h;lr;lr=on", "lr", true)]
    [InlineData("sip:h", "lr", false)]
    [InlineData("tel:+123;lr", "lr", true)]
    public void Finds_a_parameter_without_value(string uri, string name, bool found)
    {
        Assert.Equal(ScriptResult.FromBoolean(found), UriModule.UriParameter(Receive(uri), StringParameter.Of(name)));
    }

    [Theory]
    [InlineData("sip:h;transport=tcp", "transport", "tcp", true)]
    [InlineData("sip:h;transport=TCP", "transport", "tcp", false)]
    [InlineData("sip:h;transport", "transport", "tcp", false)]
    [InlineData("sip:h;transport=udp;transport=tcp", "transport", "tcp", false)]
    [InlineData("sip:h?transport=tcp", "transport", "tcp", false)]
    public void Finds_a_parameter_with_value(string uri, string name, string value, bool found)
    {
        Assert.Equal(ScriptResult.FromBoolean(found), UriModule.UriParameter(Receive(uri), StringParameter.Of(name), StringParameter.Of(value)));
    }

    [Fact]
    public void Looks_at_the_rewritten_URI()
    {
        var context = Receive("sip:h");
        context.TrySetRequestUri("sip:other;lr"u8);

        Assert.Equal(ScriptResult.True, UriModule.UriParameter(context, StringParameter.Of("lr")));
    }

    [Theory]
    [InlineData("sip:u@h", "a=b", "sip:u@h;a=b")]
    [InlineData("sip:u:p@h:5070;x=y", "a=b", "sip:u:p@h:5070;x=y;a=b")]
    [InlineData("sip:u@h?x=1", "a=b", "sip:u@h;a=b?x=1")]
    [InlineData("sip:u?v@h", "a", "sip:u?v@h;a")] // a question mark of the user
    [InlineData("sips:u@h?x=1", "a=b", "sips:u@h;a=b?x=1")]
    [InlineData("sip:u@h", "", "sip:u@h")]
    public void Adds_a_parameter(string uri, string parameter, string result)
    {
        var context = Receive(uri);

        Assert.Equal(ScriptResult.True, UriModule.AddUriParameter(context, StringParameter.Of(parameter)));

        Assert.Equal(result, Encoding.UTF8.GetString(context.RequestUri.Span));
    }

    [Fact]
    public void Adds_nothing_that_would_make_the_URI_too_long()
    {
        var context = Receive("sip:u@h");

        Assert.Equal(ScriptResult.False, UriModule.AddUriParameter(context, StringParameter.Of(new string('a', 1017))));
        Assert.Equal("sip:u@h", Encoding.UTF8.GetString(context.RequestUri.Span));
        Assert.Equal(ScriptResult.True, UriModule.AddUriParameter(context, StringParameter.Of(new string('a', 1016))));
    }

    [Theory]
    [InlineData("tel:+420123", "sip:+420123@ex.org;user=phone")]
    [InlineData("tel:+420-123;ext=5", "sip:+420-123;ext=5@ex.org;user=phone")]
    [InlineData("sip:u@h", "sip:u@h")]
    public void Makes_a_sip_URI_of_a_telephone_number(string uri, string result)
    {
        var context = Receive(uri);

        Assert.Equal(ScriptResult.True, UriModule.TelToSip(context));

        Assert.Equal(result, Encoding.UTF8.GetString(context.RequestUri.Span));
    }

    [Fact]
    public void A_telephone_number_needs_a_caller_with_a_host()
    {
        Assert.Equal(ScriptResult.False, UriModule.TelToSip(Receive("tel:+1", from: "<tel:+2>")));
    }

    [Fact]
    public void Tells_requests_in_a_dialog_from_initial_ones()
    {
        Assert.Equal(ScriptResult.False, UriModule.HasToTag(Receive("sip:h")));
        Assert.Equal(ScriptResult.True, UriModule.HasToTag(Receive("sip:h", toTag: ";tag=x")));
        Assert.Equal(ScriptResult.False, UriModule.HasToTag(Receive("sip:h", toTag: ";tag=")));
    }

    [Fact]
    public void Compares_the_user_of_authorized_credentials()
    {
        var module = new UriModule(_log);
        var context = Receive("sip:h", headers: "Authorization: Digest username=\"alice@ex.org\", realm=\"r\"\n");
        Assert.Equal(ScriptResult.False, module.IsUser(context, StringParameter.Of("alice")));
        Assert.Contains(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));

        context.AuthorizedHeader = 5;
        Assert.Equal(ScriptResult.True, module.IsUser(context, StringParameter.Of("alice")));
        Assert.Equal(ScriptResult.False, module.IsUser(context, StringParameter.Of("Alice")));
        Assert.Equal(ScriptResult.False, module.IsUser(context, StringParameter.Of("bob")));
    }

    private RouteContext Receive(string uri, string from = "<sip:bob@ex.org:5070>", string toTag = "", string headers = "") => _route.Receive(
        $"OPTIONS {uri} SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\nFrom: {from};tag=1\nTo: <sip:x@ex.org>{toTag}\n"
        + $"Call-ID: 1\nCSeq: 1 OPTIONS\n{headers}Content-Length: 0\n\n");
}
