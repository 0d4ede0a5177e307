using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Compilation;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Syntax;
using ExpressionType = System.Linq.Expressions.ExpressionType;

namespace Seraph.Script.Binding;

/// <content>The 3.0 expression engine: every expression has a value, of a type that is known now (int, string) or only at run time.</content>
internal sealed partial class RouteBinder
{
    /// <summary>A value of type int, bool (which is an int to the script), byte[], ReadOnlyMemory&lt;byte&gt; or <see cref="ScriptValue"/>.</summary>
    private BoundExpression? BindModern(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return BoundConstant.Of(number.Value);
            case StringExpression text:
                return BoundConstant.Of(text.Value);
            case AttributeExpression attribute:
                return attribute.Attribute.IndexKind == AttributeIndexKind.All ? AttributeExists(attribute) : BindRaw(attribute);
            case SelectExpression select:
                return BindSelect(select) is { } read ? ToValue(read) : null;
            case ReturnCodeExpression:
                return ReturnCode();
            case CallExpression call:
                return BindCall(call) is { } value ? AsCondition(value) : null;
            case AssignmentExpression assignment:
                return BindAssignment(assignment) is { } stored ? IsPositive(stored) : null;
            case NestedStatementExpression nested:
                return Bind(nested.Statement) is { } statement ? IsPositive(new BoundNested(statement)) : null;
            case LogicalExpression logical:
                return BindLogical(logical, BindModernOperandCondition);
            case LengthExpression length:
                return BindLength(length);
            case UnaryExpression unary:
                return BindUnary(unary);
            case BinaryExpression { Left: WordExpression word, Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison when IsSpecial(word):
                return BindOperandComparison(word, comparison);
            case BinaryExpression binary:
                return BindBinary(binary);
            case WordExpression word:
                return BindWord(word);
            default:
                Error(expression.Span, "expression expected", "addresses can only be compared with operands like src_ip");
                return null;
        }
    }

    /// <summary>A word on the left of a comparison is a special operand unless it is a command without parentheses.</summary>
    private bool IsSpecial(WordExpression word) => FindOperand(word.Text) is not null || word.Text == Myself || !_functions.Exists(word.Text);

    private BoundExpression? BindWord(WordExpression word)
    {
        switch (FindOperand(word.Text)?.Kind)
        {
            case null:
                return BindBareCommand(word) is { } command ? IsPositive(command) : null;
            case OperandKind.Text or OperandKind.Uri:
                return BindOperand(FindOperand(word.Text)!, word) is { } text ? ToValue(text) : null;
            case OperandKind.Address:
                Error(word.Span, $"comparison operator expected after \"{word.Text}\"");
                return null;
            default:
                return BindOperand(FindOperand(word.Text)!, word);
        }
    }

    private BoundExpression? BindModernOperandCondition(ExpressionSyntax operand) =>
        BindModern(operand) is { } value && RequireNumber(value, operand.Span) ? ToCondition(value, operand.Span) : null;

    private BoundExpression? BindUnary(UnaryExpression unary)
    {
        if (unary.Operator == UnaryOperator.Defined)
            return BindDefined(unary);

        if (BindModern(unary.Operand) is not { } operand)
            return null;

        switch (unary.Operator)
        {
            case UnaryOperator.ToInteger:
                return ToInteger(operand, unary.Operand.Span);
            case UnaryOperator.ToText:
                return ToText(operand);
            default:
                if (!RequireNumber(operand, unary.Operand.Span))
                    return null;

                return unary.Operator == UnaryOperator.Not
                    ? new BoundNot(ToCondition(operand, unary.Operand.Span))
                    : Integers(ExpressionType.Subtract, BoundConstant.Of(0), ToInteger(operand, unary.Operand.Span), typeof(int));
        }
    }

    private BoundExpression? BindDefined(UnaryExpression unary)
    {
        if (BindModern(unary.Operand) is not { } operand)
            return null;

        return unary.Operand switch
        {
            AttributeExpression { Attribute.IndexKind: AttributeIndexKind.All } => operand,
            AttributeExpression or SelectExpression => Invoke(typeof(ModernRules), nameof(ModernRules.IsDefined), operand),
            _ => BoundConstant.Of(true), // what is composed is always defined
        };
    }

    private BoundInvoke? BindLength(LengthExpression length)
    {
        if (BindModern(length.Operand) is not { } operand)
            return null;

        if (IsConstant(operand) && IsNumber(operand))
        {
            Mismatch(length.Operand.Span, "int instead of string");
            return null;
        }

        return Invoke(typeof(TextRules), length.IsEmptyTest ? nameof(TextRules.IsEmpty) : nameof(TextRules.Length), ToText(operand));
    }

