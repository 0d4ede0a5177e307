using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <summary>A statement whose meaning is settled.</summary>
internal abstract record BoundStatement;

internal sealed record BoundEvaluation(BoundExpression Expression) : BoundStatement;

internal sealed record BoundBlock(IReadOnlyList<BoundStatement> Statements) : BoundStatement;

/// <summary>The conditions are of type bool.</summary>
internal sealed record BoundIf(IReadOnlyList<(BoundExpression Condition, BoundStatement Body)> Clauses, BoundStatement? Else) : BoundStatement;

internal sealed record BoundWhile(BoundExpression Condition, BoundStatement Body, SourceLocation Location) : BoundStatement;

/// <summary>The value is of type int when the labels are numbers, else ReadOnlyMemory&lt;byte&gt;; anything when there are no labels.</summary>
internal sealed record BoundSwitch(BoundExpression Value, IReadOnlyList<BoundSection> Sections) : BoundStatement;

internal sealed record BoundSection(SwitchLabelKind Kind, int Number, byte[] Text, PosixRegex? Pattern, BoundStatement Body);

/// <summary>Ends the route or the script, or with <see cref="JumpKind.Break"/> the innermost loop or switch.</summary>
internal sealed record BoundJump(JumpKind Kind, BoundExpression? Value) : BoundStatement;

/// <summary>A route block.</summary>
internal sealed record BoundRoute(RouteBlockKind Kind, string Name, SourceLocation Location, BoundStatement Body);
