using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

/// <summary>Conditions by the rules of 2.1.</summary>
public class ClassicExpressionTests
{
    [Theory]
    [InlineData("method == \"INVITE\"", true)]
    [InlineData("method==\"invite\"", true)]
    [InlineData("method == INVITE", true)]
    [InlineData("method == \"INVITES\"", false)]
    [InlineData("method != \"INVITE\"", false)]
    [InlineData("method != BYE", true)]
    [InlineData("!method==\"INVITE\"", false)]
    [InlineData("not method==\"BYE\"", true)]
    [InlineData("method =~ \"^inv\"", true)]
    [InlineData("method =~ \"^vite\"", false)]
    [InlineData("uri == \"sip:BOB@example.com\"", true)]
    [InlineData("uri =~ \"sip:[[:alpha:]]+@\"", true)]
    [InlineData("!uri =~ \"sip:[[:digit:]]+@\"", true)]
    [InlineData("status == \"sip:bob@example.com\"", true)]
    [InlineData("uri == from_uri", false)]
    [InlineData("uri == host.example-1.com", false)]
    [InlineData("uri == myself", true)]
    [InlineData("uri != myself", false)]
    [InlineData("myself == from_uri", true)]
    [InlineData("src_ip == myself", false)]
    [InlineData("myself != src_ip", true)]
    [InlineData("method == @method", true)]
    [InlineData("method == @broken", false)]
    [InlineData("method != @broken", true)]
    [InlineData("method =~ @method", true)]
    public void Texts(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition));

    [Theory]
    [InlineData("method == @to.name", false)]
    [InlineData("uri == 12", false)]
    [InlineData("uri == 10.0.0.1", false)]
    [InlineData("from_uri == \"x\"", false)]
    [InlineData("from_uri != \"x\"", true)]
    [InlineData("from_uri =~ \".\"", false)]
    [InlineData("from_uri == myself", false)]
    [InlineData("from_uri != myself", true)]
    public void A_missing_header_is_false_and_true_for_unequal(string condition, bool expected) =>
        Assert.Equal(expected, ScriptTest.Holds(condition, arrange: c => c.FromUri = null));

    [Theory]
    [InlineData("src_ip == 192.168.1.65", true)]
    [InlineData("src_ip != 192.168.1.65", false)]
    [InlineData("src_ip == 192.168.1.64/27", true)]
    [InlineData("src_ip == 192.168.1.80/27", true)]
    [InlineData("src_ip == 192.168.1.64/255.255.255.224", true)]
    [InlineData("src_ip == 192.168.1.0/27", false)]
    [InlineData("src_ip != 192.168.1.0/27", true)]
    [InlineData("src_ip == 0.0.0.0/0", true)]
    [InlineData("src_ip == ::/0", false)]
    [InlineData("src_ip == 2001:db8::1", false)]
    [InlineData("src_ip == [2001:db8::1]", false)]
    [InlineData("src_ip == \"192.168.1.65\"", true)]
    [InlineData("src_ip == \"gw.example.com\"", true)]
    [InlineData("src_ip == gw.example.com", true)]
    [InlineData("src_ip == other.example.com", false)]
    [InlineData("src_ip != gw.example.com", false)]
    [InlineData("src_ip =~ \"^192\\.168\\.\"", true)]
    [InlineData("src_ip =~ \"^10\\.\"", false)]
    [InlineData("src_ip == $ip", true)]
    [InlineData("src_ip == $nothing", false)]
    [InlineData("src_ip != $nothing", true)]
    [InlineData("src_ip == @method", false)]
    public void Addresses(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, arrange: c => c.Set("$ip", "192.168.1.65")));

    [Theory]
    [InlineData("src_ip == 2001:db8::/32", true)]
    [InlineData("src_ip == [2001:db8::1]", true)]
    [InlineData("src_ip == 2001:DB8:0:0:0:0:0:1", true)]
    [InlineData("src_ip == \"[2001:db8::1]\"", true)]
    [InlineData("src_ip == 0.0.0.0/0", false)]
    [InlineData("af == inet6", true)]
    [InlineData("af == INET", false)]
    public void Addresses_of_version_6(string condition, bool expected) =>
        Assert.Equal(expected, ScriptTest.Holds(condition, arrange: c => c.SourceAddress = IpValue.FromAddress(System.Net.IPAddress.Parse("2001:db8::1"))));

    [Theory]
    [InlineData("src_port == 5060", true)]
    [InlineData("src_port != 5060", false)]
    [InlineData("src_port < 5061", true)]
    [InlineData("src_port > 5060", false)]
    [InlineData("src_port <= 5060", true)]
    [InlineData("src_port >= 5061", false)]
    [InlineData("src_port == $port", true)]
    [InlineData("src_port == $text", false)]
    [InlineData("src_port != $text", true)]
    [InlineData("src_port < $big", true)]
    [InlineData("src_port >= $big", false)]
    [InlineData("proto == udp", true)]
    [InlineData("proto == UDP", true)]
    [InlineData("proto != TCP", true)]
    [InlineData("proto == $udp", true)]
    [InlineData("af == inet", true)]
    [InlineData("msg:len > 100", true)]
    [InlineData("msg:len >= max_len", false)]
    [InlineData("len_gt(max_len)", false)]
    [InlineData("len_gt(500)", true)]
    [InlineData("$? == 0", true)]
    [InlineData("$? > $port", false)]
    [InlineData("!src_port == 5061", true)]
    public void Numbers(string condition, bool expected) =>
        Assert.Equal(expected, ScriptTest.Holds(condition, arrange: c => c.Set("$port", 5060).Set("$text", "5060").Set("$big", 6000).Set("$udp", 1)));

    /// <summary>The table of truth of bare operands, and comparisons of attributes by type.</summary>
    [Theory]
    [InlineData("$s", true)]
    [InlineData("$zero", true)]
    [InlineData("$empty", false)]
    [InlineData("$i", true)]
    [InlineData("$i0", false)]
    [InlineData("$undefined", false)]
    [InlineData("!$undefined", true)]
    [InlineData("$two", false)]
    [InlineData("$two[]", true)]
    [InlineData("$two[1] == \"a\"", true)]
    [InlineData("$two[-1] == \"b\"", true)]
    [InlineData("$two[0] == \"a\"", false)]
    [InlineData("$two[3]", false)]
    [InlineData("$undefined[]", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("yes", true)]
    [InlineData("off", false)]
    [InlineData("@method", true)]
    [InlineData("@to.name", false)]
    [InlineData("@broken", false)]
    [InlineData("%s", true)]
    public void Bare_operands(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, arrange: Fill));

    [Theory]
    [InlineData("$s == \"Text\"", true)]
    [InlineData("$s == \"tExT\"", true)]
    [InlineData("$s != \"text\"", false)]
    [InlineData("$s =~ \"^te\"", true)]
    [InlineData("$s == 5", false)]
    [InlineData("$s != 5", true)]
    [InlineData("$s < 5", false)]
    [InlineData("$n == 17", true)]
    [InlineData("$n > 16", true)]
    [InlineData("$n <= 16", false)]
    [InlineData("$n == \"17\"", true)]
    [InlineData("$empty == 0", true)]
    [InlineData("$i == 5", true)]
    [InlineData("$i == \"5\"", true)]
    [InlineData("$i == \"05\"", true)]
    [InlineData("$i == \"x\"", false)]
    [InlineData("$i != \"x\"", true)]
    [InlineData("$i0 == \"\"", true)]
    [InlineData("$i =~ \"5\"", false)]
    [InlineData("$i > 4", true)]
    [InlineData("$i >= 6", false)]
    [InlineData("$neg == -3", true)]
    [InlineData("$neg < 0", true)]
    [InlineData("$i == $i", true)]
    [InlineData("$i == $n", false)]
    [InlineData("$i != $n", true)]
    [InlineData("$i < $i0", false)]
    [InlineData("$i > $i0", true)]
    [InlineData("$s == $s", true)]
    [InlineData("$s =~ $pattern", true)]
    [InlineData("$s =~ $undefined", false)]
    [InlineData("$s =~ $bad", false)]
    [InlineData("$undefined == \"x\"", false)]
    [InlineData("$undefined != \"x\"", true)]
    [InlineData("$undefined == \"\"", false)]
    [InlineData("$undefined =~ \".*\"", false)]
    [InlineData("$undefined < 1", false)]
    [InlineData("$undefined == $undefined", false)]
    [InlineData("$undefined != $undefined", true)]
    [InlineData("$m == @method", true)]
    [InlineData("@method == $m", true)]
    [InlineData("$i == @method", false)]
    [InlineData("$i != @method", true)]
    [InlineData("$m =~ @method", true)]
    [InlineData("@method =~ \"inv\"", true)]
    [InlineData("@method =~ $m", true)]
    [InlineData("@broken == \"\"", false)]
    [InlineData("@broken != \"anything\"", true)]
    [InlineData("@to.name == \"\"", true)]
    [InlineData("$i == src_port", false)]
    [InlineData("$i < src_port", true)]
    [InlineData("$m == method", true)]
    [InlineData("$one == proto", true)]
    [InlineData("$one == udp", true)]
    [InlineData("$i & 4", true)]
    [InlineData("$i & 2", false)]
    [InlineData("!$i & 2", true)]
    [InlineData("$i0 | 0", false)]
    [InlineData("$i0 | 1", true)]
    [InlineData("$s & 1", false)]
    public void Attributes_and_selects(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition, arrange: Fill));

    [Theory]
    [InlineData("method==INVITE | method==ACK", true)]
    [InlineData("method==BYE | method==ACK", false)]
    [InlineData("method==INVITE & src_port==5060", true)]
    [InlineData("method==INVITE & src_port==1", false)]
    [InlineData("!method==INVITE & src_port==5060", false)]
    [InlineData("method==BYE || method==INVITE && src_port==5060", true)]
    [InlineData("(method==BYE || method==INVITE) && src_port==1", false)]
    [InlineData("method==BYE or not method==ACK and 1", true)]
    [InlineData("yes_() && !no_()", true)]
    [InlineData("refuse()", false)]
    [InlineData("!refuse", true)]
    [InlineData("strip(2)", true)]
    [InlineData("strip(-1)", false)]
    [InlineData("$a = 1", true)]
    [InlineData("$a = $undefined", false)]
    [InlineData("isflagset(3)", false)]
    public void Combinations(string condition, bool expected) => Assert.Equal(expected, ScriptTest.Holds(condition));

    [Fact]
    public void A_bad_pattern_from_an_attribute_is_a_fault_and_matches_nothing()
    {
        var test = new ScriptTest("route { if ($s =~ $bad) log(\"x\"); }");
        Fill(test.Context);
        test.Run();
        Assert.Equal([ScriptFault.BadRegularExpression], test.Context.Faults);
        Assert.Empty(test.Context.Log);
    }

    [Fact]
    public void A_pattern_from_an_attribute_follows_its_changes()
    {
        var test = new ScriptTest("route { if ($s =~ $p) log(\"yes\"); else log(\"no\"); }");
        foreach (var pattern in new[] { "^T", "^x", "^x", "t$" })
        {
            test.Context.Store.Clear();
            test.Context.Set("$s", "Text").Set("$p", pattern);
            test.Run();
        }

        Assert.Equal("yes no no yes", test.Context.Logged);
    }

    [Theory]
    [InlineData("method", "2:13-18 error: comparison operator expected after \"method\"")]
    [InlineData("$?", "2:13-14 error: comparison operator expected after $? | write $? > 0")]
    [InlineData("\"x\"", "2:13-15 error: condition expected | compare it with something")]
    [InlineData("\"x\" == $a", "2:13-15 error: operand of a comparison expected | an attribute, a select, or a word like method or src_ip")]
    [InlineData("metod == INVITE", "2:13-17 error: unknown operand \"metod\" | did you mean \"method\"?")]
    [InlineData("method < 5", "2:20 error: invalid operator, ==, != or =~ expected")]
    [InlineData("src_ip < 1.2.3.4", "2:20 error: invalid operator, ==, != or =~ expected")]
    [InlineData("src_ip < 1.2.3.0/24", "2:20 error: invalid operator, == or != expected")]
    [InlineData("src_ip =~ 1.2.3.4", "2:20-21 error: invalid operator, == or != expected")]
    [InlineData("src_ip =~ $a", "2:23-24 error: regular expression as a string expected")]
    [InlineData("src_ip == 5", "2:23 error: ip address or hostname expected")]
    [InlineData("src_ip == 1.2.3.4/33", "2:31-32 error: invalid bit number in netmask | 0 to 32 bits, or a mask written as an address")]
    [InlineData("src_ip == 1.2.3.4/::1", "2:31-33 error: netmask of the same address family expected after \"/\" | 0 to 32 bits, or a mask written as an address")]
    [InlineData("src_ip == 1.2.3.400", "2:23-31 error: invalid ipv4 address | four numbers from 0 to 255 expected, without leading zeros")]
    [InlineData("src_port =~ \"5\"", "2:25-27 error: number expected | write the number without quotes")]
    [InlineData("src_port =~ 5", "2:22-23 error: invalid operator, ==, !=, <, >, <= or >= expected")]
    [InlineData("src_port == udo", "2:25-27 error: number expected instead of \"udo\" | did you mean \"udp\"?")]
    [InlineData("$a < \"x\"", "2:16 error: invalid operator, ==, != or =~ expected")]
    [InlineData("$a == foo", "2:19-21 error: string, number, attribute or select expected instead of \"foo\" | put text in quotes")]
    [InlineData("@method == 5", "2:24 error: string, attribute or select expected | a select is text: put the number in quotes")]
    [InlineData("method =~ \"(\"", "2:23-25 error: bad regular expression \"(\": Unmatched ( or \\(")]
    [InlineData("method == myself", "2:13-18 error: uri, from_uri, to_uri or an address expected beside myself")]
    [InlineData("uri =~ myself", "2:17-18 error: invalid operator, == or != expected")]
    [InlineData("method = \"x\"", "2:20 error: \")\" or an operator expected, found \"=\" | the operator of comparisons is ==")]
    [InlineData("to_ip == 1.2.3.4", "2:13-17 error: \"to_ip\" is allowed only in onsend_routes | it can be used in onsend_route")]
    [InlineData("@metod", "2:13-18 error: unknown select \"@metod\" | did you mean \"@method\"?")]
    public void Says_what_is_wrong(string condition, string expected) =>
        Assert.Equal(expected, ScriptTest.Diagnose($"loadmodule \"fake\" \nroute {{ if ({condition}) log(\"x\"); }}"));

    [Fact]
    public void Warns_of_host_bits_in_a_network()
    {
        var test = new ScriptTest("route { if (src_ip==192.168.1.80/27) log(\"in\"); }");
        Assert.Equal("1:21-35 warning: the address has bits outside of the netmask, 192.168.1.64 is used", test.Diagnose());
        test.Run();
        Assert.Equal("in", test.Context.Logged);
    }

    private static void Fill(FakeContext context) => context
        .Set("$s", "Text").Set("$zero", "0").Set("$empty", "").Set("$i", 5).Set("$i0", 0).Set("$n", "17").Set("$neg", -3)
        .Set("$two", "a").Set("$two", "b").Set("$m", "invite").Set("$pattern", "^TEX").Set("$bad", "(").Set("$one", 1);
}
