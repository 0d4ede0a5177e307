using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Timing;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Editing;
using Seraph.Testing;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>
/// A record-routing proxy whose surroundings allocate nothing, for tests that count bytes: requests are patched templates, replies are made in place from what the
/// server sent last.
/// </summary>
internal sealed class LeanProxy : ITransport
{
    private const string Sdp =
        "v=0\r\no=alice 53655765 2353687637 IN IP4 pc33.example.org\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0 8 101\r\n"
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n";

    private static readonly byte[] Template = Encoding.ASCII.GetBytes(
        "INVITE sip:bob@10.0.0.2:5060 SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-00000000\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: \"Alice\" <sip:alice@example.org>;tag=1928301774\r\n"
        + "To: <sip:bob@example.org>\r\n"
        + "Call-ID: 00000000-a84b4c76e66710@pc33.example.org\r\n"
        + "CSeq: 314159 INVITE\r\n"
        + "Contact: <sip:alice@10.0.0.1:5060>\r\n"
        + "User-Agent: Example Phone 1.0\r\n"
        + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO\r\n"
        + "Content-Type: application/sdp\r\n"
        + $"Content-Length: {Sdp.Length}\r\n\r\n{Sdp}");

    private static readonly int BranchDigits = Encoding.ASCII.GetString(Template).IndexOf("-00000000", StringComparison.Ordinal) + 1;
    private static readonly int CallIdDigits = Encoding.ASCII.GetString(Template).IndexOf("Call-ID: ", StringComparison.Ordinal) + 9;

    private readonly ManualTime _time = new();
    private readonly QueuedWork _work = new();
    private readonly byte[] _request = new byte[Template.Length];
    private readonly byte[] _sent = new byte[65536];
    private readonly byte[] _reply = new byte[65536];
    private readonly SipMessage _parsed = new();
    private readonly ReceiveInfo _fromCaller;
    private readonly ReceiveInfo _fromCallee;
    private int _sentLength;

    public LeanProxy()
    {
        Wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance);
        var sockets = SocketTable.Create(
            new SocketTableOptions { Listen = [new ListenEntry(TransportProtocol.Udp, "10.0.0.254", 5060)], AutoAliases = false },
            _ => null,
            [],
            new ListenProblems(),
            NullLogger<SocketTable>.Instance);
        Server = new SipServer(
            new ServerServices(NullLoggerFactory.Instance, _time, new SeededRandom(1), Wheel, new FakeNameResolver(), new Statistics()) { WorkQueue = _work },
            new CoreOptions(),
            sockets,
            new ServerInfo(_time));
        Server.SetTransport(TransportProtocol.Udp, this);
        var script = new FlowScript(context =>
        {
            if (context.Message.Method == SipMethod.Invite)
            {
                var position = context.Message.Headers[0].Line.Start;
                context.Edits.TryInsert(position, "Record-Route: <sip:"u8);
                context.Edits.TryInsert(position, ComputedText.SendAddress);
                context.Edits.TryInsert(position, ";lr>\r\n"u8);
                context.Edits.TryReplace(context.Message.Headers[context.Message.FirstHeader(HeaderKind.MaxForwards)].Body, "69"u8);
            }

            return Scripts.Relay(context);
        });
        Server.Program = new RoutingProgram(script.Compile(), [new Hooks(Server.Transactions)]);
        _fromCaller = From("10.0.0.1");
        _fromCallee = From("10.0.0.2");
    }

    public SipServer Server { get; }

    public TimerWheel Wheel { get; }

    /// <summary>One INVITE with its 180 and, when asked for, 200.</summary>
    public void Call(uint number, bool answer)
    {
        Template.CopyTo(_request, 0);
        PutHex(_request.AsSpan(BranchDigits), number);
        PutHex(_request.AsSpan(CallIdDigits), number);
        Server.Receiver.Handle(_request, 0, _request.Length, _fromCaller);
        _sent.AsSpan(0, _sentLength).CopyTo(_reply.AsSpan(32768)); // the INVITE as relayed
        var inviteLength = _sentLength;
        Reply(inviteLength, 180);
        if (answer)
            Reply(inviteLength, 200);
    }

    public void Advance(TimeSpan time)
    {
        _time.Advance(time);
        Wheel.Advance();
        _work.Run();
    }

    public SendStatus Send(in SendTarget target, ReadOnlySpan<byte> message)
    {
        message.CopyTo(_sent);
        _sentLength = message.Length;
        return SendStatus.Sent;
    }

    private void Reply(int inviteLength, int code)
    {
        _parsed.Parse(_reply, 32768, inviteLength);
        var parts = new ReplyParts { Code = code, ToTag = "a6c85cf"u8, ExtraHeaders = "Contact: <sip:bob@10.0.0.2>\r\nRecord-Route: <sip:10.0.0.254;lr>\r\n"u8 };
        if (!ReplyBuilder.TryWrite(_parsed, parts, _reply.AsSpan(0, 32768), out var length))
            throw new InvalidOperationException("the reply does not fit");
        Server.Receiver.Handle(_reply, 0, length, _fromCallee);
    }

    private ReceiveInfo From(string address)
    {
        Assert.True(NetworkEndpoint.TryParseAddress(Encoding.ASCII.GetBytes(address), out var endpoint, 5060));
        return new ReceiveInfo(Server.Sockets.Sockets[0], endpoint, 0);
    }

    private static void PutHex(Span<byte> destination, uint number)
    {
        for (var i = 0; i < 8; i++, number >>= 4)
            destination[i] = "0123456789abcdef"u8[(int)(number & 15)];
    }

    private sealed class Hooks(TransactionLayer layer) : IReplyHandler, IRequestEnd
    {
        public bool Handle(RouteContext context) => layer.HandleReply(context);

        public void AfterScript(RouteContext context) => TransactionLayer.EndScript(context);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
