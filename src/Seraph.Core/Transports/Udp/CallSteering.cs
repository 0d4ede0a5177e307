using static Seraph.Core.Transports.Udp.Libc;

namespace Seraph.Core.Transports.Udp;

/// <summary>
/// The program by which the kernel spreads datagrams over the receivers of a port. Its own choice is a hash of the addresses: all that a trunk sends
/// would go to one receiver. A random choice would let two receivers work on two messages of one call at once, and a 200 overtake its 180. So the
/// program looks for the Call-ID and hashes it; what has none in its first bytes (compact form, noise) goes to a random receiver.
/// </summary>
/// <remarks>
/// Classic BPF has no loops: the search is written out. It reads every fourth byte position; whatever the alignment, one of the four words inside
/// <c>Call-ID: </c> meets one of them.
/// </remarks>
internal static class CallSteering
{
    private const int FirstOffset = 32; // behind any start line
    private const int LastOffset = 800;
    private const int CheckedBytes = 64; // the length is checked once for so many bytes
    private const uint RandomNumber = 0xFFFF_F000 + 56; // SKF_AD_OFF + SKF_AD_RANDOM
    private const uint Multiplier = 0x9E3779B1;

    private const ushort LoadAbsolute = 0x20, LoadIndirect = 0x40, LoadLength = 0x80, LoadIndex = 0x01, LoadIndexMemory = 0x61;
    private const ushort Store = 0x02, StoreIndex = 0x03, Jump = 0x05, JumpEqual = 0x15, JumpGreaterOrEqual = 0x35;
    private const ushort Multiply = 0x24, ShiftRight = 0x74, Modulo = 0x94, XorIndex = 0xAC, Return = 0x16;

    /// <summary>The program for a number of receivers.</summary>
    public static FilterInstruction[] Program(int receivers)
    {
        var program = new List<FilterInstruction>(4096);
        List<int> toHash = [], toRandom = [];
        for (var offset = FirstOffset; offset < LastOffset; offset += 4)
        {
            if ((offset - FirstOffset) % CheckedBytes == 0)
            {
                program.Add(new FilterInstruction(LoadLength, 0));
                program.Add(new FilterInstruction(JumpGreaterOrEqual, (uint)(offset + CheckedBytes)) { JumpTrue = 1 });
                toRandom.Add(program.Count);
                program.Add(new FilterInstruction(Jump, 0));
            }

            program.Add(new FilterInstruction(LoadAbsolute, (uint)offset));
            AddMatches(program, toHash, offset);
        }

        var random = program.Count;
        program.Add(new FilterInstruction(LoadAbsolute, RandomNumber));
        AddChoice(program, receivers);
        var hash = program.Count;
        AddHash(program);
        AddChoice(program, receivers);
        Aim(program, toRandom, random);
        Aim(program, toHash, hash);
        return [.. program];
    }

    // The word at the offset is in the accumulator: four comparisons, then for each what its match means.
    private static void AddMatches(List<FilterInstruction> program, List<int> toHash, int offset)
    {
        ReadOnlySpan<byte> name = "Call-ID: "u8;
        const int words = 4, firstWord = 2; // "ll-I", "l-ID", "-ID:", "ID: ": "Call" alone is in "Caller", too
        for (var i = 0; i < words; i++)
        {
            var word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(name[(firstWord + i)..]);
            var isLast = i == words - 1;
            program.Add(new FilterInstruction(JumpEqual, word)
            {
                JumpTrue = (byte)(words - 1 - i + (2 * i)),
                JumpFalse = isLast ? (byte)(2 * words) : (byte)0,
            });
        }

        for (var i = 0; i < words; i++)
        {
            program.Add(new FilterInstruction(LoadIndex, (uint)(offset - firstWord - i + 8))); // behind the colon
            toHash.Add(program.Count);
            program.Add(new FilterInstruction(Jump, 0));
        }
    }

    // The index register has the place of the Call-ID: mixes its first sixteen bytes.
    private static void AddHash(List<FilterInstruction> program)
    {
        program.Add(new FilterInstruction(StoreIndex, 1));
        for (var i = 0; i < 4; i++)
        {
            program.Add(new FilterInstruction(LoadIndirect, (uint)(4 * i)));
            if (i > 0)
            {
                program.Add(new FilterInstruction(LoadIndexMemory, 0));
                program.Add(new FilterInstruction(XorIndex, 0));
            }

            program.Add(new FilterInstruction(Multiply, Multiplier));
            program.Add(new FilterInstruction(Store, 0));
            program.Add(new FilterInstruction(LoadIndexMemory, 1));
        }

        program.Add(new FilterInstruction(ShiftRight, 12));
    }

    private static void AddChoice(List<FilterInstruction> program, int receivers)
    {
        program.Add(new FilterInstruction(Modulo, (uint)receivers));
        program.Add(new FilterInstruction(Return, 0));
    }

    private static void Aim(List<FilterInstruction> program, List<int> jumps, int target)
    {
        foreach (var at in jumps)
            program[at] = new FilterInstruction(Jump, (uint)(target - at - 1));
    }
}
