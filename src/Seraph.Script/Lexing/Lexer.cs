using System.Globalization;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Lexing;

/// <summary>Cuts one file into tokens. Preprocessor lines and included files are handled by <see cref="TokenSource"/>.</summary>
internal sealed class Lexer
{
    private static readonly string[] ClassPrefixes = ["f", "t", "fr", "tr", "fu", "tu", "fd", "td", "g"];

    private readonly SourceText _source;
    private readonly byte[] _bytes;
    private readonly DiagnosticBag _diagnostics;
    private int _position;

    public Lexer(SourceText source, DiagnosticBag diagnostics)
    {
        _source = source;
        _bytes = source.Bytes;
        _diagnostics = diagnostics;
        _position = source.Start;
    }

    /// <summary>Where the next token is looked for.</summary>
    public int Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>Called for every line that begins with <c>#!</c>; gets the start of the line's text and its end.</summary>
    public Action<int, int>? OnDirective { get; set; }

    public SourceSpan SpanFrom(int start) => new(_source, start, _position);

    /// <summary>The next token; characters that can't begin one are reported and skipped.</summary>
    public Token Next()
    {
        while (true)
        {
            SkipBlanks();
            if (_position >= _bytes.Length)
                return new Token(TokenKind.EndOfFile, new SourceSpan(_source, _bytes.Length, _bytes.Length));

            if (TryRead() is { } token)
                return token;
        }
    }

    private Token? TryRead()
    {
        var b = _bytes[_position];
        if ((IsHex(b) || b == ':') && TryReadIpV6() is { } address)
            return address;
        if (IsDigit(b))
            return ReadNumber();
        if (IsIdentifierStart(b))
            return ReadIdentifier();

        return (char)b switch
        {
            '"' => ReadDoubleQuoted(),
            '\'' => ReadSingleQuoted(),
            '$' or '%' => TryReadAttribute(),
            _ => TryReadOperator(),
        };
    }

    /// <summary>Skips blanks and comments.</summary>
    public void SkipBlanks()
    {
        while (_position < _bytes.Length)
        {
            var b = _bytes[_position];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\b')
                _position++;
            else if (b == '#')
                SkipLine();
            else if (b == '/' && PeekAt(1) == '*')
                SkipBlockComment();
            else if (b == '\\' && LineEndLength(_position + 1) is > 0 and var length)
                _position += 1 + length;
            else
                return;
        }
    }

    private void SkipLine()
    {
        var start = _position;
        var end = Array.IndexOf(_bytes, (byte)'\n', start);
        _position = end < 0 ? _bytes.Length : end + 1;
        if (PeekByte(start + 1) == '!' && IsFirstOfLine(start))
            OnDirective?.Invoke(start, end < 0 ? _bytes.Length : end);
    }

    private bool IsFirstOfLine(int position)
    {
        for (var i = position - 1; i >= _source.Start; i--)
        {
            if (_bytes[i] == '\n')
                return true;
            if (_bytes[i] is not ((byte)' ' or (byte)'\t'))
                return false;
        }

        return true;
    }

    private void SkipBlockComment()
    {
        var start = _position;
        var open = 1;
        _position += 2;
        while (_position < _bytes.Length && open > 0)
        {
            var (b, next) = (_bytes[_position], PeekAt(1));
            if (b == '*' && next == '/')
                open--;
            else if (b == '/' && next == '*')
                open++;
            else
                _position--;

            _position += 2;
        }

        if (open == 0)
            return;

        _position = _bytes.Length;
        var count = open == 1 ? "1 comment open" : $"{open} comments open";
        _diagnostics.Error(DiagnosticCategory.Lexer, new SourceSpan(_source, start, start + 2), $"unexpected end of the file, {count}", "every /* needs its own */");
    }

    private Token ReadIdentifier()
    {
        var start = _position;
        while (_position < _bytes.Length && IsIdentifierPart(_bytes[_position]))
            _position++;

        return new Token(TokenKind.Identifier, SpanFrom(start));
    }

    private Token ReadNumber()
    {
        var start = _position;
        if (TryReadIpV4() is { } address)
            return address;

        while (_position < _bytes.Length && IsIdentifierPart(_bytes[_position]))
            _position++;

        var span = SpanFrom(start);
        var text = _source.TextOf(start, _position);
        if (!TryParseDigits(text, out var number))
            return new Token(TokenKind.Label, span);

        if (number > uint.MaxValue)
            _diagnostics.Error(DiagnosticCategory.Lexer, span, $"number too large: {text}", "numbers have 32 bits");

        return new Token(TokenKind.Number, span) { Number = unchecked((int)number) };
    }

