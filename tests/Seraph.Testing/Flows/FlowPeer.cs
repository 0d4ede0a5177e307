using Seraph.Core.Transports;

namespace Seraph.Testing.Flows;

/// <summary>Somebody who talks to the server of a <see cref="Flow"/>.</summary>
public sealed class FlowPeer
{
    private readonly Flow _flow;
    private readonly Queue<FlowMessage> _inbox = new();
    private static int Serial;

    internal FlowPeer(Flow flow, NetworkEndpoint endpoint, TransportProtocol protocol, int connection)
    {
        _flow = flow;
        Endpoint = endpoint;
        Protocol = protocol;
        Connection = connection;
    }

    public NetworkEndpoint Endpoint { get; }

    public TransportProtocol Protocol { get; }

    public int Connection { get; }

    /// <summary>Messages that have come and were not looked at.</summary>
    public int Waiting => _inbox.Count;

    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    /// <summary>A request of this peer, not sent yet.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="branch">The branch of its Via; null for a new one.</param>
    /// <param name="callId">The Call-ID; null for a new one.</param>
    /// <param name="cseq">The number of CSeq.</param>
    /// <param name="toTag">The tag of To.</param>
    /// <param name="via">Further parameters of the Via.</param>
    /// <param name="headers">Further header lines, each with its line end.</param>
    public FlowMessage Request(
        string method,
        string uri = "sip:bob@10.0.0.2",
        string? branch = null,
        string? callId = null,
        uint cseq = 1,
        string toTag = "",
        string via = "",
        string headers = "")
    {
        var id = Interlocked.Increment(ref Serial);
        var body = method == "INVITE" ? Sdp : "";
        var transport = Protocol == TransportProtocol.Udp ? "UDP" : "TCP";
        return new FlowMessage(
            $"{method} {uri} SIP/2.0\r\n"
            + $"Via: SIP/2.0/{transport} {Endpoint};branch={branch ?? $"z9hG4bK-{id}"}{via}\r\n"
            + "Max-Forwards: 70\r\n"
            + "From: Alice <sip:alice@example.org>;tag=alice\r\n"
            + $"To: Bob <sip:bob@example.org>{(toTag.Length > 0 ? $";tag={toTag}" : "")}\r\n"
            + $"Call-ID: {callId ?? $"call-{id}@10.0.0.1"}\r\n"
            + $"CSeq: {cseq} {method}\r\n"
            + $"Contact: <sip:alice@{Endpoint}>\r\n"
            + headers
            + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Sends a new request and returns it.</summary>
    public FlowMessage Sends(string method, string uri = "sip:bob@10.0.0.2", string headers = "") => Sends(Request(method, uri, headers: headers));

    /// <summary>Sends a message, for the first time or again.</summary>
    public FlowMessage Sends(FlowMessage message)
    {
        _flow.Deliver(this, message);
        return message;
    }

    /// <summary>Sends the CANCEL of an INVITE of this peer.</summary>
    public FlowMessage Cancels(FlowMessage invite, string headers = "") =>
        Sends(Request("CANCEL", invite.Uri, invite.Branch, invite.CallId, invite.CSeq, headers: headers));

    /// <summary>Sends the ACK of a negative reply: with the Via of the INVITE.</summary>
    public FlowMessage Acknowledges(FlowMessage invite, FlowMessage reply) =>
        Sends(Request("ACK", invite.Uri, reply.Status < 300 ? null : invite.Branch, invite.CallId, invite.CSeq, reply.ToTag));

    /// <summary>Answers a request that this peer has received.</summary>
    public FlowMessage Replies(FlowMessage request, int code, string reason = "Reason", string tag = "", string headers = "")
    {
        var to = request.Header("To") + (tag.Length > 0 && request.ToTag.Length == 0 ? $";tag={tag}" : "");
        return Sends(new FlowMessage(
            $"SIP/2.0 {code} {reason}\r\n"
            + request.HeaderLines("Via")
            + request.HeaderLines("Record-Route")
            + request.HeaderLines("From")
            + $"To: {to}\r\n"
            + request.HeaderLines("Call-ID")
            + request.HeaderLines("CSeq")
            + headers
            + "Content-Length: 0\r\n\r\n"));
    }

    /// <summary>The next message that has come; its first line must begin so.</summary>
    public FlowMessage Receives(string start)
    {
        if (!_inbox.TryDequeue(out var message))
            throw _flow.Failure($"{Endpoint} expects \"{start}\" and gets nothing");
        return message.StartLine.StartsWith(start, StringComparison.Ordinal)
            ? message
            : throw _flow.Failure($"{Endpoint} expects \"{start}\" and gets:\n{message}");
    }

    /// <summary>The next message that has come must be a reply with that code.</summary>
    public FlowMessage Receives(int code) => Receives($"SIP/2.0 {code} ");

    /// <summary>No message has come.</summary>
    public void ReceivesNothing()
    {
        if (_inbox.TryPeek(out var message))
            throw _flow.Failure($"{Endpoint} expects nothing and gets:\n{message}");
    }

    internal void Take(FlowMessage message) => _inbox.Enqueue(message);
}
