using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Seraph.Core.Transports;

/// <summary>
/// One entry of <c>listen</c>, <c>alias</c> or <c>-l</c>, as written: <c>[proto:]addr[:port]</c> or <c>[proto:](addr, addr ...)[:port]</c>
/// (spec core-parameters.md, 4). Nothing is resolved yet.
/// </summary>
/// <param name="Protocol">The protocol; <see cref="TransportProtocol.None"/> is every enabled one.</param>
/// <param name="Hosts">Addresses, host names or interface names, at least one; an IPv6 address with or without brackets.</param>
/// <param name="Port">The port; 0 is <c>*</c> (any, for an alias), null is none given.</param>
public sealed record ListenEntry(TransportProtocol Protocol, IReadOnlyList<string> Hosts, int? Port)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(":,();\"' \t");

    /// <summary>An entry for one host.</summary>
    public ListenEntry(TransportProtocol protocol, string host, int? port)
        : this(protocol, [host], port)
    {
    }

    /// <summary>Reads one entry; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(text);
        entry = null;
        var rest = text.AsSpan().Trim();
        var protocol = TransportProtocol.None;
        var colon = rest.IndexOf(':');
        if (colon > 0 && TryProtocol(rest[..colon], out protocol))
            rest = rest[(colon + 1)..].Trim();

        if (!TryHosts(ref rest, out var hosts))
            return false;

        int? port = null;
        if (!rest.IsEmpty)
        {
            if (rest[0] != ':')
                return false;
            rest = rest[1..].Trim();
            if (rest is "*")
                port = 0;
            else if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535)
                port = number;
            else
                return false;
        }

        entry = new ListenEntry(protocol, hosts, port);
        return true;
    }

    /// <summary>The entry as it is written in a configuration.</summary>
    public override string ToString()
    {
        var hosts = Hosts.Count == 1 ? Bracketed(Hosts[0]) : $"({string.Join(", ", Hosts.Select(Bracketed))})";
        var port = Port is { } number ? $":{(number == 0 ? "*" : number)}" : "";
        return Protocol == TransportProtocol.None ? hosts + port : $"{System.Text.Encoding.ASCII.GetString(Protocol.Name())}:{hosts}{port}";
    }

    private static string Bracketed(string host) => host.Contains(':') && host[0] != '[' ? $"[{host}]" : host;

    private static bool TryProtocol(ReadOnlySpan<char> text, out TransportProtocol protocol)
    {
        protocol = TransportProtocol.None;
        if (text is "*")
            return true;
        Span<byte> name = stackalloc byte[8];
        return System.Text.Encoding.UTF8.TryGetBytes(text, name, out var length) && TransportProtocols.TryParse(name[..length], out protocol);
    }

    private static bool TryHosts(ref ReadOnlySpan<char> rest, out List<string> hosts)
    {
        hosts = [];
        if (rest.IsEmpty || rest[0] != '(')
            return TryHost(ref rest, hosts);

        rest = rest[1..];
        while (TryHost(ref rest, hosts) && !rest.IsEmpty)
        {
            var separator = rest[0];
            rest = rest[1..].TrimStart();
            if (separator == ')')
                return true;
            if (separator != ',')
                return false;
        }

        return false;
    }

    /// <summary>Takes one host off the front: to the closing bracket, or to the next separator.</summary>
    private static bool TryHost(ref ReadOnlySpan<char> rest, List<string> hosts)
    {
        rest = rest.TrimStart();
        int length;
        if (!rest.IsEmpty && rest[0] == '[')
        {
            length = rest.IndexOf(']') + 1;
            if (length < 4)
                return false;
        }
        else
        {
            length = rest.IndexOfAny(Separators);
            if (length < 0)
                length = rest.Length;
        }

        if (length == 0)
            return false;
        hosts.Add(rest[..length].ToString());
        rest = rest[length..].TrimStart();
        return true;
    }
}
