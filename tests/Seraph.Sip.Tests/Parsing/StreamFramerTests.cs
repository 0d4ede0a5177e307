using System.Buffers;
using CsCheck;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Tests.Parsing;

public class StreamFramerTests
{
    private const string Options = "OPTIONS sip:a SIP/2.0\r\nVia: x\r\nContent-Length: 3\r\n\r\nabc";

    [Theory]
    [InlineData(Options)]
    [InlineData("X y SIP/2.0\nl:3\n\nabc")]
    [InlineData("X y SIP/2.0\r\nL : 3\r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\ncontent-LENGTH\t:\t0003 \r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nContent_Length: 3\r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nContent-Length:\r\n 3\r\n \r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nContent-Length: 3\r\n\nabc")]
    [InlineData("X y SIP/2.0\r\nContent-Length: 3\r\nl: 77\r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nSubject: a\r\n Content-Length: 77\r\nl: 3\r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nContent-Length-X: 77\r\nContent-Lengt: 77\r\nlx: 77\r\nl: 3\r\n\r\nabc")]
    [InlineData("X y SIP/2.0\r\nc\r\nl\r\nl: 3\r\n\r\nabc")]
    [InlineData("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")]
    public void Finds_a_message_however_it_is_cut(string text)
    {
        var bytes = Text.Bytes(text);
        for (var first = 0; first <= bytes.Length; first++)
        {
            var framer = new StreamFramer(1000, 2000);
            if (first < bytes.Length)
                Assert.Equal(new StreamFrame(FrameKind.Incomplete, 0, 0, SipParseStatus.Ok), framer.Read(new ReadOnlySequence<byte>(bytes, 0, first)));
            Assert.Equal(new StreamFrame(FrameKind.Message, 0, bytes.Length, SipParseStatus.Ok), framer.Read(Cut(bytes, first)));
        }

        var byByte = new StreamFramer(1000, 2000);
        for (var i = 0; i < bytes.Length; i++)
            Assert.Equal(FrameKind.Incomplete, byByte.Read(new ReadOnlySequence<byte>(bytes, 0, i)).Kind);
        Assert.Equal(FrameKind.Message, byByte.Read(new ReadOnlySequence<byte>(bytes)).Kind);
    }

    [Theory]
    [InlineData("X y SIP/2.0\r\nVia: x\r\n\r\n", SipParseStatus.MissingContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length: x\r\n\r\n", SipParseStatus.BadContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length: -1\r\n\r\n", SipParseStatus.BadContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 1 2\r\n\r\n", SipParseStatus.BadContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 1\r\n 2\r\n\r\n", SipParseStatus.BadContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length:\r\n\r\n", SipParseStatus.BadContentLength)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 2001\r\n\r\n", SipParseStatus.MessageTooLarge)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 1990\r\n\r\n", SipParseStatus.MessageTooLarge)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 2147483648\r\n\r\n", SipParseStatus.MessageTooLarge)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 4294967299\r\n\r\n", SipParseStatus.MessageTooLarge)]
    [InlineData("X y SIP/2.0\r\nContent-Length: 18446744073709551619\r\n\r\n", SipParseStatus.MessageTooLarge)]
    public void Gives_up_when_the_end_is_unknown(string text, SipParseStatus expected)
    {
        var bytes = Text.Bytes(text);
        for (var first = 0; first < bytes.Length; first += 7)
        {
            var framer = new StreamFramer(1000, 2000);
            Assert.NotEqual(FrameKind.Message, framer.Read(new ReadOnlySequence<byte>(bytes, 0, first)).Kind);
            var frame = framer.Read(Cut(bytes, first));
            Assert.Equal(FrameKind.Bad, frame.Kind);
            if (first == 0)
                Assert.Equal(expected, frame.Status);
            Assert.Equal(FrameKind.Bad, framer.Read(new ReadOnlySequence<byte>(bytes)).Kind);
        }
    }

    [Fact]
    public void Limits_the_headers()
    {
        var bytes = Text.Bytes("X y SIP/2.0\r\nX: " + new string('x', 1000));
        Assert.Equal(SipParseStatus.MessageTooLarge, new StreamFramer(1000, 2000).Read(new ReadOnlySequence<byte>(bytes)).Status);
        var whole = Text.Bytes("X y SIP/2.0\r\nl:0\r\nX: " + new string('x', 960) + "\r\n\r\n");
        Assert.Equal(FrameKind.Message, new StreamFramer(whole.Length, 2000).Read(new ReadOnlySequence<byte>(whole)).Kind);
        Assert.Equal(FrameKind.Bad, new StreamFramer(whole.Length - 1, 2000).Read(new ReadOnlySequence<byte>(whole)).Kind);
        Assert.Equal(FrameKind.Bad, new StreamFramer(2000, whole.Length - 1).Read(new ReadOnlySequence<byte>(whole)).Kind);
    }

