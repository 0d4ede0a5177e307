using Seraph.Sip;

namespace Seraph.Core.Transactions;

/// <summary>
/// Where in a request the parts are that later messages are compared with (RFC 3261, 17.2.3; spec modules/tm.md, "Request matching").
/// </summary>
internal struct RequestKey
{
    public SipMethod Method;

    /// <summary>The branch names the transaction (RFC 3261); without the cookie the rules of RFC 2543 hold.</summary>
    public bool HasCookie;

    public uint CSeqNumber;
    public Slice MethodText;
    public Slice RequestUri;
    public Slice Via;
    public Slice ViaBranch;
    public Slice ViaHost;
    public Slice ViaPort;
    public Slice ViaTransport;
    public Slice CallId;
    public Slice From;
    public Slice FromTag;
    public Slice To;
    public Slice ToUri;
    public Slice ToTag;

    /// <summary>The key of a request whose mandatory headers can be read.</summary>
    public static RequestKey Of(SipMessage message)
    {
        ref readonly var via = ref message.TopVia;
        return new RequestKey
        {
            Method = message.Method,
            HasCookie = via.HasMagicCookie(message.Bytes),
            CSeqNumber = message.CSeq.Number,
            MethodText = message.MethodText,
            RequestUri = message.RequestUriText,
            Via = via.Value,
            ViaBranch = via.Branch,
            ViaHost = via.Host,
            ViaPort = via.PortText,
            ViaTransport = via.TransportText,
            CallId = message.CallId,
            From = message.From.Value,
            FromTag = message.From.Tag,
            To = message.To.Value,
            ToUri = message.To.Uri,
            ToTag = message.To.Tag,
        };
    }

    /// <summary>Where the last of the parts ends: what is behind it is never compared.</summary>
    public readonly int End =>
        Math.Max(Math.Max(Via.End, CallId.End), Math.Max(From.End, To.End));

    /// <summary>Both were sent with the same Via: branch, sent-by and transport are byte-equal.</summary>
    public static bool SameVia(in RequestKey a, ReadOnlySpan<byte> aBytes, in RequestKey b, ReadOnlySpan<byte> bBytes) =>
        Same(a.ViaBranch, aBytes, b.ViaBranch, bBytes)
        && Same(a.ViaHost, aBytes, b.ViaHost, bBytes)
        && Same(a.ViaPort, aBytes, b.ViaPort, bBytes)
        && Same(a.ViaTransport, aBytes, b.ViaTransport, bBytes);

    public static bool SameMethod(in RequestKey a, ReadOnlySpan<byte> aBytes, in RequestKey b, ReadOnlySpan<byte> bBytes) =>
        a.Method == b.Method && (a.Method != SipMethod.Other || Same(a.MethodText, aBytes, b.MethodText, bBytes));

    public static bool Same(Slice a, ReadOnlySpan<byte> aBytes, Slice b, ReadOnlySpan<byte> bBytes) =>
        a.Length == b.Length && a.Of(aBytes).SequenceEqual(b.Of(bBytes));
}
