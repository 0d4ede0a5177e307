using System.Net;

namespace Seraph.Core.Dns;

/// <summary>What the system's <c>resolv.conf</c> says (resolv.conf(5)).</summary>
/// <param name="Servers">Name servers, in order.</param>
/// <param name="SearchList">Domains that complete short names.</param>
/// <param name="Dots">A name with this many dots or more is first tried as it is (option <c>ndots</c>).</param>
/// <param name="Timeout">Time before a query is repeated (option <c>timeout</c>).</param>
/// <param name="Attempts">How often each server is asked (option <c>attempts</c>).</param>
public sealed record ResolverConfiguration(
    IReadOnlyList<IPEndPoint> Servers,
    IReadOnlyList<string> SearchList,
    int Dots,
    TimeSpan Timeout,
    int Attempts)
{
    /// <summary>Where Unix systems keep it.</summary>
    public const string DefaultPath = "/etc/resolv.conf";

    private const int MaxServers = 3;
    private const int MaxDomains = 6;
    private const int DnsPort = 53;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a file; one that isn't there is an empty one.</summary>
    public static ResolverConfiguration Load(string path = DefaultPath) => Parse(File.Exists(path) ? File.ReadAllLines(path) : []);

    /// <summary>Reads the lines of a file. What is malformed is skipped, as the system's resolver does; without a server, the one of this machine is used.</summary>
    public static ResolverConfiguration Parse(IEnumerable<string> lines)
    {
        var servers = new List<IPEndPoint>();
        IReadOnlyList<string> search = [];
        var (dots, timeout, attempts) = (1, 5, 2);
        foreach (var line in lines)
        {
            if (line is ['#' or ';', ..])
                continue;

            var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var text, ..] when servers.Count < MaxServers && IPAddress.TryParse(text, out var address):
                    servers.Add(new IPEndPoint(address, DnsPort));
                    break;
                case ["domain" or "search", .. var domains]:
                    search = [.. domains.Select(domain => domain.Trim('.')).Where(domain => domain.Length > 0).Take(MaxDomains)];
                    break;
                case ["options", .. var options]:
                    foreach (var option in options)
                    {
                        ReadOption(option, "ndots:", 0, 15, ref dots);
                        ReadOption(option, "timeout:", 1, 30, ref timeout);
                        ReadOption(option, "attempts:", 1, 5, ref attempts);
                    }

                    break;
            }
        }

        if (servers.Count == 0)
            servers.Add(new IPEndPoint(IPAddress.Loopback, DnsPort));
        return new ResolverConfiguration(servers, search, dots, TimeSpan.FromSeconds(timeout), attempts);
    }

    private static void ReadOption(string option, string name, int min, int max, ref int value)
    {
        if (option.StartsWith(name, StringComparison.Ordinal) && int.TryParse(option.AsSpan(name.Length), out var number))
            value = Math.Clamp(number, min, max);
    }
}
