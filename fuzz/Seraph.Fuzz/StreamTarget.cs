using System.Buffers;
using Seraph.Sip;
using Seraph.Sip.Parsing;

namespace Seraph.Fuzz;

/// <summary>Cuts a stream in pieces and checks that the frames do not depend on the cuts; throws when they do.</summary>
public static class StreamTarget
{
    private const int MaxHeaderLength = 4000;
    private const int MaxLength = 8000;

    /// <summary>Checks one input: its first byte is the length of the pieces, the rest is the stream.</summary>
    public static void Run(byte[] data)
    {
        if (data.Length < 2)
            return;
        var stream = data[1..];
        var whole = Frames(stream, stream.Length);
        var pieces = Frames(stream, Math.Max((int)data[0], 1));
        for (var i = 0; i < Math.Max(whole.Count, pieces.Count); i++)
        {
            if (i >= whole.Count || i >= pieces.Count || whole[i].Kind != pieces[i].Kind || whole[i].End != pieces[i].End)
                throw new InvalidOperationException($"frame {i} depends on the cuts");
        }
    }

    private static List<(FrameKind Kind, int End)> Frames(byte[] stream, int step)
    {
        var framer = new StreamFramer(MaxHeaderLength, MaxLength);
        var found = new List<(FrameKind, int)>();
        var start = 0;
        for (var end = Math.Min(step, stream.Length); ; end = Math.Min(end + step, stream.Length))
        {
            while (true)
            {
                var frame = framer.Read(new ReadOnlySequence<byte>(stream, start, end - start));
                if (frame.Start < 0 || frame.Length < 0 || start + frame.Consumed > end || frame.Length > MaxLength)
                    throw new InvalidOperationException("a frame lies inside what was received");
                if (frame.Kind == FrameKind.Bad)
                {
                    found.Add((FrameKind.Bad, 0));
                    return found;
                }

                if (frame.Kind == FrameKind.Message)
                    CheckMessage(stream, start + frame.Start, frame.Length);
                start += frame.Consumed;
                if (frame.Kind == FrameKind.Incomplete)
                    break;
                found.Add((frame.Kind, start));
            }

            if (end == stream.Length)
                return found;
        }
    }

    // Whatever else is wrong with it, a framed message is as long as its frame.
    private static void CheckMessage(byte[] stream, int start, int length)
    {
        var message = new SipMessage();
        var status = message.Parse(stream, start, length);
        if (status == SipParseStatus.Ok && message.Length != length)
            throw new InvalidOperationException("the parser and the framer disagree about the end of a message");
    }
}
