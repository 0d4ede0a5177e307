using System.Runtime.InteropServices;

namespace Seraph.Core.Timing;

/// <summary>The random source of a running server: a generator per thread, seeded by the system.</summary>
public sealed class ServerRandom : IRandom
{
#pragma warning disable RS0030 // this is the one place that stands between the server and Random.Shared
    /// <inheritdoc/>
    public ulong NextUInt64()
    {
        ulong value = 0;
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        return value;
    }

    /// <inheritdoc/>
    public int Next(int maximum) => Random.Shared.Next(maximum);

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => Random.Shared.NextBytes(bytes);
#pragma warning restore RS0030
}
