using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Transports;
using Seraph.Testing;

namespace Seraph.Core.Tests.Dns;

/// <summary>A resolver whose cache runs on virtual time, and its name servers.</summary>
public abstract class NameResolverFixture : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private NameResolver? _resolver;

    protected NameResolverFixture() => Server = AddServer();

    internal FakeDnsServer Server { get; }

    internal List<FakeDnsServer> Servers { get; } = [];

    protected FakeTimeProvider Time { get; } = new();

    protected ListLogger<NameResolver> Log { get; } = new();

    protected Statistics Statistics { get; } = new();

    protected DnsSettings Settings { get; set; } = new() { RetryTime = TimeSpan.FromSeconds(20), Attempts = 1 };

    protected string[] SearchList { get; set; } = [];

    protected int Dots { get; set; } = 1;

    protected string[] Hosts { get; set; } = [];

    protected NameResolver Resolver => _resolver ??= new NameResolver(Time, Log, Statistics, Settings, Load);

    internal FakeDnsServer AddServer()
    {
        var server = new FakeDnsServer();
        Servers.Add(server);
        _owned.Add(server);
        return server;
    }

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        Statistics.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected bool IsCached(string host, int port = 0, TransportProtocol protocol = TransportProtocol.Udp) => Resolver.TryGetCached(Bytes(host), port, protocol, out _);

    protected static string Text(DnsAnswer answer) => answer.IsOk
        ? string.Join(' ', Enumerable.Range(0, answer.Count).Select(i => $"{answer[i].Protocol.ToString().ToLowerInvariant()}:{answer[i].Endpoint}"))
        : answer.Status.ToString();

    protected async Task<string> Resolve(string host, int port = 0, TransportProtocol protocol = TransportProtocol.Udp) =>
        Text(await Resolver.ResolveAsync(Bytes(host), port, protocol));

    /// <summary>The queries since the last call, sorted.</summary>
    internal static string[] TakeQueries(FakeDnsServer server)
    {
        var queries = new List<string>();
        while (server.Queries.TryDequeue(out var query))
            queries.Add(query);
        return [.. queries.Order()];
    }

    protected string[] TakeQueries() => TakeQueries(Server);

    private DnsSystem Load()
    {
        IPEndPoint[] servers = [.. Servers.Select(server => server.Endpoint)];
        var configuration = new ResolverConfiguration(servers, SearchList, Dots, TimeSpan.FromSeconds(5), 2);
        return new DnsSystem(configuration, HostsFile.Parse(Hosts), new DnsTransport(configuration, Log));
    }
}
