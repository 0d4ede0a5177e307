using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Binding;

/// <summary>The forms of arguments, and what they are converted to.</summary>
public class ArgumentTests
{
    [Theory]
    [InlineData("forward();", "forward")]
    [InlineData("forward(1.2.3.4);", "forward(1.2.3.4!,0)")]
    [InlineData("forward(1.2.3.4, 5060);", "forward(1.2.3.4!,5060)")]
    [InlineData("forward(host.example-1.com, 5060);", "forward(host.example-1.com,5060)")]
    [InlineData("forward(\"host\", \"5060\");", "forward(host,5060)")]
    [InlineData("forward(uri:host);", "forward(uri,0)")]
    [InlineData("forward(uri:host, uri:port);", "forward(uri,uri)")]
    [InlineData("forward(uri:host, 0);", "forward(uri,0)")]
    [InlineData("forward([::1]);", "forward(::1!,0)")]
    [InlineData("forward(2001:db8::1);", "forward(2001:db8::1!,0)")]
    [InlineData("forward(1and1.com);", "forward(1and1.com,0)")]
    [InlineData("append_branch;", "append_branch")]
    [InlineData("append_branch();", "append_branch()")]
    [InlineData("force_send_socket(udp:1.2.3.4:5060);", "udp|1.2.3.4|5060")]
    [InlineData("force_send_socket(1.2.3.4:5060);", "*|1.2.3.4|5060")]
    [InlineData("force_send_socket(TCP:host);", "tcp|host|0")]
    [InlineData("force_send_socket(*:host:*);", "*|host|0")]
    [InlineData("force_send_socket([::1]:5060);", "*|::1|5060")]
    [InlineData("force_send_socket(::1);", "*|::1|0")]
    [InlineData("force_send_socket(\"udp:[::1]:5060\");", "udp|::1|5060")]
    [InlineData("force_send_socket(\"1.2.3.4\");", "*|1.2.3.4|0")]
    [InlineData("set_advertised_address(my.host);", "my.host")]
    [InlineData("set_advertised_address(1.2.3.4);", "1.2.3.4")]
    [InlineData("set_advertised_address(\"x\");", "x")]
    [InlineData("log(\"a\" \"b\");", "ab")]
    [InlineData("log(yes, \"a\");", "1:a")]
    [InlineData("log(-1, 'a');", "-1:a")]
    public void Forms(string statement, string expected) => Assert.Equal(expected, ScriptTest.Run($"route {{ {statement} }}"));

