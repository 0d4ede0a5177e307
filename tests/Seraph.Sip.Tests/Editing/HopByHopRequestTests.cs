using Seraph.Sip.Editing;

namespace Seraph.Sip.Tests.Editing;

public class HopByHopRequestTests
{
    private const string Invite =
        """
        INVITE sip:bob@192.0.2.5 SIP/2.0
        Via: SIP/2.0/UDP us;branch=z9hG4bK1, SIP/2.0/UDP client
        Via: SIP/2.0/UDP far
        f: <sip:a@example.com>;tag=1
        To: <sip:bob@example.com>
        Call-ID: 1@x
        CSeq: 0042 INVITE
        Route: <sip:p1;lr>, <sip:p2;lr>
        Route: <sip:p3;lr>
        Record-Route: <sip:us;lr>
        Max-Forwards: 69
        X-Extra: 1
        Contact: <sip:a@192.0.2.1>
        Content-Type: application/sdp
        Content-Length: 4

        body
        """;

    [Fact]
    public void Cancel_is_made_of_the_sent_invite() =>
        Assert.Equal(
            "CANCEL sip:bob@192.0.2.5 SIP/2.0\r\nVia: SIP/2.0/UDP us;branch=z9hG4bK1\r\nf: <sip:a@example.com>;tag=1\r\nCall-ID: 1@x\r\n"
            + "To: <sip:bob@example.com>\r\nCSeq: 0042 CANCEL\r\nRoute: <sip:p1;lr>, <sip:p2;lr>\r\nRoute: <sip:p3;lr>\r\nMax-Forwards: 69\r\n"
            + "X-Extra: 1\r\nReason: SIP;cause=200\r\nContent-Length: 0\r\n\r\n",
            Write(b => HopByHopRequest.TryWriteCancel(Text.Message(Invite), "x-"u8, "Reason: SIP;cause=200\r\n"u8, b, out var n) ? n : -1));

    [Fact]
    public void Ack_has_the_to_of_the_reply()
    {
        var reply = Text.Message("SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP us;branch=z9hG4bK1\r\nt: <sip:bob@example.com>;tag=2\r\n\r\n");
        Assert.Equal(
            "ACK sip:bob@192.0.2.5 SIP/2.0\r\nVia: SIP/2.0/UDP us;branch=z9hG4bK1\r\nf: <sip:a@example.com>;tag=1\r\nCall-ID: 1@x\r\n"
            + "t: <sip:bob@example.com>;tag=2\r\nCSeq: 0042 ACK\r\nRoute: <sip:p1;lr>, <sip:p2;lr>\r\nRoute: <sip:p3;lr>\r\nMax-Forwards: 69\r\n"
            + "Content-Length: 0\r\n\r\n",
            Write(b => HopByHopRequest.TryWriteAck(Text.Message(Invite), reply, [], b, out var n) ? n : -1));
    }

    [Fact]
    public void Headers_that_are_there_anyway_are_not_copied_twice()
    {
        var text = Write(b => HopByHopRequest.TryWriteCancel(Text.Message(Invite), "C"u8, [], b, out var n) ? n : -1);
        Assert.Contains("Contact: <sip:a@192.0.2.1>\r\nContent-Length: 0\r\n\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Type", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("Call-ID").Length - 1);
        Assert.Equal(1, text.Split("CSeq").Length - 1);
    }

    [Fact]
    public void Without_max_forwards_the_usual_value_is_written()
    {
        var invite = Text.Message(Invite.Replace("Max-Forwards: 69", "X: y", StringComparison.Ordinal));
        Assert.Contains("\r\nMax-Forwards: 70\r\n", Write(b => HopByHopRequest.TryWriteCancel(invite, [], [], b, out var n) ? n : -1), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_much_room_it_needs()
    {
        Assert.False(HopByHopRequest.TryWriteCancel(Text.Message(Invite), [], [], [], out var needed));
        Assert.True(HopByHopRequest.TryWriteCancel(Text.Message(Invite), [], [], new byte[needed], out _));
        Assert.False(HopByHopRequest.TryWriteCancel(Text.Message(Invite), [], [], new byte[needed - 1], out _));
    }

    private static string Write(Func<byte[], int> write)
    {
        var buffer = new byte[2000];
        var length = write(buffer);
        Assert.True(length > 0);
        return Text.From(buffer.AsSpan(0, length));
    }
}
