using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of Retry-After (RFC 3261, 20.33): <c>120 (in a meeting);duration=60</c>.</summary>
public struct RetryAfterValue
{
    /// <summary>Seconds to wait.</summary>
    public uint Seconds { get; private set; }

    /// <summary>The comment, without its outer parentheses.</summary>
    public Slice Comment { get; private set; }

    /// <summary>The duration parameter.</summary>
    public Slice Duration { get; private set; }

    /// <summary>
    /// Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>. NumberTooLarge above 2^32 - 1
    /// (RFC 4475, 3.1.2.5).
    /// </summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out RetryAfterValue value)
    {
        value = default;
        var position = SipText.SkipSpace(bytes, text.Start, text.End);
        var status = DecimalNumber.Read(bytes, ref position, text.End, uint.MaxValue, out var seconds);
        if (status != SipParseStatus.Ok)
            return status;

        position = SipText.SkipSpace(bytes, position, text.End);
        if (position < text.End && bytes[position] == '(')
        {
            var end = SipText.SkipComment(bytes, position, text.End);
            if (end < 0)
                return SipParseStatus.BadParameter;
            value.Comment = Slice.Between(position + 1, end - 1);
            position = end;
        }

        var reader = new ParameterReader(bytes, position, text.End);
        while (reader.Next(out var parameter))
        {
            if (!value.Duration.Exists && parameter.Is(bytes, "duration"u8))
                value.Duration = parameter.ValueOrPlace;
        }

        if (reader.Status != SipParseStatus.Ok || reader.Position < text.End)
            return SipParseStatus.BadParameter;
        value.Seconds = seconds;
        return SipParseStatus.Ok;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out RetryAfterValue value) =>
        TryParse(text, new Slice(0, text.Length), out value);
}
