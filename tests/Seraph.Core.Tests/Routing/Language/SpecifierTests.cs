using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class SpecifierTests
{
    [Fact]
    public void Of_a_request() => AssertFormats(
        Invite,
        ("%rm %ru", "INVITE sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag"),
        ("%rs|%rr", "<null>|<null>"),
        ("%nh", "sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag"),
        ("%fu %ft %tu %tt", "sip:alice@example.org:5070 f1 sips:bob@example.org <null>"),
        ("%rt", "sip:carol@example.com"),
        ("%ci %cs", "c1@10.0.0.1 314"),
        ("%ua", "Phone/1.0"),
        ("%si:%sp %Ri:%Rp", "10.0.0.1:5060 10.0.0.254:5060"),
        ("%mf", "0"),
        ("%br|%bR", "<null>|"),
        ("%ds", "Contact: <sip:bob:pw@example.org:5080;transport=TCP;x-y=1;flag>"),
        ("100%% a% b%|c", "100% abc"),
        ("%Ts %Tx", "1772377449 69a45569"),
        ("%Hi", "10.0.0.254"),
        ("%zz", "<null>"));

    [Fact]
    public void Of_a_reply() => AssertFormats(
        Reply,
        ("%rs %rr", "180 Ringing there"),
        ("%rm|%ru|%nh|%br|%bR|%ds", "<null>|<null>|<null>|<null>|<null>|<null>"),
        ("%tt", "t1"),
        ("%@from.uri.user", "alice"));

    [Fact]
    public void Headers() => AssertFormats(
        Invite,
        ("%{X-Test}", "one"),
        ("%{x-test[1]}", "two"),
        ("%{X-Test[-1]}", "three"),
        ("%{X-Test[*]}", "one, two, three"),
        ("%{X-Test[3]}", "<null>"),
        ("%{X-None}", "<null>"),
        ("%{X-None[*]}", "<null>"),
        ("%{To}", "Bob <sips:bob@example.org>"),
        ("%{Via[1]}", "SIP/2.0/TLS last.example.org:5061;branch=z9hG4bK3;i=2a1;alias"),
        ("%ct", "\"Al\" <sip:alice@10.0.0.1:5070>;q=0.5;expires=60;methods=\"INVITE,BYE\";received=\"sip:1.2.3.4\";+sip.instance=\"<urn:uuid:1>\";x=y, <sip:two@h>"));

    [Fact]
    public void The_message()
    {
        var text = ScriptServer.Normalize(Request("sip:h"));
        AssertFormats(Request("sip:h"), ("%mb", text), ("%ml", text.Length.ToString()));
    }

    [Fact]
    public void The_destination_set() => Assert.Equal(
        ["sip:one@h", "sip:one@h, <sip:two@h>;q=0.25", "Contact: <sip:bob@example.org>, <sip:one@h>, <sip:two@h>;q=0.25"],
        RunRequest("""append_branch("sip:one@h"); append_branch("sip:two@h", "0.25"); probe_format("%br"); probe_format("%bR"); probe_format("%ds");"""));

    [Fact]
    public void Attributes() => Assert.Equal(
        ["1", "<null>z", "one", "two", "two", "<null>"],
        Run("""
            $x = 1; probe_format("%$x");
            $a[] = "one"; $a[] = "two"; probe_format("%$a%|z"); probe_format("%$a[1]"); probe_format("%$a[-1]"); probe_format("%$f.a[2]"); probe_format("%<b>");
            """));

    [Fact]
    public void Unique_numbers_differ_in_one_line()
    {
        var seen = Run("probe_format(\"%uq %uq\");");
        var numbers = seen[0].Split(' ');
        Assert.Matches("^[0-9a-f]{16}$", numbers[0]);
        Assert.NotEqual(numbers[0], numbers[1]);
    }

    [Fact]
    public void The_process_and_the_machine()
    {
        var seen = Run("probe_format(\"%pp %px\"); probe_format(\"%Hn\"); probe_format(\"%Hf\"); probe_format(\"%mi %mx\");");
        Assert.Equal($"{Environment.ProcessId} {Environment.ProcessId:x8}", seen[0]);
        Assert.NotEqual("<null>", seen[1]);
        Assert.StartsWith(seen[1], seen[2], StringComparison.Ordinal);
        var ids = seen[3].Split(' ');
        Assert.Equal(uint.Parse(ids[0]).ToString("x8"), ids[1]);
    }

    [Fact]
    public void Colours_end_with_a_reset() => Assert.Equal(["\e[0;31;42mx\e[0m", "\e[1;31;49mx\e[0m"], Run("probe_format(\"%Crgx\"); probe_format(\"%CRxx\");"));

    [Fact]
    public void Escapes() => Assert.Equal(["a\nb\tc\\d"], Run("probe_format('a\\nb\\tc\\\\d');"));

    [Fact]
    public void The_time_is_that_of_its_first_use()
    {
        using var server = ScriptServer.Start("loadmodule \"probe\"\nroute { probe_format(\"%Ts\"); probe_context(); probe_format(\"%Ts\"); probe_format(\"%@sys.now\"); probe_format(\"%Tf\"); }");
        server.Probe.OnContext = _ => server.Time.Advance(TimeSpan.FromSeconds(5));
        server.Receive(Request("sip:h"));
        Assert.Equal(["1772377449", "1772377449", "1772377454", "Sun Mar  1 15:04:09 2026"], server.Probe.Seen);
        server.Receive(Request("sip:h"));
        Assert.Equal("1772377454", server.Probe.Seen[4]);
    }

    [Theory]
    [InlineData("%Czz")]
    [InlineData("%{X-Test")]
    [InlineData("%{X-Test[-2]}")]
    [InlineData("%{1}")]
    [InlineData("%<x")]
    [InlineData("%@nothing")]
    public void Refuses_bad_formats(string format) =>
        Assert.NotEmpty(ScriptServer.Check($"loadmodule \"probe\"\nroute {{ probe_format(\"{format}\"); }}"));

    [Fact]
    public void Expanding_allocates_nothing()
    {
        using var server = ScriptServer.Start("loadmodule \"textops\"\nroute { append_to_reply(\"X: %rm %ru from %fu (%si:%sp) %{X-None} %cs %ml %Ts %bR\\r\\n\"); }");
        Assert.Equal(0, server.MeasureAllocation(Request("sip:bob@example.org", "INVITE")));
    }
}
