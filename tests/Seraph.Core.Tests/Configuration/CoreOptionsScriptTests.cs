using System.Net;
using System.Text;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Core.Tests.Configuration;

/// <summary>Parameters as scripts write them.</summary>
public class CoreOptionsScriptTests
{
    private readonly CoreOptions _options = new();

    private string[] Load(string script)
    {
        var symbols = new SymbolTable(typeof(ScriptContext), null!).AddParameters(_options);
        var result = ScriptCompiler.Compile("test.cfg", symbols, new NoModules(), new OneFile(script + "\nroute { drop; }\n"));
        return [.. result.Diagnostics.Select(d => $"{d.Severity} {d.Location.Line}:{d.Location.Column} {d.Message}")];
    }

    [Fact]
    public void Values_of_all_kinds_are_taken()
    {
        Assert.Empty(Load("""
            debug=3; log_stderror=yes
            log_facility=LOG_LOCAL3
            listen=udp:127.0.0.1:5080 tcp:127.0.0.1
            listen=[::1]
            alias="sip.example.org" example.com:*
            advertised_address=sip.example.org
            advertised_port=5062
            user=seraph
            tcp_source_ipv4=10.0.0.1
            tcp_source_ipv6="2001:db8::1"
            udp_mtu_try_proto=TCP
            dns=on rev_dns=on
            tls_disable=no
            server_header="Server: x"
            """));
        Assert.Equal((3, true, SyslogFacility.Local3), (_options.Debug, _options.LogToStandardError, _options.LogFacility));
        Assert.Equal((3, 2), (_options.Listen.Count, _options.Alias.Count));
        Assert.Equal(("sip.example.org", 5062, "seraph"), (_options.AdvertisedAddress, _options.AdvertisedPort, _options.User));
        Assert.Equal(IPAddress.Parse("10.0.0.1"), _options.TcpSourceIPv4!.Address);
        Assert.Equal(IPAddress.Parse("2001:db8::1"), _options.TcpSourceIPv6!.Address);
        Assert.Equal((2, true, true, true, "Server: x"), (_options.UdpMtuTryProtocol, _options.Dns, _options.ReverseDns, _options.EnableTls, _options.ServerHeader));
    }

    [Theory]
    [InlineData("mlock_pages=yes", "mlock_pages has no effect: the runtime manages the memory")]
    [InlineData("tls_verify=on", "tls_verify has no effect: tls-in-core support not compiled in, set verify_certificate of module tls")]
    [InlineData("tls_method=SSLv23", "tls_method has no effect: tls-in-core support not compiled in, set tls_method of module tls")]
    [InlineData("tcp_poll_method=\"/dev/poll\"", "tcp_poll_method has no effect: the runtime chooses how to wait for sockets")]
    [InlineData("sctp_socket_receive_buffer=4096", "sctp_socket_rcvbuf has no effect: sctp support not compiled in")]
    [InlineData("fifo=\"/tmp/ser_fifo\"", "fifo is gone since 2.0: set fifo_file of module fifo, or fifo of module ctl")]
    [InlineData("unix_sock=\"/tmp/ser.sock\"", "unix_sock is gone since 2.0: set socket of module unixsock, or binrpc of module ctl")]
    public void Names_without_effect_give_a_warning_at_their_place(string script, string warning) =>
        Assert.StartsWith("Warning 1:", Assert.Single(Load(script), line => line.EndsWith(warning, StringComparison.Ordinal)));

    [Theory]
    [InlineData("tcp_source_ipv4=\"2001:db8::1\"", "IPv4 address expected")]
    [InlineData("tcp_source_ipv6=10.0.0.1", "IPv6 address expected")]
    [InlineData("advertised_port=70000", "advertised_port is out of range: 70000")]
    [InlineData("log_facility=LOG_NONE", "unknown value \"LOG_NONE\"")]
    [InlineData("children=many", "number expected")]
    public void Wrong_values_are_errors(string script, string error) => Assert.Contains(error, Assert.Single(Load(script)));

    private sealed class OneFile(string text) : IScriptFiles
    {
        public bool TryRead(string path, out byte[] content, out string? error)
        {
            content = Encoding.UTF8.GetBytes(text);
            error = null;
            return true;
        }
    }

    private sealed class NoModules : IModuleCatalog
    {
        public IEnumerable<string> Names => [];

        public ModuleSymbol? TryLoad(ModuleRequest request, out string? error)
        {
            error = null;
            return null;
        }

        public IReadOnlyList<ModuleFailure> CreateInstances(IReadOnlyList<ModuleSymbol> modules) => [];

        public string? DeclareVariable(CustomVariable variable) => null;
    }
}
