using System.Text;
using Seraph.Script;
using Seraph.Sip;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing.Language;

/// <summary>What any select that gives a URI can be continued with (spec core-selects.md, 3).</summary>
internal static class UriSubSelects
{
    /// <summary>The name of the table.</summary>
    public const string Table = "uri";

    [SubSelect(Table, "type")]
    public static SelectResult Type(RouteContext context, ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;
        if (uri.IsSip && IsNumber(context, uri))
            return uri.Scheme == UriScheme.Sip ? Words.Tel : Words.Tels;
        return uri.Scheme switch
        {
            UriScheme.Sip => Words.Sip,
            UriScheme.Sips => Words.Sips,
            UriScheme.Tel => Words.Tel,
            UriScheme.Tels => Words.Tels,
            _ => context.Scratch.Lower(uri.SchemeText.Of(text)),
        };
    }

    [SubSelect(Table, "user")]
    public static SelectResult User(RouteContext context, ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;
        return IsNumber(context, uri) ? Normalized(context, uri.User.Of(text)) : uri.User.Of(text);
    }

    [SubSelect(Table, "rn_user")]
    public static SelectResult RoutingNumber(RouteContext context, ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;

        // In a sip URI the parameters of the number stand in the user part (RFC 4694, 3; RFC 3261, 19.1.6).
        var user = uri.User.Of(text);
        var semicolon = uri.IsSip ? user.Span.IndexOf((byte)';') : -1;
        if (uri.TryGetParameter(text.Span, "rn"u8, out var rn))
            return Normalized(context, rn.ValueOrPlace.Of(text));
        if (semicolon >= 0 && ParameterReader.TryFind(user.Span, Slice.Between(semicolon, user.Length), "rn"u8, out rn))
            return Normalized(context, rn.ValueOrPlace.Of(user));
        return User(context, text);
    }

    [SubSelect(Table, "pwd")]
    public static SelectResult Password(ReadOnlyMemory<byte> text) => TryParse(text, out var uri) ? uri.Password.Of(text) : SelectResult.Error;

    [SubSelect(Table, "host")]
    public static SelectResult Host(ReadOnlyMemory<byte> text) => TryParse(text, out var uri) ? uri.Host.Of(text) : SelectResult.Error;

    [SubSelect(Table, "port")]
    public static SelectResult Port(ReadOnlyMemory<byte> text) => TryParse(text, out var uri) ? uri.PortText.Of(text) : SelectResult.Error;

    [SubSelect(Table, "hostport")]
    public static SelectResult HostPort(RouteContext context, ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;
        if (uri.PortText.Exists || !uri.Host.Exists)
            return uri.HostPort.Of(text);
        return context.Scratch.Joined(uri.Host.Of(text.Span), uri.Scheme is UriScheme.Sips or UriScheme.Tels ? ":5061"u8 : ":5060"u8);
    }

    [SubSelect(Table, "params")]
    public static SelectResult Parameters(ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;
        return uri.Parameters.Exists ? uri.Parameters.Of(text)[1..] : SelectResult.Empty;
    }

    [SubSelect(Table, "params.*", UnderscoreIsDash = true)]
    public static SelectResult Parameter(ReadOnlyMemory<byte> text, byte[] name)
    {
        if (!TryParse(text, out var uri) || !uri.TryGetParameter(text.Span, name, out var parameter))
            return SelectResult.Error;
        return parameter.Value.Exists ? parameter.Unquoted.Of(text) : SelectResult.Null;
    }

    [SubSelect(Table, "transport")]
    public static SelectResult Transport(RouteContext context, ReadOnlyMemory<byte> text)
    {
        if (!TryParse(text, out var uri))
            return SelectResult.Error;
        if (uri.TransportText.Length > 0)
            return context.Scratch.Lower(uri.TransportText.Of(text));
        return uri.Scheme is UriScheme.Sips or UriScheme.Tels ? Words.Tls : Words.Udp;
    }

    private static bool TryParse(ReadOnlyMemory<byte> text, out SipUri uri) => SipUri.TryParse(text.Span, out uri) == SipParseStatus.Ok;

    private static bool IsNumber(RouteContext context, in SipUri uri) => uri.IsTel || (uri.IsPhone && context.Server.Options.Phone2Tel);

    private static SelectResult Normalized(RouteContext context, ReadOnlyMemory<byte> number)
    {
        if (number.Span.IndexOfAny("-.()"u8) < 0)
            return number;
        if (!context.Scratch.TryRent(number.Length, out var memory))
            return SelectResult.Error;
        return context.Scratch.Shrink(memory, TelephoneNumber.Normalize(number.Span, memory.Span));
    }
}
