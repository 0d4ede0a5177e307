using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;

namespace Seraph.Script.Syntax;

/// <content>Statements inside route blocks.</content>
internal sealed partial class Parser
{
    /// <summary>Reads a block from its <c>{</c> to its <c>}</c>; bad statements in it are skipped.</summary>
    private BlockStatement ParseBlock()
    {
        var open = Advance();
        var statements = new List<StatementSyntax>();
        if (!TryEnter())
            return new BlockStatement(open.Span, statements);

        ParseStatements(statements, inSwitch: false);
        Leave();
        if (!Accept(TokenKind.CloseBrace))
            Fail(DiagnosticCategory.Syntax, open.Span, "missing \"}\" for this block", AtEnd ? null : $"before {Current.Describe()} in line {LineOf(Current) + 1}");

        return new BlockStatement(SpanFrom(open.Span), statements);
    }

    private void ParseStatements(List<StatementSyntax> statements, bool inSwitch)
    {
        while (!AtEnd && !At(TokenKind.CloseBrace))
        {
            if (inSwitch && (AtWord("case") || AtWord("default")))
                return;

            if (StartsMissedBlock())
                return;

            var before = _position;
            if (TryParseStatement() is { } statement)
                statements.Add(statement);
            else
                SkipStatement();

            if (_position == before && !Accept(TokenKind.Semicolon))
                Advance();
        }
    }

    /// <summary>A route block begins where a statement should: the block around has no end.</summary>
    private bool StartsMissedBlock()
    {
        if (Current.Kind != TokenKind.Identifier || !RouteKeywords.ContainsKey(Current.Text))
            return false;

        return Peek(1).Kind is TokenKind.OpenBrace or TokenKind.OpenBracket;
    }

