using System.Diagnostics.CodeAnalysis;
using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Script.Formatting;

/// <summary>Reads texts with <c>%</c> specifiers.</summary>
internal ref struct FormatParser
{
    private readonly ConversionContext _context;
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<FormatPart> _parts = [];
    private readonly List<byte> _literal = [];
    private int _position;
    private bool _hasColour;

    private FormatParser(ReadOnlySpan<byte> text, ConversionContext context)
    {
        _text = text;
        _context = context;
    }

    public static bool TryParse(ReadOnlyMemory<byte> text, ConversionContext context, [NotNullWhen(true)] out Format? format)
    {
        var parser = new FormatParser(text.Span, context);
        format = parser.TryParse() ? new Format(Encoding.UTF8.GetString(text.Span), [.. parser._parts], parser._hasColour) : null;
        return format is not null;
    }

    private bool TryParse()
    {
        while (_position < _text.Length)
        {
            var b = _text[_position++];
            if (b == '\\' && _position < _text.Length)
                _literal.Add(Unescape(_text[_position++]));
            else if (b != '%')
                _literal.Add(b);
            else if (!TryParseSpecifier())
                return false;
        }

        if (_hasColour)
            _literal.AddRange("\e[0m"u8);

        FlushLiteral();
        return true;
    }

    private static byte Unescape(byte b) => (char)b switch { 'n' => (byte)'\n', 'r' => (byte)'\r', 't' => (byte)'\t', _ => b };

    private bool TryParseSpecifier()
    {
        if (_position == _text.Length)
            return _context.Refuse("a \"%\" at the end of the format", "write %% for a percent sign");

        switch ((char)_text[_position])
        {
            case '%':
                _position++;
                _literal.Add((byte)'%');
                return true;
            case ' ' or '|':
                _position++;
                return true;
            case 'C':
                return TryParseColour();
            case '$':
                return TryParseAttribute();
            case '@':
                return TryParseSelect();
            case '{':
                return TryParseHeader();
            case '<':
                return TryParseLegacyAttribute();
            default:
                return TryParseNamed();
        }
    }

    private bool TryParseNamed()
    {
        var name = Encoding.Latin1.GetString(_text.Slice(_position, Math.Min(2, _text.Length - _position)));
        _position += name.Length;
        if (_context.TryResolveSpecifier(name, out var specifier))
        {
            Add(new FormatPart { Specifier = specifier });
            return true;
        }

        _context.Warn($"unknown format specifier \"%{name}\"", "it prints <null>; write %% for a percent sign");
        _literal.AddRange(Format.Null);
        return true;
    }

    private bool TryParseColour()
    {
        const string letters = "xsrgybpcw";
        var codes = _position + 3 <= _text.Length ? _text.Slice(_position + 1, 2) : "??"u8;
        var foreground = letters.IndexOf(char.ToLowerInvariant((char)codes[0]));
        var background = letters.IndexOf((char)codes[1]);
        if (foreground < 0 || background < 0)
            return _context.Refuse("bad colour in the format", "write %C and two letters of x s r g y b p c w: foreground (upper case is bold) and background");

        _position += 3;
        _hasColour = true;
        var bold = char.IsAsciiLetterUpper((char)codes[0]) ? 1 : 0;
        var code = $"\e[{bold};{(foreground == 0 ? 39 : 29 + foreground)};{(background == 0 ? 49 : 39 + background)}m";
        _literal.AddRange(Encoding.ASCII.GetBytes(code));
        return true;
    }

    private bool TryParseAttribute()
    {
        _position++;
        var start = _position;
        while (_position < _text.Length && IsAttributeCharacter(_text[_position]))
            _position++;

        // A full stop or dash at the end belongs to the sentence and not to the name.
        while (_position > start && _text[_position - 1] is (byte)'.' or (byte)'-')
            _position--;

        _position += IndexLength(_text[_position..]);
        return AddAttribute(_text[start.._position]);
    }

    private static bool IsAttributeCharacter(byte b) => char.IsAsciiLetterOrDigit((char)b) || "_+-.".Contains((char)b);

    /// <summary>The length of an index in brackets, 0 when what follows is none.</summary>
    private static int IndexLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '[')
            return 0;

        var close = text.IndexOf((byte)']');
        return close == 1 || (close > 0 && Numbers.TryParse(text[1..close], out _)) ? close + 1 : 0;
    }

    private bool TryParseLegacyAttribute()
    {
        var length = _text[_position..].IndexOf((byte)'>');
        if (length < 0)
            return _context.Refuse("missing '>' after \"%<\" in the format");

        var name = _text.Slice(_position + 1, length - 1);
        _position += length + 1;
        return AddAttribute(name);
    }

    private bool AddAttribute(ReadOnlySpan<byte> text)
    {
        if (!AttributeReference.TryParse(text, out var attribute, out var error))
            return _context.Refuse($"bad attribute \"%${Encoding.UTF8.GetString(text)}\" in the format: {error}");

        Add(new FormatPart { Attribute = attribute });
        return true;
    }

    private bool TryParseSelect()
    {
        var end = SelectEnd(_text, _position);
        var text = Encoding.UTF8.GetString(_text[_position..end]).Replace("\\\"", "\"", StringComparison.Ordinal);
        _position = end;
        if (!_context.TryResolveSelect(Encoding.UTF8.GetBytes(text), out var select))
            return false;

        Add(new FormatPart { Select = select });
        return true;
    }

    /// <summary>The end of a select that starts at the <c>@</c>: names, dots and brackets, in which anything may be quoted.</summary>
    private static int SelectEnd(ReadOnlySpan<byte> text, int start)
    {
        var i = start + 1;
        while (i < text.Length)
        {
            var b = text[i];
            if (b == '[')
            {
                var close = text[i..].IndexOf((byte)']');
                if (close < 0)
                    return text.Length;

                i += close + 1;
            }
            else if (char.IsAsciiLetterOrDigit((char)b) || b == '_')
            {
                i++;
            }
            else if (b == '.' && i + 1 < text.Length && (char.IsAsciiLetter((char)text[i + 1]) || text[i + 1] == '_'))
            {
                i++;
            }
            else
            {
                break;
            }
        }

        return i;
    }

    private bool TryParseHeader()
    {
        var length = _text[_position..].IndexOf((byte)'}');
        if (length < 0)
            return _context.Refuse("missing '}' after \"%{\" in the format");

        var body = _text.Slice(_position + 1, length - 1);
        _position += length + 1;
        int? index = 0;
        var open = body.IndexOf((byte)'[');
        var name = open < 0 ? body : body[..open];
        if (open >= 0)
        {
            var number = body[^1] == ']' ? body[(open + 1)..^1] : default;
            if (number.SequenceEqual("*"u8))
                index = null;
            else if (Numbers.TryParse(number, out var parsed) && parsed >= -1)
                index = parsed;
            else
                return _context.Refuse("bad header index in the format", "0 is the first header, -1 the last, * all of them");
        }

        if (name.IsEmpty || !char.IsAsciiLetter((char)name[0]))
            return _context.Refuse("header name expected after \"%{\" in the format");

        if (!_context.TryResolveHeader(name.ToArray(), index, out var header))
            return _context.Refuse("headers can't be printed here");

        Add(new FormatPart { Specifier = header });
        return true;
    }

    private void Add(FormatPart part)
    {
        FlushLiteral();
        _parts.Add(part);
    }

    private void FlushLiteral()
    {
        if (_literal.Count > 0)
            _parts.Add(new FormatPart { Literal = [.. _literal] });

        _literal.Clear();
    }
}
