using System.Buffers.Binary;
using System.Buffers.Text;

namespace Seraph.Modules.Auth;

/// <summary>
/// The bytes of a nonce, integers big-endian: when it ends (4), when it was made (4), hash over these and the number (16), hash over parts of the request (16,
/// with <see cref="NonceChecks"/> only), number (4) and flags with pool (1, with nonce counts or one-time nonces only). On the wire it is base64.
/// </summary>
internal readonly ref struct Nonce
{
    /// <summary>The most bytes that one has.</summary>
    public const int MaxLength = 45;

    /// <summary>The most base64 characters that one has.</summary>
    public const int MaxTextLength = 60;

    /// <summary>The fewest base64 characters that one has.</summary>
    public const int MinTextLength = 32;

    /// <summary>Flag: the number may be used with nonce counts.</summary>
    public const byte CountFlag = 128;

    /// <summary>Flag: the number may be used once.</summary>
    public const byte OneTimeFlag = 64;

    /// <summary>The bits of the pool.</summary>
    public const byte PoolMask = 63;

    private const int HashLength = 16;
    private const int HeadLength = 8;
    private const int NumberLength = 5;

    private readonly Span<byte> _bytes;
    private readonly bool _hasRequestHash;
    private readonly bool _hasNumber;

    /// <summary>Looks at <paramref name="bytes"/>, whose length is <see cref="LengthOf"/>.</summary>
    public Nonce(Span<byte> bytes, bool hasRequestHash, bool hasNumber)
    {
        _bytes = bytes;
        _hasRequestHash = hasRequestHash;
        _hasNumber = hasNumber;
    }

    /// <summary>How many bytes a nonce of that kind has.</summary>
    public static int LengthOf(bool hasRequestHash, bool hasNumber) =>
        HeadLength + HashLength + (hasRequestHash ? HashLength : 0) + (hasNumber ? NumberLength : 0);

    /// <summary>When it ends, in seconds since 1970.</summary>
    public uint Expires
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes, value);
    }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public uint Since
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[4..], value);
    }

    /// <summary>Times: what the first hash covers first.</summary>
    public ReadOnlySpan<byte> Head => _bytes[..HeadLength];

    /// <summary>The hash that only we can make.</summary>
    public Span<byte> Hash => _bytes.Slice(HeadLength, HashLength);

    /// <summary>The hash over parts of the request; empty when it has none.</summary>
    public Span<byte> RequestHash => _hasRequestHash ? _bytes.Slice(HeadLength + HashLength, HashLength) : default;

    /// <summary>Number, flags and pool: what the first hash covers next; empty when it has none.</summary>
    public Span<byte> NumberAndFlags => _hasNumber ? _bytes[^NumberLength..] : default;

    /// <summary>The number.</summary>
    public uint Number
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(NumberAndFlags);
        set => BinaryPrimitives.WriteUInt32BigEndian(NumberAndFlags, value);
    }

    /// <summary>Flags and pool.</summary>
    public byte Flags
    {
        get => NumberAndFlags[4];
        set => NumberAndFlags[4] = value;
    }

    /// <summary>Reads the base64 text; false when it is none, or too long.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int length)
    {
        length = 0;
        return text.Length <= MaxTextLength && Base64.DecodeFromUtf8(text, bytes, out _, out length) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Writes the base64 text and returns its length.</summary>
    public int Encode(Span<byte> text)
    {
        Base64.EncodeToUtf8(_bytes, text, out _, out var written);
        return written;
    }
}
