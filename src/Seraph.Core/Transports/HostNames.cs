using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Seraph.Core.Transports;

/// <summary>
/// The names that this server answers to, each with a protocol and a port, where none means any (spec core-subsystems.md, 2.4).
/// Filled at the start, then only read.
/// </summary>
internal sealed class HostNames
{
    private readonly Dictionary<byte[], Place[]> _places = new(HostComparer.Instance);
    private readonly Dictionary<byte[], Place[]>.AlternateLookup<ReadOnlySpan<byte>> _byText;

    public HostNames() => _byText = _places.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Takes a name in. False when it is there already.</summary>
    public bool Add(ReadOnlySpan<byte> host, TransportProtocol protocol, int port)
    {
        var place = new Place(protocol, port);
        if (!_byText.TryGetValue(host, out var places))
            places = [];
        if (Array.IndexOf(places, place) >= 0)
            return false;
        _byText[host] = [.. places, place];
        return true;
    }

    /// <summary>Whether a host (without brackets) is one of ours there; port 0 and no protocol ask for any.</summary>
    public bool Contains(ReadOnlySpan<byte> host, TransportProtocol protocol, int port)
    {
        if (!_byText.TryGetValue(host, out var places))
            return false;
        foreach (var place in places)
        {
            if ((port == 0 || place.Port == 0 || place.Port == port)
                && (protocol == TransportProtocol.None || place.Protocol == TransportProtocol.None || place.Protocol == protocol))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Place(TransportProtocol Protocol, int Port);

    /// <summary>Host names are equal whatever their case.</summary>
    private sealed class HostComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly HostComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => Ascii.EqualsIgnoreCase(x, y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => Ascii.EqualsIgnoreCase(alternate, other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2166136261u; // FNV-1a; the keys are the operator's, so nobody can make them collide
            foreach (var b in alternate)
                hash = (hash ^ (b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20u : b)) * 16777619;
            return (int)hash;
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
