using Seraph.Testing;
using Seraph.Core.Routing;
using Seraph.Core.Routing.Language;
using Seraph.Core.Transports;
using Seraph.Testing.Scripts;
using static Seraph.Core.Tests.Routing.Language.LanguageTest;

namespace Seraph.Core.Tests.Routing.Language;

public class CommandTests
{
    [Theory]
    [InlineData("forward(10.0.0.9)", "udp:10.0.0.9:5060")]
    [InlineData("forward(10.0.0.9, 5070)", "udp:10.0.0.9:5070")]
    [InlineData("forward(\"10.0.0.9\", 5070)", "udp:10.0.0.9:5070")]
    [InlineData("forward(peer.example.org)", "udp:10.0.0.8:5080")]
    [InlineData("forward(peer.example.org, 5070)", "udp:10.0.0.8:5070")]
    [InlineData("forward_tcp(10.0.0.9)", "tcp:10.0.0.9:5060")]
    [InlineData("forward_udp(10.0.0.9, 99)", "udp:10.0.0.9:99")]
    [InlineData("forward(uri:host, uri:port)", "udp:10.0.0.2:5062")]
    [InlineData("forward(uri:host)", "udp:10.0.0.2:5060")]
    [InlineData("forward(uri:host, 7000)", "udp:10.0.0.2:7000")]
    [InlineData("forward()", "udp:10.0.0.2:5062")]
    [InlineData("forward_tcp(uri:host, uri:port)", "tcp:10.0.0.2:5062")]
    [InlineData("forward_tcp()", "tcp:10.0.0.2:5062")]
    public void Forward_sends_the_request_on(string command, string destination)
    {
        using var server = ScriptServer.Start($"loadmodule \"probe\"\nroute {{ if ({command}) probe_text(\"sent\"); }}");
        server.Resolver.Add("peer.example.org", "10.0.0.8", 5080);
        var sent = Assert.Single(server.Receive(Request("sip:bob@10.0.0.2:5062")));
        Assert.Equal(destination, sent.Destination);
        Assert.Equal("OPTIONS sip:bob@10.0.0.2:5062 SIP/2.0", sent.StartLine);
        Assert.Equal(2, sent.Headers("Via").Count);
        Assert.Equal("70", sent.Header("Max-Forwards"));
        Assert.Equal(["sent"], server.Probe.Seen);
    }

    [Theory]
    [InlineData("forward(nowhere.example.org)", "sip:h", -478)]
    [InlineData("forward(uri:host, uri:port)", "sip:bob@nowhere.example.org", -478)]
    [InlineData("forward(10.0.0.66)", "sip:h", -477)]
    [InlineData("forward_tls(10.0.0.9)", "sip:h", -7)]
    [InlineData("forward()", "sips:bob@10.0.0.2;transport=udp", -480)]
    [InlineData("forward()", "tel:+1", -1)]
    public void Forward_says_why_it_could_not(string command, string uri, int code)
    {
        using var server = ScriptServer.Start($"loadmodule \"probe\"\nroute {{ $r = {command}; probe_format(\"%$r\"); }}");
        server.Unreachable.Add(NetworkEndpoint.FromIPv4(0x0A000042, 5060));
        Assert.Empty(server.Receive(Request(uri)));
        Assert.Equal([code.ToString()], server.Probe.Seen);
    }

    [Fact]
    public void Forward_tries_the_other_addresses_of_a_name()
    {
        using var server = ScriptServer.Start("route { forward(peer.example.org); }");
        server.Resolver.Add("peer.example.org", "10.0.0.66").Add("peer.example.org", "10.0.0.67");
        server.Unreachable.Add(NetworkEndpoint.FromIPv4(0x0A000042, 5060));
        var sent = Assert.Single(server.Receive(Request("sip:h")));
        Assert.Equal("udp:10.0.0.67:5060", sent.Destination);
        Assert.Equal(2, sent.Headers("Via").Count);
    }

