using Seraph.Sip.Headers;
using Seraph.Sip.Parsing;
using Seraph.Sip.Uris;

namespace Seraph.Sip;

/// <content>Values of headers, read on first use.</content>
public sealed partial class SipMessage
{
    private Known _known;
    private ParsedValues _values;

    [Flags]
    private enum Known : ushort
    {
        Via = 1,
        From = 2,
        To = 4,
        CSeq = 8,
        RequestUri = 16,
        FromUri = 32,
        ToUri = 64,
        MaxForwards = 128,
        Expires = 256,
    }

    /// <summary>Whether the topmost Via is there and can be read: Ok, MissingVia, or the fault.</summary>
    public SipParseStatus TopViaStatus
    {
        get
        {
            if ((_known & Known.Via) == 0)
                ReadVia();
            return _values.ViaStatus;
        }
    }

    /// <summary>The topmost Via value.</summary>
    public ref readonly ViaValue TopVia
    {
        get
        {
            if ((_known & Known.Via) == 0)
                ReadVia();
            return ref _values.Via;
        }
    }

    /// <summary>Whether From is there and can be read: Ok, MissingFrom, or the fault.</summary>
    public SipParseStatus FromStatus
    {
        get
        {
            if ((_known & Known.From) == 0)
                ReadFrom();
            return _values.FromStatus;
        }
    }

    /// <summary>The value of From.</summary>
    public ref readonly AddressValue From
    {
        get
        {
            if ((_known & Known.From) == 0)
                ReadFrom();
            return ref _values.From;
        }
    }

    /// <summary>Whether the URI in From can be read: Ok, MissingFrom, or the fault of From or of its URI.</summary>
    public SipParseStatus FromUriStatus
    {
        get
        {
            if ((_known & Known.FromUri) == 0)
                ReadFromUri();
            return _values.FromUriStatus;
        }
    }

    /// <summary>The URI in From.</summary>
    public ref readonly SipUri FromUri
    {
        get
        {
            if ((_known & Known.FromUri) == 0)
                ReadFromUri();
            return ref _values.FromUri;
        }
    }

    /// <summary>Whether To is there and can be read: Ok, MissingTo, or the fault.</summary>
    public SipParseStatus ToStatus
    {
        get
        {
            if ((_known & Known.To) == 0)
                ReadTo();
            return _values.ToStatus;
        }
    }

    /// <summary>The value of To.</summary>
    public ref readonly AddressValue To
    {
        get
        {
            if ((_known & Known.To) == 0)
                ReadTo();
            return ref _values.To;
        }
    }

    /// <summary>Whether the URI in To can be read: Ok, MissingTo, or the fault of To or of its URI.</summary>
    public SipParseStatus ToUriStatus
    {
        get
        {
            if ((_known & Known.ToUri) == 0)
                ReadToUri();
            return _values.ToUriStatus;
        }
    }

    /// <summary>The URI in To.</summary>
    public ref readonly SipUri ToUri
    {
        get
        {
            if ((_known & Known.ToUri) == 0)
                ReadToUri();
            return ref _values.ToUri;
        }
    }

    /// <summary>Whether CSeq is there and can be read: Ok, MissingCSeq, NumberTooLarge, or another fault.</summary>
    public SipParseStatus CSeqStatus
    {
        get
        {
            if ((_known & Known.CSeq) == 0)
                ReadCSeq();
            return _values.CSeqStatus;
        }
    }

    /// <summary>The value of CSeq.</summary>
    public ref readonly CSeqValue CSeq
    {
        get
        {
            if ((_known & Known.CSeq) == 0)
                ReadCSeq();
            return ref _values.CSeq;
        }
    }

    /// <summary>Whether the Request-URI can be read: Ok, Missing in a reply, BadUri, BadHost or BadPort.</summary>
    public SipParseStatus RequestUriStatus
    {
        get
        {
            if ((_known & Known.RequestUri) == 0)
                ReadRequestUri();
            return _values.RequestUriStatus;
        }
    }

    /// <summary>The Request-URI as received.</summary>
    public ref readonly SipUri RequestUri
    {
        get
        {
            if ((_known & Known.RequestUri) == 0)
                ReadRequestUri();
            return ref _values.RequestUri;
        }
    }

    /// <summary>Whether Max-Forwards is there and can be read: Ok, Missing, BadNumber, NumberTooLarge above 255.</summary>
    public SipParseStatus MaxForwardsStatus
    {
        get
        {
            if ((_known & Known.MaxForwards) == 0)
                ReadMaxForwards();
            return _values.MaxForwardsStatus;
        }
    }

    /// <summary>The value of Max-Forwards, 0 to 255.</summary>
    public int MaxForwards
    {
        get
        {
            if ((_known & Known.MaxForwards) == 0)
                ReadMaxForwards();
            return _values.MaxForwards;
        }
    }

    /// <summary>
    /// Whether Expires is there and can be read: Ok, Missing, BadNumber, NumberTooLarge above 2^32 - 1. A malformed value means 3600
    /// (RFC 3261, 10.3 and 20.19; RFC 4475, 3.1.2.4), which is for the registrar to apply.
    /// </summary>
    public SipParseStatus ExpiresStatus
    {
        get
        {
            if ((_known & Known.Expires) == 0)
                ReadExpires();
            return _values.ExpiresStatus;
        }
    }

    /// <summary>The value of Expires in seconds.</summary>
    public uint Expires
    {
        get
        {
            if ((_known & Known.Expires) == 0)
                ReadExpires();
            return _values.Expires;
        }
    }

