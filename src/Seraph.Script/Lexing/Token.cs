using System.Text;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Lexing;

internal enum TokenKind
{
    EndOfFile,

    /// <summary>A name or keyword. Keywords are not told apart here: after <c>@</c> and as parts of hosts they are plain names.</summary>
    Identifier,

    /// <summary>A word that begins with a digit and is no number; only good as a part of a host.</summary>
    Label,
    Number,
    String,
    Address,

    /// <summary><c>$name</c>, with its class prefix.</summary>
    Attribute,

    /// <summary><c>$?</c>, <c>$retcode</c>, <c>$rc</c>.</summary>
    ReturnCode,
    At,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Semicolon,
    Comma,
    Colon,
    Dot,
    Assign,
    Equal,
    NotEqual,
    Match,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Not,
    And,
    Or,
    BitAnd,
    BitOr,
    Plus,
    PlusAssign,
    Minus,
    Star,
    Slash,
}

/// <summary>A token of a script.</summary>
internal sealed class Token(TokenKind kind, SourceSpan span)
{
    private string? _text;

    public TokenKind Kind { get; } = kind;

    public SourceSpan Span { get; } = span;

    /// <summary>The characters as written; of an attribute without the mark.</summary>
    public string Text => _text ??= Span.Source.TextOf(Kind == TokenKind.Attribute ? Span.Start + 1 : Span.Start, Span.End);

    /// <summary>The content of a string, its escapes resolved.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>A string in double quotes.</summary>
    public bool IsDoubleQuoted { get; init; }

    /// <summary>The value of a number.</summary>
    public int Number { get; init; }

    /// <summary>The value of an address.</summary>
    public IpValue Address { get; init; }

    /// <summary>True when nothing, not even a blank, is between this token and the one before.</summary>
    public bool IsGluedTo(Token before) => ReferenceEquals(Span.Source, before.Span.Source) && Span.Start == before.Span.End;

    /// <summary>How messages name the token.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.EndOfFile => "the end of the file",
        TokenKind.String => $"the string \"{Shorten(Encoding.UTF8.GetString(Bytes))}\"",
        TokenKind.Attribute => $"\"${Shorten(Text)}\"",
        _ => $"\"{Shorten(Text)}\"",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
