using System.Text;
using BenchmarkDotNet.Attributes;
using Seraph.Sip;
using Seraph.Sip.Editing;

namespace Seraph.Benchmarks.Sip;

/// <summary>What a stateless proxy does with the bytes of a message.</summary>
[MemoryDiagnoser]
public class SipMessageBenchmarks
{
    private const string Options =
        "OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;rport\r\nMax-Forwards: 70\r\n"
        + "To: <sip:bob@example.com>\r\nFrom: <sip:alice@example.com>;tag=1928301774\r\nCall-ID: a84b4c76e66710\r\nCSeq: 63104 OPTIONS\r\n"
        + "Contact: <sip:alice@192.0.2.1>\r\nContent-Length: 0\r\n\r\n";

    private const string Session =
        "v=0\r\no=alice 53655765 2353687637 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0 8 101\r\n"
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

    private readonly SipMessage _message = new();
    private readonly MessageEdits _edits = new();
    private readonly byte[] _output = new byte[8192];
    private byte[] _input = [];

    public enum Sample
    {
        SmallOptions,
        InviteWithSdp,
        InviteWithTenVias,
    }

    [ParamsAllValues]
    public Sample Input { get; set; }

    [GlobalSetup]
    public void SetUp() => _input = Encoding.ASCII.GetBytes(Input switch
    {
        Sample.SmallOptions => Options,
        Sample.InviteWithSdp => Invite(1),
        _ => Invite(10),
    });

    [Benchmark]
    public SipParseStatus Parse() => _message.Parse(_input, 0, _input.Length);

    [Benchmark]
    public SipParseStatus ParseAndValidate()
    {
        _message.Parse(_input, 0, _input.Length);
        return _message.Validate();
    }

    [Benchmark]
    public int ParseEditAndWrite()
    {
        _message.Parse(_input, 0, _input.Length);
        _edits.Clear();
        _edits.TryFixTopVia(_message, "198.51.100.7"u8, 40000, forceRport: false);
        _edits.TryReplaceHeaderBody(_message, _message.FirstHeader(HeaderKind.MaxForwards), "69"u8);
        var parts = new OutgoingParts { RequestUri = "sip:bob@192.0.2.9:5062"u8, TopVia = "SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1a2.3b4c.0"u8 };
        MessageWriter.TryWrite(_message, _edits, parts, _output, out var length);
        return length;
    }

    [Benchmark]
    public int ParseAndReply()
    {
        _message.Parse(_input, 0, _input.Length);
        var parts = new ReplyParts { Code = 404, ToTag = "0123456789abcdef0123456789abcdef.1234"u8, Received = "198.51.100.7"u8, Rport = 40000 };
        ReplyBuilder.TryWrite(_message, parts, _output, out var length);
        return length;
    }

    private static string Invite(int vias)
    {
        var text = new StringBuilder("INVITE sip:bob@biloxi.example.com SIP/2.0\r\n");
        for (var i = 0; i < vias; i++)
            text.Append("Via: SIP/2.0/UDP proxy").Append(i).Append(".example.com:5060;branch=z9hG4bK").Append(i).Append("87asdks7;rport\r\n");
        return text
            .Append("Max-Forwards: 70\r\nRecord-Route: <sip:proxy0.example.com;lr;ftag=88sja8x>\r\nTo: Bob <sip:bob@biloxi.example.com>\r\n")
            .Append("From: Alice <sip:alice@atlanta.example.com>;tag=88sja8x\r\nCall-ID: 987asjd97y7atg@192.0.2.1\r\nCSeq: 986759 INVITE\r\n")
            .Append("Contact: <sip:alice@192.0.2.1:5060;transport=udp>\r\nUser-Agent: phone/4.2\r\nSupported: 100rel, timer, replaces\r\n")
            .Append("Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER, UPDATE\r\nContent-Type: application/sdp\r\nContent-Length: ")
            .Append(Session.Length).Append("\r\n\r\n").Append(Session).ToString();
    }
}
