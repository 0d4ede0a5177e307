using Seraph.EndToEnd.Harness;

namespace Seraph.EndToEnd;

/// <summary>SIPp's own caller and callee through the real server, over UDP, TCP and from one to the other.</summary>
public class SippTests
{
    private const string Relay = """
        loadmodule "sl"
        loadmodule "tm"
        loadmodule "rr"
        loadmodule "maxfwd"
        route {
          if (!mf_process_maxfwd_header("10")) { sl_reply("483", "Too Many Hops"); exit; }
          if (loose_route()) { t_relay(); exit; }
          if (method == "ACK") { t_relay(); exit; }
          if (method == "INVITE") record_route();
          rewritehostport("CALLEE");
          ROUTE;
        }
        """;

    [Theory]
    [InlineData("u1", "u1", "t_relay()")]
    [InlineData("t1", "t1", "t_relay_to_tcp()")]
    [InlineData("u1", "t1", "t_relay_to_tcp()")]
    [InlineData("t1", "u1", "t_relay_to_udp()")]
    public void Calls_go_through_a_stateful_proxy(string callerTransport, string calleeTransport, string relay)
    {
        var callee = SeraphServer.FreePort();
        using var server = SeraphServer.Start(Relay, ("CALLEE", $"127.0.0.1:{callee}"), ("ROUTE", relay));
        using var sipp = Sipp.StartCallee(callee, calleeTransport);

        Sipp.Call(server.Address, calls: 200, rate: 100, callerTransport);

        server.Stop();
    }

    [Fact]
    public void Calls_go_through_a_stateless_proxy()
    {
        var callee = SeraphServer.FreePort();
        using var server = SeraphServer.Start(
            """
            loadmodule "sl"
            route {
              rewritehostport("CALLEE");
              forward();
            }
            """,
            ("CALLEE", $"127.0.0.1:{callee}"));
        using var sipp = Sipp.StartCallee(callee);

        Sipp.Call(server.Address, calls: 200, rate: 100);

        server.Stop();
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public void Phones_register_with_a_password(string transport)
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        using var users = new UserFile(server.Folder, "alice", "wonderland");

        Sipp.Call(server.Address, calls: 20, rate: 20, transport, "register.xml", more: ["-inf", users.Path]);

        Assert.Contains("alice@127.0.0.1", server.Control("ul", "show"), StringComparison.Ordinal);
        server.Stop();
    }

    [Fact]
    public void A_wrong_password_is_challenged_again()
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        using var users = new UserFile(server.Folder, "alice", "looking-glass");

        Sipp.Call(server.Address, calls: 1, rate: 1, scenario: "register-wrong-password.xml", more: ["-inf", users.Path]);

        Assert.DoesNotContain("alice@127.0.0.1", server.Control("ul", "show"), StringComparison.Ordinal);
        server.Stop();
    }

    [Fact]
    public void A_call_to_nobody_is_answered_404()
    {
        using var server = SeraphServer.StartStock();
        server.AddUser("alice@127.0.0.1", "wonderland");
        using var users = new UserFile(server.Folder, "alice", "wonderland");

        Sipp.Call(server.Address, calls: 5, rate: 5, scenario: "call-unknown.xml", service: "nobody", more: ["-inf", users.Path]);

        server.Stop();
    }

    /// <summary>The input file that gives SIPp a user and the password to answer challenges with.</summary>
    private sealed class UserFile : IDisposable
    {
        public UserFile(string folder, string user, string password)
        {
            Path = System.IO.Path.Combine(folder, "users.csv");
            File.WriteAllText(Path, $"SEQUENTIAL\n{user};[authentication username={user} password={password}]\n");
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
