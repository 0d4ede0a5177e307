using System.Text;
using CsCheck;
using Seraph.Script.Tests.Fakes;

namespace Seraph.Script.Tests;

/// <summary>Whatever is in a file, compiling it ends with a script or with errors that have a place, and a script that compiles runs.</summary>
public class MutationTests
{
    private static readonly string[] Samples = [Classic, Modern];

    /// <summary>Pieces that make something of what is around them more often than random bytes.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ";", ",", ":", ".", "=", "==", "!=", "=~", "!", "&&", "||", "|", "&", "+", "-", "*", "/", "@", "$", "%", "\"", "'", "#", "/*", "*/", "\\",
        "\n#!ifdef X\n", "\n#!else\n", "\n#!endif\n", "\n#!define X\n", "\n#!SER\n", "\n#!KAMAILIO\n", "include_file \"test.cfg\" ", "if", "else", "while", "switch", "case 1:", "default:",
        "route", "return", "exit", "drop", "break", "method", "uri", "src_ip", "msg:len", "myself", "$x", "$fu.x[1]", "$x[]", "$?", "@ruri.user", "@msg.header[\"x\"]", "5", "-1", "0x1F",
        "99999999999", "1.2.3.4", "::1", "1.2.3.4/8", "\"text\"", "'raw'", "\"%rm\"", "\"$x\"", "\"@method\"", "udp", "yes", "not", "and", "mod", "defined", "strlen(", "(int)", "(str)",
        "modparam(\"fake\", \"timeout\", ", "loadmodule \"fake\"", "flags a;", "listen=", "\0", "\u00e4", "\r\n", "\t",
    ];

    private const string Classic =
        """
        # a classic script
        debug=3 fork=no
        listen=udp:127.0.0.1:5060 tcp:[::1]
        alias=example.com "example.net"
        flags nat:4, acc; avpflags dialog_cookie;
        pstn.gw = "1.2.3.4" desc "gateway"
        loadpath "/usr/lib/ser/modules"
        loadmodule "fake.so"
        modparam("fake|tm", "timeout", 100)
        modparam("fake", "format", "%rm %{To[-1]} %$fu.x %@ruri.user")
        route[NAT] { if (src_ip==10.0.0.0/8 || src_ip == gw.example.com) { setflag(nat); return 1; } return -1; }
        route {
            /* sanity */ if (msg:len >= max_len) { log(1, "too long\n"); exit; };
            if (!method=="REGISTER" && (uri==myself or !uri=~"^sip:[0-9]+@")) route(NAT);
            if ($? == 1) append_branch; else if (method == INVITE) { $x = "a"; $y[] = $x; $tu.z = @from.uri.host; }
            else { $r = (method == "ACK"); $n = ret(3); }
            if ($x && $y[1] == "a" && $n > 2 && $n & 1) forward(uri:host, uri:port);
            forward(1.2.3.4, 5060); force_send_socket(udp:1.2.3.4:5060);
            if (isflagset(nat) | len_gt(100)) t_on_failure("F");
            subst('/a(.)/\1/g'); say("@method"); say_number("$n"); match("^[[:alpha:]]");
            setavpflag($x, "dialog_cookie");
            if ({ log("in"); ret(1); }) break;
        }
        failure_route[F] { failure_only(); drop; }
        onreply_route { if (status=~"18[0-9]") drop(1); }
        onsend_route { if (to_ip == 192.168.0.0/255.255.0.0) drop; }
        branch_route[B] { ; }
        """;

    private const string Modern =
        """
        #!SER
        #!define WITH_X
        loadmodule "fake"
        #!ifdef WITH_X
        debug = 0x10
        #!else
        nonsense (
        #!endif
        event_route[tm:local-request] { log("event"); }
        route[A] { return $rc + 1; }
        route {
            $i = 0;
            while ($i < 3 && !defined $none) { $i = $i + 1; if ($i == 2) break; }
            switch ($i) { case 1: log("1"); case -2: break; case 0x3: exit; default: log("d"); }
            switch (@method) { case "INVITE": case /"^[A-Z]+$": log("m" " n"); }
            $s = "a" + $i * 2 + (str)(5 mod 2 - (int)"3");
            if (strlen($s) > 1 and strempty($none) || $s eq "a" && $i ieq 2 | 4 & 6) $s = $s + @ruri.host;
            if (method == "INV" + "ITE" and !src_port != 5000 + 60) route(A);
            if ((($q = 7 / $i)) == 3) return (1 + 2) * 3;
            drop(1);
        }
        """;

    [Fact]
    public void The_samples_are_good()
    {
        Assert.All(Samples, sample => Assert.DoesNotContain("error:", new ScriptTest(sample).Diagnose(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_script_cut_at_any_byte_gives_errors_or_a_script(int sample)
    {
        for (var length = 0; length < Samples[sample].Length; length++)
            Check(Samples[sample][..length]);
    }

    [Fact]
    public void Mutated_scripts_give_errors_or_scripts_that_run()
    {
        var piece = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[0, 4]);
        var mutation = Gen.Select(Gen.Int[0, 3], Gen.Double[0, 1], Gen.Int[0, 30], piece);
        Gen.Select(Gen.Int[0, Samples.Length - 1], mutation.Array[1, 6]).Sample(
            (sample, mutations) =>
            {
                var text = Samples[sample];
                foreach (var (kind, place, length, insert) in mutations)
                    text = Mutate(text, kind, (int)(place * text.Length), length, insert);

                Check(text);
            },
            iter: 1500);
    }

    [Fact]
    public void Random_pieces_give_errors_or_scripts_that_run()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Sample(pieces => Check($"route {{ {string.Join(' ', pieces)} }}"), iter: 1500);
    }

    [Fact]
    public void Random_bytes_give_errors_or_scripts()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => Check(new ScriptTest("").WithBytes(ScriptTest.Path, bytes)), iter: 1000);
    }

    private static string Mutate(string text, int kind, int place, int length, string insert)
    {
        var end = Math.Min(text.Length, place + length);
        return kind switch
        {
            0 => text[..place] + text[end..],
            1 => text[..place] + insert + text[place..],
            2 => text[..place] + insert + text[end..],
            _ => text[..end] + text[place..],
        };
    }

    private static void Check(string text) => Check(new ScriptTest(text));

    private static void Check(ScriptTest test)
    {
        test.Compile();
        var result = test.Result!;
        Assert.Equal(result.ErrorCount == 0, result.Script is not null);
        Assert.All(result.Diagnostics, d => Assert.True(d.Location.Line > 0 && d.Location.Column > 0 && d.Message.Length > 0, d.ToString()));
        if (result.Script is null)
            return;

        foreach (var route in result.Script.Routes)
        {
            test.Context.Reset();
            route.Run(test.Context);
        }
    }

}
