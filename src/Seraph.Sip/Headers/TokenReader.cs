using System.Buffers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>
/// Walks over comma-separated tokens, through repeated headers: Require, Proxy-Require, Supported, Unsupported, Allow, Allow-Events and the
/// like. Empty places between commas are skipped.
/// </summary>
public ref struct TokenReader
{
    private static readonly SearchValues<byte> TokenEnd = SearchValues.Create(", \t\r\n"u8);

    private ListCursor _cursor;

    /// <summary>Starts before the first token of the headers of that kind.</summary>
    public TokenReader(SipMessage message, HeaderKind kind)
    {
        _cursor = new ListCursor(message, kind);
        Status = SipParseStatus.Ok;
    }

    /// <summary>Starts before the first token of one list.</summary>
    public TokenReader(ReadOnlySpan<byte> bytes, Slice list)
    {
        _cursor = new ListCursor(bytes, list);
        Status = SipParseStatus.Ok;
    }

    /// <summary>Ok, or BadToken when something else than a token ended the walk.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Index of the header line that the last token is in; -1 in a list that is no header.</summary>
    public readonly int HeaderIndex => _cursor.HeaderIndex;

    /// <summary>Goes to the next token; false behind the last one and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out Slice token)
    {
        token = default;
        while (_cursor.Next())
        {
            var bytes = _cursor.Bytes;
            var start = SipText.SkipSpace(bytes, _cursor.Position, _cursor.End);
            var length = bytes[start.._cursor.End].IndexOfAny(TokenEnd);
            var end = length < 0 ? _cursor.End : start + length;
            _cursor.Position = SipText.SkipSpace(bytes, end, _cursor.End);
            if (end == start)
                continue;

            token = Slice.Between(start, end);
            if (SipText.IsToken(token.Of(bytes)) && (_cursor.Position >= _cursor.End || bytes[_cursor.Position] == ','))
                return true;
            token = default;
            Status = SipParseStatus.BadToken;
            _cursor.Stop();
            return false;
        }

        return false;
    }

    /// <summary>True when the headers of that kind list <paramref name="token"/>, ignoring case (option tags and event packages).</summary>
    public static bool Contains(SipMessage message, HeaderKind kind, ReadOnlySpan<byte> token)
    {
        var reader = new TokenReader(message, kind);
        while (reader.Next(out var item))
        {
            if (message[item].EqualsIgnoreCase(token))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The methods listed by headers of that kind (Allow), or in a text such as the methods parameter of a contact, as a set of bits; unknown
    /// ones give <see cref="SipMethod.Other"/>.
    /// </summary>
    public SipMethod ReadMethods()
    {
        var methods = SipMethod.None;
        var bytes = _cursor.Bytes;
        while (Next(out var token))
            methods |= SipMethods.Parse(token.Of(bytes));
        return methods;
    }
}
