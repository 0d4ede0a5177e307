using Seraph.Sip.Parsing;

namespace Seraph.Sip.Sdp;

/// <summary>One line of a session description (RFC 8866, 5).</summary>
/// <param name="Type">The letter in front of the equals sign.</param>
/// <param name="Value">What follows it, without the line end.</param>
/// <param name="Line">The line with its end.</param>
public readonly record struct SdpLine(byte Type, Slice Value, Slice Line);

/// <summary>Walks over the lines of a session description, which end with CRLF or LF. Lines that have no <c>x=</c> are skipped.</summary>
public ref struct SdpReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private int _position;

    /// <summary>Walks over <paramref name="description"/>.</summary>
    public SdpReader(ReadOnlySpan<byte> bytes, Slice description)
    {
        _bytes = bytes;
        _position = description.Start;
        _end = description.End;
    }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next(out SdpLine line)
    {
        while (_position < _end)
        {
            var start = _position;
            var length = _bytes[start.._end].IndexOf((byte)'\n');
            _position = length < 0 ? _end : start + length + 1;
            var content = length < 0 ? _end : start + length;
            if (content > start && _bytes[content - 1] == '\r')
                content--;
            if (content - start < 2 || _bytes[start + 1] != '=')
                continue;
            line = new SdpLine(_bytes[start], Slice.Between(start + 2, content), Slice.Between(start, _position));
            return true;
        }

        line = default;
        return false;
    }

    /// <summary>Finds the first line of that type.</summary>
    public static bool TryFind(ReadOnlySpan<byte> bytes, Slice description, byte type, out SdpLine line)
    {
        var reader = new SdpReader(bytes, description);
        while (reader.Next(out line))
        {
            if (line.Type == type)
                return true;
        }

        return false;
    }
}
