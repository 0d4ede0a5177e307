using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>What any select that gives a name-addr can be continued with (spec core-selects.md, 4).</summary>
internal static class NameAddressSubSelects
{
    /// <summary>The name of the table.</summary>
    public const string Table = "nameaddr";

    [SubSelect(Table, "name")]
    public static SelectResult Name(ReadOnlyMemory<byte> text)
    {
        var open = FindUnquoted(text.Span, 0, (byte)'<');
        return open < 0 ? SelectResult.Null : text[..open].TrimEnd(" \t\r\n"u8);
    }

    [SubSelect(Table, "uri", Nested = UriSubSelects.Table)]
    public static SelectResult Uri(ReadOnlyMemory<byte> text) =>
        TryFindUri(text.Span, out var uri, out _) ? uri.Of(text).Trim(" \t\r\n"u8) : SelectResult.Error;

    [SubSelect(Table, "params")]
    public static SelectResult Parameters(ReadOnlyMemory<byte> text)
    {
        if (!TryFindUri(text.Span, out _, out var parameters))
            return SelectResult.Error;
        return parameters < 0 ? SelectResult.Null : text[(parameters + 1)..].Trim(" \t\r\n"u8);
    }

    [SubSelect(Table, "params.*", UnderscoreIsDash = true)]
    public static SelectResult Parameter(ReadOnlyMemory<byte> text, byte[] name)
    {
        if (!TryFindUri(text.Span, out _, out var parameters))
            return SelectResult.Error;
        if (parameters < 0 || !ParameterReader.TryFind(text.Span, Slice.Between(parameters, text.Length), name, out var parameter))
            return SelectResult.Null;
        return parameter.Value.Exists ? parameter.Unquoted.Of(text) : SelectResult.Null;
    }

    /// <summary>The URI, and the position of the first semicolon behind it (-1 = none).</summary>
    private static bool TryFindUri(ReadOnlySpan<byte> text, out Slice uri, out int parameters)
    {
        uri = default;
        parameters = -1;
        var open = FindUnquoted(text, 0, (byte)'<');
        if (open < 0)
        {
            parameters = FindUnquoted(text, 0, (byte)';');
            uri = new Slice(0, parameters < 0 ? text.Length : parameters);
            return true;
        }

        var close = text[open..].IndexOf((byte)'>');
        if (close < 0)
            return false;
        uri = new Slice(open + 1, close - 1);
        parameters = FindUnquoted(text, uri.End, (byte)';');
        return true;
    }

    private static int FindUnquoted(ReadOnlySpan<byte> text, int start, byte wanted)
    {
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (quoted && text[i] == '\\')
                i++;
            else if (!quoted && text[i] == wanted)
                return i;
        }

        return -1;
    }
}
