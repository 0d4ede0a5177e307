using Seraph.Core.Transports;
using Seraph.Testing.Flows;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Calls;

/// <summary>Answers calls, each as chance wants it: at once or after ringing, with any code, or never.</summary>
internal sealed class Callee(World world, string address, TransportProtocol protocol = TransportProtocol.Udp) : Phone(world, address)
{
    private readonly Dictionary<string, Leg> _legs = [];

    /// <summary>INVITEs that have come, by branch.</summary>
    public IReadOnlyCollection<Leg> Legs => _legs.Values;

    protected override void Take(FakeMessage from, FlowMessage message)
    {
        if (!message.Message.IsRequest)
        {
            World.Fault($"a callee got {message.StartLine}");
            return;
        }

        switch (message.Method)
        {
            case "INVITE":
                TakeInvite(from, message);
                break;
            case "ACK":
                TakeAck(message);
                break;
            case "CANCEL":
                TakeCancel(from, message);
                break;
            default:
                Reply(from, Answer(message, 200, ""));
                break;
        }
    }

    private void TakeInvite(FakeMessage from, FlowMessage invite)
    {
        if (_legs.TryGetValue(invite.Branch, out var known))
        {
            if (known.LastReply is { } last)
                Reply(known.From, last);
            return;
        }

        var leg = new Leg(from, invite, $"tag-{_legs.Count}-{Endpoint}");
        _legs.Add(invite.Branch, leg);
        var chance = World.Random.Next(100);
        if (chance < 10)
            return; // a dead phone, until somebody cancels it
        if (chance < 60)
            Provisional(leg, 180);
        else if (chance < 70)
            Provisional(leg, 100);
        var code = World.Random.Next(10) switch
        {
            < 4 => 200,
            4 => 486,
            5 => 404,
            6 => 503,
            7 => 401,
            8 => 603,
            _ => 0, // rings until it is cancelled
        };
        if (code == 0)
            Provisional(leg, 180);
        else
            leg.Decision = After(World.Random.NextDouble() * (chance < 60 ? 20 : 2), () => Final(leg, code));
    }

    private void TakeCancel(FakeMessage from, FlowMessage cancel)
    {
        if (!_legs.TryGetValue(cancel.Branch, out var leg))
        {
            Reply(from, Answer(cancel, 481, ""));
            return;
        }

        Reply(from, Answer(cancel, 200, leg.Tag));
        if (leg.Status < 200)
            Final(leg, 487);
    }

    private void TakeAck(FlowMessage ack)
    {
        // The ACK of a negative reply has the branch of the INVITE, that of a 2xx only the dialog.
        var leg = _legs.GetValueOrDefault(ack.Branch) ?? _legs.Values.FirstOrDefault(l => l.Invite.CallId == ack.CallId && l.Tag == ack.ToTag);
        if (leg is null)
        {
            World.Fault($"{Endpoint} got an ACK for nobody:\n{ack}");
            return;
        }

        leg.IsAcknowledged = true;
        leg.Repetition?.Cancel();
    }

    private void Provisional(Leg leg, int code)
    {
        leg.Status = Math.Max(leg.Status, code);
        leg.LastReply = Answer(leg.Invite, code, code == 100 ? "" : leg.Tag);
        Reply(leg.From, leg.LastReply);
    }

    private void Final(Leg leg, int code)
    {
        leg.Decision?.Cancel();
        leg.Status = code;
        var reply = Answer(leg.Invite, code, leg.Tag);
        leg.LastReply = code < 300 ? null : reply; // a 2xx is repeated by the user agent's core (RFC 6026)
        leg.Repetition = Repeat(
            isReliable: protocol.IsReliable() && code >= 300,
            T2,
            () => Reply(leg.From, reply),
            () => World.Fault($"{Endpoint}: {code} of {leg.Invite.CallId} was never acknowledged"));
    }

    private string Answer(FlowMessage request, int code, string tag)
    {
        var to = request.Header("To") + (tag.Length > 0 && request.ToTag.Length == 0 ? $";tag={tag}" : "");
        var transport = protocol == TransportProtocol.Udp ? "" : ";transport=tcp";
        return $"SIP/2.0 {code} Reason\r\n"
            + request.HeaderLines("Via")
            + request.HeaderLines("Record-Route")
            + request.HeaderLines("From")
            + $"To: {to}\r\n"
            + request.HeaderLines("Call-ID")
            + request.HeaderLines("CSeq")
            + $"Contact: <sip:bob@{Endpoint}{transport}>\r\n"
            + "Content-Length: 0\r\n\r\n";
    }

    /// <summary>One INVITE that has come.</summary>
    internal sealed class Leg(FakeMessage from, FlowMessage invite, string tag)
    {
        public FakeMessage From { get; } = from;

        public FlowMessage Invite { get; } = invite;

        public string Tag { get; } = tag;

        /// <summary>The code of the last reply; 0 before.</summary>
        public int Status { get; set; }

        public bool IsAcknowledged { get; set; }

        public string? LastReply { get; set; }

        public Alarm? Decision { get; set; }

        public Alarm? Repetition { get; set; }
    }
}
