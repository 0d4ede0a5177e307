using System.Buffers;
using System.Text;

namespace Seraph.Core.Dns;

/// <summary>Host names as bytes: their limits (RFC 1035, 2.3.4), and the one form in which the cache keeps them.</summary>
internal static class DnsName
{
    /// <summary>Bytes of the longest name, without a dot at the end.</summary>
    public const int MaxLength = 253;

    private const int MaxLabel = 63;

    // Underscores are for the names of services (RFC 2782).
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);

    /// <summary>
    /// Checks a name and writes it in lower case. A dot at its end (an absolute name) stays.
    /// </summary>
    /// <param name="host">The name.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> + 1 bytes.</param>
    /// <param name="length">Bytes written.</param>
    public static DnsStatus Normalize(ReadOnlySpan<byte> host, Span<byte> destination, out int length)
    {
        length = 0;
        var name = host is [.. var relative, (byte)'.'] ? relative : host;
        if (name.Length > MaxLength)
            return DnsStatus.NameTooLong;
        if (name.ContainsAnyExcept(NameBytes))
            return DnsStatus.BadName;

        var onlyDigits = true; // of the last label: no top level domain is a number, so this is a broken address
        for (var rest = name; ;)
        {
            var dot = rest.IndexOf((byte)'.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > MaxLabel)
                return DnsStatus.BadName;

            if (dot < 0)
            {
                onlyDigits = !label.ContainsAnyExceptInRange((byte)'0', (byte)'9');
                break;
            }

            rest = rest[(dot + 1)..];
        }

        if (onlyDigits)
            return DnsStatus.BadName;

        Ascii.ToLower(host, destination, out length);
        return DnsStatus.Ok;
    }

    /// <summary>A name of an answer in the form that the cache uses, or null when it isn't one.</summary>
    public static byte[]? FromText(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength + 1];
        if (text.Length > bytes.Length || !Ascii.IsValid(text))
            return null;

        var source = Encoding.ASCII.GetBytes(text.TrimEnd('.'));
        return Normalize(source, bytes, out var length) == DnsStatus.Ok ? bytes[..length].ToArray() : null;
    }

    /// <summary>The name as text.</summary>
    public static string ToText(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name);
}
