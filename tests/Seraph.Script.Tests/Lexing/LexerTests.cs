using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;

namespace Seraph.Script.Tests.Lexing;

public class LexerTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5060", 5060)]
    [InlineData("0x1F", 31)]
    [InlineData("0Xff", 255)]
    [InlineData("017", 15)]
    [InlineData("101b", 5)]
    [InlineData("0b", 0)]
    [InlineData("2147483648", int.MinValue)]
    [InlineData("0xFFFFFFFF", -1)]
    [InlineData("4294967287", -9)]
    public void Reads_numbers(string text, int expected)
    {
        var token = Assert.Single(Read(text));
        Assert.Equal(TokenKind.Number, token.Kind);
        Assert.Equal(expected, token.Number);
    }

    [Theory]
    [InlineData("4294967296")]
    [InlineData("99999999999999999999999999")]
    [InlineData("0x100000000")]
    public void Refuses_numbers_of_more_than_32_bits(string text)
    {
        Read(text, out var errors);
        Assert.Equal($"number too large: {text}", Assert.Single(errors).Message);
    }

    [Theory]
    [InlineData("3com")]
    [InlineData("018")]
    [InlineData("102b")]
    [InlineData("0x")]
    [InlineData("1_")]
    public void What_only_begins_like_a_number_is_a_label(string text) => Assert.Equal(TokenKind.Label, Assert.Single(Read(text)).Kind);

    [Theory]
    [InlineData(@"""plain""", "plain")]
    [InlineData(@"""a\nb\r\t\a\""\\""", "a\nb\r\t\a\"\\")]
    [InlineData(@"""\x41\x4a\xAg""", "AJ\ng")]
    [InlineData(@"""\xg""", @"\xg")]
    [InlineData(@"""\101\60\1019""", "A0A9")]
    [InlineData(@"""\1 \2x""", @"\1 \2x")]
    [InlineData(@"""\18""", @"\18")]
    [InlineData(@"""\+\.\q""", @"\+\.\q")]
    [InlineData("\"a\\\nb\"", "ab")]
    [InlineData("\"a\\\r\nb\"", "ab")]
    [InlineData("\"a\nb\"", "a\nb")]
    [InlineData("\"# /* */ //\"", "# /* */ //")]
    [InlineData(@"'no \n escapes \'", @"no \n escapes \")]
    [InlineData("'a\nb'", "a\nb")]
    [InlineData("\"\"", "")]
    public void Reads_strings(string text, string expected)
    {
        var token = Assert.Single(Read(text));
        Assert.Equal(TokenKind.String, token.Kind);
        Assert.Equal(expected, Encoding.UTF8.GetString(token.Bytes));
    }

    [Fact]
    public void Keeps_all_bytes_of_a_string()
    {
        byte[] bytes = [(byte)'"', 0xFF, 0x00, 0xE4, (byte)'"'];
        var lexer = new Lexer(new SourceText("x", bytes, 0), new DiagnosticBag());
        Assert.Equal([0xFF, 0x00, 0xE4], lexer.Next().Bytes);
    }

    [Theory]
    [InlineData("a # comment\nb", "a b")]
    [InlineData("a # comment without an end", "a")]
    [InlineData("a /* x */ b", "a b")]
    [InlineData("a /* x /* y */ z */ b", "a b")]
    [InlineData("a /**/ b /***/ c", "a b c")]
    [InlineData("a \\\n b \\\r\n c", "a b c")]
    [InlineData("a\tb\bc\r\nd", "a b c d")]
    [InlineData("\uFEFFa", "a")]
    public void Skips_blanks_and_comments(string text, string expected) => Assert.Equal(expected, string.Join(' ', Read(text).Select(t => t.Text)));

    [Theory]
    [InlineData("= == != =~ < > <= >= ! && || & | + += - * /", "Assign Equal NotEqual Match Less Greater LessOrEqual GreaterOrEqual Not And Or BitAnd BitOr Plus PlusAssign Minus Star Slash")]
    [InlineData("(){}[];,:.@", "OpenParenthesis CloseParenthesis OpenBrace CloseBrace OpenBracket CloseBracket Semicolon Comma Colon Dot At")]
    [InlineData("$x %x $fu.x $? $retcode $rc %rc", "Attribute Attribute Attribute ReturnCode ReturnCode ReturnCode Attribute")]
    [InlineData("1.2.3.4 1.2.3.4.example.com", "Address Number Dot Number Dot Number Dot Number Dot Identifier Dot Identifier")]
    [InlineData("::1 fe80::1 1:2:3:4:5:6:7:8 2001:DB8:: ::", "Address Address Address Address Address")]
    [InlineData("a:1 case 1: udp:10", "Identifier Colon Number Identifier Number Colon Identifier Colon Number")]
    [InlineData("a.b-c _x x_1", "Identifier Dot Identifier Minus Identifier Identifier Identifier")]
    public void Tells_tokens_apart(string text, string expected) => Assert.Equal(expected, string.Join(' ', Read(text).Select(t => t.Kind)));

    [Theory]
    [InlineData("a \"b", "1:3 unexpected end of the file in an unclosed string")]
    [InlineData("a 'b", "1:3 unexpected end of the file in an unclosed string")]
    [InlineData("a /* b", "1:3 unexpected end of the file, 1 comment open")]
    [InlineData("a /* /* b", "1:3 unexpected end of the file, 2 comments open")]
    [InlineData("a \u00e4\u00f6 b", "1:3 unexpected characters \"\u00e4\u00f6\"")]
    [InlineData("a ` ~ b", "1:3 unexpected characters \"`\"")]
    [InlineData("a \u0001 b", "1:3 unexpected characters \"\\x01\"")]
    [InlineData("$ x", "1:1 attribute name expected after \"$\"")]
    [InlineData("$(ru)", "1:1 pseudo-variables are not supported")]
    [InlineData("1.2.3.256", "1:1 invalid ipv4 address")]
    [InlineData("\n\t\u00e4 300.1.1.1", "2:2 unexpected characters \"\u00e4\"")]
    public void Says_what_is_wrong(string text, string expected)
    {
        Read(text, out var errors);
        Assert.Equal(expected, $"{errors[0].Location.Line}:{errors[0].Location.Column} {errors[0].Message}");
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        Read("\"\u00e4\u00f6\u00fc\" `", out var errors);
        Assert.Equal(7, errors[0].Location.Column);
    }

    [Fact]
    public void Survives_a_hundred_thousand_bad_characters()
    {
        Read(string.Concat(Enumerable.Repeat("` $ ", 100_000)), out var errors);
        Assert.Equal(200, errors.Count);
    }

    private static List<Token> Read(string text) => Read(text, out _);

    private static List<Token> Read(string text, out IReadOnlyList<Diagnostic> errors)
    {
        var diagnostics = new DiagnosticBag();
        var lexer = new Lexer(new SourceText("test.cfg", Encoding.UTF8.GetBytes(text), 0), diagnostics);
        var tokens = new List<Token>();
        for (var token = lexer.Next(); token.Kind != TokenKind.EndOfFile; token = lexer.Next())
            tokens.Add(token);

        errors = diagnostics.ToList();
        return tokens;
    }
}
