using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Syntax;

/// <summary>An expression.</summary>
/// <param name="Span">Where it is.</param>
/// <param name="Height">Levels of nodes beneath it; the parser keeps it small so that later steps may recurse.</param>
internal abstract record ExpressionSyntax(SourceSpan Span, int Height) : SyntaxNode(Span);

/// <summary>Stands where an expression couldn't be read; its error was reported.</summary>
internal sealed record BadExpression(SourceSpan Span) : ExpressionSyntax(Span, 0);

internal sealed record NumberExpression(SourceSpan Span, int Value) : ExpressionSyntax(Span, 0);

internal sealed record StringExpression(SourceSpan Span, byte[] Value) : ExpressionSyntax(Span, 0);

/// <summary>A bare word: a special operand, a command without parentheses, a host name, <c>myself</c>.</summary>
internal sealed record WordExpression(SourceSpan Span, string Text) : ExpressionSyntax(Span, 0);

/// <summary>An address, with a mask a network.</summary>
internal sealed record AddressExpression(SourceSpan Span, IpValue Address, IpNetworkValue? Network) : ExpressionSyntax(Span, 0);

internal sealed record AttributeExpression(SourceSpan Span, AttributeReference Attribute) : ExpressionSyntax(Span, 0);

/// <summary><c>$?</c></summary>
internal sealed record ReturnCodeExpression(SourceSpan Span) : ExpressionSyntax(Span, 0);

internal sealed record SelectExpression(SourceSpan Span, IReadOnlyList<SelectPart> Path) : ExpressionSyntax(Span, 0);

/// <summary>An element of a select's path: a name with an optional index, or a quoted text.</summary>
internal sealed record SelectPart(SourceSpan Span, string Name, bool IsQuoted, int? Index);

/// <summary>A call of a command or function.</summary>
internal sealed record CallExpression(SourceSpan Span, NameSyntax Name, IReadOnlyList<ArgumentSyntax> Arguments) : ExpressionSyntax(Span, 0);

/// <summary><c>strlen</c> and <c>strempty</c>.</summary>
internal sealed record LengthExpression(SourceSpan Span, bool IsEmptyTest, ExpressionSyntax Operand) : ExpressionSyntax(Span, Operand.Height + 1);

internal enum UnaryOperator
{
    Not,
    Minus,
    Defined,
    ToInteger,
    ToText,
}

internal sealed record UnaryExpression(SourceSpan Span, UnaryOperator Operator, ExpressionSyntax Operand) : ExpressionSyntax(Span, Operand.Height + 1);

internal enum BinaryOperator
{
    BitOr,
    BitAnd,
    Equal,
    NotEqual,
    Match,
    TextEqual,
    TextNotEqual,
    IntegerEqual,
    IntegerNotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

internal sealed record BinaryExpression(SourceSpan Span, BinaryOperator Operator, SourceSpan OperatorSpan, ExpressionSyntax Left, ExpressionSyntax Right)
    : ExpressionSyntax(Span, Math.Max(Left.Height, Right.Height) + 1);

/// <summary>A chain of <c>&amp;&amp;</c> or of <c>||</c>, kept in a list so that a long one is no deep tree.</summary>
internal sealed record LogicalExpression(SourceSpan Span, bool IsAnd, IReadOnlyList<ExpressionSyntax> Operands, int OperandHeight)
    : ExpressionSyntax(Span, OperandHeight + 1);

/// <summary><c>$x = value</c></summary>
internal sealed record AssignmentExpression(SourceSpan Span, AttributeExpression Target, ExpressionSyntax Value) : ExpressionSyntax(Span, Value.Height + 1);

/// <summary>A block or an <c>if</c> that is used as an expression.</summary>
internal sealed record NestedStatementExpression(SourceSpan Span, StatementSyntax Statement, int StatementHeight) : ExpressionSyntax(Span, StatementHeight + 1);