    private BoundExpression? BindBinary(BinaryExpression binary)
    {
        // Both sides are bound, so that the errors of both are seen.
        var left = BindModern(binary.Left);
        var right = BindModern(binary.Right);
        if (left is null || right is null)
            return null;

        switch (binary.Operator)
        {
            case BinaryOperator.Add:
                return BindAdd(left, right, binary);
            case BinaryOperator.Equal:
                return BindModernEquality(left, right, binary);
            case BinaryOperator.NotEqual:
                return BindModernEquality(left, right, binary) is { } equality ? new BoundNot(equality) : null;
            case BinaryOperator.TextEqual or BinaryOperator.TextNotEqual or BinaryOperator.Match:
                return BindTextOperator(left, right, binary);
            default:
                return RequireNumber(left, binary.Left.Span) & RequireNumber(right, binary.Right.Span)
                    ? BindArithmetic(binary, ToInteger(left, binary.Left.Span), ToInteger(right, binary.Right.Span))
                    : null;
        }
    }

    private BoundExpression? BindArithmetic(BinaryExpression binary, BoundExpression left, BoundExpression right)
    {
        if (binary.Operator is BinaryOperator.Divide or BinaryOperator.Modulo)
            return BindDivision(binary, left, right);

        var (operation, type) = binary.Operator switch
        {
            BinaryOperator.Subtract => (ExpressionType.Subtract, typeof(int)),
            BinaryOperator.Multiply => (ExpressionType.Multiply, typeof(int)),
            BinaryOperator.BitAnd => (ExpressionType.And, typeof(int)),
            BinaryOperator.BitOr => (ExpressionType.Or, typeof(int)),
            BinaryOperator.Less => (ExpressionType.LessThan, typeof(bool)),
            BinaryOperator.Greater => (ExpressionType.GreaterThan, typeof(bool)),
            BinaryOperator.LessOrEqual => (ExpressionType.LessThanOrEqual, typeof(bool)),
            BinaryOperator.GreaterOrEqual => (ExpressionType.GreaterThanOrEqual, typeof(bool)),
            BinaryOperator.IntegerEqual => (ExpressionType.Equal, typeof(bool)),
            BinaryOperator.IntegerNotEqual => (ExpressionType.NotEqual, typeof(bool)),
            _ => throw new InvalidOperationException($"Unknown operator {binary.Operator}."),
        };
        return Integers(operation, left, right, type);
    }

    private BoundExpression? BindDivision(BinaryExpression binary, BoundExpression left, BoundExpression right)
    {
        if (right is BoundConstant { Value: 0 })
        {
            Error(binary.Span, "bad expression: division by 0");
            return null;
        }

        var isModulo = binary.Operator == BinaryOperator.Modulo;
        if (left is BoundConstant { Value: int dividend } && right is BoundConstant { Value: int divisor })
            return BoundConstant.Of(isModulo ? ModernRules.Modulo(dividend, divisor) : ModernRules.Divide(dividend, divisor));

        return new BoundDivision(isModulo, left, right, binary.Span.ToLocation());
    }

    /// <summary>An integer operation, folded when both sides are constant.</summary>
    private static BoundExpression Integers(ExpressionType operation, BoundExpression left, BoundExpression right, Type type)
    {
        if (left is not BoundConstant { Value: int a } || right is not BoundConstant { Value: int b })
            return new BoundIntegerOperation(operation, left, right, type);

        return operation switch
        {
            ExpressionType.Add => BoundConstant.Of(unchecked(a + b)),
            ExpressionType.Subtract => BoundConstant.Of(unchecked(a - b)),
            ExpressionType.Multiply => BoundConstant.Of(unchecked(a * b)),
            ExpressionType.And => BoundConstant.Of(a & b),
            ExpressionType.Or => BoundConstant.Of(a | b),
            ExpressionType.Equal => BoundConstant.Of(a == b),
            ExpressionType.NotEqual => BoundConstant.Of(a != b),
            ExpressionType.LessThan => BoundConstant.Of(a < b),
            ExpressionType.GreaterThan => BoundConstant.Of(a > b),
            ExpressionType.LessThanOrEqual => BoundConstant.Of(a <= b),
            _ => BoundConstant.Of(a >= b),
        };
    }

    private BoundExpression? BindAdd(BoundExpression left, BoundExpression right, BinaryExpression binary)
    {
        if (IsNumber(left))
        {
            if (!IsText(right))
                return Integers(ExpressionType.Add, AsNumber(left), ToInteger(right, binary.Right.Span), typeof(int));

            Mismatch(binary.Right.Span, "string instead of int");
            return null;
        }

        if (left is BoundConstant { Value: byte[] a } && right is BoundConstant { Value: byte[] or int } constant)
        {
            var b = constant.Value as byte[] ?? Encoding.ASCII.GetBytes(constant.Value!.ToString()!);
            return BoundConstant.Of((byte[])[.. a, .. b]);
        }

        var location = BoundConstant.Of(binary.Span.ToLocation());
        return Invoke(typeof(ModernRules), nameof(ModernRules.Add), BoundContext.Instance, ToValue(left), ToValue(right), location);
    }

