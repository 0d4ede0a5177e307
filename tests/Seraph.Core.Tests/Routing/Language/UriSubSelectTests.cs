using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class UriSubSelectTests
{
    private const string Script = """
        loadmodule "probe"
        route {
            probe("@ruri.type"); probe("@ruri.user"); probe("@ruri.rn_user"); probe("@ruri.pwd"); probe("@ruri.host"); probe("@ruri.port");
            probe("@ruri.hostport"); probe("@ruri.params"); probe("@ruri.params.x_y"); probe("@ruri.transport");
        }
        """;

    [Theory]
    [InlineData("sip:bob@h", "sip|bob|bob||h||h:5060||<error>|udp")]
    [InlineData("sips:bob:pw@h", "sips|bob|bob|pw|h||h:5061||<error>|tls")]
    [InlineData("sip:h:5070;transport=TCP;x-y=1", "sip||||h|5070|h:5070|transport=TCP;x-y=1|1|tcp")]
    [InlineData("sip:b@[2001:db8::1]:5070;x-y", "sip|b|b||[2001:db8::1]|5070|[2001:db8::1]:5070|x-y|<null>|udp")]
    [InlineData("tel:+1-212-555;x-y=2", "tel|+1212555|+1212555|||||x-y=2|2|udp")]
    [InlineData("tel:+1(212)555;rn=+1-999", "tel|+1212555|+1999|||||rn=+1-999|<error>|udp")]
    [InlineData("sip:+1-212-555;rn=+1.999@h;user=phone", "tel|+1212555;rn=+1999|+1999||h||h:5060|user=phone|<error>|udp")]
    [InlineData("sip:a-b.c@h", "sip|a-b.c|a-b.c||h||h:5060||<error>|udp")]
    public void Takes_a_uri_apart(string uri, string expected)
    {
        using var server = ScriptServer.Start(Script);
        server.Receive(Request(uri));
        Assert.Equal(expected, string.Join('|', server.Probe.Seen));
    }

    [Fact]
    public void Without_phone2tel_a_phone_number_is_a_user()
    {
        using var server = ScriptServer.Start("phone2tel = no\n" + Script);
        server.Receive(Request("sip:+1-212@h;user=phone"));
        Assert.Equal(["sip", "+1-212"], server.Probe.Seen.Take(2));
    }

    [Fact]
    public void A_malformed_uri_is_an_error() => AssertSelects(
        Request("sip:h", headers: "X-U: sip:\n"),
        ("@msg.header.x_u.nameaddr.uri", "sip:"),
        ("@msg.header.x_u.nameaddr.uri.host", "<error>"),
        ("@msg.header.x_u.nameaddr.uri.type", "<error>"));

    [Theory]
    [InlineData("\"A <b>;c\" <sip:a@h;x=1> ; p=1;q", "\"A <b>;c\"|sip:a@h;x=1|p=1;q|1|<null>")]
    [InlineData("Bob <sip:a@h>", "Bob|sip:a@h|<null>|<null>|<null>")]
    [InlineData("sip:a@h;p=\"x;y\"", "<null>|sip:a@h|p=\"x;y\"|x;y|<null>")]
    [InlineData("<sip:a@h", "|<error>|<error>|<error>|<error>")]
    public void Takes_a_name_addr_apart(string text, string expected)
    {
        var seen = Run("""
            probe("@msg.header.x_a.nameaddr.name"); probe("@msg.header.x_a.nameaddr.uri"); probe("@msg.header.x_a.nameaddr.params");
            probe("@msg.header.x_a.nameaddr.params.p"); probe("@msg.header.x_a.nameaddr.params.q");
            """, Request("sip:h", headers: $"X-A: {text}\n"));
        Assert.Equal(expected, string.Join('|', seen));
    }
}
