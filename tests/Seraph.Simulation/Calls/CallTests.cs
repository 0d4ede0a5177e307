using System.Globalization;
using Seraph.Core.Transports;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Calls;

/// <summary>
/// Whole proxies with callers and callees on a network that loses, doubles, delays and reorders. The rules that <see cref="World"/> checks hold for every seed.
/// SIMULATION_SEEDS=100 runs that many seeds of every topology, SIMULATION_FROM=7 begins with that one.
/// </summary>
public class CallTests
{
    private const int Calls = 10;

    private const string Head = """
        #!SER
        loadmodule "tm"
        loadmodule "rr"
        loadmodule "maxfwd"
        route {
            if (!mf_process_maxfwd_header("10")) exit;
            if (loose_route()) { t_relay(); exit; }
            if (method == "ACK" || method == "CANCEL") { t_relay(); exit; }
            record_route();

        """;

    public static TheoryData<string> Topologies => new("single", "line", "parallel", "serial", "fork behind fork", "udp to tcp");

    [Theory]
    [MemberData(nameof(Topologies))]
    public void Calls_end_as_they_should_on_a_perfect_network(string topology) => Run(topology, seed: 1, NetworkConditions.Perfect);

    [Theory]
    [MemberData(nameof(Topologies))]
    public void Calls_end_as_they_should_on_a_bad_network(string topology)
    {
        var seeds = Number("SIMULATION_SEEDS", 5);
        var from = Number("SIMULATION_FROM", 1);
        for (var seed = from; seed < from + seeds; seed++)
            Run(topology, seed, new NetworkConditions(Loss: 0.05, Duplication: 0.05, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200)));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static void Run(string topology, int seed, NetworkConditions conditions)
    {
        var world = new World(seed);
        world.Network.Conditions = conditions;
        var caller = world.AddCaller("10.0.0.1", "10.0.1.1");
        var callees = 1;
        var protocol = TransportProtocol.Udp;
        switch (topology)
        {
            case "line":
                world.AddProxy("10.0.1.1", Head + "rewritehostport(\"10.0.1.2:5060\"); t_relay(); }");
                world.AddProxy("10.0.1.2", Head + "rewritehostport(\"10.0.2.1:5060\"); t_relay(); }");
                break;
            case "parallel":
                callees = 5;
                world.AddProxy("10.0.1.1", Head + Fork(5) + "t_relay(); }");
                break;
            case "serial":
                callees = 3;
                world.AddProxy("10.0.1.1", Head + """
                        rewriteuri("sip:bob@10.0.2.1");
                        t_set_fr(8000, 4000);
                        t_on_failure("second");
                        t_relay();
                    }
                    failure_route[second] {
                        if (t_is_canceled()) exit;
                        rewriteuri("sip:bob@10.0.2.2");
                        append_branch();
                        t_on_failure("third");
                        t_relay();
                    }
                    failure_route[third] {
                        if (t_is_canceled()) exit;
                        rewriteuri("sip:bob@10.0.2.3");
                        append_branch();
                        t_relay();
                    }
                    """);
                break;
            case "fork behind fork":
                callees = 4;
                world.AddProxy("10.0.1.1", Head + """
                        rewriteuri("sip:bob@10.0.2.1");
                        append_branch("sip:bob@10.0.2.2");
                        append_branch("sip:bob@10.0.1.2");
                        t_relay();
                    }
                    """);
                world.AddProxy("10.0.1.2", Head + """
                        rewriteuri("sip:bob@10.0.2.3");
                        append_branch("sip:bob@10.0.2.4");
                        t_relay();
                    }
                    """);
                break;
            case "udp to tcp":
                protocol = TransportProtocol.Tcp;
                world.AddProxy("10.0.1.1", Head + "rewriteuri(\"sip:bob@10.0.2.1;transport=tcp\"); t_relay(); }");
                break;
            default:
                world.AddProxy("10.0.1.1", Head + "rewritehostport(\"10.0.2.1:5060\"); t_relay(); }");
                break;
        }

        for (var i = 1; i <= callees; i++)
            world.AddCallee($"10.0.2.{i}", protocol);
        Assert.NotNull(caller);
        world.Run("sip:bob@example.org", Calls);
    }

    private static string Fork(int branches) => "rewriteuri(\"sip:bob@10.0.2.1\");"
        + string.Concat(Enumerable.Range(2, branches - 1).Select(i => $"append_branch(\"sip:bob@10.0.2.{i}\");"));
}
