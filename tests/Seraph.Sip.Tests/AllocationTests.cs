using Seraph.Sip.Editing;
using Seraph.Sip.Headers;
using Seraph.Sip.Sdp;

namespace Seraph.Sip.Tests;

public class AllocationTests
{
    [Fact]
    public void Parsing_reading_and_writing_allocate_nothing()
    {
        var invite = Text.Bytes(Text.Lines(SipMessageTests.Invite));
        var reply = Text.Bytes(Text.Lines(SipMessageTests.Reply));
        var message = new SipMessage();
        var copy = new SipMessage();
        var stored = new byte[4000];
        var output = new byte[4000];
        long total = 0;
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, total);

        void Round()
        {
            Read(invite);
            Read(reply);
        }

        void Read(byte[] bytes)
        {
            message.Parse(bytes, 0, bytes.Length);
            message.Validate();
            var sum = message.TopVia.Port + message.From.Tag.Length + message.To.Tag.Length + (int)message.CSeq.Number + message.MaxForwards;
            sum += message.CallId.Length + message.RequestUri.Port + message.FromUri.Port + message.ToUri.Port + (int)message.Expires;
            var vias = new ViaReader(message);
            while (vias.Next(out var via))
                sum += via.Port;
            var contacts = new ContactReader(message);
            while (contacts.Next(out var contact))
                sum += contact.QThousandths;
            var routes = new AddressReader(message, HeaderKind.Route);
            while (routes.Next(out var route))
                sum += route.Uri.Length;
            sum += TokenReader.Contains(message, HeaderKind.Supported, "path"u8) ? 1 : 0;
            sum += (int)MessageBody.TryFindSdp(message, out _);
            sum += message.FindHeader("X-Custom"u8);
            message.CopyTo(copy, stored, 0);
            MessageWriter.TryWrite(copy, null, new OutgoingParts { TopVia = "SIP/2.0/UDP x"u8 }, output, out var length);
            ReplyBuilder.TryWrite(copy, new ReplyParts { Code = 404, ToTag = "x"u8, Received = "1.2.3.4"u8, Rport = 5 }, output, out length);
            HopByHopRequest.TryWriteCancel(copy, [], [], output, out length);
            message.Reset();
            total += sum + length;
        }
    }
}
