using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The value of Event (RFC 6665, 8.2.1).</summary>
public struct EventValue
{
    private static readonly SearchValues<byte> PackageEnd = SearchValues.Create("; \t\r\n"u8);

    /// <summary>The event package with its templates: <c>presence.winfo</c>.</summary>
    public Slice Package { get; private set; }

    /// <summary>The id parameter.</summary>
    public Slice Id { get; private set; }

    /// <summary>All parameters, from the first semicolon on.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>Reads the header body in <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out EventValue value)
    {
        value = default;
        var start = SipText.SkipSpace(bytes, text.Start, text.End);
        var length = bytes[start..text.End].IndexOfAny(PackageEnd);
        var package = length < 0 ? Slice.Between(start, text.End) : new Slice(start, length);
        if (!SipText.IsToken(package.Of(bytes)))
            return SipParseStatus.BadToken;

        var parameters = Slice.Between(SipText.SkipSpace(bytes, package.End, text.End), text.End);
        var reader = new ParameterReader(bytes, parameters);
        while (reader.Next(out var parameter))
        {
            value.Parameters = Slice.Between(parameters.Start, reader.Position);
            if (!value.Id.Exists && parameter.Is(bytes, "id"u8))
                value.Id = parameter.ValueOrPlace;
        }

        if (reader.Status != SipParseStatus.Ok || reader.Position < text.End)
            return SipParseStatus.BadParameter;
        value.Package = package;
        return SipParseStatus.Ok;
    }

    /// <summary>Reads a header body.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out EventValue value) =>
        TryParse(text, new Slice(0, text.Length), out value);
}
