using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;
using Seraph.Script.Parameters;

namespace Seraph.Script.Syntax;

/// <content>Expressions.</content>
internal sealed partial class Parser
{
    private const int OrLevel = 1;
    private const int AndLevel = 2;
    private const int EqualityLevel = 5;
    private const int AdditiveLevel = 7;
    private const int UnaryLevel = 9;

    private ExpressionSyntax? TryParseExpression() => TryParseBinary(OrLevel);

    private ExpressionSyntax? TryParseBinary(int level)
    {
        var left = TryParseUnary();
        while (left is not null && OperatorOf(Current) is var (foundLevel, binary) && foundLevel >= level)
        {
            var token = Advance();
            if (foundLevel > EqualityLevel + 1 || binary is BinaryOperator.TextEqual or BinaryOperator.TextNotEqual or BinaryOperator.IntegerEqual or BinaryOperator.IntegerNotEqual)
                UseModern(token.Span, token.Text);

            // What binds tighter on the right is read first.
            var right = TryParseBinary(foundLevel + 1);
            if (right is null)
                return null;

            var span = left.Span.To(right.Span);
            left = foundLevel <= AndLevel || (!_isModern && IsLegacyLogical(binary, left, right))
                ? Checked(Logical(span, foundLevel == AndLevel || binary == BinaryOperator.BitAnd, left, right))
                : Checked(new BinaryExpression(span, binary, token.Span, left, right));
        }

        return left;
    }

    /// <summary>Old scripts write <c>|</c> and <c>&amp;</c> for the logical operators; with a number on the right they test bits.</summary>
    private static bool IsLegacyLogical(BinaryOperator binary, ExpressionSyntax left, ExpressionSyntax right) =>
        binary is BinaryOperator.BitAnd or BinaryOperator.BitOr && !(left is AttributeExpression && right is NumberExpression);

    private static LogicalExpression Logical(SourceSpan span, bool isAnd, ExpressionSyntax left, ExpressionSyntax right)
    {
        if (left is not LogicalExpression chain || chain.IsAnd != isAnd || chain.Operands is not List<ExpressionSyntax> operands)
            return new LogicalExpression(span, isAnd, new List<ExpressionSyntax> { left, right }, Math.Max(left.Height, right.Height));

        operands.Add(right); // nobody else keeps the list of the chain so far
        return new LogicalExpression(span, isAnd, operands, Math.Max(chain.OperandHeight, right.Height));
    }

    private static (int Level, BinaryOperator Operator)? OperatorOf(Token token) => token.Kind switch
    {
        TokenKind.Or => (OrLevel, default),
        TokenKind.And => (AndLevel, default),
        TokenKind.BitOr => (3, BinaryOperator.BitOr),
        TokenKind.BitAnd => (4, BinaryOperator.BitAnd),
        TokenKind.Equal => (EqualityLevel, BinaryOperator.Equal),
        TokenKind.NotEqual => (EqualityLevel, BinaryOperator.NotEqual),
        TokenKind.Match => (EqualityLevel, BinaryOperator.Match),
        TokenKind.Less => (6, BinaryOperator.Less),
        TokenKind.Greater => (6, BinaryOperator.Greater),
        TokenKind.LessOrEqual => (6, BinaryOperator.LessOrEqual),
        TokenKind.GreaterOrEqual => (6, BinaryOperator.GreaterOrEqual),
        TokenKind.Plus => (AdditiveLevel, BinaryOperator.Add),
        TokenKind.Minus => (AdditiveLevel, BinaryOperator.Subtract),
        TokenKind.Star => (8, BinaryOperator.Multiply),
        TokenKind.Slash => (8, BinaryOperator.Divide),
        TokenKind.Identifier => token.Text switch
        {
            "or" => (OrLevel, default),
            "and" => (AndLevel, default),
            "eq" => (EqualityLevel, BinaryOperator.TextEqual),
            "ne" => (EqualityLevel, BinaryOperator.TextNotEqual),
            "ieq" => (EqualityLevel, BinaryOperator.IntegerEqual),
            "ine" => (EqualityLevel, BinaryOperator.IntegerNotEqual),
            "mod" => (8, BinaryOperator.Modulo),
            _ => null,
        },
        _ => null,
    };

