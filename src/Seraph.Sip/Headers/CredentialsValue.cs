using System.Globalization;
using Seraph.Sip.Digest;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of Authorization or Proxy-Authorization (RFC 3261, 20.7; RFC 7616, 3.4). Quoted values come without their quotes.</summary>
public struct CredentialsValue
{
    /// <summary>The scheme as written.</summary>
    public Slice Scheme { get; private set; }

    /// <summary>
    /// The scheme is Digest. Of any other nothing but <see cref="Scheme"/> and <see cref="Parameters"/> is set: such credentials count as none
    /// (RFC 4475, 3.3.7).
    /// </summary>
    public bool IsDigest { get; private set; }

    /// <summary>Everything behind the scheme.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The user name; may have a domain: <c>user@domain</c>.</summary>
    public Slice Username { get; private set; }

    /// <summary>The realm.</summary>
    public Slice Realm { get; private set; }

    /// <summary>The nonce.</summary>
    public Slice Nonce { get; private set; }

    /// <summary>The digest URI.</summary>
    public Slice Uri { get; private set; }

    /// <summary>The response, in hexadecimal digits.</summary>
    public Slice Response { get; private set; }

    /// <summary>The algorithm as written; absent when there is none.</summary>
    public Slice AlgorithmText { get; private set; }

    /// <summary>The algorithm; MD5 when there is none.</summary>
    public DigestAlgorithm Algorithm { get; private set; }

    /// <summary>The nonce of the client.</summary>
    public Slice Cnonce { get; private set; }

    /// <summary>The opaque text of the challenge.</summary>
    public Slice Opaque { get; private set; }

    /// <summary>The quality of protection as written.</summary>
    public Slice QopText { get; private set; }

    /// <summary>The quality of protection.</summary>
    public DigestQop Qop { get; private set; }

    /// <summary>The nonce count as written.</summary>
    public Slice NonceCountText { get; private set; }

    /// <summary>The nonce count; 0 when there is none.</summary>
    public uint NonceCount { get; private set; }

    /// <summary>The part of the user name in front of the at sign, or all of it.</summary>
    public readonly Slice UsernameUser(ReadOnlySpan<byte> bytes)
    {
        var at = Username.Of(bytes).IndexOf((byte)'@');
        return at < 0 ? Username : new Slice(Username.Start, at);
    }

    /// <summary>The part of the user name behind the at sign; absent when there is none.</summary>
    public readonly Slice UsernameDomain(ReadOnlySpan<byte> bytes)
    {
        var at = Username.Of(bytes).IndexOf((byte)'@');
        return at < 0 ? default : Slice.Between(Username.Start + at + 1, Username.End);
    }

    /// <summary>
    /// Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>. Fields that are missing are
    /// no fault here. BadCredentials when there is no scheme or a field can't be read.
    /// </summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out CredentialsValue credentials)
    {
        credentials = default;
        if (!AuthScheme.TryRead(bytes, text, out var scheme, out var parameters))
            return SipParseStatus.BadCredentials;
        credentials.Scheme = scheme;
        credentials.Parameters = parameters;
        if (!scheme.Of(bytes).EqualsIgnoreCase("Digest"u8))
            return SipParseStatus.Ok;

        credentials.IsDigest = true;
        credentials.Algorithm = DigestAlgorithm.Md5;
        var reader = new AuthParameterReader(bytes, parameters);
        while (reader.Next(out var parameter))
        {
            if (!credentials.Note(bytes, parameter))
                return SipParseStatus.BadCredentials;
        }

        return reader.Status == SipParseStatus.Ok ? SipParseStatus.Ok : SipParseStatus.BadCredentials;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out CredentialsValue credentials) =>
        TryParse(text, new Slice(0, text.Length), out credentials);

    private bool Note(ReadOnlySpan<byte> bytes, in Parameter parameter)
    {
        var name = parameter.Name.Of(bytes);
        switch (name.Length)
        {
            case 2 when !NonceCountText.Exists && name.EqualsIgnoreCase("nc"u8):
                NonceCountText = parameter.Unquoted;
                var digits = NonceCountText.Of(bytes);
                if (digits.Length is 0 or > 8 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out var count))
                    return false;
                NonceCount = count;
                break;
            case 3 when !Uri.Exists && name.EqualsIgnoreCase("uri"u8):
                Uri = parameter.Unquoted;
                break;
            case 3 when !QopText.Exists && name.EqualsIgnoreCase("qop"u8):
                QopText = parameter.Unquoted;
                Qop = DigestAlgorithms.ParseQop(QopText.Of(bytes));
                break;
            case 5 when !Realm.Exists && name.EqualsIgnoreCase("realm"u8):
                Realm = parameter.Unquoted;
                break;
            case 5 when !Nonce.Exists && name.EqualsIgnoreCase("nonce"u8):
                Nonce = parameter.Unquoted;
                break;
            case 6 when !Cnonce.Exists && name.EqualsIgnoreCase("cnonce"u8):
                Cnonce = parameter.Unquoted;
                break;
            case 6 when !Opaque.Exists && name.EqualsIgnoreCase("opaque"u8):
                Opaque = parameter.Unquoted;
                break;
            case 8 when !Username.Exists && name.EqualsIgnoreCase("username"u8):
                Username = parameter.Unquoted;
                break;
            case 8 when !Response.Exists && name.EqualsIgnoreCase("response"u8):
                Response = parameter.Unquoted;
                break;
            case 9 when !AlgorithmText.Exists && name.EqualsIgnoreCase("algorithm"u8):
                AlgorithmText = parameter.Unquoted;
                Algorithm = DigestAlgorithms.Parse(AlgorithmText.Of(bytes));
                break;
        }

        return true;
    }
}
