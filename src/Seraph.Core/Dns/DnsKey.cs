using System.Text;

namespace Seraph.Core.Dns;

/// <summary>Under what the cache keeps something: a name in lower case, and a record type or a number of <see cref="DnsCache.AnswerKind"/>.</summary>
internal readonly record struct DnsKey(byte[] Name, ushort Kind);

/// <summary>A <see cref="DnsKey"/> that needs no array, for looking up.</summary>
internal readonly ref struct DnsQuery(ReadOnlySpan<byte> name, ushort kind)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ushort Kind { get; } = kind;
}

/// <summary>Compares keys by content. The hash is keyed anew in every process: peers choose the names, and must not choose where they fall.</summary>
internal sealed class DnsKeyComparer : IEqualityComparer<DnsKey>, IAlternateEqualityComparer<DnsQuery, DnsKey>
{
    public static readonly DnsKeyComparer Instance = new();

    public bool Equals(DnsKey x, DnsKey y) => x.Kind == y.Kind && x.Name.AsSpan().SequenceEqual(y.Name);

    public int GetHashCode(DnsKey key) => Hash(key.Name, key.Kind);

    public bool Equals(DnsQuery alternate, DnsKey other) => alternate.Kind == other.Kind && alternate.Name.SequenceEqual(other.Name);

    public int GetHashCode(DnsQuery alternate) => Hash(alternate.Name, alternate.Kind);

    public DnsKey Create(DnsQuery alternate) => new(alternate.Name.ToArray(), alternate.Kind);

    private static int Hash(ReadOnlySpan<byte> name, ushort kind)
    {
        Span<char> text = stackalloc char[DnsName.MaxLength + 1]; // as text, because that is what the framework has a keyed hash for
        Encoding.ASCII.TryGetChars(name, text, out var length);
        return string.GetHashCode(text[..length]) ^ (kind * 0x01000193);
    }
}
