using System.Net;
using System.Text;
using Seraph.Core.Dns;
using Seraph.Core.Transports;

namespace Seraph.Testing;

/// <summary>
/// A resolver with the names that a test gives it. Addresses resolve to themselves and unknown names to nothing. Names can be made slow: they are not "cached", and
/// wait until the test lets them go.
/// </summary>
public sealed class FakeNameResolver : INameResolver
{
    private readonly Dictionary<string, List<(NetworkEndpoint Endpoint, TransportProtocol Protocol)>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskCompletionSource> _slow = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often each question that the "cache" had no answer for was asked.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Gives a name one more target: an address, and a port and protocol as an SRV record would (0 and None: as the question has them).</summary>
    public FakeNameResolver Add(string name, string address, int port = 0, TransportProtocol protocol = TransportProtocol.None)
    {
        lock (_names)
        {
            if (!_names.TryGetValue(name, out var targets))
                _names[name] = targets = [];
            targets.Add((new NetworkEndpoint(IPAddress.Parse(address), port), protocol));
        }

        return this;
    }

    /// <summary>Takes a name away.</summary>
    public void Remove(string name)
    {
        lock (_names)
            _names.Remove(name);
    }

    /// <summary>Makes resolutions of a name wait until <see cref="Release"/>.</summary>
    public void Hold(string name)
    {
        lock (_names)
            _slow[name] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets a held name go.</summary>
    public void Release(string name)
    {
        lock (_names)
        {
            if (_slow.Remove(name, out var held))
                held.SetResult();
        }
    }

    public bool TryGetCached(ReadOnlySpan<byte> host, int port, TransportProtocol protocol, out DnsAnswer answer)
    {
        if (protocol == TransportProtocol.None)
            protocol = TransportProtocol.Udp;

        if (NetworkEndpoint.TryParseAddress(host, out var literal))
        {
            answer = new DnsAnswer(new DnsTarget(literal.WithPort(port == 0 ? protocol.DefaultPort() : port), protocol));
            return true;
        }

        var name = Encoding.UTF8.GetString(host);
        lock (_names)
        {
            if (_slow.ContainsKey(name))
            {
                answer = default;
                return false;
            }
        }

        answer = Find(name, port, protocol);
        return true;
    }

    public async ValueTask<DnsAnswer> ResolveAsync(ReadOnlyMemory<byte> host, int port, TransportProtocol protocol, CancellationToken cancellationToken = default)
    {
        if (TryGetCached(host.Span, port, protocol, out var answer))
            return answer;

        var name = Encoding.UTF8.GetString(host.Span);
        Task? held;
        lock (_names)
        {
            Asked.Add(name);
            held = _slow.GetValueOrDefault(name)?.Task;
        }

        if (held is not null)
            await held.WaitAsync(cancellationToken);
        return Find(name, port, protocol == TransportProtocol.None ? TransportProtocol.Udp : protocol);
    }

    private DnsAnswer Find(string name, int port, TransportProtocol protocol)
    {
        lock (_names)
        {
            if (!_names.TryGetValue(name, out var targets))
                return new DnsAnswer(DnsStatus.NotFound);

            return new DnsAnswer([.. targets.Select(target =>
            {
                var by = target.Protocol == TransportProtocol.None ? protocol : target.Protocol;
                var at = port != 0 ? port : target.Endpoint.Port != 0 ? target.Endpoint.Port : by.DefaultPort();
                return new DnsTarget(target.Endpoint.WithPort(at), by);
            })]);
        }
    }
}
