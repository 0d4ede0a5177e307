using Seraph.Sip.Parsing;

namespace Seraph.Sip.Digest;

/// <summary>A digest algorithm (RFC 2617; RFC 7616; RFC 8760).</summary>
public enum DigestAlgorithm : byte
{
    /// <summary>One that is not known here.</summary>
    Unknown = 0,

    /// <summary>MD5, also when none is named.</summary>
    Md5,

    /// <summary>MD5-sess.</summary>
    Md5Session,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-256-sess.</summary>
    Sha256Session,
}

/// <summary>A quality of protection.</summary>
public enum DigestQop : byte
{
    /// <summary>None is named (RFC 2069 style).</summary>
    None = 0,

    /// <summary>auth.</summary>
    Auth,

    /// <summary>auth-int: the body is protected too.</summary>
    AuthInt,

    /// <summary>One that is not known here.</summary>
    Unknown,
}

/// <summary>Names and properties of digest algorithms.</summary>
public static class DigestAlgorithms
{
    /// <summary>Finds the algorithm of that name, ignoring case; empty text means MD5.</summary>
    public static DigestAlgorithm Parse(ReadOnlySpan<byte> name) => name.Length switch
    {
        0 => DigestAlgorithm.Md5,
        3 when name.EqualsIgnoreCase("MD5"u8) => DigestAlgorithm.Md5,
        7 when name.EqualsIgnoreCase("SHA-256"u8) => DigestAlgorithm.Sha256,
        8 when name.EqualsIgnoreCase("MD5-sess"u8) => DigestAlgorithm.Md5Session,
        12 when name.EqualsIgnoreCase("SHA-256-sess"u8) => DigestAlgorithm.Sha256Session,
        _ => DigestAlgorithm.Unknown,
    };

    /// <summary>Finds the quality of protection of that name, ignoring case; empty text is None.</summary>
    public static DigestQop ParseQop(ReadOnlySpan<byte> name) => name.Length switch
    {
        0 => DigestQop.None,
        4 when name.EqualsIgnoreCase("auth"u8) => DigestQop.Auth,
        8 when name.EqualsIgnoreCase("auth-int"u8) => DigestQop.AuthInt,
        _ => DigestQop.Unknown,
    };

    /// <summary>The name on the wire; empty for an unknown one.</summary>
    public static ReadOnlySpan<byte> Name(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => "MD5"u8,
        DigestAlgorithm.Md5Session => "MD5-sess"u8,
        DigestAlgorithm.Sha256 => "SHA-256"u8,
        DigestAlgorithm.Sha256Session => "SHA-256-sess"u8,
        _ => [],
    };

    /// <summary>HA1 depends on the nonce (the -sess variants).</summary>
    public static bool IsSession(this DigestAlgorithm algorithm) =>
        algorithm is DigestAlgorithm.Md5Session or DigestAlgorithm.Sha256Session;

    /// <summary>Length of a hash in hexadecimal digits: 32, or 64 for SHA-256.</summary>
    public static int HexLength(this DigestAlgorithm algorithm) =>
        algorithm is DigestAlgorithm.Sha256 or DigestAlgorithm.Sha256Session ? 64 : 32;
}