    /// <summary>Reads a statement; an empty one is an empty block.</summary>
    private StatementSyntax? TryParseStatement()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Semicolon:
                Advance();
                return new BlockStatement(token.Span, []);
            case TokenKind.OpenBrace:
                return ParseBlock();
            case TokenKind.Identifier when token.Text == "if":
                return ParseIf();
            case TokenKind.Identifier when token.Text == "while":
                return ParseWhile();
            case TokenKind.Identifier when token.Text == "switch":
                return TryParseSwitch();
            case TokenKind.Identifier when token.Text is "else" or "case" or "default":
                Fail(DiagnosticCategory.Syntax, token.Span, $"\"{token.Text}\" without {(token.Text == "else" ? "if" : "switch")}");
                Advance();
                return null;
            default:
                return TryParseSimpleStatement();
        }
    }

    private StatementSyntax? TryParseSimpleStatement()
    {
        var start = Current;
        if (start.Kind is not (TokenKind.Identifier or TokenKind.Attribute))
        {
            var hint = start.Kind == TokenKind.ReturnCode ? "$? can only be read" : null;
            Fail(DiagnosticCategory.Command, start.Span, $"bad command: statement expected, found {start.Describe()}", hint);
            return null;
        }

        StatementSyntax? statement;
        if (JumpOf(start) is { } jump)
            statement = TryParseJump(jump);
        else
            statement = TryParseCommand() is { } expression ? new ExpressionStatement(expression.Span, expression) : null;

        if (statement is null || Accept(TokenKind.Semicolon))
            return statement;

        // Before "else" old scripts leave it out.
        if (!AtWord("else") && !_isAborted)
            Fail(DiagnosticCategory.Command, AfterPrevious, "bad command: missing ';'?");

        return statement;
    }

    /// <summary>A command or an assignment, which is all that may stand alone.</summary>
    private ExpressionSyntax? TryParseCommand()
    {
        if (At(TokenKind.Identifier))
            return Checked(TryParseWord(isStatement: true));

        if (TryParseAttribute() is not { } target)
            return null;

        if (At(TokenKind.Assign))
            return TryParseAssignment(target);

        var hint = At(TokenKind.PlusAssign) ? "write $x = $x + value" : null;
        Fail(DiagnosticCategory.Command, Current.Span, $"bad command: \"=\" expected after the attribute, found {Current.Describe()}", hint);
        return null;
    }

    private static JumpKind? JumpOf(Token token) => token.Kind != TokenKind.Identifier
        ? null
        : token.Text switch
        {
            "return" => JumpKind.Return,
            "exit" => JumpKind.Exit,
            "drop" => JumpKind.Drop,
            "break" => JumpKind.Break,
            _ => null,
        };

    private JumpStatement? TryParseJump(JumpKind kind)
    {
        var keyword = Advance();
        if (At(TokenKind.OpenParenthesis) && Peek(1).Kind == TokenKind.CloseParenthesis)
            _position += 2;
        else if (kind != JumpKind.Break && !At(TokenKind.Semicolon) && !At(TokenKind.CloseBrace) && !AtWord("else"))
            return TryParseExpression() is { } value ? new JumpStatement(SpanFrom(keyword.Span), kind, value) : null;

        return new JumpStatement(SpanFrom(keyword.Span), kind, null);
    }

    private IfStatement ParseIf()
    {
        var start = Current;
        var clauses = new List<(ExpressionSyntax, StatementSyntax)>();
        StatementSyntax? otherwise = null;
        do
        {
            Advance(); // if
            clauses.Add((ParseCondition(), ParseBody()));
            if (AcceptWord("else") && !AtWord("if"))
                otherwise = ParseBody();
        }
        while (AtWord("if") && IsWord(Previous, "else"));

        return new IfStatement(SpanFrom(start.Span), clauses, otherwise);
    }

    /// <summary>A condition; after a bad one its closing parenthesis is looked for, so that the body is still read.</summary>
    private ExpressionSyntax ParseCondition()
    {
        var start = _position;
        var first = Current;
        if (TryParseExpression() is { } condition)
            return condition;

        var bad = new BadExpression(first.Span);
        if (first.Kind != TokenKind.OpenParenthesis || _isAborted)
            return bad;

        _position = start;
        var depth = 0;
        while (!AtEnd && !At(TokenKind.OpenBrace) && !At(TokenKind.Semicolon) && !At(TokenKind.CloseBrace))
        {
            var kind = Advance().Kind;
            if (kind == TokenKind.OpenParenthesis)
                depth++;
            else if (kind == TokenKind.CloseParenthesis && --depth == 0)
                break;
        }

        return bad;
    }

    private StatementSyntax ParseBody()
    {
        var start = Current;
        if (At(TokenKind.OpenBrace))
            return ParseBlock();

        var body = TryEnter() ? TryParseStatement() : null;
        if (body is null)
            SkipStatement();

        if (!_isAborted)
            Leave();

        return body ?? new BlockStatement(start.Span, []);
    }

    private WhileStatement ParseWhile()
    {
        var keyword = Advance();
        UseModern(keyword.Span, "while");
        var condition = ParseCondition();
        return new WhileStatement(SpanFrom(keyword.Span), condition, ParseBody());
    }

    private SwitchStatement? TryParseSwitch()
    {
        var keyword = Advance();
        UseModern(keyword.Span, "switch");
        if (TryParseExpression() is not { } value)
            return null;

        var open = Current;
        if (!Expect(TokenKind.OpenBrace, DiagnosticCategory.Syntax, "\"{\" expected after switch") || !TryEnter())
            return null;

        var sections = new List<SwitchSection>();
        var isGood = true;
        while (!AtEnd && !At(TokenKind.CloseBrace))
        {
            var before = _position;
            if (TryParseSection() is { } section)
            {
                sections.Add(section);
                continue;
            }

            isGood = false;
            SkipStatement();
            if (_position == before)
                Advance();
        }

        Leave();
        if (!Accept(TokenKind.CloseBrace))
            Fail(DiagnosticCategory.Syntax, open.Span, "missing \"}\" for this switch");

        return isGood ? new SwitchStatement(SpanFrom(keyword.Span), value, sections) : null;
    }

    private SwitchSection? TryParseSection()
    {
        var start = Current;
        var kind = SwitchLabelKind.Default;
        var number = 0;
        byte[] text = [];
        if (AcceptWord("case"))
        {
            var isPattern = Accept(TokenKind.Slash);
            var isNegative = Accept(TokenKind.Minus);
            if (At(TokenKind.Number) && !isPattern)
                (kind, number) = (SwitchLabelKind.Number, Advance().Number * (isNegative ? -1 : 1));
            else if (At(TokenKind.Identifier) && WordNumber(Current.Text) is { } word && !isPattern)
                (kind, number, _) = (SwitchLabelKind.Number, word, Advance());
            else if (At(TokenKind.String) && !isNegative)
                (kind, text) = (isPattern ? SwitchLabelKind.Pattern : SwitchLabelKind.Text, ParseStrings().Value);
            else
                return BadLabel();
        }
        else if (!AcceptWord("default"))
        {
            Fail(DiagnosticCategory.Syntax, start.Span, $"\"case\" or \"default\" expected in the switch, found {start.Describe()}");
            return null;
        }

        if (!Expect(TokenKind.Colon, DiagnosticCategory.Expression, "bad case label: \":\" expected"))
            return null;

        var label = SpanFrom(start.Span);
        var statements = new List<StatementSyntax>();
        ParseStatements(statements, inSwitch: true);
        return new SwitchSection(label, kind, number, text, statements);
    }

    private SwitchSection? BadLabel()
    {
        Fail(DiagnosticCategory.Expression, Current.Span, $"bad case label: constant expected, found {Current.Describe()}", "a number, a string or /\"regular expression\"");
        return null;
    }
}
