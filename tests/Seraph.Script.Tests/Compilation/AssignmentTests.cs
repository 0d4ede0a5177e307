using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

public class AssignmentTests
{
    [Theory]
    [InlineData("$x = \"text\";", "\"text\"")]
    [InlineData("$x = 5;", "5")]
    [InlineData("$x = -5;", "-5")]
    [InlineData("$x = yes;", "1")]
    [InlineData("$x = 'raw\\n';", "\"raw\\n\"")]
    [InlineData("$x[] = \"a\"; $x[] = \"b\";", "\"old\",\"a\",\"b\"")]
    [InlineData("$x = $y;", "\"y\"")]
    [InlineData("$x = $undefined;", "")]
    [InlineData("$x = $two;", "")]
    [InlineData("$x = $two[1];", "1")]
    [InlineData("$x = $two[];", "1,2")]
    [InlineData("$x[] = $two[];", "\"old\",1,2")]
    [InlineData("$x[] = $undefined;", "\"old\"")]
    [InlineData("$x = @method;", "\"INVITE\"")]
    [InlineData("$x = @broken;", "")]
    [InlineData("$x = @ruri.user;", "\"bob\"")]
    [InlineData("$x = @to.tag;", "\"from-module\"")]
    [InlineData("$x = ret(-4);", "-4")]
    [InlineData("$x = strip(3);", "3")]
    [InlineData("$x = (method == INVITE);", "1")]
    [InlineData("$x = (method == BYE || src_port == 1);", "0")]
    [InlineData("$x = method == INVITE;", "1")]
    [InlineData("$x = refuse;", "0")]
    [InlineData("$x = $?;", "0")]
    [InlineData("ret(9); $x = $?;", "9")]
    [InlineData("$x = isflagset(1);", "-1")]
    [InlineData("$x = route(A);", "3")]
    [InlineData("$x = len_gt(5);", "1")]
    [InlineData("%x = \"percent\";", "\"percent\"")]
    public void Stores(string statement, string expected)
    {
        var test = new ScriptTest($"loadmodule \"fake\" route[A] {{ return 3; }} route {{ {statement} }}");
        test.Context.Set("$x", "old").Set("$y", "y").Set("$two", 1).Set("$two", 2);
        test.Run();
        Assert.Equal(expected, test.Context.Get("$x"));
    }

    [Fact]
    public void A_null_select_stores_an_empty_string()
    {
        var test = new ScriptTest("route { $x = @to.tag; }");
        test.Run();
        Assert.Equal("\"\"", test.Context.Get("$x"));
    }

    [Fact]
    public void Two_values_are_ambiguous_without_an_index()
    {
        Assert.Equal(
            "first last all",
            ScriptTest.Run("route { $x[]=\"a\"; $x[]=\"b\"; if ($x) log(\"no\"); if ($x[1]==\"a\") log(\"first\"); if ($x[-1]==\"b\") log(\"last\"); if ($x[]) log(\"all\"); }"));
    }

    [Theory]
    [InlineData("$tu.x", "$tu.x", "")]
    [InlineData("$t.x", "$tr.x", "$fr.x")]
    [InlineData("$f.x", "$fr.x", "$tr.x")]
    [InlineData("$x", "$fr.x", "$fu.x")]
    [InlineData("$fu.x", "$fu.x", "$fr.x")]
    public void Tracks_and_classes(string written, string here, string notHere)
    {
        var test = new ScriptTest($"route {{ {written} = 1; }}");
        test.Run();
        Assert.Equal("1", test.Context.Get(here));
        if (notHere.Length > 0)
            Assert.Equal("", test.Context.Get(notHere));
    }

    [Fact]
    public void A_refused_value_is_a_fault_and_false()
    {
        var test = new ScriptTest("route { if ($x = \"a\") log(\"no\"); else log(\"refused\"); }");
        test.Context.Store.Limit = 0;
        test.Run();
        Assert.Equal("refused", test.Context.Logged);
        Assert.Equal([ScriptFault.AttributeRefused], test.Context.Faults);
    }

