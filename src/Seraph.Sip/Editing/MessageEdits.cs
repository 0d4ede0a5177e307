using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Seraph.Sip.Editing;

/// <summary>
/// What is to be changed when a message is sent: a list of (position, bytes removed, text inserted), kept in the order of the
/// positions. The message itself never changes; <see cref="MessageWriter"/> applies the list once, on the way out. One object is used
/// again and again and allocates only while it grows.
/// </summary>
/// <remarks>
/// <para>A script can't make it grow without end: what goes beyond <see cref="MaxCount"/> or <see cref="MaxTextLength"/> is refused.</para>
/// <para>Insertions at the same position are written in the order in which they were made.</para>
/// <para>Of several replacements of exactly the same range the last one holds (of those for all branches and for the branch being written).</para>
/// <para>Removals may overlap: what either of them covers is gone. An edit that begins strictly inside what another one removes loses
/// its text (removing a header wins over changing a word of it); one that begins where the removal begins or ends keeps it.</para>
/// </remarks>
public sealed partial class MessageEdits
{
    /// <summary>The most edits that one message can have.</summary>
    public const int MaxCount = 1024;

    /// <summary>The most bytes that the edits of one message can insert.</summary>
    public const int MaxTextLength = 128 * 1024;

    /// <summary>The value of <see cref="Branch"/> for edits that hold for every branch.</summary>
    public const int AllBranches = -1;

    private const int SavedHeaderLength = 12;

    private Edit[] _edits = new Edit[16];
    private byte[] _text = new byte[512];
    private int _textLength;
    private int _sequence;

    /// <summary>
    /// The branch that the edits made from now on hold for, 0 and up, or <see cref="AllBranches"/>. The transaction layer sets it around a
    /// branch route.
    /// </summary>
    public int Branch { get; set; } = AllBranches;

    /// <summary>How many edits there are.</summary>
    public int Count { get; private set; }

    /// <summary>Nothing is changed.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>
    /// Identifies the state of the list: pass it to <see cref="Rollback"/> to forget everything that was added since.
    /// </summary>
    public EditMark Mark => new(_sequence, _textLength);

    internal ReadOnlySpan<Edit> Items => _edits.AsSpan(0, Count);

    /// <summary>Forgets all edits.</summary>
    public void Clear()
    {
        Count = 0;
        _sequence = 0;
        _textLength = 0;
        Branch = AllBranches;
        Tag = 0;
    }

