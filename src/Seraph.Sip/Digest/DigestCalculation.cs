using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Seraph.Sip.Headers;

namespace Seraph.Sip.Digest;

/// <summary>
/// The arithmetic of digest authentication (RFC 7616, 3.4; RFC 2617, 3.2.2). Every hash is written as lower-case hexadecimal digits
/// into memory of the caller, who gives room for <see cref="MaxHexLength"/> bytes; the result is their number. Nothing is allocated.
/// </summary>
public static class DigestCalculation
{
    /// <summary>The most hexadecimal digits that a hash has.</summary>
    public const int MaxHexLength = 64;

    private const int StackLength = 512;

    /// <summary>HA1 = H(user:realm:password).</summary>
    [SkipLocalsInit]
    public static int WriteHa1(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> realm, ReadOnlySpan<byte> password, Span<byte> hex)
    {
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(user);
        input.Add(realm);
        input.Add(password);
        return input.Finish(algorithm, hex);
    }

    /// <summary>HA1B = H(user@domain:realm:password), for clients that put the domain into the user name.</summary>
    [SkipLocalsInit]
    public static int WriteHa1b(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> realm,
        ReadOnlySpan<byte> password, Span<byte> hex)
    {
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(user);
        input.Append("@"u8);
        input.Append(domain);
        input.Add(realm);
        input.Add(password);
        return input.Finish(algorithm, hex);
    }

    /// <summary>HA1 of the -sess variants: H(HA1:nonce:cnonce).</summary>
    [SkipLocalsInit]
    public static int WriteSessionHa1(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> ha1, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cnonce, Span<byte> hex)
    {
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(ha1);
        input.Add(nonce);
        input.Add(cnonce);
        return input.Finish(algorithm, hex);
    }

    /// <summary>HA2 = H(method:uri), for no qop and for auth.</summary>
    [SkipLocalsInit]
    public static int WriteHa2(DigestAlgorithm algorithm, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, Span<byte> hex)
    {
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(method);
        input.Add(uri);
        return input.Finish(algorithm, hex);
    }

    /// <summary>HA2 = H(method:uri:H(body)), for auth-int.</summary>
    [SkipLocalsInit]
    public static int WriteHa2(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> body, Span<byte> hex)
    {
        Span<byte> bodyHash = stackalloc byte[MaxHexLength];
        var bodyLength = HashBody(algorithm, body, bodyHash);
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(method);
        input.Add(uri);
        input.Add(bodyHash[..bodyLength]);
        return input.Finish(algorithm, hex);
    }

    /// <summary>
    /// The response: H(HA1:nonce:nc:cnonce:qop:HA2), or H(HA1:nonce:HA2) when <paramref name="qop"/> is empty.
    /// </summary>
    [SkipLocalsInit]
    public static int WriteResponse(
        DigestAlgorithm algorithm, ReadOnlySpan<byte> ha1, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> nonceCount,
        ReadOnlySpan<byte> cnonce, ReadOnlySpan<byte> qop, ReadOnlySpan<byte> ha2, Span<byte> hex)
    {
        var input = new HashInput(stackalloc byte[StackLength]);
        input.Add(ha1);
        input.Add(nonce);
        if (!qop.IsEmpty)
        {
            input.Add(nonceCount);
            input.Add(cnonce);
            input.Add(qop);
        }

        input.Add(ha2);
        return input.Finish(algorithm, hex);
    }

    /// <summary>
    /// Checks the response in <paramref name="credentials"/>. It only calculates: nonce, realm and URI are for the caller to judge.
    /// </summary>
    /// <param name="bytes">What the slices of the credentials refer to.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="ha1">H(user:realm:password) as hexadecimal digits, by the plain algorithm also for the -sess variants.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="body">The body of the request; used with auth-int.</param>
    /// <returns>True when the response is right; false also for an unknown algorithm or qop.</returns>
    [SkipLocalsInit]
    public static bool Verify(
        ReadOnlySpan<byte> bytes, in CredentialsValue credentials, scoped ReadOnlySpan<byte> ha1, ReadOnlySpan<byte> method, ReadOnlySpan<byte> body)
    {
        var algorithm = credentials.Algorithm;
        if (algorithm == DigestAlgorithm.Unknown || credentials.Qop == DigestQop.Unknown)
            return false;

        var nonce = credentials.Nonce.Of(bytes);
        var cnonce = credentials.Cnonce.Of(bytes);
        Span<byte> session = stackalloc byte[MaxHexLength];
        if (algorithm.IsSession())
            ha1 = session[..WriteSessionHa1(algorithm, ha1, nonce, cnonce, session)];

        Span<byte> ha2 = stackalloc byte[MaxHexLength];
        var uri = credentials.Uri.Of(bytes);
        var ha2Length = credentials.Qop == DigestQop.AuthInt
            ? WriteHa2(algorithm, method, uri, body, ha2)
            : WriteHa2(algorithm, method, uri, ha2);

        Span<byte> expected = stackalloc byte[MaxHexLength];
        var length = WriteResponse(
            algorithm, ha1, nonce, credentials.NonceCountText.Of(bytes), cnonce, credentials.QopText.Of(bytes), ha2[..ha2Length], expected);
        return FixedTimeEquals(expected[..length], credentials.Response.Of(bytes));
    }

    /// <summary>Compares two hashes in hexadecimal digits, ignoring case, in a time that does not depend on where they differ.</summary>
    [SkipLocalsInit]
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length || left.Length > MaxHexLength)
            return false;
        Span<byte> lowerLeft = stackalloc byte[MaxHexLength];
        Span<byte> lowerRight = stackalloc byte[MaxHexLength];
        for (var i = 0; i < left.Length; i++)
        {
            lowerLeft[i] = Lower(left[i]);
            lowerRight[i] = Lower(right[i]);
        }

        return CryptographicOperations.FixedTimeEquals(lowerLeft[..left.Length], lowerRight[..right.Length]);
    }

    // Without a branch on the byte: A to F and a to f differ in bit 5, which digits have set already.
    private static byte Lower(byte value) => (byte)(value | 0x20);

    private static int HashBody(DigestAlgorithm algorithm, ReadOnlySpan<byte> body, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = algorithm.HexLength() == MaxHexLength ? SHA256.HashData(body, hash) : MD5.HashData(body, hash);
        Convert.TryToHexStringLower(hash[..size], hex, out var written);
        return written;
    }
}
