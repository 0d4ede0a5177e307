using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Seraph.Core.Diagnostics;

/// <summary>Who this server is: name, version, platform, start time, and the header lines that say so to peers.</summary>
public sealed class ServerInfo
{
    /// <summary>The name in headers and on the command line.</summary>
    public const string DefaultProduct = "Seraph";

    private readonly TimeProvider _time;
    private readonly long _started;

    /// <summary>Takes the time of now as the start of the server.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="product">The product token of the headers.</param>
    /// <param name="serverHeader">The complete <c>Server</c> header line instead of ours (<c>server_header</c>); without line end.</param>
    /// <param name="userAgentHeader">The complete <c>User-Agent</c> header line instead of ours (<c>user_agent_header</c>); without line end.</param>
    public ServerInfo(TimeProvider time, string product = DefaultProduct, string? serverHeader = null, string? userAgentHeader = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _started = time.GetTimestamp();
        StartTime = time.GetUtcNow();
        Product = product;
        ServerHeader = Encoding.UTF8.GetBytes(serverHeader ?? $"Server: {product} ({Version} ({Platform}))");
        UserAgentHeader = Encoding.UTF8.GetBytes(userAgentHeader ?? $"User-Agent: {product}({Version} ({Platform}))");
    }

    /// <summary>Version of the program: <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(ServerInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Architecture and system: <c>x86_64/linux</c>.</summary>
    public static string Platform { get; } = $"{ArchitectureName()}/{SystemName()}";

    /// <summary>The product token of the headers.</summary>
    public string Product { get; }

    /// <summary>Product and version: <c>Seraph 0.1.0</c>.</summary>
    public string VersionText => $"{Product} {Version}";

    /// <summary>The header line of local replies (core-subsystems 6.4), without line end. Also what <c>core.version</c> answers.</summary>
    public ReadOnlyMemory<byte> ServerHeader { get; }

    /// <summary>The header line of local requests, without line end.</summary>
    public ReadOnlyMemory<byte> UserAgentHeader { get; }

    /// <summary>When the server started, UTC.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>How long it has been running, whatever happened to the wall clock.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_started);

    private static string ArchitectureName() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.X86 => "i386",
        Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static string SystemName() =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "unix";
}
