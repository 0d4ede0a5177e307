using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of Content-Type (RFC 3261, 20.15).</summary>
public struct MediaTypeValue
{
    private static readonly SearchValues<byte> TokenEnd = SearchValues.Create("/; \t\r\n"u8);

    /// <summary>The type: <c>application</c>.</summary>
    public Slice Type { get; private set; }

    /// <summary>The subtype: <c>sdp</c>.</summary>
    public Slice Subtype { get; private set; }

    /// <summary>All parameters, from the first semicolon on.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The boundary parameter without its quotes (RFC 2046, 5.1.1).</summary>
    public Slice Boundary { get; private set; }

    /// <summary>It is <paramref name="type"/>/<paramref name="subtype"/>, ignoring case.</summary>
    public readonly bool Is(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> type, ReadOnlySpan<byte> subtype) =>
        Type.Of(bytes).EqualsIgnoreCase(type) && Subtype.Of(bytes).EqualsIgnoreCase(subtype);

    /// <summary>It is one of the multipart types.</summary>
    public readonly bool IsMultipart(ReadOnlySpan<byte> bytes) => Type.Of(bytes).EqualsIgnoreCase("multipart"u8);

    /// <summary>Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out MediaTypeValue value)
    {
        value = default;
        var position = text.Start;
        if (!ReadToken(bytes, ref position, text.End, out var type) || position >= text.End || bytes[position] != '/')
            return SipParseStatus.BadToken;
        position++;
        if (!ReadToken(bytes, ref position, text.End, out var subtype))
            return SipParseStatus.BadToken;

        var reader = new ParameterReader(bytes, position, text.End);
        while (reader.Next(out var parameter))
        {
            value.Parameters = Slice.Between(position, reader.Position);
            if (!value.Boundary.Exists && parameter.Is(bytes, "boundary"u8))
                value.Boundary = parameter.ValueOrPlace;
        }

        if (reader.Status != SipParseStatus.Ok || reader.Position < text.End)
            return SipParseStatus.BadParameter;
        value.Type = type;
        value.Subtype = subtype;
        return SipParseStatus.Ok;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out MediaTypeValue value) =>
        TryParse(text, new Slice(0, text.Length), out value);

    private static bool ReadToken(ReadOnlySpan<byte> bytes, ref int position, int end, out Slice token)
    {
        var start = SipText.SkipSpace(bytes, position, end);
        var length = bytes[start..end].IndexOfAny(TokenEnd);
        token = length < 0 ? Slice.Between(start, end) : new Slice(start, length);
        position = SipText.SkipSpace(bytes, token.End, end);
        return SipText.IsToken(token.Of(bytes));
    }
}