    [Fact]
    public void Forward_to_the_uri_prefers_the_destination()
    {
        using var server = ScriptServer.Start("loadmodule \"probe\"\nroute { probe_context(); forward(uri:host, uri:port); forward(uri:host, 7000); }");
        server.Probe.OnContext = c => c.TrySetDestinationUri("sip:10.0.0.5:5065;lr"u8);
        var sent = server.Receive(Request("sip:bob@10.0.0.2"));
        Assert.Equal(["udp:10.0.0.5:5065", "udp:10.0.0.5:7000"], sent.Select(s => s.Destination));
        Assert.StartsWith("OPTIONS sip:bob@10.0.0.2 ", sent[0].StartLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_keeps_the_protocol_of_the_request()
    {
        using var server = ScriptServer.Start("route { forward(10.0.0.9); }");
        Assert.Equal("tcp:10.0.0.9:5060", Assert.Single(server.Receive(Request("sip:h"), protocol: TransportProtocol.Tcp)).Destination);
    }

    [Fact]
    public void Send_changes_nothing()
    {
        using var server = ScriptServer.Start("route { prefix(\"9\"); send(10.0.0.9); send(10.0.0.9, 5070); send_tcp(\"10.0.0.8\"); }");
        var sent = server.Receive(Request("sip:h"));
        Assert.Equal(["udp:10.0.0.9:5060", "udp:10.0.0.9:5070", "tcp:10.0.0.8:5060"], sent.Select(s => s.Destination));
        Assert.All(sent, s => Assert.Equal(ScriptServer.Normalize(Request("sip:h")), s.Text));
    }

    [Fact]
    public void Send_in_onsend_route_sends_what_is_about_to_leave()
    {
        using var server = ScriptServer.Start("route { forward(10.0.0.2); } onsend_route { send(10.0.0.9); }");
        var sent = server.Receive(Request("sip:h"));
        Assert.Equal(["udp:10.0.0.9:5060", "udp:10.0.0.2:5060"], sent.Select(s => s.Destination));
        Assert.Equal(sent[1].Text, sent[0].Text);
    }

    [Fact]
    public void Append_branch_takes_eleven()
    {
        using var server = ScriptServer.Start($$"""
            loadmodule "probe"
            route {
                {{string.Concat(Enumerable.Repeat("append_branch(); ", 10))}}
                if (append_branch("sip:last@h", "1")) probe_text("eleven");
                if (!append_branch) probe_text("full");
                probe("@branch.count");
                probe_context();
            }
            """);
        var error = RoutingError.None;
        server.Probe.OnContext = c => error = c.LastError;
        server.Receive(Request("sip:bob@h"));
        Assert.Equal(["eleven", "full", "11"], server.Probe.Seen);
        Assert.Equal(RoutingError.TooManyBranches, error);
    }

    [Fact]
    public void Append_branch_without_a_uri_takes_all_that_leads_to_the_current_one()
    {
        using var server = ScriptServer.Start("loadmodule \"probe\"\nroute { probe_context(); append_branch(); append_branch(\"sip:other@h\"); probe(\"@branch.dst_uri[0]\"); probe(\"@branch.dst_uri[1]\"); probe(\"@branch.uri\"); }");
        server.Probe.OnContext = c => c.TrySetDestinationUri("sip:hop"u8);
        server.Receive(Request("sip:bob@h"));
        Assert.Equal(["sip:hop", "", "sip:bob@h,sip:other@h"], server.Probe.Seen);
    }

    [Fact]
    public void Append_branch_fails_in_a_reply() => Assert.Equal(["no"], Run("if (!append_branch(\"sip:a@b\")) probe_text(\"no\");", Reply));

    [Fact]
    public void Log_writes_the_text_as_it_stands()
    {
        using var server = ScriptServer.Start("route { log(\"plain %rm\\n\"); log(1, \"warned\"); log(-1, \"wrong\"); error(\"a\", \"b\"); }");
        server.Receive(Request("sip:h"));
        var log = server.EndLog();
        Assert.Contains("DEBUG <script>: plain %rm", log);
        Assert.Contains("WARNING <script>: warned", log);
        Assert.Contains("ERROR <script>: wrong", log);
        Assert.Contains(log, l => l.Contains("error(\"a\", \"b\") is not implemented", StringComparison.Ordinal));
    }

    [Fact]
    public void Force_rport_answers_to_the_source_port()
    {
        using var server = ScriptServer.Start("loadmodule \"sl\"\nroute { if (method == OPTIONS) force_rport(); sl_reply(\"200\", \"OK\"); }");
        Assert.Equal("udp:10.0.0.1:7777", Assert.Single(server.Receive(Request("sip:h"), from: "10.0.0.1:7777")).Destination);
        Assert.Equal("udp:10.0.0.1:5060", Assert.Single(server.Receive(Request("sip:h", "MESSAGE"), from: "10.0.0.1:7777")).Destination);
    }

    [Fact]
    public void Add_local_rport_asks_for_it_in_our_via()
    {
        using var server = ScriptServer.Start("route { add_rport; add_local_rport(); forward(10.0.0.2); }");
        var sent = Assert.Single(server.Receive(Request("sip:h"), from: "10.0.0.1:7777"));
        Assert.EndsWith(";rport", sent.Headers("Via")[0], StringComparison.Ordinal);
        Assert.Contains(";rport=7777", sent.Headers("Via")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_advertised_address_is_in_our_via()
    {
        using var server = ScriptServer.Start("route { set_advertised_address(sip.example.org); set_advertised_port(5090); forward(10.0.0.2); }");
        Assert.StartsWith("SIP/2.0/UDP sip.example.org:5090;branch=", Assert.Single(server.Receive(Request("sip:h"))).Headers("Via")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Force_send_socket_chooses_the_socket()
    {
        using var server = ScriptServer.Start("""
            listen = udp:10.0.0.254:5060 udp:10.0.0.254:5070 tcp:10.0.0.254:5070
            route { force_send_socket(udp:10.0.0.254:5070); forward(10.0.0.2); forward_tcp(10.0.0.2); }
            """);
        var sent = server.Receive(Request("sip:h"));
        Assert.Equal(["udp:10.0.0.254:5070", "tcp:10.0.0.254:5070"], sent.Select(s => s.Target.Socket.ToString()));
    }

    [Fact]
    public void Force_send_socket_refuses_a_socket_that_is_not_ours() =>
        Assert.Contains("does not listen on 10.9.9.9:5060", Assert.Single(ScriptServer.Check("route { force_send_socket(udp:10.9.9.9:5060); }")), StringComparison.Ordinal);

    [Fact]
    public void Transport_options_go_with_the_message()
    {
        using var server = ScriptServer.Start("""
            loadmodule "sl"
            route {
                set_forward_no_connect(); set_reply_close; udp_mtu_try_proto(TCP);
                forward_tcp(10.0.0.2);
                set_forward_close; set_reply_no_connect();
                forward_tcp(10.0.0.2);
                sl_reply("200", "OK");
            }
            """);
        var sent = server.Receive(Request("sip:h"), protocol: TransportProtocol.Tcp);
        Assert.Equal(SendOptions.NoConnect, sent[0].Target.Options);
        Assert.Equal(SendOptions.NoConnect | SendOptions.CloseAfterwards, sent[1].Target.Options);
        Assert.Equal(SendOptions.NoConnect | SendOptions.CloseAfterwards, sent[2].Target.Options);
    }

    [Fact]
    public void An_alias_needs_a_connection()
    {
        using var server = ScriptServer.Start("loadmodule \"probe\"\nroute { if (force_tcp_alias()) probe_text(\"yes\"); if (!add_tcp_alias(0)) probe_text(\"no\"); if (force_tcp_alias) probe_text(\"yes\"); }");
        server.Receive(Request("sip:h"));
        server.Receive(Request("sip:h"), protocol: TransportProtocol.Tcp);
        Assert.Equal(["yes", "yes", "yes", "no", "yes"], server.Probe.Seen);
    }

    [Fact]
    public void Len_gt_is_the_length_of_the_message() =>
        Assert.Equal(["yes"], Run("if (len_gt(100)) probe_text(\"yes\"); if (len_gt(100000)) probe_text(\"no\"); if (len_gt(max_len)) probe_text(\"no\");"));

    [Fact]
    public async Task Exec_runs_a_command_and_does_not_wait()
    {
        var file = Path.Combine(Path.GetTempPath(), $"seraph-exec-{Guid.NewGuid():N}");
        using var server = ScriptServer.Start($"loadmodule \"probe\"\nroute {{ if (exec(\"echo done > {file}\")) probe_text(\"on\"); }}");
        server.Receive(Request("sip:h"));
        Assert.Equal(["on"], server.Probe.Seen);
        for (var i = 0; i < 400 && !(File.Exists(file) && new FileInfo(file).Length > 0); i++)
            await Task.Delay(25);
        Assert.Equal("done\n", await File.ReadAllTextAsync(file));
        File.Delete(file);
    }

    [Fact]
    public async Task Exec_kills_what_runs_too_long()
    {
        using var server = ScriptServer.Start("route { }");
        var logger = new ListLogger<ExecCommand>();
        var exec = new ExecCommand(logger, server.Time);
        exec.Execute("sleep 600");
        for (var i = 0; i < 400 && exec.Running > 0; i++)
        {
            server.Time.Advance(ExecCommand.Timeout);
            await Task.Delay(25);
        }

        Assert.Equal(0, exec.Running);
        Assert.Contains(logger.Lines, l => l.Contains("was killed", StringComparison.Ordinal));
    }

    [Fact]
    public void Rewriting_and_forwarding_allocates_nothing()
    {
        using var server = ScriptServer.Start("route { rewritehostport(\"10.0.0.2:5070\"); prefix(\"9\"); strip(1); append_branch(); force_rport(); forward(uri:host, uri:port); }");
        Assert.Equal(0, server.MeasureAllocation(Request("sip:bob@example.org")));
    }
}