    /// <summary>Forgets the edits made since <paramref name="mark"/> was taken.</summary>
    public void Rollback(EditMark mark)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_edits[i].Sequence < mark.Sequence)
                _edits[kept++] = _edits[i];
        }

        Count = kept;
        _sequence = mark.Sequence;
        _textLength = mark.TextLength;
    }

    /// <summary>Makes <paramref name="target"/> an equal list.</summary>
    public void CopyTo(MessageEdits target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target._edits.Length < Count)
            target._edits = new Edit[_edits.Length];
        if (target._text.Length < _textLength)
            target._text = new byte[_text.Length];
        Items.CopyTo(target._edits);
        _text.AsSpan(0, _textLength).CopyTo(target._text);
        target.Count = Count;
        target._textLength = _textLength;
        target._sequence = _sequence;
        target.Branch = Branch;
    }

    /// <summary>Inserts <paramref name="text"/> before the byte at <paramref name="position"/>. False when a limit is reached.</summary>
    public bool TryInsert(int position, ReadOnlySpan<byte> text, EditCondition condition = EditCondition.Always) =>
        TryStore(text, out var stored) && TryAdd(new Edit { Position = position, Text = stored, Condition = condition });

    /// <summary>Inserts a text that the writer asks for when the message is sent. False when a limit is reached.</summary>
    public bool TryInsert(int position, ComputedText text, EditCondition condition = EditCondition.Always) =>
        TryAdd(new Edit { Position = position, Computed = text, Condition = condition });

    /// <summary>Inserts a decimal number. False when a limit is reached.</summary>
    public bool TryInsert(int position, int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var length);
        return TryInsert(position, digits[..length]);
    }

    /// <summary>Removes a range. False when a limit is reached.</summary>
    public bool TryRemove(Slice range) =>
        range.IsEmpty || TryAdd(new Edit { Position = range.Start, Removed = range.Length });

    /// <summary>Puts <paramref name="text"/> in the place of a range; an empty range is an insertion. False when a limit is reached.</summary>
    public bool TryReplace(Slice range, ReadOnlySpan<byte> text) =>
        TryStore(text, out var stored) && TryAdd(new Edit { Position = range.Start, Removed = range.Length, Text = stored });

    /// <summary>How many bytes <see cref="Save"/> needs.</summary>
    public int SavedLength => SavedHeaderLength + (Count * Unsafe.SizeOf<Edit>()) + _textLength;

    /// <summary>
    /// Writes the edits down, so that a transaction can keep them beside its request. Returns how many bytes that took; the destination
    /// needs <see cref="SavedLength"/>.
    /// </summary>
    public int Save(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Count);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], _textLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], _sequence);
        var edits = MemoryMarshal.AsBytes(Items);
        edits.CopyTo(destination[SavedHeaderLength..]);
        _text.AsSpan(0, _textLength).CopyTo(destination[(SavedHeaderLength + edits.Length)..]);
        return SavedLength;
    }

    /// <summary>Replaces the edits by those that <see cref="Save"/> has written down; <see cref="Branch"/> becomes AllBranches.</summary>
    public void Load(ReadOnlySpan<byte> saved)
    {
        Branch = AllBranches;
        Count = BinaryPrimitives.ReadInt32LittleEndian(saved);
        _textLength = BinaryPrimitives.ReadInt32LittleEndian(saved[4..]);
        _sequence = BinaryPrimitives.ReadInt32LittleEndian(saved[8..]);
        if (Count > _edits.Length)
            _edits = new Edit[Count];
        if (_textLength > _text.Length)
            _text = new byte[_textLength];
        var edits = MemoryMarshal.AsBytes(_edits.AsSpan(0, Count));
        saved.Slice(SavedHeaderLength, edits.Length).CopyTo(edits);
        saved.Slice(SavedHeaderLength + edits.Length, _textLength).CopyTo(_text);
    }

    /// <summary>The text of an edit.</summary>
    internal ReadOnlySpan<byte> TextOf(in Edit edit) => edit.Text.Of(_text.AsSpan());

    /// <summary>True when an edit that holds for the current branch removes the byte at <paramref name="position"/>.</summary>
    private bool IsRemoved(int position)
    {
        foreach (ref readonly var edit in Items)
        {
            if (edit.Position > position)
                break;
            if (position < edit.Position + edit.Removed && (edit.Branch == AllBranches || edit.Branch == Branch))
                return true;
        }

        return false;
    }

    // Behind the last edit at the same position.
    private bool TryAdd(Edit edit)
    {
        var at = Count;
        while (at > 0 && _edits[at - 1].Position > edit.Position)
            at--;
        return TryAdd(edit, at);
    }

    private bool TryAdd(Edit edit, int at)
    {
        if (Count == MaxCount)
            return false;
        if (Count == _edits.Length)
            Array.Resize(ref _edits, Count * 2);

        _edits.AsSpan(at, Count - at).CopyTo(_edits.AsSpan(at + 1));
        edit.Sequence = _sequence++;
        edit.Branch = (short)Branch;
        edit.Tag = Tag;
        _edits[at] = edit;
        Count++;
        return true;
    }

    private int FindFirst(int position)
    {
        var at = 0;
        while (at < Count && _edits[at].Position < position)
            at++;
        return at;
    }

    private bool TryStore(ReadOnlySpan<byte> text, out Slice stored)
    {
        stored = default;
        if (text.Length > MaxTextLength - _textLength)
            return false;
        var end = _textLength + text.Length;
        if (end > _text.Length)
            Array.Resize(ref _text, Math.Max(end, _text.Length * 2));
        text.CopyTo(_text.AsSpan(_textLength));
        stored = new Slice(_textLength, text.Length);
        _textLength = end;
        return true;
    }
}

/// <summary>A state of <see cref="MessageEdits"/> to which it can go back.</summary>
public readonly record struct EditMark
{
    internal EditMark(int sequence, int textLength)
    {
        Sequence = sequence;
        TextLength = textLength;
    }

    internal int Sequence { get; }

    internal int TextLength { get; }
}
