using Seraph.Sip.Digest;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of WWW-Authenticate or Proxy-Authenticate (RFC 3261, 20.44; RFC 7616, 3.3). Quoted values come without their quotes.</summary>
public struct ChallengeValue
{
    /// <summary>The scheme as written.</summary>
    public Slice Scheme { get; private set; }

    /// <summary>The scheme is Digest. Of any other nothing but <see cref="Scheme"/> and <see cref="Parameters"/> is set.</summary>
    public bool IsDigest { get; private set; }

    /// <summary>Everything behind the scheme.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The realm.</summary>
    public Slice Realm { get; private set; }

    /// <summary>The nonce.</summary>
    public Slice Nonce { get; private set; }

    /// <summary>The text that goes back unchanged.</summary>
    public Slice Opaque { get; private set; }

    /// <summary>The URIs that the challenge holds for.</summary>
    public Slice Domain { get; private set; }

    /// <summary>The credentials were right but for the age of their nonce.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The algorithm as written; absent when there is none.</summary>
    public Slice AlgorithmText { get; private set; }

    /// <summary>The algorithm; MD5 when there is none.</summary>
    public DigestAlgorithm Algorithm { get; private set; }

    /// <summary>The list of qualities of protection as written.</summary>
    public Slice QopText { get; private set; }

    /// <summary>The list has auth.</summary>
    public bool OffersAuth { get; private set; }

    /// <summary>The list has auth-int.</summary>
    public bool OffersAuthInt { get; private set; }

    /// <summary>
    /// Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>. BadCredentials when there is
    /// no scheme or a field can't be read.
    /// </summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out ChallengeValue challenge)
    {
        challenge = default;
        if (!AuthScheme.TryRead(bytes, text, out var scheme, out var parameters))
            return SipParseStatus.BadCredentials;
        challenge.Scheme = scheme;
        challenge.Parameters = parameters;
        if (!scheme.Of(bytes).EqualsIgnoreCase("Digest"u8))
            return SipParseStatus.Ok;

        challenge.IsDigest = true;
        challenge.Algorithm = DigestAlgorithm.Md5;
        var reader = new AuthParameterReader(bytes, parameters);
        while (reader.Next(out var parameter))
            challenge.Note(bytes, parameter);
        return reader.Status == SipParseStatus.Ok ? SipParseStatus.Ok : SipParseStatus.BadCredentials;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out ChallengeValue challenge) =>
        TryParse(text, new Slice(0, text.Length), out challenge);

    private void Note(ReadOnlySpan<byte> bytes, in Parameter parameter)
    {
        var name = parameter.Name.Of(bytes);
        switch (name.Length)
        {
            case 3 when !QopText.Exists && name.EqualsIgnoreCase("qop"u8):
                QopText = parameter.Unquoted;
                ReadQop(bytes);
                break;
            case 5 when !Realm.Exists && name.EqualsIgnoreCase("realm"u8):
                Realm = parameter.Unquoted;
                break;
            case 5 when !Nonce.Exists && name.EqualsIgnoreCase("nonce"u8):
                Nonce = parameter.Unquoted;
                break;
            case 5 when name.EqualsIgnoreCase("stale"u8):
                IsStale = parameter.Unquoted.Of(bytes).EqualsIgnoreCase("true"u8);
                break;
            case 6 when !Opaque.Exists && name.EqualsIgnoreCase("opaque"u8):
                Opaque = parameter.Unquoted;
                break;
            case 6 when !Domain.Exists && name.EqualsIgnoreCase("domain"u8):
                Domain = parameter.Unquoted;
                break;
            case 9 when !AlgorithmText.Exists && name.EqualsIgnoreCase("algorithm"u8):
                AlgorithmText = parameter.Unquoted;
                Algorithm = DigestAlgorithms.Parse(AlgorithmText.Of(bytes));
                break;
        }
    }

    private void ReadQop(ReadOnlySpan<byte> bytes)
    {
        var reader = new TokenReader(bytes, QopText);
        while (reader.Next(out var token))
        {
            var qop = DigestAlgorithms.ParseQop(token.Of(bytes));
            OffersAuth |= qop == DigestQop.Auth;
            OffersAuthInt |= qop == DigestQop.AuthInt;
        }
    }
}
