using Seraph.Core.Routing;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Authentication;

/// <summary>
/// Digest authentication (RFC 3261, 22) for modules that know passwords. The module <c>auth</c> offers it. A check goes: <see cref="Begin"/>; when that
/// says <see cref="AuthenticationStatus.Proceed"/>, compare the response with the password and tell <see cref="Finish"/>; when the result is
/// negative, <see cref="TryChallenge"/>.
/// </summary>
public interface IAuthentication
{
    /// <summary>Looks for credentials of a realm and judges everything about them but the response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Authorization or Proxy-Authorization.</param>
    /// <param name="realm">The realm; compared ignoring case.</param>
    /// <param name="attempt">What was found.</param>
    AuthenticationStatus Begin(RouteContext context, HeaderKind kind, ReadOnlySpan<byte> realm, out AuthenticationAttempt attempt);

    /// <summary>
    /// Says whether a right response is enough: not when the nonce is stale. When it is, the credentials become the message's authorized ones
    /// (<see cref="RouteContext.AuthorizedHeader"/>).
    /// </summary>
    AuthenticationStatus Finish(RouteContext context, in AuthenticationAttempt attempt);

    /// <summary>Makes a challenge and leaves it in the attribute for challenges, as complete header lines. False when that can't be done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Authorization for a WWW-Authenticate header, Proxy-Authorization for a Proxy-Authenticate header.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="stale">The response was right and only the nonce was not.</param>
    bool TryChallenge(RouteContext context, HeaderKind kind, ReadOnlySpan<byte> realm, bool stale);
}

/// <summary>The state of an authentication, with the numbers that SER's modules use.</summary>
public enum AuthenticationStatus
{
    /// <summary>A header can't be read, or something of ours failed.</summary>
    Error = -2,

    /// <summary>There are no credentials for the realm, they are wrong, or their nonce is not valid any more.</summary>
    NotAuthenticated = -1,

    /// <summary>The response is to be compared.</summary>
    Proceed = 0,

    /// <summary>All is well.</summary>
    Authenticated = 1,

    /// <summary>The credentials lack a field that they must have.</summary>
    BadCredentials = 2,
}

/// <summary>Credentials that are being checked.</summary>
public struct AuthenticationAttempt
{
    /// <summary>The credentials; their slices refer to the message.</summary>
    public CredentialsValue Credentials { get; set; }

    /// <summary>The index of their header line.</summary>
    public int HeaderIndex { get; set; }

    /// <summary>Their nonce is not valid any more, or not for this request: even a right response has to be given once more, to a new nonce.</summary>
    public bool IsStale { get; set; }
}
