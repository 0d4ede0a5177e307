using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests.Compilation;

/// <summary>Running a script costs no memory.</summary>
public class AllocationTests
{
    private const string Typical =
        """
        loadmodule "fake"
        flags nat, acc:5;
        route[CHECK] {
            if (method == "REGISTER" || method == BYE) return -1;
            if (uri =~ "^sip:[0-9]+@" && !uri == myself) return 2;
            return;
        }
        route {
            if (method == "INVITE" && !isflagset(nat)) setflag(nat);
            if (msg:len >= max_len) { exit; }
            if (src_ip == 10.0.0.0/8 || src_ip != 1.2.3.4 || src_port < 1024) setflag(acc);
            if ($fr.none == "text" || $fr.text != "Text" || $fr.number < 5) exit;
            if ($fr.none) exit;
            if (@ruri.user == "bob" && @method =~ "^inv") route(CHECK);
            if (!route(CHECK) || $? == 2) exit;
            count("constant", 5);
            if (count("x", -2)) exit;
            resetflag(nat);
        }
        """;

    [Fact]
    public void A_typical_classic_route() => Assert.Equal(0, Allocated(Typical));

    [Fact]
    public void A_typical_modern_route()
    {
        const string script =
            """
            #!SER
            loadmodule "fake"
            route {
                if (strlen(@ruri.user) > 2 && defined @method) count("x", 3);
                switch (@method) { case "BYE": exit; case /"^INV": break; default: exit; }
                if (@ruri.user + "@" + @ruri.host == "bob@example.com") setflag(1);
                if ($rc * 2 mod 3 == 5 - (int)"2") exit;
                while (isflagset(1)) resetflag(1);
            }
            """;
        Assert.Equal(0, Allocated(script));
    }

    private static long Allocated(string script)
    {
        var test = new ScriptTest(script);
        var route = test.Script.Main(RouteBlockKind.Request)!;
        var context = test.Context;
        context.SourceAddress = IpValue.FromBytes([10, 1, 2, 3]);
        long allocated = 0;
        for (var i = 0; i < 300; i++)
        {
            context.Reset();
            context.Set("$text", "text").Set("$number", "17");
            var before = GC.GetAllocatedBytesForCurrentThread();
            var code = route.Run(context).Code;
            if (i >= 200)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(1, code);
            Assert.Empty(context.Faults);
        }

        return allocated;
    }
}
