using Seraph.Sip.Parsing;
using Seraph.Sip.Uris;

namespace Seraph.Sip.Headers;

/// <summary>One value of a Via header (RFC 3261, 20.42; RFC 3581; RFC 5923).</summary>
public struct ViaValue
{
    /// <summary>The whole value, from <c>SIP</c> to its last parameter or comment.</summary>
    public Slice Value { get; private set; }

    /// <summary>The protocol name, normally <c>SIP</c>.</summary>
    public Slice ProtocolName { get; private set; }

    /// <summary>The protocol version, normally <c>2.0</c>.</summary>
    public Slice Version { get; private set; }

    /// <summary>The transport as written.</summary>
    public Slice TransportText { get; private set; }

    /// <summary>The transport.</summary>
    public SipTransport Transport { get; private set; }

    /// <summary>The host of sent-by; an IPv6 address is in brackets.</summary>
    public Slice Host { get; private set; }

    /// <summary>The form of <see cref="Host"/>.</summary>
    public HostKind HostKind { get; private set; }

    /// <summary>The port as written; absent when there is none.</summary>
    public Slice PortText { get; private set; }

    /// <summary>The port, 1 to 65535; 0 when there is none.</summary>
    public int Port { get; private set; }

    /// <summary>All parameters, from the first semicolon on; absent when there are none.</summary>
    public Slice Parameters { get; private set; }

    /// <summary>The branch parameter.</summary>
    public Slice Branch { get; private set; }

    /// <summary>The received parameter.</summary>
    public Slice Received { get; private set; }

    /// <summary>The rport parameter: absent, present and empty (asking), or a port.</summary>
    public Slice Rport { get; private set; }

    /// <summary>The port in rport; 0 when there is none.</summary>
    public int RportNumber { get; private set; }

    /// <summary>The maddr parameter.</summary>
    public Slice Maddr { get; private set; }

    /// <summary>The ttl parameter.</summary>
    public Slice Ttl { get; private set; }

    /// <summary>The i parameter: the connection that a request came in on, in our own Via.</summary>
    public Slice ConnectionId { get; private set; }

    /// <summary>The alias parameter (RFC 5923); it exists but is empty when written without a value.</summary>
    public Slice Alias { get; private set; }

    /// <summary>The comp parameter (RFC 3486).</summary>
    public Slice Comp { get; private set; }

    /// <summary>The text in a trailing comment, without its parentheses (RFC 2543).</summary>
    public Slice Comment { get; private set; }

    /// <summary>sent-by: host with its port, if any. New parameters go behind it.</summary>
    public readonly Slice SentBy => PortText.Exists ? Slice.Between(Host.Start, PortText.End) : Host;

    /// <summary>Protocol and version are SIP/2.0.</summary>
    public readonly bool IsSip20(ReadOnlySpan<byte> bytes) =>
        ProtocolName.Of(bytes).EqualsIgnoreCase("SIP"u8) && Version.Of(bytes).SequenceEqual("2.0"u8);

    /// <summary>The branch begins with the magic cookie, so it alone names the transaction (RFC 3261, 8.1.1.7).</summary>
    public readonly bool HasMagicCookie(ReadOnlySpan<byte> bytes) =>
        Branch.Length > 7 && Branch.Of(bytes)[..7].EqualsIgnoreCase("z9hG4bK"u8);

    /// <summary>Reads one Via value that fills <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out ViaValue via)
    {
        var position = text.Start;
        var status = Read(bytes, ref position, text.End, out via);
        return status == SipParseStatus.Ok && position < text.End ? SipParseStatus.BadVia : status;
    }

    /// <summary>Reads one Via value.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out ViaValue via) =>
        TryParse(text, new Slice(0, text.Length), out via);

