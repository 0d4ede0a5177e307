using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Seraph.Sip.Editing;

/// <summary>
/// What is to be changed in a message when it is sent on: the received bytes stay as they are, <see cref="Write"/> makes the outgoing ones in one
/// pass. Each edit removes some bytes at a position of the message and puts a text there; edits at one position keep their order. Reused from
/// message to message, it allocates only while it grows.
/// </summary>
/// <remarks>
/// What is meant for one branch only is added after <see cref="Count"/> was noted, and taken back with <see cref="Truncate"/> when the branch is written.
/// </remarks>
public sealed class MessageEdits
{
    /// <summary>The most edits that one message can have.</summary>
    public const int MaxCount = 1024;

    /// <summary>The most bytes that the edits of one message can insert.</summary>
    public const int MaxTextLength = 64 * 1024;

    private Edit[] _edits = new Edit[16];
    private int[] _order = new int[16];
    private byte[] _text = new byte[1024];
    private int _textLength;

    /// <summary>How many edits there are.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a text before the byte at <paramref name="position"/>. False when a limit is reached.</summary>
    public bool TryInsert(int position, ReadOnlySpan<byte> text) => TryAdd(position, 0, text, 0);

    /// <summary>Takes a part of the message out. False when a limit is reached.</summary>
    public bool TryRemove(Slice part) => TryAdd(part.Start, part.Length, default, 0);

    /// <summary>Puts a text in place of a part of the message. False when a limit is reached.</summary>
    public bool TryReplace(Slice part, ReadOnlySpan<byte> text) => TryAdd(part.Start, part.Length, text, 0);

    /// <summary>
    /// Puts a text before the byte at <paramref name="position"/> that is known only when the message is sent (it depends on the socket, say):
    /// <see cref="IDeferredText"/> writes it. False when a limit is reached.
    /// </summary>
    /// <param name="position">The byte of the message before which it stands.</param>
    /// <param name="kind">What it is, 1 to 255: the caller's own number.</param>
    /// <param name="text">What is known already.</param>
    public bool TryInsertDeferred(int position, byte kind, ReadOnlySpan<byte> text) => TryAdd(position, 0, text, kind);