    [Theory]
    [InlineData("setflag(2); if (isflagset(2)) log(\"set\"); resetflag(2); if (!isflagset(2)) log(\"reset\");")]
    [InlineData("setflag(nat); if (isflagset(nat)) log(\"set\"); resetflag(\"nat\"); if (!isflagset(nat)) log(\"reset\");")]
    public void Message_flags(string body) => Assert.Equal("set reset", ScriptTest.Run($"flags nat;\nroute {{ {body} }}"));

    [Fact]
    public void Attribute_flags()
    {
        const string script =
            """
            avpflags first, dialog_cookie;
            route {
                $x = 1; $y[] = 1; $y[] = 2;
                if (setavpflag($x, "dialog_cookie")) log("set");
                if (isavpflagset($x, "first")) log("no");
                if (isavpflagset("$f.x", DIALOG_COOKIE)) log("is set");
                if (!resetavpflag($x, "dialog_cookie")) log("reset");
                if (setavpflag($y, "first")) log("no");
                if (setavpflag("f.y[]", "first")) log("all");
                if (isavpflagset("f./^Y/[2]", "first")) log("second");
                $z = $y[2];
                if (isavpflagset($z, "first")) log("copied");
            }
            """;
        Assert.Equal("set is set reset all second copied", ScriptTest.Run(script));
    }

    [Theory]
    [InlineData("$fd.x = 1;", "3:1-5 error: domain and global attributes can't be assigned")]
    [InlineData("$td.x[] = 1;", "3:1-7 error: domain and global attributes can't be assigned")]
    [InlineData("$g.x = 1;", "3:1-4 error: domain and global attributes can't be assigned")]
    [InlineData("$x[1] = 1;", "3:1-5 error: an attribute with an index can't be assigned | write $x = value, or $x[] = value to add one")]
    [InlineData("$? = 1;", "3:1-2 error: bad command: statement expected, found \"$?\" | $? can only be read")]
    [InlineData("$x += 1;", "3:4-5 error: bad command: \"=\" expected after the attribute, found \"+=\" | write $x = $x + value")]
    [InlineData("$x;", "3:3 error: bad command: \"=\" expected after the attribute, found \";\"")]
    [InlineData("$x = ;", "3:6 error: expression expected, found \";\"")]
    [InlineData("$x[a] = 1;", "3:4 error: bad attribute index, number expected, found \"a\"")]
    [InlineData("$foo.x = 1;", "3:1-4 error: unknown attribute class \"foo\" | the classes are f, t, fr, tr, fu, tu, fd, td and g")]
    [InlineData("$fu = 1;", "3:1-3 error: attribute name expected after the class \"fu\" | write it like $fu.name")]
    [InlineData("setflag(nat);", "3:9-11 error: flag not declared: \"nat\" | write \"flags nat;\" before this route")]
    [InlineData("setflag(32);", "3:9-10 error: bad flag value 32, 0 to 31 expected")]
    [InlineData("setflag(-1);", "3:9-10 error: bad flag value -1, 0 to 31 expected")]
    [InlineData("setflag($x);", "3:9-10 error: bad flag argument, a number or a declared name expected")]
    [InlineData("setflag();", "3:1-7 error: wrong number of arguments: setflag takes a flag")]
    [InlineData("setavpflag($x, \"f\");", "3:16-18 error: avpflag not declared: \"f\" | write \"avpflags f;\" before this route")]
    [InlineData("setavpflag(\"q.x\", \"f\");", "3:12-16 error: unknown attribute class \"q\"")]
    [InlineData("setavpflag($x);", "3:1-10 error: wrong number of arguments: setavpflag takes an attribute and the name of a flag")]
    public void Says_what_is_wrong(string statement, string expected) => Assert.Equal(expected, ScriptTest.DiagnoseRoute(statement));

    [Fact]
    public void Warns_when_the_number_of_a_named_flag_is_used()
    {
        Assert.Equal("4:9 warning: flag 5 has the name \"nat\" | use the name", ScriptTest.DiagnoseRoute("setflag(5); setflag(4);", before: "flags nat:5\n"));
    }
}
