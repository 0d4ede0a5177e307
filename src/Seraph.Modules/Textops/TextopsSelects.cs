using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Textops;

/// <summary>Selects of single values of headers that are lists. 1 is the first value, -1 the last; in names <c>_</c> stands for <c>-</c>.</summary>
internal static class TextopsSelects
{
    private static readonly byte[] One = "1"u8.ToArray();
    private static readonly byte[] Zero = "0"u8.ToArray();

    private delegate Slice Part(ReadOnlySpan<byte> bytes, Slice value);

    [Select("hf_value.*[]", UnderscoreIsDash = true)]
    public static SelectResult Value(RouteContext context, byte[] name, int? index)
    {
        if (index is null)
            return Join(context, name, Whole);
        return TryFind(context, name, index, out var value) ? value.Of(context.Message.Memory) : SelectResult.Null;
    }

    [Select("hf_value.*[].*", UnderscoreIsDash = true)]
    [Select("hf_value.*[].p.*", UnderscoreIsDash = true)]
    [Select("hf_value.*[].param.*", UnderscoreIsDash = true)]
    [Select("hf_value.*[].params.*", UnderscoreIsDash = true)]
    public static SelectResult Parameter(RouteContext context, byte[] name, int? index, byte[] parameterName)
    {
        var message = context.Message;
        if (!TryFind(context, name, index, out var value)
            || !HeaderValues.TryFindParameter(message.Bytes, value, parameterName, out var parameter)
            || !parameter.Value.Exists)
            return SelectResult.Null;
        return parameter.Unquoted.Of(message.Memory);
    }

    [Select("hf_value.*[].uri", Nested = "uri", UnderscoreIsDash = true)]
    public static SelectResult Uri(RouteContext context, byte[] name, int? index)
    {
        if (index is null)
            return Join(context, name, UriOf);
        return TryFind(context, name, index, out var value) ? UriOf(context.Message.Bytes, value).Of(context.Message.Memory) : SelectResult.Null;
    }

    [Select("hf_value.*[].name", UnderscoreIsDash = true)]
    public static SelectResult Name(RouteContext context, byte[] name, int? index)
    {
        var message = context.Message;
        if (!TryFind(context, name, index, out var value) || AddressValue.TryParse(message.Bytes, value, out var address) != SipParseStatus.Ok)
            return SelectResult.Null;
        return address.UnquotedName(message.Bytes).Of(message.Memory);
    }

    [Select("hf_value.*[].nameaddr", Nested = "nameaddr", UnderscoreIsDash = true)]
    public static SelectResult NameAddress(RouteContext context, byte[] name, int? index) =>
        TryFind(context, name, index, out var value) ? value.Of(context.Message.Memory) : SelectResult.Null;

    [Select("hf_value_exists.*.*", UnderscoreIsDash = true)]
    public static SelectResult Exists(RouteContext context, byte[] name, byte[] value) =>
        HeaderValues.TryFind(context.Message, name, value, out _) ? One : Zero;

    [Select("hf_value2.*[]", UnderscoreIsDash = true)]
    public static SelectResult Credential(RouteContext context, byte[] name, int? index)
    {
        var message = context.Message;
        var header = FindHeader(message, name, index ?? 1);
        return header < 0 ? SelectResult.Null : message.Headers[header].Body.Of(message.Memory);
    }

    [Select("hf_value2.*[].*", UnderscoreIsDash = true)]
    public static SelectResult CredentialParameter(RouteContext context, byte[] name, int? index, byte[] parameterName)
    {
        var message = context.Message;
        var header = FindHeader(message, name, index ?? 1);
        if (header < 0)
            return SelectResult.Null;
        return TryFindCredential(message, header, parameterName, out var parameter) ? parameter.Unquoted.Of(message.Memory) : SelectResult.Null;
    }

    /// <summary>Index of the n-th header line of a name, 1 being the first and -1 the last; -1 when there is none.</summary>
    public static int FindHeader(SipMessage message, ReadOnlySpan<byte> name, int index)
    {
        var wanted = index;
        if (index < 0)
        {
            for (var i = message.FindHeader(name); i >= 0; i = message.NextHeader(i))
                wanted++;
            wanted++;
        }

        for (var i = message.FindHeader(name); i >= 0; i = message.NextHeader(i))
        {
            if (--wanted == 0)
                return i;
        }

        return -1;
    }

    private static Slice Whole(ReadOnlySpan<byte> bytes, Slice value) => value;

    /// <summary>The parameters of a header such as Authorization, whose commas separate parameters: what follows its scheme.</summary>
    public static AuthParameterReader Credentials(SipMessage message, int header)
    {
        var body = message.Headers[header].Body;
        var scheme = message[body].IndexOfAny(" \t\r\n"u8);
        return new AuthParameterReader(message.Bytes, scheme < 0 ? new Slice(body.End, 0) : Slice.Between(body.Start + scheme, body.End));
    }

    /// <summary>Finds one of these parameters by its name.</summary>
    public static bool TryFindCredential(SipMessage message, int header, ReadOnlySpan<byte> name, out Parameter parameter)
    {
        var reader = Credentials(message, header);
        while (reader.Next(out parameter))
        {
            if (parameter.Is(message.Bytes, name))
                return true;
        }

        return false;
    }

    // The URI of a name-addr; of anything else what stands before its parameters.
    private static Slice UriOf(ReadOnlySpan<byte> bytes, Slice value)
    {
        if (AddressValue.TryParse(bytes, value, out var address) == SipParseStatus.Ok)
            return address.Uri;
        var parameters = HeaderValues.Parameters(bytes, value);
        return parameters.Exists ? Slice.Between(value.Start, parameters.Start) : value;
    }

    private static bool TryFind(RouteContext context, ReadOnlySpan<byte> name, int? index, out Slice value)
    {
        var found = HeaderValues.TryFind(context.Message, name, index ?? 1, out var header);
        value = header.Text;
        return found;
    }

    private static SelectResult Join(RouteContext context, ReadOnlySpan<byte> name, Part part)
    {
        var message = context.Message;
        var values = new HeaderValues(message, name);
        var length = 0;
        var count = 0;
        while (values.Next(out var value))
        {
            length += part(message.Bytes, value.Text).Length + 1;
            count++;
        }

        if (count == 0)
            return SelectResult.Null;
        if (!context.Scratch.TryRent(length - 1, out var memory))
            return SelectResult.Error;

        var rest = memory.Span;
        values = new HeaderValues(message, name);
        while (values.Next(out var value))
        {
            if (rest.Length < memory.Length)
            {
                rest[0] = (byte)',';
                rest = rest[1..];
            }

            var text = message[part(message.Bytes, value.Text)];
            text.CopyTo(rest);
            rest = rest[text.Length..];
        }

        return SelectResult.Of(memory);
    }
}
