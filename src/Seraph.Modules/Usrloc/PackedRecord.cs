using System.Buffers.Binary;
using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// The bindings of one user as one byte array, so that a million of them are a million objects without references for the garbage collector to follow,
/// and a refresh overwrites in place. The form: number of bytes in use (4), length of the uid (2), number of bindings (2), the uid; then for each binding a
/// head with its numbers and the lengths of its texts, and the texts. Numbers are little-endian. The array may be longer than what is in it.
/// </summary>
internal static class PackedRecord
{
    private const int UidLength = 4;
    private const int Count = 6;
    private const int RecordHead = 8;

    // Offsets in the head of a binding.
    private const int Expires = 0;
    private const int CSeq = 4;
    private const int Flags = 8;
    private const int ServerId = 12;
    private const int Q = 16;
    private const int Socket = 18;
    private const int State = 20;
    private const int Contact = 22;
    private const int Aor = 24;
    private const int CallId = 26;
    private const int Received = 28;
    private const int Path = 30;
    private const int Instance = 32;
    private const int UserAgent = 34;
    private const int BindingHead = 36;

    /// <summary>The bytes that are in use.</summary>
    public static ReadOnlySpan<byte> Used(ReadOnlySpan<byte> record) => record[..BinaryPrimitives.ReadInt32LittleEndian(record)];

    /// <summary>The user's id.</summary>
    public static ReadOnlySpan<byte> Uid(ReadOnlySpan<byte> record) =>
        record.Slice(RecordHead, BinaryPrimitives.ReadUInt16LittleEndian(record[UidLength..]));

    /// <summary>The second at which the first binding ends; <see cref="uint.MaxValue"/> when all are permanent.</summary>
    public static uint FirstExpiry(ReadOnlySpan<byte> record)
    {
        var first = uint.MaxValue;
        var rest = Bindings(record);
        while (!rest.IsEmpty)
        {
            if ((FlagsOf(rest) & BindingFlags.Permanent) == 0)
                first = Math.Min(first, BinaryPrimitives.ReadUInt32LittleEndian(rest[Expires..]));
            rest = rest[LengthOf(rest)..];
        }

        return first;
    }

    /// <summary>Whether a binding differs from its row of the database.</summary>
    public static bool IsPending(ReadOnlySpan<byte> record)
    {
        var rest = Bindings(record);
        while (!rest.IsEmpty)
        {
            var state = (BindingState)BinaryPrimitives.ReadUInt16LittleEndian(rest[State..]);
            if (state != BindingState.Synchronized && (FlagsOf(rest) & BindingFlags.MemoryOnly) == 0)
                return true;
            rest = rest[LengthOf(rest)..];
        }

        return false;
    }

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public static int Measure(LocationRecord record)
    {
        var length = RecordHead + record.Uid.Length + (BindingHead * record.Count);
        for (var i = 0; i < record.Count; i++)
        {
            ref readonly var binding = ref record[i];
            length += binding.Contact.Length + binding.Aor.Length + binding.CallId.Length + binding.Received.Length
                + binding.Path.Length + binding.Instance.Length + binding.UserAgent.Length;
        }

        return length;
    }

    /// <summary>Writes all of <paramref name="record"/>, <paramref name="length"/> bytes. None of its texts may lie in <paramref name="target"/>.</summary>
    public static void Write(LocationRecord record, int length, Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[UidLength..], checked((ushort)record.Uid.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(target[Count..], checked((ushort)record.Count));
        record.Uid.Span.CopyTo(target[RecordHead..]);
        var rest = target[(RecordHead + record.Uid.Length)..];
        for (var i = 0; i < record.Count; i++)
            rest = rest[WriteBinding(record[i], rest)..];
    }

    /// <summary>Makes <paramref name="record"/> refer to the bindings in <paramref name="bytes"/>, which must not change while it is used.</summary>
    public static void Read(ReadOnlyMemory<byte> bytes, LocationRecord record, SocketList sockets)
    {
        var uid = Uid(bytes.Span).Length;
        record.Uid = bytes.Slice(RecordHead, uid);
        var at = RecordHead + uid;
        for (int left = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[Count..]); left > 0; left--)
            record.Append(ReadBinding(bytes, ref at, sockets));
    }

