using System.Diagnostics.CodeAnalysis;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;

namespace Seraph.Script.Syntax;

/// <summary>
/// Reads tokens into a syntax tree. A method that returns null has reported an error; whoever parses statements then goes on after the next <c>;</c> or
/// block, so that one script can have many errors.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Parentheses, blocks and prefix operators inside one another.</summary>
    private const int MaxNesting = 100;

    /// <summary>Levels of one expression's tree; later steps recurse over it.</summary>
    private const int MaxHeight = 400;

    private readonly IReadOnlyList<Token> _tokens;
    private readonly bool _isModern;
    private readonly DiagnosticBag _diagnostics;
    private int _position;
    private int _nesting;
    private int _tallest;
    private bool _isAborted;
    private NameSyntax? _modernConstruct;

    private Parser(IReadOnlyList<Token> tokens, bool isModern, DiagnosticBag diagnostics)
    {
        _tokens = tokens;
        _isModern = isModern;
        _diagnostics = diagnostics;
    }

    private Token Current => _tokens[_position];

    private Token Previous => _tokens[Math.Max(0, _position - 1)];

    private bool AtEnd => Current.Kind == TokenKind.EndOfFile;

    /// <summary>Reads a script by the grammar of 2.1 or of 3.0; they differ in how tightly <c>!</c> binds.</summary>
    public static ScriptSyntax Parse(IReadOnlyList<Token> tokens, bool isModern, DiagnosticBag diagnostics)
    {
        var parser = new Parser(tokens, isModern, diagnostics);
        var declarations = parser.ParseDeclarations();
        return new ScriptSyntax(declarations, parser._modernConstruct);
    }

    private Token Peek(int offset) => _tokens[Math.Min(_position + offset, _tokens.Count - 1)];

    private Token Advance()
    {
        var token = Current;
        if (!AtEnd)
            _position++;

        return token;
    }

    private bool At(TokenKind kind) => Current.Kind == kind;

    private bool AtWord(string word) => IsWord(Current, word);

    private static bool IsWord(Token token, string word) => token.Kind == TokenKind.Identifier && token.Text == word;

    private bool Accept(TokenKind kind)
    {
        if (!At(kind))
            return false;

        Advance();
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!AtWord(word))
            return false;

        Advance();
        return true;
    }

    /// <summary>Takes a token of a kind, or reports what is expected where it should be.</summary>
    private bool Expect(TokenKind kind, DiagnosticCategory category, string message, string? hint = null)
    {
        if (Accept(kind))
            return true;

        Fail(category, Current.Span, $"{message}, found {Current.Describe()}", hint);
        return false;
    }

    /// <summary>The token is glued to the one before it.</summary>
    private bool IsGlued(int offset = 0) => Peek(offset).IsGluedTo(Peek(offset - 1));

    private SourceSpan SpanFrom(SourceSpan start) => start.To(Previous.Span);

    /// <summary>The place right after the last token, where something is missing.</summary>
    private SourceSpan AfterPrevious => Previous.Span with { Start = Previous.Span.End };

    private void Fail(DiagnosticCategory category, SourceSpan span, string message, string? hint = null)
    {
        // When the tokens ended early, what is missing at the end is not worth telling.
        if (!_isAborted && !(_diagnostics.HasErrors && span.Start >= _tokens[^1].Span.Start && AtEnd))
            _diagnostics.Error(category, span, message, hint);

        if (_diagnostics.IsFull)
            Abort();
    }

    private void Abort()
    {
        _isAborted = true;
        _position = _tokens.Count - 1;
    }

    /// <summary>Notes that the script uses the 3.0 language.</summary>
    private void UseModern(SourceSpan span, string construct) => _modernConstruct ??= new NameSyntax(span, construct);

    private bool TryEnter()
    {
        if (_nesting < MaxNesting)
        {
            _nesting++;
            return true;
        }

        Fail(DiagnosticCategory.Syntax, Current.Span, $"nested deeper than {MaxNesting} levels");
        Abort();
        return false;
    }

    private void Leave() => _nesting--;

    /// <summary>Refuses a tree that is too deep for the steps to come.</summary>
    [return: NotNullIfNotNull(nameof(expression))]
    private T? Checked<T>(T? expression)
        where T : ExpressionSyntax
    {
        if (expression is null)
            return null;

        _tallest = Math.Max(_tallest, expression.Height);
        if (expression.Height <= MaxHeight)
            return expression;

        Fail(DiagnosticCategory.Expression, expression.Span, "the expression is too long", "split it into several");
        Abort();
        return expression;
    }

    /// <summary>Skips the rest of a bad statement: up to its <c>;</c>, its block, or the <c>}</c> around it.</summary>
    private void SkipStatement()
    {
        var line = LineOf(Previous);
        while (!AtEnd)
        {
            if (At(TokenKind.CloseBrace) || StartsStatement(line))
                return;

            if (At(TokenKind.OpenBrace))
            {
                SkipBlock();
                return;
            }

            if (Advance().Kind == TokenKind.Semicolon)
                return;
        }
    }

    /// <summary>A keyword that begins a statement, first on a new line: most likely only a <c>;</c> was forgotten.</summary>
    private bool StartsStatement(int line) =>
        Current.Kind == TokenKind.Identifier
        && LineOf(Current) != line
        && LineOf(Current) != LineOf(Previous)
        && Current.Text is "if" or "while" or "switch" or "return" or "exit" or "drop" or "break" or "route" or "case" or "default";

    private static int LineOf(Token token) => token.Span.Source.LineOf(token.Span.Start);

    /// <summary>Skips a block in braces, with the blocks in it.</summary>
    private void SkipBlock()
    {
        var depth = 0;
        while (!AtEnd)
        {
            var kind = Advance().Kind;
            if (kind == TokenKind.OpenBrace)
                depth++;
            else if (kind == TokenKind.CloseBrace && --depth == 0)
                return;
        }
    }
}
