using CsCheck;
using Seraph.Fuzz;

namespace Seraph.Sip.Tests;

public class MutationTests
{
    private static readonly byte[][] Samples =
    [
        Text.Bytes(Text.Lines(SipMessageTests.Invite)),
        Text.Bytes(Text.Lines(SipMessageTests.Reply)),
        .. TortureTests.Files.Select(f => TortureTests.Load(f)),
    ];

    private static readonly string[] Words =
    [
        "\r\n", "\r\n ", "\n", "\r", " ", "\t", ":", ";", ",", "\"", "\\", "<", ">", "@", "?", "=", "%", "[", "]", "(", ")", "/", "*", "\0", "\u00ff",
        "SIP/2.0", "Via: ", "v:", "Content-Length: 1\r\n", "l:", "4294967296", "18446744073709551616", "-1", "sip:", "tel:", "[::1]",
        ";rport=", ";branch=z9hG4bK", ";tag=", "CSeq: 1 INVITE\r\n", ";;", ",,", "\r\n\r\n",
    ];

    [Fact]
    public void Samples_agree_with_the_reference()
    {
        foreach (var sample in Samples)
            SipTarget.Run(sample);
    }

    [Fact]
    public void Mutated_messages_agree_with_the_reference() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Change.List[1, 8]).Sample(
            (sample, changes) => SipTarget.Run(changes.Aggregate(Samples[sample], (bytes, change) => change(bytes))),
            iter: 20_000);

    [Fact]
    public void Noise_agrees_with_the_reference() =>
        Gen.Byte.Array[0, 300].Sample(SipTarget.Run, iter: 5_000);

    [Fact]
    public void Noise_made_of_words_agrees_with_the_reference() =>
        Gen.Int[0, Words.Length - 1].List[0, 60].Sample(
            words => SipTarget.Run(Text.Bytes("X sip:x SIP/2.0\r\n" + string.Concat(words.Select(w => Words[w])))),
            iter: 10_000);

    [Fact]
    public void Streams_of_mutated_messages_are_framed_the_same_however_they_are_cut() =>
        Gen.Select(Gen.Byte, Gen.Int[0, Samples.Length - 1].List[1, 4], Change.List[0, 4]).Sample(
            (cut, samples, changes) =>
            {
                byte[] stream = [cut, .. samples.SelectMany(s => Samples[s])];
                StreamTarget.Run(changes.Aggregate(stream, (bytes, change) => change(bytes)));
            },
            iter: 5_000);

    // One change at a place given as a fraction of the length: a byte, a word put in or over, a piece taken out, doubled or moved, a cut.
    private static Gen<Func<byte[], byte[]>> Change =>
        Gen.Select(Gen.Int[0, 6], Gen.Double[0, 1], Gen.Int[0, 40], Gen.Byte, Gen.Int[0, Words.Length - 1]).Select(Make);

    private static Func<byte[], byte[]> Make((int What, double Place, int Length, byte Value, int Word) change) => bytes =>
    {
        var at = (int)(change.Place * bytes.Length);
        var end = Math.Min(bytes.Length, at + change.Length);
        var word = Text.Bytes(Words[change.Word]);
        return change.What switch
        {
            0 when at < bytes.Length => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. word, .. bytes[at..]],
            2 => [.. bytes[..at], .. word, .. bytes[end..]],
            3 => [.. bytes[..at], .. bytes[end..]],
            4 => [.. bytes[..end], .. bytes[at..]],
            5 => [.. bytes[at..end], .. bytes[..at], .. bytes[end..]],
            _ => bytes[..at],
        };
    };
}
