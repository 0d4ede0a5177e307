using Seraph.Script.Attributes;
using Seraph.Script.Compilation;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <content>Conditions by the rules of 2.1.</content>
internal sealed partial class RouteBinder
{
    /// <summary>A condition of type bool.</summary>
    private BoundExpression? ClassicCondition(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return BoundConstant.Of(number.Value != 0);
            case AttributeExpression attribute:
                return attribute.Attribute.IndexKind == AttributeIndexKind.All ? AttributeExists(attribute) : IsTrue(BindRaw(attribute));
            case SelectExpression select:
                return IsTrue(BindSelect(select));
            case CallExpression call:
                return BindCall(call) is { } value ? AsCondition(value) : null;
            case AssignmentExpression assignment:
                return BindAssignment(assignment) is { } stored ? IsPositive(stored) : null;
            case NestedStatementExpression nested:
                return Bind(nested.Statement) is { } statement ? IsPositive(new BoundNested(statement)) : null;
            case UnaryExpression { Operator: UnaryOperator.Not } not:
                return ClassicCondition(not.Operand) is { } operand ? new BoundNot(operand) : null;
            case LogicalExpression logical:
                return BindLogical(logical, ClassicCondition);
            case BinaryExpression comparison:
                return ClassicComparison(comparison);
            case WordExpression word when FindOperand(word.Text) is null && word.Text != Myself:
                return BindBareCommand(word) is { } command ? IsPositive(command) : null;
            case WordExpression word:
                Error(word.Span, $"comparison operator expected after \"{word.Text}\"");
                return null;
            case ReturnCodeExpression:
                Error(expression.Span, "comparison operator expected after $?", "write $? > 0");
                return null;
            default:
                Error(expression.Span, "condition expected", "compare it with something");
                return null;
        }
    }

    private static BoundExpression AsCondition(BoundExpression value) => value.Type == typeof(bool) ? value : IsPositive(value);

    private static BoundInvoke AttributeExists(AttributeExpression attribute) =>
        Invoke(typeof(AttributeRules), nameof(AttributeRules.Exists), BoundContext.Instance, BoundConstant.Of(attribute.Attribute));

    private static BoundInvoke? IsTrue(BoundExpression? value) => value is null ? null : Invoke(typeof(ClassicRules), nameof(ClassicRules.IsTrue), value);

    private static BoundLogical? BindLogical(LogicalExpression logical, Func<ExpressionSyntax, BoundExpression?> bind)
    {
        var operands = new List<BoundExpression>(logical.Operands.Count);
        foreach (var operand in logical.Operands)
        {
            if (bind(operand) is { } bound)
                operands.Add(bound);
        }

        return operands.Count == logical.Operands.Count ? new BoundLogical(logical.IsAnd, operands) : null;
    }

    private BoundExpression? ClassicComparison(BinaryExpression comparison)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        if (comparison.Operator is BinaryOperator.BitAnd or BinaryOperator.BitOr)
        {
            var method = comparison.Operator == BinaryOperator.BitAnd ? nameof(ClassicRules.HasBits) : nameof(ClassicRules.HasAnyBit);
            return Invoke(typeof(ClassicRules), method, BindRaw(left)!, BoundConstant.Of(((NumberExpression)right).Value));
        }

        switch (left)
        {
            case WordExpression word:
                return BindOperandComparison(word, comparison);
            case AttributeExpression attribute:
                return CompareAttribute(BindRaw(attribute)!, comparison);
            case SelectExpression select:
                return CompareSelect(BindSelect(select), comparison);
            case ReturnCodeExpression:
                return BindNumberComparison(ReturnCode(), comparison);
            case CallExpression call:
                return BindCall(call) is { } value ? BindNumberComparison(AsNumber(value), comparison) : null;
            case NumberExpression number:
                return BindNumberComparison(BoundConstant.Of(number.Value), comparison);
            default:
                Error(left.Span, "operand of a comparison expected", "an attribute, a select, or a word like method or src_ip");
                return null;
        }
    }

    private BoundExpression? CompareAttribute(BoundExpression left, BinaryExpression comparison)
    {
        switch (comparison.Right)
        {
            case NumberExpression number:
                return Compare(left, BoundConstant.Of(number.Value), comparison);
            case ReturnCodeExpression:
                return Compare(left, ReturnCode(), comparison);
            case CallExpression call:
                return BindCall(call) is { } value ? Compare(left, AsNumber(value), comparison) : null;
            case AttributeExpression attribute when comparison.Operator != BinaryOperator.Match:
                return Compare(left, BindRaw(attribute)!, comparison);
            case WordExpression { Text: Myself }:
                return BindMyself(comparison.Left, comparison);
            case WordExpression word when FindOperand(word.Text) is not null:
                return BindOperandComparison(word, Mirrored(comparison));
            case WordExpression word when Symbols.ProtocolWords.NumberOf(word.Text) is > 0 and var protocol:
                return Compare(left, BoundConstant.Of(protocol), comparison);
            case WordExpression word:
                Error(word.Span, $"string, number, attribute or select expected instead of \"{word.Text}\"", "put text in quotes");
                return null;
            default:
                return BindTextComparison(left, comparison);
        }
    }

    private BoundExpression? CompareSelect(BoundExpression? left, BinaryExpression comparison)
    {
        if (comparison.Right is NumberExpression)
        {
            Error(comparison.Right.Span, "string, attribute or select expected", "a select is text: put the number in quotes");
            return null;
        }

        return left is null ? null : BindTextComparison(left, comparison);
    }

    /// <summary>The same comparison with its sides exchanged.</summary>
    private static BinaryExpression Mirrored(BinaryExpression comparison)
    {
        var mirrored = comparison.Operator switch
        {
            BinaryOperator.Less => BinaryOperator.Greater,
            BinaryOperator.Greater => BinaryOperator.Less,
            BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
            BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
            var same => same,
        };
        return comparison with { Operator = mirrored, Left = comparison.Right, Right = comparison.Left };
    }
}
