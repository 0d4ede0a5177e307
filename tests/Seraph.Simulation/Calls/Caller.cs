using Seraph.Core.Transports;
using Seraph.Testing.Flows;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Calls;

/// <summary>Makes calls: INVITE, sometimes CANCEL, ACK, BYE, each sent again as RFC 3261 says.</summary>
internal sealed class Caller(World world, string address, NetworkEndpoint proxy) : Phone(world, address)
{
    private readonly Dictionary<string, Call> _calls = [];

    /// <summary>Calls that were begun.</summary>
    public IReadOnlyCollection<Call> Calls => _calls.Values;

    /// <summary>Begins a call and maybe gives it up later.</summary>
    public void Begin(string uri, double? cancelAfter)
    {
        var call = new Call($"call{_calls.Count}@{Endpoint}", uri);
        _calls.Add(call.Id, call);
        call.Repetition = Repeat(
            isReliable: false,
            limit: double.MaxValue, // timer A doubles without a limit
            () => Send(call, Request(call, "INVITE", call.Branch, 1, "")),
            () => World.Fault($"{call.Id} got no answer at all"));
        if (cancelAfter is { } seconds)
            After(seconds, () => Cancel(call));
    }

    protected override void Take(FakeMessage from, FlowMessage message)
    {
        if (message.Message.IsRequest)
        {
            World.Fault($"a caller got {message.StartLine}");
            return;
        }

        if (!_calls.TryGetValue(message.CallId, out var call) || message.Headers("Via").Count != 1 || message.FromTag != call.Tag)
        {
            World.Fault($"{Endpoint} got a reply for somebody else:\n{message}");
            return;
        }

        switch (message.Method)
        {
            case "INVITE" when message.Branch == call.Branch:
                TakeAnswer(call, message);
                break;
            case "CANCEL" when message.Branch == call.Branch && message.Status >= 200:
                call.CancelRepetition?.Cancel();
                break;
            case "BYE" when call.Byes.TryGetValue(message.Branch, out var repetition):
                if (message.Status >= 200)
                    repetition.Cancel();
                break;
            default:
                World.Fault($"{Endpoint} got a reply with a foreign branch:\n{message}");
                break;
        }
    }

    private void TakeAnswer(Call call, FlowMessage reply)
    {
        call.Repetition!.Cancel();
        if (reply.Status < 200)
        {
            if (reply.Status > 100)
                call.IsRinging = true;
            if (call.WantsCancel)
                SendCancel(call);
            return;
        }

        call.Answers.Add((reply.Status, reply.ToTag));
        if (reply.Status >= 300)
        {
            Send(call, Request(call, "ACK", call.Branch, 1, reply.ToTag));
            return;
        }

        Send(call, Request(call, "ACK", $"z9hG4bK-ack-{World.Random.Next()}", 1, reply.ToTag, reply));
        if (call.Confirmed.Add(reply.ToTag))
            After(1 + (World.Random.NextDouble() * 20), () => SendBye(call, reply));
    }

    private void Cancel(Call call)
    {
        if (call.Answers.Count > 0)
            return;
        call.WantsCancel = true;
        if (call.IsRinging)
            SendCancel(call);
    }

    private void SendCancel(Call call)
    {
        if (call.CancelRepetition is null)
            call.CancelRepetition = Repeat(isReliable: false, T2, () => Send(call, Request(call, "CANCEL", call.Branch, 1, "")), () => { });
    }

    private void SendBye(Call call, FlowMessage answer)
    {
        var branch = $"z9hG4bK-bye-{World.Random.Next()}";
        call.Byes[branch] = Repeat(
            isReliable: false,
            T2,
            () => Send(call, Request(call, "BYE", branch, 2, answer.ToTag, answer)),
            () => World.Fault($"{call.Id}: BYE got no answer"));
    }

    private void Send(Call call, string message)
    {
        _ = call;
        Send(TransportProtocol.Udp, proxy, message);
    }

    private string Request(Call call, string method, string branch, int cseq, string toTag, FlowMessage? dialog = null)
    {
        var uri = dialog is null ? call.Uri : dialog.Header("Contact").Trim('<', '>');
        var routes = dialog is null ? "" : string.Concat(dialog.Headers("Record-Route").Reverse().Select(r => $"Route: {r}\r\n"));
        var body = method == "INVITE" ? FlowPeer.Sdp : "";
        return $"{method} {uri} SIP/2.0\r\n"
            + $"Via: SIP/2.0/UDP {Endpoint};branch={branch}\r\n"
            + routes
            + "Max-Forwards: 70\r\n"
            + $"From: <sip:alice@{Endpoint}>;tag={call.Tag}\r\n"
            + $"To: <{call.Uri}>{(toTag.Length > 0 ? $";tag={toTag}" : "")}\r\n"
            + $"Call-ID: {call.Id}\r\n"
            + $"CSeq: {cseq} {method}\r\n"
            + $"Contact: <sip:alice@{Endpoint}>\r\n"
            + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
    }

    /// <summary>One call of this caller.</summary>
    internal sealed class Call(string id, string uri)
    {
        public string Id { get; } = id;

        public string Uri { get; } = uri;

        public string Branch { get; } = $"z9hG4bK-{id}";

        public string Tag { get; } = $"tag-{id.Split('@')[0]}";

        /// <summary>All final replies, copies included.</summary>
        public List<(int Status, string Tag)> Answers { get; } = [];

        public HashSet<string> Confirmed { get; } = [];

        public Dictionary<string, Alarm> Byes { get; } = [];

        public bool IsRinging { get; set; }

        public bool WantsCancel { get; set; }

        public Alarm? Repetition { get; set; }

        public Alarm? CancelRepetition { get; set; }
    }
}
