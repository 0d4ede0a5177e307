using Seraph.Sip.Headers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Uris;

/// <summary>
/// A URI taken apart (RFC 3261, 19.1; RFC 3966): sip, sips and tel in full, any other scheme as scheme and opaque rest.
/// All slices count from the start of the bytes it was parsed from.
/// </summary>
public struct SipUri
{
    /// <summary>The whole URI.</summary>
    public Slice Text { get; private set; }

    /// <summary>The scheme.</summary>
    public UriScheme Scheme { get; private set; }

    /// <summary>The scheme as written, without the colon.</summary>
    public Slice SchemeText { get; private set; }

    /// <summary>The user part, still escaped; of a tel URI the number. Absent when there is none.</summary>
    public Slice User { get; private set; }

    /// <summary>The password, still escaped; absent when there is none.</summary>
    public Slice Password { get; private set; }

    /// <summary>The host; an IPv6 address is in brackets. Absent in tel and unknown schemes.</summary>
    public Slice Host { get; private set; }

    /// <summary>The form of <see cref="Host"/>.</summary>
    public HostKind HostKind { get; private set; }

    /// <summary>The port as written; absent when there is none.</summary>
    public Slice PortText { get; private set; }

    /// <summary>The port, 1 to 65535; 0 when there is none.</summary>
    public int Port { get; private set; }

    /// <summary>The parameters, from the first semicolon on; absent when there are none.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The headers behind the question mark, without it; absent when there are none.</summary>
    public Slice Headers { get; private set; }

    /// <summary>What follows the colon of a scheme that is not sip, sips or tel.</summary>
    public Slice Opaque { get; private set; }

    /// <summary>The transport parameter as written.</summary>
    public Slice TransportText { get; private set; }

    /// <summary>The transport that the parameter names; None when there is none. It does not consider the scheme.</summary>
    public SipTransport Transport { get; private set; }

    /// <summary>The maddr parameter.</summary>
    public Slice Maddr { get; private set; }

    /// <summary>The user parameter (<c>phone</c>, <c>ip</c>).</summary>
    public Slice UserParameter { get; private set; }

    /// <summary>The ttl parameter.</summary>
    public Slice Ttl { get; private set; }

    /// <summary>The method parameter.</summary>
    public Slice Method { get; private set; }

    /// <summary>The gr parameter (RFC 5627); it exists but is empty in a temporary GRUU.</summary>
    public Slice Gr { get; private set; }

    /// <summary>The r2 parameter of a double Record-Route.</summary>
    public Slice R2 { get; private set; }

    /// <summary>The lr parameter is there: a loose router (RFC 3261, 19.1.1).</summary>
    public bool IsLooseRouter { get; private set; }

    /// <summary>The ob parameter is there (RFC 5626).</summary>
    public bool HasOb { get; private set; }

    /// <summary><c>user=phone</c>: the user part is a telephone number.</summary>
    public bool IsPhone { get; private set; }

    /// <summary>sip or sips.</summary>
    public readonly bool IsSip => Scheme is UriScheme.Sip or UriScheme.Sips;

    /// <summary>tel or tels.</summary>
    public readonly bool IsTel => Scheme is UriScheme.Tel or UriScheme.Tels;

    /// <summary>User and password up to but without the at sign; absent when there are none.</summary>
    public readonly Slice UserInfo => Password.Exists ? Slice.Between(User.Start, Password.End) : User;

    /// <summary>Host and port as written.</summary>
    public readonly Slice HostPort => PortText.Exists ? Slice.Between(Host.Start, PortText.End) : Host;

    /// <summary>The host without the brackets of an IPv6 reference.</summary>
    public readonly Slice BareHost => HostKind == HostKind.IPv6 ? new Slice(Host.Start + 1, Host.Length - 2) : Host;

