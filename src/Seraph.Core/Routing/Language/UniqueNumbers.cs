using System.Security.Cryptography;

namespace Seraph.Core.Routing.Language;

/// <summary>Numbers that no other message of this process gets, from a start that no other process has.</summary>
internal static class UniqueNumbers
{
    private static ulong _last = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>The time at which the process first asked, in seconds since 1970.</summary>
    public static long StartTime { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>One more than the last.</summary>
    public static ulong Next() => Interlocked.Increment(ref _last);
}
