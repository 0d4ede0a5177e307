using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>One <c>;name=value</c> of a header or URI.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value as written, quotes included; absent (<see cref="Slice.Exists"/> false) when there is no <c>=</c>.</param>
/// <param name="IsQuoted">The value is a quoted string.</param>
public readonly record struct Parameter(Slice Name, Slice Value, bool IsQuoted)
{
    /// <summary>The value without quotes; escapes stay as they are.</summary>
    public Slice Unquoted => IsQuoted ? new Slice(Value.Start + 1, Value.Length - 2) : Value;

    /// <summary>Like <see cref="Unquoted"/>, but a parameter without a value gives the empty place behind its name instead of nothing.</summary>
    public Slice ValueOrPlace => Value.Exists ? Unquoted : new Slice(Name.End, 0);

    /// <summary>From the first byte of the name to the last byte of the value.</summary>
    public Slice Whole => Value.Exists ? Slice.Between(Name.Start, Value.End) : Name;

    /// <summary>The name is <paramref name="name"/>, ignoring case.</summary>
    public bool Is(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name) => Name.Of(bytes).EqualsIgnoreCase(name);
}

/// <summary>
/// Walks over parameters: <c>;a=1;b;c="x;y"</c>, with white space around <c>;</c> and <c>=</c> (RFC 3261, 25.1: generic-param).
/// </summary>
public ref struct ParameterReader
{
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create("=;, \t\r\n\"<>"u8);
    private static readonly SearchValues<byte> ValueEnd = SearchValues.Create(";, \t\r\n\"<>"u8);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;

    /// <summary>Walks over <paramref name="parameters"/>, which begins with the first semicolon or is empty.</summary>
    public ParameterReader(ReadOnlySpan<byte> bytes, Slice parameters)
        : this(bytes, parameters.Start, parameters.End)
    {
    }

    internal ParameterReader(ReadOnlySpan<byte> bytes, int position, int end)
    {
        _bytes = bytes;
        Position = position;
        _end = end;
        Status = SipParseStatus.Ok;
    }

    /// <summary>Where the reader is: behind the last parameter read, at the first byte that is no parameter once <see cref="Next"/> said no.</summary>
    public int Position { get; private set; }

    /// <summary>What ended the walk: Ok at the end or at a byte other than a semicolon, else the fault.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Goes to the next parameter; false at the end and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out Parameter parameter)
    {
        parameter = default;
        var position = SipText.SkipSpace(_bytes, Position, _end);
        if (position >= _end || _bytes[position] != ';')
        {
            Position = position;
            return false;
        }

        position = SipText.SkipSpace(_bytes, position + 1, _end);
        var nameEnd = FindAny(position, NameEnd);
        if (nameEnd == position)
            return Fail(SipParseStatus.BadParameter, position);
        var name = Slice.Between(position, nameEnd);
        Position = nameEnd;

        position = SipText.SkipSpace(_bytes, nameEnd, _end);
        if (position >= _end || _bytes[position] != '=')
        {
            parameter = new Parameter(name, default, false);
            return true;
        }

        position = SipText.SkipSpace(_bytes, position + 1, _end);
        var quoted = position < _end && _bytes[position] == '"';
        var valueEnd = quoted ? SipText.SkipQuoted(_bytes, position, _end) : FindAny(position, ValueEnd);
        if (valueEnd < 0)
            return Fail(SipParseStatus.BadQuotedString, position);
        parameter = new Parameter(name, Slice.Between(position, valueEnd), quoted);
        Position = valueEnd;
        return true;
    }

    /// <summary>Looks for the first parameter called <paramref name="name"/>, ignoring case.</summary>
    public static bool TryFind(ReadOnlySpan<byte> bytes, Slice parameters, ReadOnlySpan<byte> name, out Parameter parameter)
    {
        var reader = new ParameterReader(bytes, parameters);
        while (reader.Next(out parameter))
        {
            if (parameter.Is(bytes, name))
                return true;
        }

        parameter = default;
        return false;
    }

    private readonly int FindAny(int position, SearchValues<byte> delimiters)
    {
        var length = _bytes[position.._end].IndexOfAny(delimiters);
        return length < 0 ? _end : position + length;
    }

    private bool Fail(SipParseStatus status, int position)
    {
        Status = status;
        Position = position;
        return false;
    }
}
