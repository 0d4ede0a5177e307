using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Benchmarks.Dns;

/// <summary>Looking up what needs no name server: every request that is forwarded does.</summary>
[MemoryDiagnoser]
public class NameResolverBenchmarks
{
    private readonly byte[] _name = "sip.example.org"u8.ToArray();
    private readonly byte[] _address = "192.0.2.1"u8.ToArray();
    private NameResolver _resolver = null!;

    [GlobalSetup]
    public void Setup()
    {
        _resolver = new NameResolver(TimeProvider.System, NullLogger<NameResolver>.Instance, new Statistics(), new DnsSettings());
        _resolver.Cache.AddAddress("sip.example.org", 100_000, NetworkEndpoint.FromIPv4(0xC0000201, 0), negative: false);
        _resolver.ResolveAsync(_name, 5060, TransportProtocol.Udp).AsTask().GetAwaiter().GetResult();
    }

    [Benchmark]
    public bool CachedName() => _resolver.TryGetCached(_name, 5060, TransportProtocol.Udp, out var answer) && answer.First.Protocol == TransportProtocol.Udp;

    [Benchmark]
    public bool Address() => _resolver.TryGetCached(_address, 5060, TransportProtocol.Udp, out var answer) && answer.First.Protocol == TransportProtocol.Udp;
}
