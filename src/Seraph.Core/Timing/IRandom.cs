namespace Seraph.Core.Timing;

/// <summary>
/// The server's source of chance: load balancing, jitter, identifiers. It is fast and not cryptographic: what must not be guessed takes
/// <see cref="System.Security.Cryptography.RandomNumberGenerator"/>.
/// </summary>
public interface IRandom
{
    /// <summary>64 random bits.</summary>
    ulong NextUInt64();

    /// <summary>A number from 0 up to, but not including, <paramref name="maximum"/>, which is 1 or more.</summary>
    int Next(int maximum);

    /// <summary>Fills all of <paramref name="bytes"/>.</summary>
    void Fill(Span<byte> bytes);
}