    [Fact]
    public void Takes_pipelined_messages_one_by_one()
    {
        var bytes = Text.Bytes(Options + "\r\n" + Options + " \t\r\n");
        var framer = new StreamFramer(1000, 2000);
        var rest = new ReadOnlySequence<byte>(bytes);
        var frame = framer.Read(rest);
        Assert.Equal((FrameKind.Message, 0, Options.Length), (frame.Kind, frame.Start, frame.Length));
        rest = rest.Slice(frame.Consumed);
        frame = framer.Read(rest);
        Assert.Equal((FrameKind.Message, 2, Options.Length), (frame.Kind, frame.Start, frame.Length));
        rest = rest.Slice(frame.Consumed);
        frame = framer.Read(rest);
        Assert.Equal((FrameKind.Incomplete, 4, 0), (frame.Kind, frame.Start, frame.Length));
        Assert.Equal(0, rest.Slice(frame.Consumed).Length);
    }

    [Fact]
    public void Tells_a_ping_from_line_ends()
    {
        var framer = new StreamFramer(1000, 2000);
        Assert.Equal(new StreamFrame(FrameKind.Ping, 0, 4, SipParseStatus.Ok), framer.Read(Sequence("\r\n\r\n")));
        Assert.Equal(new StreamFrame(FrameKind.Incomplete, 2, 0, SipParseStatus.Ok), framer.Read(Sequence("\r\n")));
        Assert.Equal(new StreamFrame(FrameKind.Ping, 0, 2, SipParseStatus.Ok), framer.Read(Sequence("\r\n")));
        Assert.Equal(new StreamFrame(FrameKind.Incomplete, 3, 0, SipParseStatus.Ok), framer.Read(Sequence(" \r\n")));
        Assert.Equal(new StreamFrame(FrameKind.Incomplete, 3, 0, SipParseStatus.Ok), framer.Read(Sequence("\n\r\n")));
        Assert.Equal(new StreamFrame(FrameKind.Ping, 0, 2, SipParseStatus.Ok), framer.Read(Sequence("\r\n" + Options)));
        Assert.Equal(FrameKind.Message, framer.Read(Sequence(Options)).Kind);
        Assert.Equal(new StreamFrame(FrameKind.Message, 2, Options.Length, SipParseStatus.Ok), framer.Read(Sequence("\r\n" + Options)));
    }

    [Fact]
    public void Frames_stun()
    {
        byte[] binding = [0, 1, 0, 4, .. new byte[16], 1, 2, 3, 4];
        var framer = new StreamFramer(1000, 2000);
        for (var i = 1; i < binding.Length; i++)
            Assert.Equal(FrameKind.Incomplete, framer.Read(new ReadOnlySequence<byte>(binding, 0, i)).Kind);
        Assert.Equal(new StreamFrame(FrameKind.Stun, 0, 24, SipParseStatus.Ok), framer.Read(new ReadOnlySequence<byte>(binding)));
        Assert.Equal(FrameKind.Message, framer.Read(Sequence(Options)).Kind);
        Assert.Equal(FrameKind.Bad, framer.Read(Sequence("\0\u0001\u00ff\u00ff")).Kind);
    }

    [Fact]
    public void Finds_the_same_messages_however_the_stream_is_cut()
    {
        string[] pieces =
        [
            Options, "\r\n\r\n", "\r\n", "X y SIP/2.0\nl:3\n\nabc", "X y SIP/2.0\r\nContent-Length:\r\n 5\r\n\r\n12345",
            "SIP/2.0 200 OK\r\nl: 0\r\n\r\n", "\t", "X y SIP/2.0\r\nSubject: x\r\n\tl: 9\r\nl: 0\r\n\r\n",
        ];
        Gen.Select(Gen.Int[0, pieces.Length - 1].List[1, 12], Gen.Int[1, 40].List[1, 30]).Sample((chosen, cuts) =>
        {
            var bytes = Text.Bytes(string.Concat(chosen.Select(i => pieces[i])));
            var whole = Frames(bytes, [bytes.Length]);
            Assert.Equal(whole, Frames(bytes, cuts));
        });
    }

    private static List<string> Frames(byte[] stream, List<int> cuts)
    {
        var framer = new StreamFramer(1000, 2000);
        var found = new List<string>();
        var start = 0;
        var end = 0;
        for (var i = 0; end < stream.Length; i++)
        {
            end = Math.Min(stream.Length, end + cuts[i % cuts.Count]);
            while (true)
            {
                var frame = framer.Read(Cut(stream[start..end], (end - start) / 2));
                Assert.NotEqual(FrameKind.Bad, frame.Kind);
                if (frame.Kind == FrameKind.Message)
                    found.Add(Text.From(stream.AsSpan(start + frame.Start, frame.Length)));
                else if (frame.Kind == FrameKind.Ping)
                    found.Add("ping");
                start += frame.Consumed;
                if (frame.Kind == FrameKind.Incomplete)
                    break;
            }
        }

        return found;
    }

    private static ReadOnlySequence<byte> Sequence(string text) => new(Text.Bytes(text));

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int at)
    {
        var second = new Segment(bytes.AsMemory(at), at, null);
        var first = new Segment(bytes.AsMemory(0, at), 0, second);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index, Segment? next)
        {
            Memory = memory;
            RunningIndex = index;
            Next = next;
        }
    }
}
