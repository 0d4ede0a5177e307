namespace Seraph.Core.Dns;

/// <summary>How a resolution ended.</summary>
public enum DnsStatus : byte
{
    /// <summary>There is at least one target.</summary>
    Ok,

    /// <summary>The name does not exist, or has no records that help.</summary>
    NotFound,

    /// <summary>The name servers did not answer, or could not.</summary>
    Failed,

    /// <summary>What was asked for is neither an address nor a host name.</summary>
    BadName,

    /// <summary>The name is longer than DNS can carry.</summary>
    NameTooLong,

    /// <summary>An address of a family that <c>dns_cache_flags</c> excludes.</summary>
    FamilyMismatch,

    /// <summary>Too many resolutions are under way.</summary>
    Busy,
}

/// <summary>The words for a <see cref="DnsStatus"/>.</summary>
public static class DnsStatusText
{
    /// <summary>What to write into a log.</summary>
    public static string Text(this DnsStatus status) => status switch
    {
        DnsStatus.Ok => "no error",
        DnsStatus.NotFound => "unresolvable A or AAAA request",
        DnsStatus.Failed => "the name servers do not answer",
        DnsStatus.BadName => "not a host name",
        DnsStatus.NameTooLong => "name too long",
        DnsStatus.FamilyMismatch => "ip AF mismatch",
        DnsStatus.Busy => "too many resolutions under way",
        _ => "unknown error",
    };
}
