using Seraph.Script.Diagnostics;

namespace Seraph.Script.Syntax;

/// <summary>A statement inside a route block.</summary>
internal abstract record StatementSyntax(SourceSpan Span) : SyntaxNode(Span);

/// <summary>A command or an assignment.</summary>
internal sealed record ExpressionStatement(SourceSpan Span, ExpressionSyntax Expression) : StatementSyntax(Span);

internal sealed record BlockStatement(SourceSpan Span, IReadOnlyList<StatementSyntax> Statements) : StatementSyntax(Span);

/// <summary><c>if</c> with all its <c>else if</c>, which are kept in a list so that a long chain is no deep tree.</summary>
internal sealed record IfStatement(SourceSpan Span, IReadOnlyList<(ExpressionSyntax Condition, StatementSyntax Body)> Clauses, StatementSyntax? Else)
    : StatementSyntax(Span);

internal sealed record WhileStatement(SourceSpan Span, ExpressionSyntax Condition, StatementSyntax Body) : StatementSyntax(Span);

internal sealed record SwitchStatement(SourceSpan Span, ExpressionSyntax Value, IReadOnlyList<SwitchSection> Sections) : StatementSyntax(Span);

/// <summary>One label and the statements after it; consecutive labels are sections without statements.</summary>
internal sealed record SwitchSection(SourceSpan Span, SwitchLabelKind Kind, int Number, byte[] Text, IReadOnlyList<StatementSyntax> Statements)
    : SyntaxNode(Span);

internal enum SwitchLabelKind
{
    Default,
    Number,
    Text,
    Pattern,
}

internal enum JumpKind
{
    Return,
    Exit,
    Drop,
    Break,
}

/// <summary><c>return</c>, <c>exit</c>, <c>drop</c> and <c>break</c>.</summary>
internal sealed record JumpStatement(SourceSpan Span, JumpKind Kind, ExpressionSyntax? Value) : StatementSyntax(Span);
