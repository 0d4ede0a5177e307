namespace Seraph.Control.Binrpc;

/// <summary>What a packet is.</summary>
public enum BinrpcMessageType : byte
{
    /// <summary>Method name, then arguments.</summary>
    Request = 0,

    /// <summary>The values of an answer.</summary>
    Reply = 1,

    /// <summary>Code and text of a refusal.</summary>
    Fault = 3,
}

/// <summary>How reading or writing went. The numbers are the wire protocol's own error codes, which appear in some fault texts.</summary>
public enum BinrpcStatus
{
    /// <summary>All is well.</summary>
    Ok = 0,

    /// <summary>What is to be written is larger than its limit.</summary>
    Overflow = -2,

    /// <summary>The packet's first bytes are wrong, or its length is beyond the limit.</summary>
    BadPacket = -3,

    /// <summary>The packet is not complete yet.</summary>
    MoreData = -4,

    /// <summary>There is no further record.</summary>
    EndOfPacket = -5,

    /// <summary>The record has another type than what was asked for.</summary>
    WrongType = -7,

    /// <summary>The record's bytes make no sense.</summary>
    BadRecord = -8,
}

/// <summary>Constants of the wire format (version 1): a packet is a header and a body of records, all integers big-endian.</summary>
internal static class BinrpcFormat
{
    /// <summary>First byte of every packet: magic number 0xA, version 1.</summary>
    public const byte Magic = 0xA1;

    /// <summary>The longest header: two bytes, four of length, four of cookie.</summary>
    public const int MaxHeader = 10;

    /// <summary>The deepest nesting of structures and arrays that is read.</summary>
    public const int MaxDepth = 16;

    /// <summary>A fault's text is cut to this many bytes.</summary>
    public const int MaxFaultText = 255;

    public const byte Integer = 0;
    public const byte Text = 1;
    public const byte Double = 2;
    public const byte Structure = 3;
    public const byte Array = 4;
    public const byte MemberName = 5;
    public const byte Bytes = 6;

    /// <summary>The bit that says that the size counts length bytes; on a structure or array of size 0 it marks the end.</summary>
    public const byte LongForm = 0x80;

    /// <summary>The text for an error, as in the reference's faults.</summary>
    public static string Describe(BinrpcStatus status) => status switch
    {
        BinrpcStatus.Ok => "no error",
        BinrpcStatus.Overflow => "buffer too small (overflow)",
        BinrpcStatus.BadPacket => "corrupted packet",
        BinrpcStatus.MoreData => "more data needed",
        BinrpcStatus.EndOfPacket => "end of packet encountered",
        BinrpcStatus.WrongType => "record doesn't match type",
        BinrpcStatus.BadRecord => "bad record",
        _ => "unknown/invalid error code",
    };
}