    /// <summary>The Call-ID as written; absent when there is none.</summary>
    public Slice CallId => HeaderBody(HeaderKind.CallId);

    /// <summary>
    /// Reads the number that is the whole body of the first header of that kind (Min-Expires, RSeq, Flow-Timer ...): Ok, Missing, BadNumber, or
    /// NumberTooLarge above <paramref name="max"/>.
    /// </summary>
    public SipParseStatus TryGetNumber(HeaderKind kind, out uint value, uint max = uint.MaxValue) => ReadNumber(kind, max, out value);

    /// <summary>
    /// Finds the digest credentials for <paramref name="realm"/> in the headers of that kind (Authorization or Proxy-Authorization); the realm is
    /// compared byte by byte. Ok, Missing, or BadCredentials when there is none but one that can't be read.
    /// </summary>
    public SipParseStatus TryGetCredentials(HeaderKind kind, ReadOnlySpan<byte> realm, out CredentialsValue credentials)
    {
        var result = SipParseStatus.Missing;
        for (var i = FirstHeader(kind); i >= 0; i = NextHeader(i))
        {
            var status = CredentialsValue.TryParse(Bytes, _headers[i].Body, out credentials);
            if (status != SipParseStatus.Ok)
                result = status;
            else if (credentials.IsDigest && this[credentials.Realm].SequenceEqual(realm))
                return SipParseStatus.Ok;
        }

        credentials = default;
        return result;
    }

    private void ReadVia()
    {
        _known |= Known.Via;
        var index = FirstHeader(HeaderKind.Via);
        if (index < 0)
        {
            _values.Via = default;
            _values.ViaStatus = SipParseStatus.MissingVia;
            return;
        }

        var body = _headers[index].Body;
        var position = body.Start;
        _values.ViaStatus = ViaValue.Read(Bytes, ref position, body.End, out _values.Via);
    }

    private void ReadFrom()
    {
        _known |= Known.From;
        _values.FromStatus = ReadAddress(HeaderKind.From, SipParseStatus.MissingFrom, out _values.From);
    }

    private void ReadTo()
    {
        _known |= Known.To;
        _values.ToStatus = ReadAddress(HeaderKind.To, SipParseStatus.MissingTo, out _values.To);
    }

    private void ReadFromUri()
    {
        var status = FromStatus;
        _known |= Known.FromUri;
        _values.FromUri = default;
        _values.FromUriStatus = status == SipParseStatus.Ok ? SipUri.TryParse(Bytes, _values.From.Uri, out _values.FromUri) : status;
    }

    private void ReadToUri()
    {
        var status = ToStatus;
        _known |= Known.ToUri;
        _values.ToUri = default;
        _values.ToUriStatus = status == SipParseStatus.Ok ? SipUri.TryParse(Bytes, _values.To.Uri, out _values.ToUri) : status;
    }

    private void ReadCSeq()
    {
        _known |= Known.CSeq;
        var index = FirstHeader(HeaderKind.CSeq);
        _values.CSeq = default;
        _values.CSeqStatus = index < 0 ? SipParseStatus.MissingCSeq : CSeqValue.TryParse(Bytes, _headers[index].Body, out _values.CSeq);
    }

    private void ReadRequestUri()
    {
        _known |= Known.RequestUri;
        _values.RequestUri = default;
        _values.RequestUriStatus = RequestUriText.IsEmpty
            ? SipParseStatus.Missing
            : SipUri.TryParse(Bytes, RequestUriText, out _values.RequestUri);
    }

    private void ReadMaxForwards()
    {
        _known |= Known.MaxForwards;
        _values.MaxForwardsStatus = ReadNumber(HeaderKind.MaxForwards, 255, out var value);
        _values.MaxForwards = (int)value;
    }

    private void ReadExpires()
    {
        _known |= Known.Expires;
        _values.ExpiresStatus = ReadNumber(HeaderKind.Expires, uint.MaxValue, out _values.Expires);
    }

    private SipParseStatus ReadAddress(HeaderKind kind, SipParseStatus missing, out AddressValue address)
    {
        var index = FirstHeader(kind);
        if (index >= 0)
            return AddressValue.TryParse(Bytes, _headers[index].Body, out address);
        address = default;
        return missing;
    }

    private SipParseStatus ReadNumber(HeaderKind kind, uint max, out uint value)
    {
        var index = FirstHeader(kind);
        if (index >= 0)
            return DecimalNumber.ReadAll(Bytes, _headers[index].Body, max, out value);
        value = 0;
        return SipParseStatus.Missing;
    }

    // The values stay as they are: nobody reads one that is not known.
    private void ResetValues() => _known = 0;

    private void CopyValuesTo(SipMessage target)
    {
        target._known = _known;
        if (_known != 0)
            target._values = _values;
    }

    private struct ParsedValues
    {
        public ViaValue Via;
        public AddressValue From;
        public AddressValue To;
        public CSeqValue CSeq;
        public SipUri RequestUri;
        public SipUri FromUri;
        public SipUri ToUri;
        public uint Expires;
        public int MaxForwards;
        public SipParseStatus ViaStatus;
        public SipParseStatus FromStatus;
        public SipParseStatus ToStatus;
        public SipParseStatus CSeqStatus;
        public SipParseStatus RequestUriStatus;
        public SipParseStatus FromUriStatus;
        public SipParseStatus ToUriStatus;
        public SipParseStatus MaxForwardsStatus;
        public SipParseStatus ExpiresStatus;
    }
}
