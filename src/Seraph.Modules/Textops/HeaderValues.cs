using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Modules.Textops;

/// <summary>Where a value of a header is.</summary>
/// <param name="Header">Index of the header line.</param>
/// <param name="Text">The value without white space around it.</param>
internal readonly record struct HeaderValue(int Header, Slice Text);

/// <summary>Walks over the comma-separated values of all headers of a name, known names in long and compact form. Commas in quotes and angle brackets don't separate.</summary>
internal ref struct HeaderValues
{
    private readonly SipMessage _message;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _header;
    private int _position;
    private int _end;

    /// <summary>Starts before the first value.</summary>
    public HeaderValues(SipMessage message, ReadOnlySpan<byte> name)
    {
        _message = message;
        _bytes = message.Bytes;
        _header = message.FindHeader(name);
        Enter();
    }

    /// <summary>Goes to the next value; empty ones are left out.</summary>
    public bool Next(out HeaderValue value)
    {
        while (_header >= 0)
        {
            if (_position > _end)
            {
                _header = _message.NextHeader(_header);
                Enter();
                continue;
            }

            var comma = FindUnquoted(_bytes, _position, _end, (byte)',');
            var text = Trim(Slice.Between(_position, comma));
            _position = comma + 1;
            value = new HeaderValue(_header, text);
            if (!text.IsEmpty)
                return true;
        }

        value = default;
        return false;
    }

    /// <summary>Finds the n-th value, 1 being the first and -1 the last.</summary>
    public static bool TryFind(SipMessage message, ReadOnlySpan<byte> name, int index, out HeaderValue value)
    {
        var wanted = index > 0 ? index : Count(message, name) + 1 + index;
        var values = new HeaderValues(message, name);
        for (var count = 1; values.Next(out value); count++)
        {
            if (count == wanted)
                return true;
        }

        value = default;
        return false;
    }

    /// <summary>Finds a value by its text, ignoring case.</summary>
    public static bool TryFind(SipMessage message, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, out HeaderValue value)
    {
        var values = new HeaderValues(message, name);
        while (values.Next(out value))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(message[value.Text], text))
                return true;
        }

        value = default;
        return false;
    }

    /// <summary>The parameters of a value: from its first semicolon outside of quotes and angle brackets on; absent when there are none.</summary>
    public static Slice Parameters(ReadOnlySpan<byte> bytes, Slice value)
    {
        var semicolon = FindUnquoted(bytes, value.Start, value.End, (byte)';');
        return semicolon == value.End ? default : Slice.Between(semicolon, value.End);
    }

    /// <summary>Finds a parameter of a value by its name.</summary>
    public static bool TryFindParameter(ReadOnlySpan<byte> bytes, Slice value, ReadOnlySpan<byte> name, out Parameter parameter) =>
        ParameterReader.TryFind(bytes, Parameters(bytes, value), name, out parameter);

    private static int Count(SipMessage message, ReadOnlySpan<byte> name)
    {
        var values = new HeaderValues(message, name);
        var count = 0;
        while (values.Next(out _))
            count++;
        return count;
    }

    private static int FindUnquoted(ReadOnlySpan<byte> bytes, int position, int end, byte wanted)
    {
        var quoted = false;
        var bracketed = false;
        for (; position < end; position++)
        {
            var b = bytes[position];
            if (quoted)
            {
                if (b == '\\')
                    position++;
                else if (b == '"')
                    quoted = false;
            }
            else if (b == '"')
            {
                quoted = true;
            }
            else if (b == '<')
            {
                bracketed = true;
            }
            else if (b == '>')
            {
                bracketed = false;
            }
            else if (b == wanted && !bracketed)
            {
                return position;
            }
        }

        return end;
    }

    private readonly Slice Trim(Slice text)
    {
        int start = text.Start, end = text.End;
        while (start < end && _bytes[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            start++;
        while (end > start && _bytes[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            end--;
        return Slice.Between(start, end);
    }

    private void Enter()
    {
        if (_header < 0)
            return;
        var body = _message.Headers[_header].Body;
        _position = body.Start;
        _end = body.End;
    }
}
