using System.Runtime.CompilerServices;

namespace Seraph.Sip.Editing;

/// <summary>Writes a message with its edits in one pass over the original bytes.</summary>
public static class MessageWriter
{
    /// <summary>Writes a message whose edits depend on no socket.</summary>
    /// <inheritdoc cref="TryWrite{TSockets}"/>
    public static bool TryWrite(
        SipMessage message, MessageEdits? edits, in OutgoingParts parts, Span<byte> destination, out int length) =>
        TryWrite(message, edits, parts, new NoSockets(), destination, out length);

    /// <summary>Writes <paramref name="message"/> as it is to be sent.</summary>
    /// <param name="message">The message as received.</param>
    /// <param name="edits">What is to be changed; null for nothing.</param>
    /// <param name="parts">What this copy has of its own.</param>
    /// <param name="sockets">Answers for edits that depend on the sockets.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="length">Bytes written; when the result is false, the bytes that are needed.</param>
    /// <returns>False when the destination is too small; its content is worthless then.</returns>
    public static bool TryWrite<TSockets>(
        SipMessage message, MessageEdits? edits, in OutgoingParts parts, in TSockets sockets, Span<byte> destination, out int length)
        where TSockets : struct, IOutgoingSockets, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(message);
        var pass = new Pass<TSockets>(message, edits, parts, sockets);
        return pass.Run(destination, out length);
    }

    /// <summary>What the writer itself changes, merged with the edits.</summary>
    private enum Special : byte
    {
        RequestUri,
        TopVia,
        ContentLengthValue,
        ContentLengthLine,
    }

    private struct SpecialEdit
    {
        public int Position;
        public int Removed;
        public Special What;
    }

    [InlineArray(3)]
    private struct SpecialEdits
    {
        private SpecialEdit _element;
    }

    private ref struct Pass<TSockets>
        where TSockets : struct, IOutgoingSockets, allows ref struct
    {
        private readonly SipMessage _message;
        private readonly MessageEdits? _edits;
        private readonly OutgoingParts _parts;
        private readonly TSockets _sockets;
        private readonly ReadOnlySpan<byte> _bytes;
        private SpanWriter _writer;
        private SpecialEdits _specials;
        private int _specialCount;
        private int _bodyLength;
        private int _position; // in the original
        private int _removalStart;

        public Pass(SipMessage message, MessageEdits? edits, in OutgoingParts parts, in TSockets sockets)
        {
            _message = message;
            _edits = edits is { IsEmpty: false } ? edits : null;
            _parts = parts;
            _sockets = sockets;
            _bytes = message.Bytes;
            _bodyLength = message.Body.Length;
        }

        public bool Run(Span<byte> destination, out int length)
        {
            var bodyChanged = ChangesBody();
            if (bodyChanged)
            {
                _writer = new SpanWriter([]); // only counts
                Emit(_message.Body.Start);
                _bodyLength = _writer.Length;
            }

            FindSpecials(bodyChanged);
            _writer = new SpanWriter(destination);
            Emit(0);
            length = _writer.Length;
            return _writer.Fits;
        }

        private readonly bool Applies(in Edit edit) => edit.Branch == MessageEdits.AllBranches || edit.Branch == _parts.Branch;

        private readonly bool ChangesBody()
        {
            if (_edits is null)
                return false;
            var start = _message.Body.Start;
            foreach (ref readonly var edit in _edits.Items)
            {
                if (edit.Position + edit.Removed > start || edit.Position >= start)
                {
                    if (Applies(edit))
                        return true;
                }
            }

            return false;
        }

        private void FindSpecials(bool bodyChanged)
        {
            if (!_parts.RequestUri.IsEmpty && _message.IsRequest)
                AddSpecial(_message.RequestUriText, Special.RequestUri);
            if (!_parts.TopVia.IsEmpty)
            {
                var via = _message.FirstHeader(HeaderKind.Via);
                AddSpecial(new Slice(via < 0 ? _message.HeaderArea.Start : _message.Headers[via].Line.Start, 0), Special.TopVia);
            }

            var index = _message.FirstHeader(HeaderKind.ContentLength);
            if (index < 0)
            {
                if (_parts.AddContentLength)
                    AddSpecial(new Slice(_message.HeaderArea.End, 0), Special.ContentLengthLine);
            }
            else if (bodyChanged)
            {
                AddSpecial(_message.Headers[index].Body, Special.ContentLengthValue);
            }
        }

        private void AddSpecial(Slice range, Special what)
        {
            var at = _specialCount++;
            for (; at > 0 && _specials[at - 1].Position > range.Start; at--)
                _specials[at] = _specials[at - 1];
            _specials[at] = new SpecialEdit { Position = range.Start, Removed = range.Length, What = what };
        }

        // Writes what becomes of the bytes from start on; a removal that begins before it may reach into them. At one position the writer's own changes come first, except that a new
        // Content-Length follows the headers that were added.
        private void Emit(int start)
        {
            _position = start;
            _removalStart = start;
            var items = _edits is null ? [] : _edits.Items;
            var special = 0;
            for (var i = 0; i < items.Length; i++)
            {
                ref readonly var edit = ref items[i];
                if (!Applies(edit) || IsSuperseded(items, i))
                    continue;
                if (edit.Position < start)
                {
                    if (edit.Position + edit.Removed > _position)
                        _removalStart = edit.Position;
                    _position = Math.Max(_position, edit.Position + edit.Removed);
                    continue;
                }

                for (; special < _specialCount && Precedes(_specials[special], edit.Position); special++)
                    EmitSpecial(_specials[special]);
                if (Advance(edit.Position) && Holds(edit.Condition))
                    _writer.Write(edit.Computed == ComputedText.None ? _edits!.TextOf(edit) : _sockets.Get(edit.Computed));
                Skip(edit.Position, edit.Removed);
            }

            for (; special < _specialCount; special++)
                EmitSpecial(_specials[special]);
            Advance(_bytes.Length);
        }

        // A later edit replaces the same range: it does all that is left to do.
        private readonly bool IsSuperseded(ReadOnlySpan<Edit> items, int index)
        {
            ref readonly var edit = ref items[index];
            if (edit.Removed == 0)
                return false;
            for (var i = index + 1; i < items.Length && items[i].Position == edit.Position; i++)
            {
                if (items[i].Removed == edit.Removed && Applies(items[i]))
                    return true;
            }

            return false;
        }

        private static bool Precedes(in SpecialEdit special, int position) =>
            special.Position < position || (special.Position == position && special.What != Special.ContentLengthLine);

        private void EmitSpecial(in SpecialEdit special)
        {
            if (Advance(special.Position) || special.Removed == 0) // what is added is never lost
            {
                switch (special.What)
                {
                    case Special.RequestUri:
                        _writer.Write(_parts.RequestUri);
                        break;
                    case Special.TopVia:
                        _writer.Write("Via: "u8);
                        _writer.Write(_parts.TopVia);
                        _writer.WriteLineEnd();
                        break;
                    case Special.ContentLengthValue:
                        _writer.Write(_bodyLength);
                        break;
                    case Special.ContentLengthLine:
                        _writer.Write("Content-Length: "u8);
                        _writer.Write(_bodyLength);
                        _writer.WriteLineEnd();
                        break;
                }
            }

            Skip(special.Position, special.Removed);
        }

        /// <summary>Copies up to <paramref name="position"/>; false when that is strictly inside what is removed.</summary>
        private bool Advance(int position)
        {
            if (position < _position)
                return position <= _removalStart;
            _writer.Write(_bytes[_position..position]);
            _position = position;
            return true;
        }

        private void Skip(int position, int removed)
        {
            var end = position + removed;
            if (end <= _position)
                return;
            if (position >= _position)
                _removalStart = position;
            _position = end;
        }

        private readonly bool Holds(EditCondition condition) => condition switch
        {
            EditCondition.SocketsDiffer => _sockets.Differ,
            EditCondition.SocketsEqual => !_sockets.Differ,
            _ => true,
        };
    }
}
