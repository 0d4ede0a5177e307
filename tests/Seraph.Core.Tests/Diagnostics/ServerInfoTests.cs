using System.Text;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

public class ServerInfoTests
{
    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.ASCII.GetString(bytes.Span);

    [Fact]
    public void Headers_have_product_version_and_platform()
    {
        var info = new ServerInfo(TimeProvider.System);
        Assert.Equal("Seraph 0.1.0", info.VersionText);
        Assert.Matches(@"^Server: Seraph \(0\.1\.0 \([a-z0-9_]+/[a-z]+\)\)$", Text(info.ServerHeader));
        Assert.Matches(@"^User-Agent: Seraph\(0\.1\.0 \([a-z0-9_]+/[a-z]+\)\)$", Text(info.UserAgentHeader));
    }

    [Fact]
    public void The_product_and_whole_headers_can_be_replaced()
    {
        Assert.StartsWith("Server: Gate (", Text(new ServerInfo(TimeProvider.System, "Gate").ServerHeader));
        var info = new ServerInfo(TimeProvider.System, serverHeader: "Server: x", userAgentHeader: "User-Agent: y");
        Assert.Equal("Server: x", Text(info.ServerHeader));
        Assert.Equal("User-Agent: y", Text(info.UserAgentHeader));
    }

    [Fact]
    public void Uptime_follows_the_monotonic_clock()
    {
        var time = new FakeTimeProvider();
        var info = new ServerInfo(time);
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), info.Uptime);
        Assert.Equal(time.GetUtcNow() - TimeSpan.FromSeconds(90), info.StartTime);
    }
}