    private static bool TryParseDigits(string text, out ulong number)
    {
        const ulong tooLarge = 1UL << 33;
        var (digits, radix) = text switch
        {
            ['0', 'x' or 'X', .. var hex] => (hex, 16),
            [.. var binary, 'b'] when !binary.AsSpan().ContainsAnyExceptInRange('0', '1') => (binary, 2),
            ['0', .. { Length: > 0 } octal] when !octal.AsSpan().ContainsAnyExceptInRange('0', '7') => (octal, 8),
            ['0', _, ..] => ("", 10),
            _ => (text, 10),
        };

        number = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix)
                return false;

            number = Math.Min(tooLarge, (number * (uint)radix) + (uint)digit);
        }

        return digits.Length > 0;
    }

    /// <summary>Four numbers joined by dots, and nothing glued to them that makes them a host name.</summary>
    private Token? TryReadIpV4()
    {
        var start = _position;
        var end = start;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && PeekByte(end++) != '.')
                return null;

            var digits = end;
            while (IsDigit(PeekByte(end)))
                end++;

            if (end == digits)
                return null;
        }

        var next = PeekByte(end);
        if (IsIdentifierPart(next) || next == '-' || (next == '.' && IsIdentifierPart(PeekByte(end + 1))))
            return null;

        _position = end;
        var span = SpanFrom(start);
        if (!IpValue.TryParse(_bytes.AsSpan(start, end - start), out var address))
            _diagnostics.Error(DiagnosticCategory.Expression, span, "invalid ipv4 address", "four numbers from 0 to 255 expected, without leading zeros");

        return new Token(TokenKind.Address, span) { Address = address };
    }

    private Token? TryReadIpV6()
    {
        var start = _position;
        var end = start;
        var colons = 0;
        while (IsHex(PeekByte(end)) || PeekByte(end) == ':')
        {
            if (_bytes[end++] == ':')
                colons++;
        }

        var text = _bytes.AsSpan(start, end - start);
        var isShortened = text.IndexOf("::"u8) >= 0;
        if (colons < 2 || (!isShortened && colons != 7) || IsIdentifierPart(PeekByte(end)) || !IpValue.TryParse(text, out var address))
            return null;

        _position = end;
        return new Token(TokenKind.Address, SpanFrom(start)) { Address = address };
    }

    private Token? TryReadAttribute()
    {
        var start = _position++;
        if (_bytes[start] == '$' && PeekByte(_position) == '?')
        {
            _position++;
            return new Token(TokenKind.ReturnCode, SpanFrom(start));
        }

        if (!IsIdentifierStart(PeekByte(_position)))
        {
            var message = PeekByte(_position) == '('
                ? "pseudo-variables are not supported"
                : $"attribute name expected after \"{(char)_bytes[start]}\"";
            _diagnostics.Error(DiagnosticCategory.Lexer, SpanFrom(start), message);
            return null;
        }

        ReadIdentifier();
        var name = _source.TextOf(start + 1, _position);
        if (_bytes[start] == '$' && name is "retcode" or "rc")
            return new Token(TokenKind.ReturnCode, SpanFrom(start));

        if (PeekByte(_position) == '.' && IsIdentifierPart(PeekByte(_position + 1)))
        {
            var prefix = SpanFrom(start);
            _position++;
            ReadIdentifier();
            if (!ClassPrefixes.Contains(name))
                _diagnostics.Error(DiagnosticCategory.Expression, prefix, $"unknown attribute class \"{name}\"", "the classes are f, t, fr, tr, fu, tu, fd, td and g");
        }
        else if (ClassPrefixes.Contains(name))
        {
            _diagnostics.Error(DiagnosticCategory.Expression, SpanFrom(start), $"attribute name expected after the class \"{name}\"", $"write it like ${name}.name");
        }

        return new Token(TokenKind.Attribute, SpanFrom(start));
    }

    private Token ReadSingleQuoted()
    {
        var start = _position;
        var end = Array.IndexOf(_bytes, (byte)'\'', start + 1);
        if (end < 0)
        {
            ReportUnclosed(start);
            end = _bytes.Length;
        }

        _position = Math.Min(end + 1, _bytes.Length);
        return new Token(TokenKind.String, SpanFrom(start)) { Bytes = _bytes[(start + 1)..end] };
    }

    private Token ReadDoubleQuoted()
    {
        var start = _position++;
        var content = new List<byte>();
        while (_position < _bytes.Length && _bytes[_position] != '"')
        {
            if (_bytes[_position] == '\\')
                ReadEscape(content);
            else
                content.Add(_bytes[_position++]);
        }

        if (_position >= _bytes.Length)
            ReportUnclosed(start);

        _position = Math.Min(_position + 1, _bytes.Length);
        return new Token(TokenKind.String, SpanFrom(start)) { Bytes = [.. content], IsDoubleQuoted = true };
    }

    private void ReadEscape(List<byte> content)
    {
        _position++; // the backslash
        var escaped = PeekByte(_position);
        switch ((char)escaped)
        {
            case 'n' or 'r' or 'a' or 't' or '"' or '\\':
                _position++;
                content.Add((char)escaped switch { 'n' => (byte)'\n', 'r' => (byte)'\r', 'a' => (byte)'\a', 't' => (byte)'\t', _ => escaped });
                break;
            case 'x' when IsHex(PeekByte(_position + 1)):
                _position++;
                content.Add((byte)ReadDigits(16, 2));
                break;
            case >= '0' and <= '7' when PeekByte(_position + 1) is >= (byte)'0' and <= (byte)'7': // a single digit is a back-reference
                content.Add((byte)ReadDigits(8, 3));
                break;
            case '\r' or '\n' when LineEndLength(_position) is > 0 and var length:
                _position += length;
                break;
            default:
                content.Add((byte)'\\');
                break;
        }
    }

    private int ReadDigits(int radix, int most)
    {
        var value = 0;
        for (var i = 0; i < most && IsHex(PeekByte(_position)); i++)
        {
            var digit = Convert.ToInt32(((char)_bytes[_position]).ToString(), 16);
            if (digit >= radix)
                break;

            value = (value * radix) + digit;
            _position++;
        }

        return value;
    }

    private void ReportUnclosed(int start) =>
        _diagnostics.Error(DiagnosticCategory.Lexer, new SourceSpan(_source, start, start + 1), "unexpected end of the file in an unclosed string");

    private Token? TryReadOperator()
    {
        var start = _position;
        var (kind, length) = ((char)_bytes[start], (char)PeekByte(start + 1)) switch
        {
            ('=', '=') => (TokenKind.Equal, 2),
            ('=', '~') => (TokenKind.Match, 2),
            ('=', _) => (TokenKind.Assign, 1),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('!', _) => (TokenKind.Not, 1),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('<', _) => (TokenKind.Less, 1),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('>', _) => (TokenKind.Greater, 1),
            ('&', '&') => (TokenKind.And, 2),
            ('&', _) => (TokenKind.BitAnd, 1),
            ('|', '|') => (TokenKind.Or, 2),
            ('|', _) => (TokenKind.BitOr, 1),
            ('+', '=') => (TokenKind.PlusAssign, 2),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            ('(', _) => (TokenKind.OpenParenthesis, 1),
            (')', _) => (TokenKind.CloseParenthesis, 1),
            ('{', _) => (TokenKind.OpenBrace, 1),
            ('}', _) => (TokenKind.CloseBrace, 1),
            ('[', _) => (TokenKind.OpenBracket, 1),
            (']', _) => (TokenKind.CloseBracket, 1),
            (';', _) => (TokenKind.Semicolon, 1),
            (',', _) => (TokenKind.Comma, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('.', _) => (TokenKind.Dot, 1),
            ('@', _) => (TokenKind.At, 1),
            _ => (TokenKind.EndOfFile, 0),
        };

        if (length == 0)
        {
            SkipUnknown();
            return null;
        }

        _position += length;
        return new Token(kind, SpanFrom(start));
    }

    private void SkipUnknown()
    {
        var start = _position;
        while (_position < _bytes.Length && (_bytes[_position] >= 0x80 || _bytes[_position] < ' ' || "\\?^`~\x7f".Contains((char)_bytes[_position])))
        {
            if (_position > start && _bytes[_position] is (byte)'\n' or (byte)'\r' or (byte)'\t')
                break;

            _position++;
        }

        _diagnostics.Error(DiagnosticCategory.Lexer, SpanFrom(start), $"unexpected characters \"{Printable(_source.TextOf(start, _position))}\"");
    }

    private static string Printable(string text) => string.Concat(text.Take(20).Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    private int LineEndLength(int position) => (PeekByte(position), PeekByte(position + 1)) switch
    {
        ((byte)'\n', _) => 1,
        ((byte)'\r', (byte)'\n') => 2,
        _ => 0,
    };

    private byte PeekAt(int offset) => PeekByte(_position + offset);

    private byte PeekByte(int position) => position < _bytes.Length ? _bytes[position] : (byte)0;

    private static bool IsDigit(byte b) => char.IsAsciiDigit((char)b);

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);

    private static bool IsIdentifierStart(byte b) => char.IsAsciiLetter((char)b) || b == '_';

    private static bool IsIdentifierPart(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == '_';
}
