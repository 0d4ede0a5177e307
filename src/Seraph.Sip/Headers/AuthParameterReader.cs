using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>Walks over the comma-separated parameters of credentials and challenges: <c>realm="x", stale=true</c> (RFC 3261, 25.1: auth-param).</summary>
public ref struct AuthParameterReader
{
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create("=, \t\r\n\""u8);
    private static readonly SearchValues<byte> ValueEnd = SearchValues.Create(", \t\r\n\""u8);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private int _position;

    /// <summary>Walks over <paramref name="parameters"/>: what follows the scheme.</summary>
    public AuthParameterReader(ReadOnlySpan<byte> bytes, Slice parameters)
    {
        _bytes = bytes;
        _position = parameters.Start;
        _end = parameters.End;
        Status = SipParseStatus.Ok;
    }

    /// <summary>Ok, or the fault that ended the walk.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Goes to the next parameter; false at the end and at a fault, see <see cref="Status"/>. Empty places between commas are skipped.</summary>
    public bool Next(out Parameter parameter)
    {
        parameter = default;
        var start = SipText.SkipSpace(_bytes, _position, _end);
        while (start < _end && _bytes[start] == ',')
            start = SipText.SkipSpace(_bytes, start + 1, _end);
        if (start >= _end)
            return false;

        var nameEnd = FindAny(start, NameEnd);
        var equals = SipText.SkipSpace(_bytes, nameEnd, _end);
        if (nameEnd == start || equals >= _end || _bytes[equals] != '=')
            return Fail(SipParseStatus.BadParameter);

        var value = SipText.SkipSpace(_bytes, equals + 1, _end);
        var quoted = value < _end && _bytes[value] == '"';
        var valueEnd = quoted ? SipText.SkipQuoted(_bytes, value, _end) : FindAny(value, ValueEnd);
        if (valueEnd < 0)
            return Fail(SipParseStatus.BadQuotedString);

        _position = SipText.SkipSpace(_bytes, valueEnd, _end);
        if (_position < _end && _bytes[_position] != ',')
            return Fail(SipParseStatus.BadParameter);
        parameter = new Parameter(Slice.Between(start, nameEnd), Slice.Between(value, valueEnd), quoted);
        return true;
    }

    private readonly int FindAny(int position, SearchValues<byte> delimiters)
    {
        var length = _bytes[position.._end].IndexOfAny(delimiters);
        return length < 0 ? _end : position + length;
    }

    private bool Fail(SipParseStatus status)
    {
        Status = status;
        _position = _end;
        return false;
    }
}