    /// <summary>Looks for a URI parameter, ignoring case.</summary>
    public readonly bool TryGetParameter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, out Parameter parameter) =>
        ParameterReader.TryFind(bytes, Parameters, name, out parameter);

    /// <summary>Reads a URI.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out SipUri uri) =>
        TryParse(text, new Slice(0, text.Length), out uri);

    /// <summary>
    /// Reads the URI that fills <paramref name="text"/>. BadUri, BadHost or BadPort when it breaks the grammar; a scheme that is
    /// not known is no fault.
    /// </summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out SipUri uri)
    {
        uri = default;
        var value = text.Of(bytes);
        var colon = value.IndexOf((byte)':');
        if (colon <= 0 || value.IndexOfAny(SipText.NotInUri) >= 0)
            return SipParseStatus.BadUri;
        var scheme = FindScheme(value[..colon]);
        if (scheme == UriScheme.None)
            return SipParseStatus.BadUri;

        uri.Text = text;
        uri.Scheme = scheme;
        uri.SchemeText = new Slice(text.Start, colon);
        var rest = Slice.Between(text.Start + colon + 1, text.End);
        var status = scheme switch
        {
            UriScheme.Sip or UriScheme.Sips => uri.ReadSip(bytes, rest),
            UriScheme.Tel or UriScheme.Tels => uri.ReadTel(bytes, rest),
            _ => uri.ReadOpaque(rest),
        };
        if (status != SipParseStatus.Ok)
            uri = default;
        return status;
    }

    private SipParseStatus ReadOpaque(Slice rest)
    {
        Opaque = rest;
        return rest.IsEmpty ? SipParseStatus.BadUri : SipParseStatus.Ok;
    }

    // The user part may contain semicolons, question marks and slashes, so the at sign is looked for first (RFC 4475, 3.1.1.9).
    private SipParseStatus ReadSip(ReadOnlySpan<byte> bytes, Slice rest)
    {
        var position = rest.Start;
        var at = rest.Of(bytes).IndexOf((byte)'@');
        if (at == 0)
            return SipParseStatus.BadUri;
        if (at > 0)
        {
            var colon = bytes.Slice(position, at).IndexOf((byte)':');
            if (colon == 0)
                return SipParseStatus.BadUri;
            User = new Slice(position, colon < 0 ? at : colon);
            if (colon > 0)
                Password = Slice.Between(position + colon + 1, position + at);
            position += at + 1;
        }

        var hostEnd = HostText.FindEnd(bytes, position, rest.End);
        Host = Slice.Between(position, hostEnd);
        HostKind = HostText.Classify(Host.Of(bytes));
        if (HostKind == HostKind.None)
            return SipParseStatus.BadHost;

        position = hostEnd;
        if (position < rest.End && bytes[position] == ':')
        {
            var start = ++position;
            var status = HostText.ReadPort(bytes, ref position, rest.End, out var port);
            if (status != SipParseStatus.Ok)
                return status;
            PortText = Slice.Between(start, position);
            Port = port;
        }

        var question = bytes[position..rest.End].IndexOf((byte)'?');
        var end = question < 0 ? rest.End : position + question;
        if (question >= 0)
            Headers = Slice.Between(end + 1, rest.End);
        if (position == end)
            return SipParseStatus.Ok;
        return bytes[position] == ';' ? ReadParameters(bytes, Slice.Between(position, end)) : SipParseStatus.BadHost;
    }

    private SipParseStatus ReadTel(ReadOnlySpan<byte> bytes, Slice rest)
    {
        var text = rest.Of(bytes);
        var semicolon = text.IndexOf((byte)';');
        User = semicolon < 0 ? rest : new Slice(rest.Start, semicolon);
        if (!TelephoneNumber.IsValid(User.Of(bytes)))
            return SipParseStatus.BadUri;
        return semicolon < 0 ? SipParseStatus.Ok : ReadParameters(bytes, Slice.Between(User.End, rest.End));
    }

    private SipParseStatus ReadParameters(ReadOnlySpan<byte> bytes, Slice parameters)
    {
        Parameters = parameters;
        var reader = new ParameterReader(bytes, parameters);
        while (reader.Next(out var parameter))
            Note(bytes, parameter);
        return reader.Status == SipParseStatus.Ok && reader.Position == parameters.End ? SipParseStatus.Ok : SipParseStatus.BadUri;
    }

    private void Note(ReadOnlySpan<byte> bytes, in Parameter parameter)
    {
        var name = parameter.Name.Of(bytes);
        switch (name.Length)
        {
            case 2:
                if (name.EqualsIgnoreCase("lr"u8))
                    IsLooseRouter = true;
                else if (name.EqualsIgnoreCase("ob"u8))
                    HasOb = true;
                else if (!Gr.Exists && name.EqualsIgnoreCase("gr"u8))
                    Gr = parameter.ValueOrPlace;
                else if (!R2.Exists && name.EqualsIgnoreCase("r2"u8))
                    R2 = parameter.ValueOrPlace;
                break;
            case 3 when !Ttl.Exists && name.EqualsIgnoreCase("ttl"u8):
                Ttl = parameter.ValueOrPlace;
                break;
            case 4 when !UserParameter.Exists && name.EqualsIgnoreCase("user"u8):
                UserParameter = parameter.ValueOrPlace;
                IsPhone = UserParameter.Of(bytes).EqualsIgnoreCase("phone"u8);
                break;
            case 5 when !Maddr.Exists && name.EqualsIgnoreCase("maddr"u8):
                Maddr = parameter.ValueOrPlace;
                break;
            case 6 when !Method.Exists && name.EqualsIgnoreCase("method"u8):
                Method = parameter.ValueOrPlace;
                break;
            case 9 when !TransportText.Exists && name.EqualsIgnoreCase("transport"u8):
                TransportText = parameter.ValueOrPlace;
                Transport = SipTransports.Parse(TransportText.Of(bytes));
                break;
        }
    }

    private static UriScheme FindScheme(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 3:
                if (name.EqualsIgnoreCase("sip"u8))
                    return UriScheme.Sip;
                if (name.EqualsIgnoreCase("tel"u8))
                    return UriScheme.Tel;
                if (name.EqualsIgnoreCase("urn"u8))
                    return UriScheme.Urn;
                break;
            case 4:
                if (name.EqualsIgnoreCase("sips"u8))
                    return UriScheme.Sips;
                if (name.EqualsIgnoreCase("tels"u8))
                    return UriScheme.Tels;
                break;
        }

        if (!char.IsAsciiLetter((char)name[0]))
            return UriScheme.None;
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return UriScheme.None;
        }

        return UriScheme.Other;
    }
}
