using System.Text;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Sip;
using Seraph.Sip.Digest;

namespace Seraph.Modules.Auth;

/// <summary>
/// Writes challenges (RFC 7616, 3.3): <c>NAME: Digest realm="R", nonce="N"[, qop="Q"][, stale=true][, algorithm=A]</c>, a line for each algorithm that is
/// offered (RFC 8760).
/// </summary>
internal sealed class Challenge
{
    private const int FixedLength = 128;

    private readonly byte[] _wwwHeader;
    private readonly byte[] _proxyHeader;
    private readonly byte[] _qop;
    private readonly DigestAlgorithm[] _algorithms;
    private readonly NonceFactory _nonces;

    public Challenge(AuthOptions options, NonceFactory nonces)
    {
        _nonces = nonces;
        _wwwHeader = HeaderName("www_challenge_header", options.WwwChallengeHeader);
        _proxyHeader = HeaderName("proxy_challenge_header", options.ProxyChallengeHeader);
        if (options.Qop is not ("" or "auth" or "auth-int"))
            throw new ModuleException($"auth: qop \"{options.Qop}\" is not known; use \"auth\", \"auth-int\" or \"\"");
        _qop = Encoding.ASCII.GetBytes(options.Qop);
        _algorithms = [.. options.Algorithm.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Algorithm)];
    }

    /// <summary>Whether a client may use an algorithm: one that was offered, or any when none was named.</summary>
    public bool Offers(DigestAlgorithm algorithm)
    {
        foreach (var offered in _algorithms)
        {
            if (offered == algorithm || (offered.HexLength() == algorithm.HexLength() && algorithm.IsSession()))
                return true;
        }

        return _algorithms.Length == 0;
    }

    /// <summary>Writes the header lines into the memory of the message; false when that is used up, or the realm can't be written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Authorization or Proxy-Authorization: what the client is to answer with.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="stale">The response was right, only the nonce was not.</param>
    /// <param name="offerQop">Whether the configured qop is offered.</param>
    /// <param name="lines">The lines with their line ends.</param>
    public bool TryWrite(RouteContext context, HeaderKind kind, ReadOnlySpan<byte> realm, bool stale, bool offerQop, out ReadOnlyMemory<byte> lines)
    {
        lines = default;
        if (realm.IndexOfAnyInRange((byte)0, (byte)31) >= 0)
            return false;
        var header = kind == HeaderKind.ProxyAuthorization ? _proxyHeader : _wwwHeader;
        var count = Math.Max(_algorithms.Length, 1);
        var size = count * (header.Length + (realm.Length * 2) + FixedLength + Nonce.MaxTextLength);
        if (!context.Scratch.TryRent(size, out var memory))
            return false;

        Span<byte> nonce = stackalloc byte[Nonce.MaxTextLength];
        var nonceLength = _nonces.Write(context, nonce);
        var line = new LineWriter(memory.Span);
        for (var i = 0; i < count; i++)
        {
            line.Add(header);
            line.Add(": Digest realm=\""u8);
            line.AddQuoted(realm);
            line.Add("\", nonce=\""u8);
            line.Add(nonce[..nonceLength]);
            line.Add("\""u8);
            if (offerQop && _qop.Length > 0)
            {
                line.Add(", qop=\""u8);
                line.Add(_qop);
                line.Add("\""u8);
            }

            if (stale)
                line.Add(", stale=true"u8);
            if (_algorithms.Length > 0)
            {
                line.Add(", algorithm="u8);
                line.Add(_algorithms[i].Name());
            }

            line.Add("\r\n"u8);
        }

        lines = context.Scratch.Shrink(memory, line.Length);
        return true;
    }

    private static byte[] HeaderName(string parameter, string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ModuleException($"auth: {parameter} \"{name}\" is not the name of a header");
        return Encoding.ASCII.GetBytes(name);
    }

    private static DigestAlgorithm Algorithm(string name)
    {
        var algorithm = DigestAlgorithms.Parse(Encoding.UTF8.GetBytes(name));
        if (algorithm is not (DigestAlgorithm.Md5 or DigestAlgorithm.Sha256))
            throw new ModuleException($"auth: algorithm \"{name}\" can't be offered; use \"MD5\", \"SHA-256\" or \"SHA-256,MD5\"");
        return algorithm;
    }

    private ref struct LineWriter(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Add(scoped ReadOnlySpan<byte> text)
        {
            text.CopyTo(_target[Length..]);
            Length += text.Length;
        }

        public void AddQuoted(scoped ReadOnlySpan<byte> text)
        {
            foreach (var b in text)
            {
                if (b is (byte)'"' or (byte)'\\')
                    _target[Length++] = (byte)'\\';
                _target[Length++] = b;
            }
        }
    }
}