    [Theory]
    [InlineData("forward(1.2.3.4:5060);", "3:9-20 error: ip address or hostname expected | an address, a name, a quoted string or uri:host")]
    [InlineData("forward(uri:port);", "3:9-16 error: ip address or hostname expected | an address, a name, a quoted string or uri:host")]
    [InlineData("forward(uri:user);", "3:13-16 error: host or port expected after \"uri:\", found \"user\"")]
    [InlineData("forward(1.2.3.4, 70000);", "3:18-22 error: bad port number 70000, 0 to 65535 expected")]
    [InlineData("forward(1.2.3.4, foo);", "3:18-20 error: port number expected | a number or uri:port")]
    [InlineData("forward(5);", "3:9 error: ip address or hostname expected | an address, a name, a quoted string or uri:host")]
    [InlineData("force_send_socket(udp:);", "3:23 error: ip address or hostname expected, found \")\"")]
    [InlineData("force_send_socket(\"udp:a:b\");", "3:19-27 error: bad socket \"udp:a:b\" | write it like udp:10.0.0.1:5060")]
    [InlineData("force_send_socket(5);", "3:19 error: socket expected | write it like udp:10.0.0.1:5060")]
    [InlineData("strip(\"5\");", "3:7-9 error: number expected | write the number without quotes")]
    [InlineData("say_number(\"x\");", "3:12-14 error: number expected instead of \"x\"")]
    [InlineData("say(\"$q.x\");", "3:5-10 error: unknown attribute class \"q\"")]
    [InlineData("say(\"@a[\");", "3:5-9 error: bad select \"@a[\" | write it like @from.uri, @via[2].host or @msg.header[\"Name\"]")]
    [InlineData("say(\"@msg.header['X-Y'][0]\");", "3:5-27 error: bad select \"@msg.header['X-Y'][0]\" | write it like @from.uri, @via[2].host or @msg.header[\"Name\"]")]
    [InlineData("say(\"@methud\");", "3:5-13 error: unknown select \"@methud\" | did you mean \"@method\"?")]
    [InlineData("say(@methud);", "3:5-11 error: unknown select \"@methud\" | did you mean \"@method\"?")]
    [InlineData("match(\"[[:foo:]]\");", "3:7-17 error: bad regular expression \"[[:foo:]]\": Invalid character class name")]
    [InlineData("subst(\"/a/b\");", "3:7-12 error: missing separator '/' in the substitution \"/a/b\" | write it like /expression/replacement/flags")]
    [InlineData("subst(\"/a/b/x\");", "3:7-14 error: unknown flag 'x' in the substitution \"/a/b/x\" | the flags are i, g and s")]
    [InlineData("subst(\"/(/b/\");", "3:7-13 error: bad regular expression in the substitution \"/(/b/\": Unmatched ( or \\(")]
    [InlineData("subst(\"ab\");", "3:7-10 error: bad substitution \"ab\" | write it like /expression/replacement/flags")]
    [InlineData("xlog(\"%\");", "3:6-8 error: a \"%\" at the end of the format | write %% for a percent sign")]
    [InlineData("xlog(\"%{Name\");", "3:6-13 error: missing '}' after \"%{\" in the format")]
    [InlineData("xlog(\"%{Name[x]}\");", "3:6-17 error: bad header index in the format | 0 is the first header, -1 the last, * all of them")]
    [InlineData("xlog(\"%{5}\");", "3:6-11 error: header name expected after \"%{\" in the format")]
    [InlineData("xlog(\"%<x\");", "3:6-10 error: missing '>' after \"%<\" in the format")]
    [InlineData("xlog(\"%$q.x\");", "3:6-12 error: bad attribute \"%$q.x\" in the format: unknown attribute class \"q\"")]
    [InlineData("xlog(\"%Cxq\");", "3:6-11 error: bad colour in the format | write %C and two letters of x s r g y b p c w: foreground (upper case is bold) and background")]
    [InlineData("xlog(\"%zz\");", "3:6-10 warning: unknown format specifier \"%zz\" | it prints <null>; write %% for a percent sign")]
    [InlineData("save(40, DAEMON);", "3:6-7 error: bad flag value 40, 0 to 31 expected")]
    [InlineData("save(\"a:40\", DAEMON);", "3:6-11 error: bad flag \"a:40\" | a number, a name or name:number expected")]
    [InlineData("save(1, nowhere);", "3:9-15 error: unknown value \"nowhere\" | one of LOG_DAEMON, LOG_LOCAL0, Plain")]
    [InlineData("t_on_failure(@method);", "3:14-20 error: route name expected")]
    public void Says_what_is_wrong(string statement, string expected) => Assert.Equal(expected, ScriptTest.DiagnoseRoute(statement));

    [Fact]
    public void All_wrong_arguments_of_a_call_are_told()
    {
        Assert.Equal(
            "3:5-7 error: number expected | write the number without quotes\n3:10 error: string value expected | put the value in quotes",
            ScriptTest.DiagnoseRoute("log(\"x\", 5);"));
    }

    [Theory]
    [InlineData("say(\"text\");", "text")]
    [InlineData("say(5);", "5")]
    [InlineData("say(\"$s\");", "Text")]
    [InlineData("say(\"$two\");", "2")]
    [InlineData("say(\"$f.two[1]\");", "2")]
    [InlineData("say($two);", "2")]
    [InlineData("say(\"$i\");", "7")]
    [InlineData("say(\"@method\");", "INVITE")]
    [InlineData("say(@ruri.user);", "bob")]
    [InlineData("if (!say(\"$undefined\")) log(\"failed\");", "failed")]
    [InlineData("if (!say(\"@broken\")) log(\"failed\");", "failed")]
    [InlineData("say_number(5);", "#5")]
    [InlineData("say_number(\"-5\");", "#-5")]
    [InlineData("say_number(\"$i\");", "#7")]
    [InlineData("say_number(\"$n\");", "#12")]
    [InlineData("if (!say_number(\"$s\")) log(\"failed\");", "failed")]
    [InlineData("if (!say_number(\"@method\")) log(\"failed\");", "failed")]
    public void Variable_arguments(string statement, string expected)
    {
        var log = ScriptTest.Run($"route {{ {statement} }}", c => c.Set("$s", "Text").Set("$two", 1).Set("$two", 2).Set("$i", 7).Set("$n", "12"));
        Assert.Equal(expected, log);
    }

    [Fact]
    public void Words_flags_and_numbers_of_any_kind()
    {
        Assert.Equal("105 3", ScriptTest.Run("flags nat:5;\nroute { if (save(nat, LOCAL0) && $? == 105) log(\"105\"); if (save(3, daemon) && $? == 3) log(\"3\"); }"));
    }

    [Fact]
    public void Regular_expressions_ignore_case_and_know_lines()
    {
        var log = ScriptTest.Run("route { if (match(\"^SIP:\")) log(\"1\"); if (match(\"^second$\")) log(\"2\"); }", c => c.Uri = "sip:a\nsecond"u8.ToArray());
        Assert.Equal("1 2", log);
    }
}