    /// <summary>Reads the value at <paramref name="position"/> and leaves that at the comma behind it, or at the end.</summary>
    internal static SipParseStatus Read(ReadOnlySpan<byte> bytes, ref int position, int end, out ViaValue via)
    {
        via = default;
        var start = SipText.SkipSpace(bytes, position, end);
        var at = start;
        if (!ReadToken(bytes, ref at, end, out var name) || !SkipSlash(bytes, ref at, end)
            || !ReadToken(bytes, ref at, end, out var version) || !SkipSlash(bytes, ref at, end)
            || !ReadToken(bytes, ref at, end, out var transport))
            return SipParseStatus.BadVia;

        var host = SipText.SkipSpace(bytes, at, end);
        if (host == at)
            return SipParseStatus.BadVia;
        at = HostText.FindEnd(bytes, host, end);
        via.ProtocolName = name;
        via.Version = version;
        via.TransportText = transport;
        via.Transport = SipTransports.Parse(transport.Of(bytes));
        via.Host = Slice.Between(host, at);
        via.HostKind = HostText.Classify(bytes[host..at]);
        if (via.HostKind == HostKind.None)
            return SipParseStatus.BadHost;

        var last = at;
        at = SipText.SkipSpace(bytes, at, end);
        if (at < end && bytes[at] == ':')
        {
            var port = SipText.SkipSpace(bytes, at + 1, end);
            at = port;
            var status = HostText.ReadPort(bytes, ref at, end, out var number);
            if (status != SipParseStatus.Ok)
                return status;
            via.PortText = Slice.Between(port, at);
            via.Port = number;
            last = at;
            at = SipText.SkipSpace(bytes, at, end);
        }

        if (at < end && bytes[at] == ';')
        {
            var status = via.ReadParameters(bytes, ref at, end, ref last);
            if (status != SipParseStatus.Ok)
                return status;
        }

        if (at < end && bytes[at] == '(')
        {
            var close = SipText.SkipComment(bytes, at, end);
            if (close < 0)
                return SipParseStatus.BadVia;
            via.Comment = Slice.Between(at + 1, close - 1);
            last = close;
            at = SipText.SkipSpace(bytes, close, end);
        }

        if (at < end && bytes[at] != ',')
            return SipParseStatus.BadVia;
        via.Value = Slice.Between(start, last);
        position = at;
        return SipParseStatus.Ok;
    }

    private SipParseStatus ReadParameters(ReadOnlySpan<byte> bytes, ref int at, int end, ref int last)
    {
        var start = at;
        var reader = new ParameterReader(bytes, at, end);
        while (reader.Next(out var parameter))
        {
            last = reader.Position;
            var status = Note(bytes, parameter);
            if (status != SipParseStatus.Ok)
                return status;
        }

        Parameters = Slice.Between(start, last);
        at = reader.Position;
        return reader.Status;
    }

    private SipParseStatus Note(ReadOnlySpan<byte> bytes, in Parameter parameter)
    {
        var name = parameter.Name.Of(bytes);
        switch (name.Length)
        {
            case 1 when !ConnectionId.Exists && name[0] is (byte)'i' or (byte)'I':
                ConnectionId = parameter.ValueOrPlace;
                break;
            case 3 when !Ttl.Exists && name.EqualsIgnoreCase("ttl"u8):
                Ttl = parameter.ValueOrPlace;
                break;
            case 4 when !Comp.Exists && name.EqualsIgnoreCase("comp"u8):
                Comp = parameter.ValueOrPlace;
                break;
            case 5 when !Rport.Exists && name.EqualsIgnoreCase("rport"u8):
                Rport = parameter.ValueOrPlace;
                if (Rport.IsEmpty)
                    break;
                var status = DecimalNumber.ReadAll(bytes, Rport, 65535, out var port);
                RportNumber = (int)port;
                return status == SipParseStatus.Ok && port > 0 ? SipParseStatus.Ok : SipParseStatus.BadPort;
            case 5 when !Maddr.Exists && name.EqualsIgnoreCase("maddr"u8):
                Maddr = parameter.ValueOrPlace;
                break;
            case 5 when !Alias.Exists && name.EqualsIgnoreCase("alias"u8):
                Alias = parameter.ValueOrPlace;
                break;
            case 6 when !Branch.Exists && name.EqualsIgnoreCase("branch"u8):
                Branch = parameter.ValueOrPlace;
                break;
            case 8 when !Received.Exists && name.EqualsIgnoreCase("received"u8):
                Received = parameter.ValueOrPlace;
                break;
        }

        return SipParseStatus.Ok;
    }

    private static bool ReadToken(ReadOnlySpan<byte> bytes, ref int position, int end, out Slice token)
    {
        var length = bytes[position..end].IndexOfAnyExcept(SipText.TokenBytes);
        token = length < 0 ? Slice.Between(position, end) : new Slice(position, length);
        position = token.End;
        return token.Length > 0;
    }

    private static bool SkipSlash(ReadOnlySpan<byte> bytes, ref int position, int end)
    {
        position = SipText.SkipSpace(bytes, position, end);
        if (position >= end || bytes[position] != '/')
            return false;
        position = SipText.SkipSpace(bytes, position + 1, end);
        return true;
    }
}
