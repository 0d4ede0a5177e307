using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>
/// A name-addr or addr-spec with its parameters: From, To, Route, Record-Route, Path, Diversion, P-Asserted-Identity and the like
/// (RFC 3261, 20.10).
/// </summary>
public struct AddressValue
{
    private static readonly SearchValues<byte> HeadEnd = SearchValues.Create("<;,\""u8);
    private static readonly SearchValues<byte> BareUriEnd = SearchValues.Create(";, \t\r\n"u8);

    /// <summary>The whole value, from display name or URI to the last parameter.</summary>
    public Slice Value { get; private set; }

    /// <summary>The display name as written, quotes included; absent when there is none.</summary>
    public Slice DisplayName { get; private set; }

    /// <summary>The URI, without angle brackets.</summary>
    public Slice Uri { get; private set; }

    /// <summary>The URI stands in angle brackets.</summary>
    public bool HasBrackets { get; private set; }

    /// <summary>The parameters behind the URI, from the first semicolon on; absent when there are none.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The tag parameter; absent when there is none.</summary>
    public Slice Tag { get; private set; }

    /// <summary>
    /// The text inside the quotes of <see cref="DisplayName"/> (escapes stay), or the name itself when it is not quoted.
    /// </summary>
    public readonly Slice UnquotedName(ReadOnlySpan<byte> bytes) =>
        DisplayName.Length >= 2 && bytes[DisplayName.Start] == '"'
            ? new Slice(DisplayName.Start + 1, DisplayName.Length - 2)
            : DisplayName;

    /// <summary>Looks for a parameter of the header (not of the URI), ignoring case.</summary>
    public readonly bool TryGetParameter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, out Parameter parameter) =>
        ParameterReader.TryFind(bytes, Parameters, name, out parameter);

    /// <summary>Reads one address that fills <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out AddressValue address)
    {
        var position = text.Start;
        var status = Read(bytes, ref position, text.End, out address);
        return status == SipParseStatus.Ok && position < text.End ? SipParseStatus.BadAddress : status;
    }

    /// <summary>Reads one address.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out AddressValue address) =>
        TryParse(text, new Slice(0, text.Length), out address);

    /// <summary>Reads the value at <paramref name="position"/> and leaves that at the comma behind it, or at the end.</summary>
    internal static SipParseStatus Read(ReadOnlySpan<byte> bytes, ref int position, int end, out AddressValue address)
    {
        var status = ReadHead(bytes, ref position, end, out address);
        if (status != SipParseStatus.Ok)
            return status;

        var reader = new ParameterReader(bytes, position, end);
        while (reader.Next(out var parameter))
        {
            address.Extend(position, reader.Position);
            if (!address.Tag.Exists && parameter.Is(bytes, "tag"u8))
                address.Tag = parameter.ValueOrPlace;
        }

        position = reader.Position;
        if (reader.Status != SipParseStatus.Ok)
            return reader.Status;
        return position < end && bytes[position] != ',' ? SipParseStatus.BadAddress : SipParseStatus.Ok;
    }

    /// <summary>Reads display name and URI only; <paramref name="position"/> is left at the first byte behind them that is not white space.</summary>
    internal static SipParseStatus ReadHead(ReadOnlySpan<byte> bytes, ref int position, int end, out AddressValue address)
    {
        address = default;
        var start = SipText.SkipSpace(bytes, position, end);
        var open = start;
        if (start < end && bytes[start] == '"')
        {
            var close = SipText.SkipQuoted(bytes, start, end);
            if (close < 0)
                return SipParseStatus.BadQuotedString;
            address.DisplayName = Slice.Between(start, close);
            open = SipText.SkipSpace(bytes, close, end);
            if (open >= end || bytes[open] != '<')
                return SipParseStatus.BadAddress;
        }
        else
        {
            var found = bytes[start..end].IndexOfAny(HeadEnd);
            open = found < 0 ? end : start + found;
            if (open >= end || bytes[open] != '<')
                return ReadBareUri(bytes, start, ref position, end, ref address);
            if (open > start)
                address.DisplayName = SipText.Trim(bytes, Slice.Between(start, open));
        }

        var length = bytes[(open + 1)..end].IndexOf((byte)'>');
        var uri = new Slice(open + 1, Math.Max(length, 0));
        if (length <= 0 || uri.Of(bytes).IndexOfAny(SipText.NotInUri) >= 0)
            return SipParseStatus.BadAddress;
        address.Uri = uri;
        address.HasBrackets = true;
        address.Value = Slice.Between(start, uri.End + 1);
        position = SipText.SkipSpace(bytes, uri.End + 1, end);
        return SipParseStatus.Ok;
    }

    /// <summary>Notes that parameters reach from <paramref name="first"/> to <paramref name="end"/>.</summary>
    internal void Extend(int first, int end)
    {
        Parameters = Slice.Between(first, end);
        Value = Slice.Between(Value.Start, end);
    }

    // Without brackets everything behind a semicolon belongs to the header; a URI with a question mark or comma must have
    // brackets (RFC 3261, 20.10).
    private static SipParseStatus ReadBareUri(ReadOnlySpan<byte> bytes, int start, ref int position, int end, ref AddressValue address)
    {
        var length = bytes[start..end].IndexOfAny(BareUriEnd);
        var uri = length < 0 ? Slice.Between(start, end) : new Slice(start, length);
        var text = uri.Of(bytes);
        if (text.IndexOf((byte)':') <= 0 || text.Contains((byte)'?') || text.IndexOfAny(SipText.NotInUri) >= 0)
            return SipParseStatus.BadAddress;
        address.Uri = uri;
        address.Value = uri;
        position = SipText.SkipSpace(bytes, uri.End, end);
        return SipParseStatus.Ok;
    }
}
