using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of CSeq (RFC 3261, 20.16).</summary>
public struct CSeqValue
{
    /// <summary>The highest number that the RFC allows (8.1.1.5).</summary>
    public const uint MaxNumber = int.MaxValue;

    /// <summary>The sequence number.</summary>
    public uint Number { get; private set; }

    /// <summary>The digits of the number.</summary>
    public Slice NumberText { get; private set; }

    /// <summary>The method.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The method as written.</summary>
    public Slice MethodText { get; private set; }

    /// <summary>Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out CSeqValue value)
    {
        value = default;
        var start = SipText.SkipSpace(bytes, text.Start, text.End);
        var position = start;
        var status = DecimalNumber.Read(bytes, ref position, text.End, MaxNumber, out var number);
        if (status != SipParseStatus.Ok)
            return status;

        var method = SipText.SkipSpace(bytes, position, text.End);
        if (method == position && method < text.End)
            return SipParseStatus.BadNumber;
        var name = SipText.Trim(bytes, Slice.Between(method, text.End));
        if (!SipText.IsToken(name.Of(bytes)))
            return SipParseStatus.BadToken;

        value.Number = number;
        value.NumberText = Slice.Between(start, position);
        value.MethodText = name;
        value.Method = SipMethods.Parse(name.Of(bytes));
        return SipParseStatus.Ok;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out CSeqValue value) =>
        TryParse(text, new Slice(0, text.Length), out value);
}
