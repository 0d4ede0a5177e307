using System.Runtime.InteropServices;
using Seraph.Core.Transports;

namespace Seraph.Core.Dns;

/// <summary>A place to send to.</summary>
/// <param name="Endpoint">Address and port.</param>
/// <param name="Protocol">How to send.</param>
public readonly record struct DnsTarget(NetworkEndpoint Endpoint, TransportProtocol Protocol);

/// <summary>What a name resolved to: targets in the order in which they should be tried. A value without memory of its own, so it is free to copy.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct DnsAnswer
{
    private readonly DnsTarget[]? _targets;
    private readonly DnsTarget _single;
    private readonly int _port;
    private readonly TransportProtocol _protocol;

    /// <summary>An answer without targets.</summary>
    /// <param name="status">Why.</param>
    public DnsAnswer(DnsStatus status) => Status = status;

    /// <summary>An answer with one target.</summary>
    public DnsAnswer(in DnsTarget target) => _single = target;

    /// <summary>An answer with targets; none is <see cref="DnsStatus.NotFound"/>. The array is shared, and must not change any more.</summary>
    public DnsAnswer(DnsTarget[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _targets = targets;
        Status = targets.Length == 0 ? DnsStatus.NotFound : DnsStatus.Ok;
    }

    /// <summary>The addresses of <paramref name="targets"/> with another port and protocol.</summary>
    internal DnsAnswer(DnsTarget[] targets, int port, TransportProtocol protocol)
        : this(targets)
    {
        _port = port;
        _protocol = protocol;
    }

    /// <summary>How the resolution ended.</summary>
    public DnsStatus Status { get; }

    /// <summary>Whether there is a target.</summary>
    public bool IsOk => Status == DnsStatus.Ok;

    /// <summary>How many targets there are.</summary>
    public int Count => _targets is not null ? _targets.Length : Status == DnsStatus.Ok ? 1 : 0;

    /// <summary>The target to be tried first. Only when <see cref="IsOk"/>.</summary>
    public DnsTarget First => this[0];

    /// <summary>A target, by its place in the order.</summary>
    public DnsTarget this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            if (_targets is null)
                return _single;

            var target = _targets[index];
            return _port == 0 ? target : new DnsTarget(target.Endpoint.WithPort(_port), _protocol);
        }
    }
}
