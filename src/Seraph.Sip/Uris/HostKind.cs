namespace Seraph.Sip.Uris;

/// <summary>The form of a host.</summary>
public enum HostKind : byte
{
    /// <summary>There is no host.</summary>
    None = 0,

    /// <summary>A domain name.</summary>
    Name,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>An IPv6 address in brackets.</summary>
    IPv6,
}

/// <summary>The scheme of a URI.</summary>
public enum UriScheme : byte
{
    /// <summary>Nothing parsed.</summary>
    None = 0,

    /// <summary>sip (RFC 3261).</summary>
    Sip,

    /// <summary>sips (RFC 3261).</summary>
    Sips,

    /// <summary>tel (RFC 3966).</summary>
    Tel,

    /// <summary>tels, as old SER versions know it.</summary>
    Tels,

    /// <summary>urn (RFC 8141).</summary>
    Urn,

    /// <summary>Any other.</summary>
    Other,
}