    private BoundExpression? BindModernEquality(BoundExpression left, BoundExpression right, BinaryExpression binary)
    {
        if (IsNumber(left) && IsText(right))
        {
            Mismatch(binary.Right.Span, "string instead of int");
            return null;
        }

        if (IsNumber(left))
            return Integers(ExpressionType.Equal, AsNumber(left), ToInteger(right, binary.Right.Span), typeof(bool));

        if (IsText(left))
            return TextEquality(left, right);

        var location = BoundConstant.Of(binary.Span.ToLocation());
        return Invoke(typeof(ModernRules), nameof(ModernRules.IsEqual), BoundContext.Instance, left, ToValue(right), location);
    }

    private static BoundExpression TextEquality(BoundExpression left, BoundExpression right)
    {
        if (left is BoundConstant { Value: byte[] a } && right is BoundConstant { Value: byte[] b })
            return BoundConstant.Of(a.AsSpan().SequenceEqual(b));

        return Invoke(typeof(TextRules), nameof(TextRules.AreEqual), ToText(left), right is BoundConstant { Value: byte[] } ? right : ToText(right));
    }

    private BoundExpression? BindTextOperator(BoundExpression left, BoundExpression right, BinaryExpression binary)
    {
        if (IsConstant(left) && IsNumber(left))
        {
            Mismatch(binary.Left.Span, "int instead of string");
            return null;
        }

        if (binary.Operator != BinaryOperator.Match)
            return Negated(TextEquality(left, right), binary.Operator == BinaryOperator.TextNotEqual);

        if (right is not BoundConstant { Value: byte[] pattern })
        {
            var dynamic = BoundConstant.Of(new DynamicPattern(binary.Right.Span.ToLocation()));
            return Invoke(typeof(ModernRules), nameof(ModernRules.IsMatch), BoundContext.Instance, ToText(left), ToText(right), dynamic);
        }

        if (PosixRegex.TryCompile(pattern, PosixRegexOptions.IgnoreCase, out var regex, out var error))
            return Invoke(typeof(TextRules), nameof(TextRules.IsMatch), BoundConstant.Of(regex!), ToText(left));

        Error(binary.Right.Span, $"bad regular expression \"{Encoding.UTF8.GetString(pattern)}\": {error}");
        return null;
    }

    private static bool IsConstant(BoundExpression value) => value is BoundConstant;

    private static bool IsNumber(BoundExpression value) => value.Type == typeof(int) || value.Type == typeof(bool);

    private static bool IsText(BoundExpression value) => value.Type == typeof(byte[]) || value.Type == typeof(ReadOnlyMemory<byte>);

    /// <summary>Where a number is needed a constant string is an error.</summary>
    private bool RequireNumber(BoundExpression value, SourceSpan span)
    {
        if (!IsConstant(value) || IsNumber(value))
            return true;

        Mismatch(span, "string instead of int");
        return false;
    }

    private void Mismatch(SourceSpan span, string what) => Error(span, $"bad expression: type mismatch ({what})");

    private static BoundExpression ToCondition(BoundExpression value, SourceSpan span) => value switch
    {
        { } condition when condition.Type == typeof(bool) => condition,
        BoundConstant { Value: int number } => BoundConstant.Of(number != 0),
        _ => new BoundIntegerOperation(ExpressionType.NotEqual, ToInteger(value, span), BoundConstant.Of(0), typeof(bool)),
    };

    private static BoundExpression ToInteger(BoundExpression value, SourceSpan span)
    {
        if (value is BoundConstant { Value: bool condition })
            return BoundConstant.Of(condition ? 1 : 0);

        if (IsNumber(value))
            return AsNumber(value);

        if (value is BoundConstant { Value: byte[] text })
            return BoundConstant.Of(Numbers.TryParse(text, out var number) ? number : 0);

        return Invoke(typeof(ModernRules), nameof(ModernRules.ToInteger), BoundContext.Instance, value, BoundConstant.Of(span.ToLocation()));
    }

    private static BoundExpression ToText(BoundExpression value) => value switch
    {
        BoundConstant { Value: byte[] } => Invoke(typeof(TextRules), nameof(TextRules.Of), value),
        _ when IsText(value) => value,
        _ when IsNumber(value) => Invoke(typeof(ModernRules), nameof(ModernRules.ToText), BoundContext.Instance, AsNumber(value)),
        _ => Invoke(typeof(ModernRules), nameof(ModernRules.ToText), BoundContext.Instance, value),
    };

    private static BoundExpression ToValue(BoundExpression value) =>
        value.Type == typeof(ScriptValue) ? value : Invoke(typeof(ModernRules), nameof(ModernRules.ToValue), AsNumber(value));
}