    private ExpressionSyntax? TryParseUnary()
    {
        if (!TryEnter())
            return null;

        var expression = TryParsePrefix();
        Leave();
        return expression;
    }

    private ExpressionSyntax? TryParsePrefix()
    {
        var token = Current;
        if (token.Kind == TokenKind.Not || IsWord(token, "not"))
        {
            Advance();

            // In 2.1 it negates the whole comparison that follows.
            var operand = _isModern ? TryParseUnary() : TryParseClassicNegated();
            return Unary(token, UnaryOperator.Not, operand);
        }

        if (token.Kind == TokenKind.Minus)
        {
            Advance();
            if (At(TokenKind.Number))
                return new NumberExpression(token.Span.To(Current.Span), unchecked(-Advance().Number));

            UseModern(token.Span, "-");
            return Unary(token, UnaryOperator.Minus, TryParseUnary());
        }

        if (IsWord(token, "defined"))
        {
            UseModern(token.Span, token.Text);
            Advance();
            return Unary(token, UnaryOperator.Defined, TryParseUnary());
        }

        if (token.Kind == TokenKind.OpenParenthesis && Peek(2).Kind == TokenKind.CloseParenthesis && Peek(1).Text is "int" or "str" && Peek(1).Kind == TokenKind.Identifier)
        {
            var isInteger = Peek(1).Text == "int";
            UseModern(token.Span, isInteger ? "(int)" : "(str)");
            _position += 3;
            return Unary(token, isInteger ? UnaryOperator.ToInteger : UnaryOperator.ToText, TryParseUnary());
        }

        return TryParsePrimary();
    }

    private ExpressionSyntax? TryParseClassicNegated()
    {
        var operand = TryParseBinary(EqualityLevel);
        var isBitTest = operand is AttributeExpression && Current.Kind is TokenKind.BitAnd or TokenKind.BitOr && Peek(1).Kind == TokenKind.Number;
        if (!isBitTest)
            return operand;

        var token = Advance();
        var number = Advance();
        var binary = token.Kind == TokenKind.BitAnd ? BinaryOperator.BitAnd : BinaryOperator.BitOr;
        return new BinaryExpression(SpanFrom(operand!.Span), binary, token.Span, operand, new NumberExpression(number.Span, number.Number));
    }

    private UnaryExpression? Unary(Token token, UnaryOperator unary, ExpressionSyntax? operand) =>
        operand is null ? null : Checked(new UnaryExpression(token.Span.To(operand.Span), unary, operand));

