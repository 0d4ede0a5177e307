using Seraph.EndToEnd.Harness;

namespace Seraph.EndToEnd;

/// <summary>The management clients: Kamailio's kamcmd, our seraphctl; and sipsak as a monitor.</summary>
public class ManagementTests
{
    [Fact]
    public void Kamcmd_asks_the_server()
    {
        using var server = SeraphServer.StartStock();

        Assert.Contains("Seraph", Kamcmd(server, "core.version"), StringComparison.Ordinal);
        Assert.Contains("uptime:", Kamcmd(server, "core.uptime"), StringComparison.Ordinal);
        Assert.Contains("core.ps", Kamcmd(server, "system.listMethods"), StringComparison.Ordinal);
        Assert.Contains("receiver", Kamcmd(server, "core.ps"), StringComparison.Ordinal);
        Assert.Contains("hello", Kamcmd(server, "core.echo", "hello"), StringComparison.Ordinal);
        Assert.Contains("current", Kamcmd(server, "tm.stats"), StringComparison.Ordinal);

        var (code, output) = TryKamcmd(server, "no.such");
        Assert.True(code != 0 || output.Contains("error", StringComparison.OrdinalIgnoreCase), output);
        server.Stop();
    }

    [Fact]
    public void Seraphctl_asks_the_server()
    {
        using var server = SeraphServer.StartStock();

        Assert.Contains("Seraph", server.Control("version"), StringComparison.Ordinal);
        Assert.Contains("up", server.Control("uptime"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("receiver", server.Control("ps"), StringComparison.Ordinal);
        Assert.NotEmpty(server.Control("stats"));
        server.Stop();

        var (code, output) = ChildProcess.Run(Repository.Program("seraphctl"), ["version", "-s", server.ControlSocket]);
        Assert.Equal(1, code);
        Assert.Contains(server.Folder, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sipsak_pings_the_server()
    {
        using var server = SeraphServer.StartStock();

        var (code, output) = ChildProcess.Run(Repository.Peer("sipsak", "sipsak"), ["-v", "-s", $"sip:{server.Address}"]);

        Assert.True(code == 0, output);
        server.Stop();
    }

    private static string Kamcmd(SeraphServer server, params string[] command)
    {
        var (code, output) = TryKamcmd(server, command);
        Assert.True(code == 0, output);
        return output;
    }

    private static (int Code, string Output) TryKamcmd(SeraphServer server, params string[] command) =>
        ChildProcess.Run(Repository.Peer("kamcmd", "kamailio"), ["-s", server.ControlSocket, .. command]);
}
