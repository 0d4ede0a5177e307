namespace Seraph.Testing.Scripts;

/// <summary>Messages for tests; line ends are LF, which <see cref="ScriptServer"/> puts right.</summary>
public static class TestMessages
{
    /// <summary>A request.</summary>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="method">The method.</param>
    /// <param name="headers">Further header lines in front of Content-Length, each with its line end.</param>
    /// <param name="toTag">The tag of To.</param>
    /// <param name="fromTag">The tag of From.</param>
    /// <param name="body">The body.</param>
    /// <param name="callId">The Call-ID.</param>
    /// <param name="maxForwards">The line of Max-Forwards.</param>
    public static string Request(
        string uri = "sip:bob@example.org",
        string method = "OPTIONS",
        string headers = "",
        string toTag = "",
        string fromTag = "f1",
        string body = "",
        string callId = "c1",
        string maxForwards = "Max-Forwards: 70\n") =>
        $"{method} {uri} SIP/2.0\n"
        + "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1\n"
        + maxForwards
        + $"From: <sip:alice@example.org>{(fromTag.Length > 0 ? $";tag={fromTag}" : "")}\n"
        + $"To: <sip:bob@example.org>{(toTag.Length > 0 ? $";tag={toTag}" : "")}\n"
        + $"Call-ID: {callId}\n"
        + $"CSeq: 1 {method}\n"
        + headers
        + $"Content-Length: *\n\n{body}";

    /// <summary>A reply that has to go on to 10.0.0.1.</summary>
    public static string Reply(int code = 180, string reason = "Ringing", string headers = "") =>
        $"SIP/2.0 {code} {reason}\n"
        + "Via: SIP/2.0/UDP 10.0.0.254:5060;branch=z9hG4bK0\n"
        + "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1\n"
        + "From: <sip:alice@example.org>;tag=f1\n"
        + "To: <sip:bob@example.org>;tag=t1\n"
        + "Call-ID: c1\n"
        + "CSeq: 1 INVITE\n"
        + headers
        + "Content-Length: 0\n\n";
}