    private static ReadOnlySpan<byte> Bindings(ReadOnlySpan<byte> record) => Used(record)[(RecordHead + Uid(record).Length)..];

    private static BindingFlags FlagsOf(ReadOnlySpan<byte> binding) => (BindingFlags)BinaryPrimitives.ReadUInt32LittleEndian(binding[Flags..]);

    private static int LengthOf(ReadOnlySpan<byte> binding)
    {
        var length = BindingHead;
        for (var text = Contact; text < BindingHead; text += sizeof(ushort))
            length += BinaryPrimitives.ReadUInt16LittleEndian(binding[text..]);
        return length;
    }

    private static int WriteBinding(in Binding binding, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target[Expires..], (uint)Math.Clamp(binding.Expires, 0, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(target[CSeq..], binding.CSeq);
        BinaryPrimitives.WriteUInt32LittleEndian(target[Flags..], (uint)binding.Flags);
        BinaryPrimitives.WriteInt32LittleEndian(target[ServerId..], binding.ServerId);
        BinaryPrimitives.WriteInt16LittleEndian(target[Q..], binding.Q);
        BinaryPrimitives.WriteInt16LittleEndian(target[Socket..], SocketList.NumberOf(binding.Socket));
        BinaryPrimitives.WriteUInt16LittleEndian(target[State..], (ushort)binding.State);
        var at = BindingHead;
        WriteText(binding.Contact, target, Contact, ref at);
        WriteText(binding.Aor, target, Aor, ref at);
        WriteText(binding.CallId, target, CallId, ref at);
        WriteText(binding.Received, target, Received, ref at);
        WriteText(binding.Path, target, Path, ref at);
        WriteText(binding.Instance, target, Instance, ref at);
        WriteText(binding.UserAgent, target, UserAgent, ref at);
        return at;
    }

    private static Binding ReadBinding(ReadOnlyMemory<byte> bytes, ref int at, SocketList sockets)
    {
        var head = bytes.Span.Slice(at, BindingHead);
        at += BindingHead;
        return new Binding
        {
            Expires = BinaryPrimitives.ReadUInt32LittleEndian(head[Expires..]),
            CSeq = BinaryPrimitives.ReadUInt32LittleEndian(head[CSeq..]),
            Flags = (BindingFlags)BinaryPrimitives.ReadUInt32LittleEndian(head[Flags..]),
            ServerId = BinaryPrimitives.ReadInt32LittleEndian(head[ServerId..]),
            Q = BinaryPrimitives.ReadInt16LittleEndian(head[Q..]),
            Socket = sockets.Find(BinaryPrimitives.ReadInt16LittleEndian(head[Socket..])),
            State = (BindingState)BinaryPrimitives.ReadUInt16LittleEndian(head[State..]),
            Contact = ReadText(bytes, head, Contact, ref at),
            Aor = ReadText(bytes, head, Aor, ref at),
            CallId = ReadText(bytes, head, CallId, ref at),
            Received = ReadText(bytes, head, Received, ref at),
            Path = ReadText(bytes, head, Path, ref at),
            Instance = ReadText(bytes, head, Instance, ref at),
            UserAgent = ReadText(bytes, head, UserAgent, ref at),
        };
    }

    private static void WriteText(ReadOnlyMemory<byte> text, Span<byte> target, int lengthAt, ref int at)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target[lengthAt..], checked((ushort)text.Length));
        text.Span.CopyTo(target[at..]);
        at += text.Length;
    }

    private static ReadOnlyMemory<byte> ReadText(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> head, int lengthAt, ref int at)
    {
        var text = bytes.Slice(at, BinaryPrimitives.ReadUInt16LittleEndian(head[lengthAt..]));
        at += text.Length;
        return text;
    }
}
