namespace Seraph.Sip;

/// <summary>What a header line is. A header that is not listed here is <see cref="Other"/> and is found by its name.</summary>
public enum HeaderKind : byte
{
    /// <summary>A header without a kind of its own.</summary>
    Other = 0,

    /// <summary>Accept.</summary>
    Accept,

    /// <summary>Accept-Contact, compact <c>a</c> (RFC 3841).</summary>
    AcceptContact,

    /// <summary>Accept-Encoding.</summary>
    AcceptEncoding,

    /// <summary>Accept-Language.</summary>
    AcceptLanguage,

    /// <summary>Alert-Info.</summary>
    AlertInfo,

    /// <summary>Allow.</summary>
    Allow,

    /// <summary>Allow-Events, compact <c>u</c> (RFC 6665).</summary>
    AllowEvents,

    /// <summary>Authentication-Info.</summary>
    AuthenticationInfo,

    /// <summary>Authorization.</summary>
    Authorization,

    /// <summary>Call-ID, compact <c>i</c>.</summary>
    CallId,

    /// <summary>Call-Info.</summary>
    CallInfo,

    /// <summary>Contact, compact <c>m</c>.</summary>
    Contact,

    /// <summary>Content-Disposition.</summary>
    ContentDisposition,

    /// <summary>Content-Encoding, compact <c>e</c>.</summary>
    ContentEncoding,

    /// <summary>Content-Language.</summary>
    ContentLanguage,

    /// <summary>Content-Length, compact <c>l</c>.</summary>
    ContentLength,

    /// <summary>Content-Type, compact <c>c</c>.</summary>
    ContentType,

    /// <summary>CSeq.</summary>
    CSeq,

    /// <summary>Date.</summary>
    Date,

    /// <summary>Diversion (RFC 5806).</summary>
    Diversion,

    /// <summary>Error-Info.</summary>
    ErrorInfo,

    /// <summary>Event, compact <c>o</c> (RFC 6665).</summary>
    Event,

    /// <summary>Expires.</summary>
    Expires,

    /// <summary>Flow-Timer (RFC 5626).</summary>
    FlowTimer,

    /// <summary>From, compact <c>f</c>.</summary>
    From,

    /// <summary>History-Info (RFC 7044).</summary>
    HistoryInfo,

    /// <summary>Identity, compact <c>y</c> (RFC 8224).</summary>
    Identity,

    /// <summary>Identity-Info, compact <c>n</c> (RFC 4474).</summary>
    IdentityInfo,

    /// <summary>In-Reply-To.</summary>
    InReplyTo,

    /// <summary>Join (RFC 3911).</summary>
    Join,

    /// <summary>Max-Forwards.</summary>
    MaxForwards,

    /// <summary>MIME-Version.</summary>
    MimeVersion,

    /// <summary>Min-Expires.</summary>
    MinExpires,

    /// <summary>Min-SE (RFC 4028).</summary>
    MinSE,

    /// <summary>Organization.</summary>
    Organization,

    /// <summary>P-Asserted-Identity (RFC 3325).</summary>
    PAssertedIdentity,

    /// <summary>P-Preferred-Identity (RFC 3325).</summary>
    PPreferredIdentity,

    /// <summary>Path (RFC 3327).</summary>
    Path,

    /// <summary>Priority.</summary>
    Priority,

    /// <summary>Privacy (RFC 3323).</summary>
    Privacy,

    /// <summary>Proxy-Authenticate.</summary>
    ProxyAuthenticate,

    /// <summary>Proxy-Authorization.</summary>
    ProxyAuthorization,

    /// <summary>Proxy-Require.</summary>
    ProxyRequire,

    /// <summary>RAck (RFC 3262).</summary>
    RAck,

    /// <summary>Reason (RFC 3326).</summary>
    Reason,

    /// <summary>Record-Route.</summary>
    RecordRoute,

    /// <summary>Refer-To, compact <c>r</c> (RFC 3515).</summary>
    ReferTo,

    /// <summary>Referred-By, compact <c>b</c> (RFC 3892).</summary>
    ReferredBy,

    /// <summary>Reject-Contact, compact <c>j</c> (RFC 3841).</summary>
    RejectContact,

    /// <summary>Remote-Party-ID.</summary>
    RemotePartyId,

    /// <summary>Replaces (RFC 3891).</summary>
    Replaces,

    /// <summary>Reply-To.</summary>
    ReplyTo,

    /// <summary>Request-Disposition, compact <c>d</c> (RFC 3841).</summary>
    RequestDisposition,

    /// <summary>Require.</summary>
    Require,

    /// <summary>Retry-After.</summary>
    RetryAfter,

    /// <summary>Route.</summary>
    Route,

    /// <summary>RSeq (RFC 3262).</summary>
    RSeq,

    /// <summary>Security-Client (RFC 3329).</summary>
    SecurityClient,

    /// <summary>Security-Server (RFC 3329).</summary>
    SecurityServer,

    /// <summary>Security-Verify (RFC 3329).</summary>
    SecurityVerify,

    /// <summary>Server.</summary>
    Server,

    /// <summary>Service-Route (RFC 3608).</summary>
    ServiceRoute,

    /// <summary>Session-Expires, compact <c>x</c> (RFC 4028).</summary>
    SessionExpires,

    /// <summary>SIP-ETag (RFC 3903).</summary>
    SipETag,

    /// <summary>SIP-If-Match (RFC 3903).</summary>
    SipIfMatch,

    /// <summary>Subject, compact <c>s</c>.</summary>
    Subject,

    /// <summary>Subscription-State (RFC 6665).</summary>
    SubscriptionState,

    /// <summary>Supported, compact <c>k</c>.</summary>
    Supported,

    /// <summary>Timestamp.</summary>
    Timestamp,

    /// <summary>To, compact <c>t</c>.</summary>
    To,

    /// <summary>Unsupported.</summary>
    Unsupported,

    /// <summary>User-Agent.</summary>
    UserAgent,

    /// <summary>Via, compact <c>v</c>.</summary>
    Via,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>WWW-Authenticate.</summary>
    WwwAuthenticate,
}