    private ExpressionSyntax? TryParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new NumberExpression(token.Span, token.Number);
            case TokenKind.String:
                return ParseStrings();
            case TokenKind.Address or TokenKind.OpenBracket:
                return TryParseAddress();
            case TokenKind.Attribute:
                return TryParseAttributeOrAssignment();
            case TokenKind.ReturnCode:
                Advance();
                return TryParseOperandComparison(new ReturnCodeExpression(token.Span), isSpecial: !_isModern);
            case TokenKind.At:
                return TryParseSelect();
            case TokenKind.OpenParenthesis:
                return TryParseParenthesized();
            case TokenKind.OpenBrace:
                return TryParseNested();
            case TokenKind.Identifier:
                return TryParseWord(isStatement: false);
            default:
                Fail(DiagnosticCategory.Expression, token.Span, $"expression expected, found {token.Describe()}", ExpressionHint(token));
                return null;
        }
    }

    private static string? ExpressionHint(Token token) => token.Kind switch
    {
        TokenKind.Assign => "the operator of comparisons is ==",
        TokenKind.CloseParenthesis => "missing '(' or ')' ?",
        _ => null,
    };

    private ExpressionSyntax? TryParseParenthesized()
    {
        Advance(); // (
        var inner = TryParseExpression();
        if (inner is null || Accept(TokenKind.CloseParenthesis))
            return inner;

        var hint = At(TokenKind.Assign) ? "the operator of comparisons is ==" : "missing '(' or ')' ?";
        Fail(DiagnosticCategory.Expression, Current.Span, $"\")\" or an operator expected, found {Current.Describe()}", hint);
        return null;
    }

    private NestedStatementExpression? TryParseNested()
    {
        var outer = _tallest;
        _tallest = 0;
        var statement = JumpOf(Current) is { } jump ? TryParseJump(jump) : TryParseStatement();
        var height = _tallest + MaxNesting;
        _tallest = outer;
        return statement is null ? null : Checked(new NestedStatementExpression(statement.Span, statement, height));
    }

    /// <summary>A word: a command or function, a special operand with its comparison, a nested statement, a host.</summary>
    private ExpressionSyntax? TryParseWord(bool isStatement)
    {
        var token = Current;
        var next = Peek(1);
        if (!isStatement && (token.Text == "if" || JumpOf(token) is not null))
            return TryParseNested();

        if (token.Text is "strlen" or "strempty" && next.Kind == TokenKind.OpenParenthesis)
            return TryParseLength();

        if (!isStatement && WordNumber(token.Text) is { } number && next.Kind != TokenKind.OpenParenthesis)
        {
            Advance();
            return new NumberExpression(token.Span, number);
        }

        if (next.Kind == TokenKind.OpenParenthesis)
        {
            Advance();
            var arguments = token.Text == "route" ? TryParseRouteArgument() : TryParseArguments(token.Text);
            return arguments is null ? null : new CallExpression(SpanFrom(token.Span), new NameSyntax(token.Span, token.Text), arguments);
        }

        if (token.Text == "msg" && next.Kind == TokenKind.Colon && IsWord(Peek(2), "len") && IsGlued(1) && IsGlued(2))
        {
            _position += 3;
            return TryParseOperandComparison(new WordExpression(SpanFrom(token.Span), "msg:len"), isSpecial: true);
        }

        var span = ParseLabels();
        return TryParseOperandComparison(new WordExpression(span, span.Source.TextOf(span.Start, span.End)), isSpecial: !isStatement);
    }

    /// <summary>A special operand and its comparison are one operand, whatever stands before it.</summary>
    private ExpressionSyntax? TryParseOperandComparison(ExpressionSyntax left, bool isSpecial)
    {
        if (!isSpecial || OperatorOf(Current) is not var (level, binary) || level is < EqualityLevel or >= AdditiveLevel)
            return left;

        var token = Advance();
        var right = _isModern ? TryParseBinary(AdditiveLevel) : TryParseUnary();
        return right is null ? null : Checked(new BinaryExpression(left.Span.To(right.Span), binary, token.Span, left, right));
    }

    private LengthExpression? TryParseLength()
    {
        var name = Advance();
        UseModern(name.Span, name.Text);
        Advance(); // (
        if (TryParseExpression() is not { } operand || !Expect(TokenKind.CloseParenthesis, DiagnosticCategory.Expression, $"\")\" expected after the operand of {name.Text}"))
            return null;

        return Checked(new LengthExpression(SpanFrom(name.Span), name.Text == "strempty", operand));
    }

    private List<ArgumentSyntax>? TryParseRouteArgument()
    {
        Advance(); // (
        if (TryParseRouteName() is not { } name || !Expect(TokenKind.CloseParenthesis, DiagnosticCategory.Command, "missing \")\" after the name of the route"))
            return null;

        return [new ArgumentSyntax(name.Span, ScriptArgumentKind.Word, Encoding.UTF8.GetBytes(name.Text))];
    }

    private AddressExpression? TryParseAddress()
    {
        if (TryParseHost("ip address expected", DiagnosticCategory.Expression) is not { } host)
            return null;

        if (!At(TokenKind.Slash))
            return new AddressExpression(host.Span, host.Address, null);

        Advance();
        var mask = Advance();
        var span = SpanFrom(host.Span);
        var isGood = mask.Kind switch
        {
            TokenKind.Number => IpNetworkValue.TryCreate(host.Address, mask.Number, out _),
            TokenKind.Address => IpNetworkValue.TryCreate(host.Address, mask.Address, out _),
            _ => false,
        };
        if (!isGood)
        {
            var message = mask.Kind == TokenKind.Number ? "invalid bit number in netmask" : "netmask of the same address family expected after \"/\"";
            Fail(DiagnosticCategory.Expression, mask.Span, message, $"0 to {host.Address.Width} bits, or a mask written as an address");
            return null;
        }

        IpNetworkValue network;
        _ = mask.Kind == TokenKind.Number
            ? IpNetworkValue.TryCreate(host.Address, mask.Number, out network)
            : IpNetworkValue.TryCreate(host.Address, mask.Address, out network);
        return new AddressExpression(span, host.Address, network);
    }

    private ExpressionSyntax? TryParseAttributeOrAssignment()
    {
        if (TryParseAttribute() is not { } attribute)
            return null;

        return At(TokenKind.Assign) ? TryParseAssignment(attribute) : attribute;
    }

    private AssignmentExpression? TryParseAssignment(AttributeExpression target)
    {
        Advance(); // =
        return TryParseExpression() is { } value ? Checked(new AssignmentExpression(target.Span.To(value.Span), target, value)) : null;
    }

    private AttributeExpression? TryParseAttribute()
    {
        var token = Advance();
        var kind = AttributeIndexKind.None;
        var index = 0;
        if (Accept(TokenKind.OpenBracket))
        {
            kind = AttributeIndexKind.All;
            if (!At(TokenKind.CloseBracket))
            {
                var isNegative = Accept(TokenKind.Minus);
                index = Current.Number * (isNegative ? -1 : 1);
                kind = AttributeIndexKind.Number;
                if (!Expect(TokenKind.Number, DiagnosticCategory.Expression, "bad attribute index, number expected"))
                    return null;
            }

            if (!Expect(TokenKind.CloseBracket, DiagnosticCategory.Expression, "\"]\" expected after the attribute index"))
                return null;
        }

        var track = AttributeTrack.From;
        var @class = AttributeClass.Any;
        var name = token.Text;
        var dot = name.IndexOf('.');
        if (dot >= 0)
        {
            _ = AttributeText.TryReadPrefix(Encoding.ASCII.GetBytes(name[..dot]), out track, out @class); // checked by the lexer
            name = name[(dot + 1)..];
        }

        return new AttributeExpression(SpanFrom(token.Span), new AttributeReference(track, @class, Encoding.ASCII.GetBytes(name), kind, index));
    }

    private SelectExpression? TryParseSelect()
    {
        var start = Advance();
        var path = new List<SelectPart>();
        do
        {
            var name = Current;
            if (name.Kind != TokenKind.Identifier || !IsGlued())
            {
                Fail(DiagnosticCategory.Expression, name.Span, $"select name expected after \"{Previous.Text}\", found {name.Describe()}");
                return null;
            }

            Advance();
            int? index = null;
            SelectPart? quoted = null;
            if (At(TokenKind.OpenBracket) && !TryParseSelectIndex(out index, out quoted))
                return null;

            path.Add(new SelectPart(name.Span, name.Text, false, index));
            if (quoted is not null)
                path.Add(quoted);
        }
        while (At(TokenKind.Dot) && IsGlued() && Advance() is not null);
        return new SelectExpression(SpanFrom(start.Span), path);
    }

    private bool TryParseSelectIndex(out int? index, out SelectPart? quoted)
    {
        index = null;
        quoted = null;
        Advance(); // [
        var isNegative = Accept(TokenKind.Minus);
        if (At(TokenKind.String) && !isNegative)
        {
            var text = Advance();
            quoted = new SelectPart(text.Span, Encoding.UTF8.GetString(text.Bytes), true, null);
        }
        else if (At(TokenKind.Number))
        {
            index = Advance().Number * (isNegative ? -1 : 1);
        }
        else
        {
            Fail(DiagnosticCategory.Expression, Current.Span, $"number or string expected in the brackets of the select, found {Current.Describe()}");
            return false;
        }

        return Expect(TokenKind.CloseBracket, DiagnosticCategory.Expression, "\"]\" expected in the select");
    }
}
