namespace Seraph.Core.Transports;

/// <summary>A buffer for every thread where a message is written before a transport without room of its own copies it.</summary>
internal static class SendReservation
{
    private const int Largest = 65536;

    [ThreadStatic]
    private static byte[]? Buffer;

    public static Span<byte> Reserve(int size) => size > Largest ? default : (Buffer ??= new byte[Largest]).AsSpan(0, size);

    public static ReadOnlySpan<byte> Take(int length) => Buffer.AsSpan(0, length);
}