    /// <summary>Takes back the edits that were added last, so that <paramref name="count"/> stay.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count);
        if (count == Count)
            return;
        _textLength = _edits[count].TextStart;
        Count = count;
    }

    /// <summary>Takes back the edits of one kind of deferred text; says whether there were any.</summary>
    public bool RemoveDeferred(byte kind)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_edits[i].Kind != kind)
                _edits[kept++] = _edits[i];
        }

        var removed = kept != Count;
        Count = kept; // their text stays until Clear
        return removed;
    }

    /// <summary>Whether there is a deferred text of that kind.</summary>
    public bool HasDeferred(byte kind)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_edits[i].Kind == kind)
                return true;
        }

        return false;
    }

    /// <summary>Forgets all edits.</summary>
    public void Clear()
    {
        Count = 0;
        _textLength = 0;
    }

    /// <summary>By how many bytes the edits at or behind <paramref name="position"/> make the message longer (or, negative, shorter).</summary>
    public int LengthChange(int position)
    {
        var change = 0;
        foreach (ref readonly var edit in _edits.AsSpan(0, Count))
        {
            if (edit.Position >= position)
                change += edit.TextLength - edit.Removed;
        }

        return change;
    }

    /// <summary>
    /// Writes the edited message. Parts that several edits remove are removed once.
    /// </summary>
    /// <typeparam name="T">Who writes the deferred texts; a struct, so that the calls are direct.</typeparam>
    /// <param name="message">The message as received.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="deferred">Writes the deferred texts.</param>
    /// <returns>The length, or -1 when it does not fit.</returns>
    public int Write<T>(ReadOnlySpan<byte> message, Span<byte> destination, ref T deferred)
        where T : struct, IDeferredText
    {
        Sort();
        int at = 0, written = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var edit = ref _edits[_order[i]];
            var keep = edit.Position - at;
            if (keep > 0)
            {
                if (!message.Slice(at, keep).TryCopyTo(destination[written..]))
                    return -1;
                written += keep;
                at = edit.Position;
            }

            var text = _text.AsSpan(edit.TextStart, edit.TextLength);
            if (edit.Kind != 0)
            {
                var length = deferred.Write(edit.Kind, text, destination[written..]);
                if (length < 0)
                    return -1;
                written += length;
            }
            else
            {
                if (!text.TryCopyTo(destination[written..]))
                    return -1;
                written += text.Length;
            }

            at = Math.Max(at, edit.Position + edit.Removed);
        }

        if (!message[at..].TryCopyTo(destination[written..]))
            return -1;
        return written + message.Length - at;
    }

    /// <summary>How many bytes <see cref="Save"/> needs.</summary>
    public int SavedLength => 4 + (Count * System.Runtime.CompilerServices.Unsafe.SizeOf<Edit>()) + _textLength;

    /// <summary>Writes the edits down, so that a transaction can keep them beside its request. Returns how many bytes that took.</summary>
    public int Save(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Count);
        var edits = MemoryMarshal.AsBytes(_edits.AsSpan(0, Count));
        edits.CopyTo(destination[4..]);
        _text.AsSpan(0, _textLength).CopyTo(destination[(4 + edits.Length)..]);
        return 4 + edits.Length + _textLength;
    }

    /// <summary>Replaces the edits by those that <see cref="Save"/> has written down.</summary>
    public void Load(ReadOnlySpan<byte> saved)
    {
        Count = BinaryPrimitives.ReadInt32LittleEndian(saved);
        if (Count > _edits.Length)
            GrowEdits(Count);
        var edits = MemoryMarshal.AsBytes(_edits.AsSpan(0, Count));
        saved.Slice(4, edits.Length).CopyTo(edits);
        var text = saved[(4 + edits.Length)..];
        if (text.Length > _text.Length)
            _text = new byte[text.Length];
        text.CopyTo(_text);
        _textLength = text.Length;
    }

    private bool TryAdd(int position, int removed, ReadOnlySpan<byte> text, byte kind)
    {
        if (Count == MaxCount || _textLength + text.Length > MaxTextLength)
            return false;
        if (Count == _edits.Length)
            GrowEdits(Count + 1);
        if (_textLength + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_textLength + text.Length, _text.Length * 2));
        text.CopyTo(_text.AsSpan(_textLength));
        _edits[Count++] = new Edit { Position = position, Removed = removed, TextStart = _textLength, TextLength = text.Length, Kind = kind };
        _textLength += text.Length;
        return true;
    }

    private void GrowEdits(int needed)
    {
        var size = Math.Max(needed, _edits.Length * 2);
        Array.Resize(ref _edits, size);
        _order = new int[size];
    }

    // Insertion sort: there are few edits, they come nearly in order, and equal positions must keep theirs.
    private void Sort()
    {
        for (var i = 0; i < Count; i++)
        {
            var position = _edits[i].Position;
            var j = i;
            for (; j > 0 && _edits[_order[j - 1]].Position > position; j--)
                _order[j] = _order[j - 1];
            _order[j] = i;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Edit
    {
        public int Position;
        public int Removed;
        public int TextStart;
        public int TextLength;
        public int Kind;
    }
}

/// <summary>Writes the texts of edits that are known only when the message is sent.</summary>
public interface IDeferredText
{
    /// <summary>Writes one; returns its length, or -1 when it does not fit.</summary>
    /// <param name="kind">The number that it was inserted with.</param>
    /// <param name="text">The text that it was inserted with.</param>
    /// <param name="destination">Where to write.</param>
    int Write(int kind, ReadOnlySpan<byte> text, Span<byte> destination);
}

/// <summary>For messages without deferred texts.</summary>
public readonly struct NoDeferredText : IDeferredText
{
    /// <inheritdoc/>
    public int Write(int kind, ReadOnlySpan<byte> text, Span<byte> destination) => 0;
}
