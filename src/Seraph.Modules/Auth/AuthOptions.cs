using Seraph.Script;

namespace Seraph.Modules.Auth;

/// <summary>Parts of a request that a nonce can be bound to (<c>auth_checks_*</c>).</summary>
[Flags]
internal enum NonceChecks
{
    None = 0,

    /// <summary>The Request-URI.</summary>
    RequestUri = 1,

    /// <summary>The Call-ID.</summary>
    CallId = 2,

    /// <summary>The tag of From.</summary>
    FromTag = 4,

    /// <summary>The address that the request came from.</summary>
    Source = 8,
}

/// <summary>Parameters of the module.</summary>
internal sealed class AuthOptions
{
    /// <summary>The sizes of the arrays when neither parameter says otherwise.</summary>
    public const int DefaultArrayOrder = 20;

    [Parameter("secret", Help = "key of the nonces; unset: random, so that nonces don't survive a restart")]
    public string Secret { get; set; } = "";

    [Parameter("nonce_expire", Min = 1, Unit = "s", Help = "lifetime of a nonce")]
    public int NonceExpire { get; set; } = 300;

    [Parameter("nonce_auth_max_drift", Min = 0, Unit = "s", Help = "how far in the future a nonce may have been made")]
    public int MaxDrift { get; set; } = 3;

    [Parameter("protect_contacts", Help = "accepted for old scripts, not used")]
    public bool ProtectContacts { get; set; }

    [Parameter("challenge_attr", Help = "attribute that gets the challenge header")]
    public string ChallengeAttribute { get; set; } = "$digest_challenge";

    [Parameter("proxy_challenge_header", Help = "name of the header for 407")]
    public string ProxyChallengeHeader { get; set; } = "Proxy-Authenticate";

    [Parameter("www_challenge_header", Help = "name of the header for 401")]
    public string WwwChallengeHeader { get; set; } = "WWW-Authenticate";

    [Parameter("qop", Help = "quality of protection to offer: auth, auth-int or empty")]
    public string Qop { get; set; } = "auth";

    [Parameter("algorithm", Help = "algorithms to offer, the best first: MD5, SHA-256, or both with a comma; empty: MD5 without naming it")]
    public string Algorithm { get; set; } = "";

    [Parameter("auth_checks_register", Min = 0, Max = 15, Help = "what a nonce for REGISTER is bound to: 1 Request-URI, 2 Call-ID, 4 From tag, 8 source address")]
    public int ChecksRegister { get; set; }

    [Parameter("auth_checks_no_dlg", Min = 0, Max = 15, Help = "the same for other requests without a To tag")]
    public int ChecksNoDialog { get; set; }

    [Parameter("auth_checks_in_dlg", Min = 0, Max = 15, Help = "the same for requests with a To tag")]
    public int ChecksInDialog { get; set; }

    [Parameter("nonce_count", Help = "remember nonce counts and refuse replays")]
    public bool NonceCount { get; set; }

    [Parameter("nc_array_size", Min = 1, Help = "nonces whose counts are remembered, rounded down to a power of two")]
    public int NonceCountArraySize { get; set; } = 1 << DefaultArrayOrder;

    [Parameter("nc_array_order", Min = 0, Max = 30, Help = "the same as an exponent of two; 0 takes nc_array_size")]
    public int NonceCountArrayOrder { get; set; } = DefaultArrayOrder;

    [Parameter("one_time_nonce", Help = "take every nonce once")]
    public bool OneTimeNonce { get; set; }

    [Parameter("otn_in_flight_no", Min = 1, Help = "one-time nonces that are remembered, rounded down to a power of two")]
    public int OneTimeArraySize { get; set; } = 1 << DefaultArrayOrder;

    [Parameter("otn_in_flight_order", Min = 0, Max = 30, Help = "the same as an exponent of two; 0 takes otn_in_flight_no")]
    public int OneTimeArrayOrder { get; set; } = DefaultArrayOrder;

    [Parameter("nid_pool_no", Min = 1, Help = "partitions of the nonce numbers, rounded down to a power of two, at most 64")]
    public int PoolCount { get; set; } = 1;
}
