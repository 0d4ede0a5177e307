using Seraph.Sip.Parsing;
using Seraph.Sip.Uris;

namespace Seraph.Sip;

/// <content>The strict check.</content>
public sealed partial class SipMessage
{
    /// <summary>
    /// The strict check of a message (RFC 3261, 8.1.1, 16.3 and 20): its frame, the topmost Via, From, To, Call-ID, CSeq, Max-Forwards
    /// and Request-URI are there once and can be read. Gives the first fault;
    /// <see cref="SipParseStatuses.Reply"/> tells the answer to it. What <see cref="Parse"/> and <see cref="TopViaStatus"/> alone
    /// accept can still be forwarded when the operator wants to be lenient.
    /// </summary>
    public SipParseStatus Validate()
    {
        if (Status != SipParseStatus.Ok)
            return Status;

        var via = TopViaStatus;
        if (via != SipParseStatus.Ok)
            return via == SipParseStatus.MissingVia ? via : SipParseStatus.BadVia;
        if (!TopVia.IsSip20(Bytes))
            return SipParseStatus.UnsupportedViaVersion;
        if (_repeated)
            return SipParseStatus.RepeatedHeader;

        if (FromUriStatus != SipParseStatus.Ok)
            return FromUriStatus == SipParseStatus.MissingFrom ? SipParseStatus.MissingFrom : SipParseStatus.BadFrom;
        if (ToUriStatus != SipParseStatus.Ok)
            return ToUriStatus == SipParseStatus.MissingTo ? SipParseStatus.MissingTo : SipParseStatus.BadTo;

        var callId = FirstHeader(HeaderKind.CallId);
        if (callId < 0)
            return SipParseStatus.MissingCallId;
        var id = this[_headers[callId].Body];
        if (id.IsEmpty || id.IndexOfAny(SipText.SpaceBytes) >= 0)
            return SipParseStatus.BadCallId;

        if (CSeqStatus != SipParseStatus.Ok)
            return CSeqStatus == SipParseStatus.MissingCSeq ? SipParseStatus.MissingCSeq : SipParseStatus.BadCSeq;
        if (MaxForwardsStatus is not (SipParseStatus.Ok or SipParseStatus.Missing))
            return SipParseStatus.BadMaxForwards;
        return IsRequest ? ValidateRequest() : SipParseStatus.Ok;
    }

    private SipParseStatus ValidateRequest()
    {
        if (!this[CSeq.MethodText].SequenceEqual(this[MethodText]))
            return SipParseStatus.CSeqMethodMismatch;
        if (RequestUriStatus != SipParseStatus.Ok || RequestUri.Headers.Exists)
            return SipParseStatus.BadRequestUri;
        return RequestUri.Scheme == UriScheme.Other ? SipParseStatus.UnsupportedUriScheme : SipParseStatus.Ok;
    }
}
