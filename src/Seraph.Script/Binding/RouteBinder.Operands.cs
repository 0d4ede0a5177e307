using System.Text;
using Seraph.Script.Compilation;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;
using ExpressionType = System.Linq.Expressions.ExpressionType;

namespace Seraph.Script.Binding;

/// <content>Comparisons of the special operands (<c>method</c>, <c>src_ip</c> …), the same in every dialect.</content>
internal sealed partial class RouteBinder
{
    /// <summary>The largest datagram, which <c>msg:len</c> may be compared with by name.</summary>
    private const int MaxLength = 65535;

    private const string Myself = "myself";

    private BoundExpression? BindOperandComparison(WordExpression left, BinaryExpression comparison)
    {
        var right = comparison.Right;
        if (left.Text == Myself)
            return BindMyself(right, comparison);

        if (FindOperand(left.Text) is not { } operand)
        {
            var names = _state.VisibleSets(_order).SelectMany(s => s.Operands.Keys).Append(Myself);
            Error(left.Span, $"unknown operand \"{left.Text}\"", Diagnostics.Suggestions.For(left.Text, names) ?? "put text in quotes");
            return null;
        }

        if (right is WordExpression { Text: Myself })
            return BindMyself(left, comparison);

        if (BindOperand(operand, left) is not { } value)
            return null;

        return operand.Kind switch
        {
            OperandKind.Text or OperandKind.Uri => BindTextComparison(value, comparison),
            OperandKind.Address => BindAddressComparison(value, comparison),
            _ => BindNumberComparison(value, comparison),
        };
    }

    private BoundInvoke? BindOperand(OperandSymbol operand, WordExpression word)
    {
        if (!_functions.IsAllowed(new NameSyntax(word.Span, word.Text), operand.In, isCommand: false))
            return null;

        return new BoundInvoke(operand.Method, operand.Owner, operand.TakesContext ? [BoundContext.Instance] : []);
    }

    private BoundExpression? BindMyself(ExpressionSyntax other, BinaryExpression comparison)
    {
        var word = other as WordExpression;
        var operand = word is null ? null : FindOperand(word.Text);
        if (operand?.Kind is not (OperandKind.Uri or OperandKind.Address))
        {
            Error(other.Span, "uri, from_uri, to_uri or an address expected beside myself");
            return null;
        }

        if (EqualityOf(comparison) is not { } isNegated || BindOperand(operand, word!) is not { } value)
            return null;

        var test = Invoke(typeof(ClassicRules), nameof(ClassicRules.IsMyself), BoundContext.Instance, value, BoundConstant.Of(_state.Table.Hooks));
        return Negated(test, isNegated);
    }

    /// <summary>False for <c>==</c>, true for <c>!=</c>; null with an error for any other operator.</summary>
    private bool? EqualityOf(BinaryExpression comparison)
    {
        switch (comparison.Operator)
        {
            case BinaryOperator.Equal or BinaryOperator.TextEqual or BinaryOperator.IntegerEqual:
                return false;
            case BinaryOperator.NotEqual or BinaryOperator.TextNotEqual or BinaryOperator.IntegerNotEqual:
                return true;
            default:
                Error(comparison.OperatorSpan, "invalid operator, == or != expected");
                return null;
        }
    }

    private static BoundExpression Negated(BoundExpression test, bool isNegated) => isNegated ? new BoundNot(test) : test;

    private BoundExpression? BindTextComparison(BoundExpression left, BinaryExpression comparison)
    {
        if (ConstantText(comparison.Right) is { } text)
            return comparison.Operator == BinaryOperator.Match ? BindMatch(left, text, comparison.Right) : BindEquality(left, BoundConstant.Of(text), comparison);

        return BindDynamicText(comparison.Right) is { } right ? BindDynamicComparison(left, right, comparison) : null;
    }

    /// <summary>The text of what is a text without quotes: a word that is no operand, a number, an address.</summary>
    private byte[]? ConstantText(ExpressionSyntax expression) => expression switch
    {
        StringExpression text => text.Value,
        NumberExpression number => Encoding.ASCII.GetBytes(number.Value.ToString()),
        AddressExpression { Network: null } address => Encoding.ASCII.GetBytes(address.Address.ToString()),
        WordExpression word when FindOperand(word.Text) is null => Encoding.ASCII.GetBytes(word.Text),
        _ => null,
    };

    /// <summary>The right side of a text comparison that is known only at run time.</summary>
    private BoundExpression? BindDynamicText(ExpressionSyntax right)
    {
        switch (right)
        {
            case AttributeExpression or SelectExpression:
                return BindRaw(right);
            case WordExpression word when FindOperand(word.Text) is { Kind: OperandKind.Text or OperandKind.Uri } operand:
                return BindOperand(operand, word);
            default:
                if (_isModern)
                    return BindModern(right) is { } value ? ToValue(value) : null;

                Error(right.Span, "string, attribute or select expected");
                return null;
        }
    }

    private BoundExpression? BindDynamicComparison(BoundExpression left, BoundExpression right, BinaryExpression comparison)
    {
        if (comparison.Operator == BinaryOperator.Match)
        {
            if (left.Type == typeof(IpValue))
            {
                Error(comparison.Right.Span, "regular expression as a string expected");
                return null;
            }

            var pattern = BoundConstant.Of(new DynamicPattern(comparison.Right.Span.ToLocation()));
            return Invoke(typeof(ClassicRules), nameof(ClassicRules.IsMatch), BoundContext.Instance, left, right, pattern);
        }

        if (_isModern && left.Type == typeof(SelectResult) && right.Type == typeof(ScriptValue))
        {
            return EqualityOf(comparison) is { } isNegated
                ? Negated(Invoke(typeof(ModernRules), nameof(ModernRules.IsEqualIgnoringCase), BoundContext.Instance, left, right), isNegated)
                : null;
        }

        return BindEquality(left, right, comparison);
    }

    private BoundExpression? BindEquality(BoundExpression left, BoundExpression right, BinaryExpression comparison)
    {
        if (comparison.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.TextEqual or BinaryOperator.TextNotEqual)
            return EqualityOf(comparison) is { } isNegated ? Negated(Invoke(typeof(ClassicRules), nameof(ClassicRules.IsEqual), left, right), isNegated) : null;

        Error(comparison.OperatorSpan, "invalid operator, ==, != or =~ expected");
        return null;
    }

    private BoundInvoke? BindMatch(BoundExpression left, byte[] pattern, ExpressionSyntax place)
    {
        if (PosixRegex.TryCompile(pattern, PosixRegexOptions.IgnoreCase, out var regex, out var error))
            return Invoke(typeof(ClassicRules), nameof(ClassicRules.IsMatch), left, BoundConstant.Of(regex!));

        Error(place.Span, $"bad regular expression \"{Encoding.UTF8.GetString(pattern)}\": {error}");
        return null;
    }

    private BoundExpression? BindAddressComparison(BoundExpression left, BinaryExpression comparison)
    {
        switch (comparison.Right)
        {
            case AddressExpression { Network: { } network } address:
                WarnOfHostBits(network, address);
                return EqualityOf(comparison) is { } outside
                    ? Negated(Invoke(typeof(ClassicRules), nameof(ClassicRules.IsInside), left, BoundConstant.Of(network)), outside)
                    : null;
            case AddressExpression address:
                return BindAddressEquality(left, address.Address, comparison);
            case WordExpression word when FindOperand(word.Text) is { Kind: OperandKind.Address } operand:
                return BindOperand(operand, word) is { } right ? BindEquality(left, right, comparison) : null;
            case AttributeExpression or SelectExpression:
                return BindRaw(comparison.Right) is { } value ? BindDynamicComparison(left, value, comparison) : null;
            case StringExpression or WordExpression:
                return BindAddressText(left, ConstantText(comparison.Right)!, comparison);
            case var other when _isModern:
                return BindModern(other) is { } made ? BindEquality(left, ToValue(made), comparison) : null;
            default:
                Error(comparison.Right.Span, "ip address or hostname expected");
                return null;
        }
    }

    private BoundExpression? BindAddressText(BoundExpression left, byte[] text, BinaryExpression comparison)
    {
        if (comparison.Operator == BinaryOperator.Match)
            return BindMatch(left, text, comparison.Right);

        if (IpValue.TryParse(text, out var address))
            return BindAddressEquality(left, address, comparison);

        var host = BoundConstant.Of(Encoding.UTF8.GetString(text));
        return EqualityOf(comparison) is { } isNegated
            ? Negated(
                Invoke(typeof(ClassicRules), nameof(ClassicRules.IsAddressOf), BoundContext.Instance, left, host, BoundConstant.Of(_state.Table.Hooks)), isNegated)
            : null;
    }

    private BoundExpression? BindAddressEquality(BoundExpression left, IpValue address, BinaryExpression comparison)
    {
        if (comparison.Operator != BinaryOperator.Match)
            return BindEquality(left, BoundConstant.Of(address), comparison);

        Error(comparison.OperatorSpan, "invalid operator, == or != expected");
        return null;
    }

    private void WarnOfHostBits(IpNetworkValue network, AddressExpression address)
    {
        if (network.HasHostBits)
            Warn(address.Span, $"the address has bits outside of the netmask, {network.Address} is used");
    }

    private BoundExpression? BindNumberComparison(BoundExpression left, BinaryExpression comparison)
    {
        BoundExpression? right;
        switch (comparison.Right)
        {
            case AttributeExpression when !_isModern:
                right = BindRaw(comparison.Right);
                break;
            case WordExpression word:
                right = BindNumberWord(word);
                break;
            case StringExpression when !_isModern:
                Error(comparison.Right.Span, "number expected", "write the number without quotes");
                return null;
            default:
                right = BindInteger(comparison.Right);
                break;
        }

        return right is null ? null : Compare(left, right, comparison);
    }

    /// <summary>A word that stands for a number: a protocol, <c>max_len</c>, another operand.</summary>
    private BoundExpression? BindNumberWord(WordExpression word)
    {
        if (ProtocolWords.NumberOf(word.Text) is > 0 and var protocol)
            return BoundConstant.Of(protocol);

        if (word.Text == "max_len")
            return BoundConstant.Of(MaxLength);

        if (FindOperand(word.Text) is { Kind: OperandKind.Integer or OperandKind.Protocol } operand)
            return BindOperand(operand, word);

        Error(word.Span, $"number expected instead of \"{word.Text}\"", Diagnostics.Suggestions.For(word.Text, ["udp", "tcp", "tls", "sctp", "inet", "inet6", "max_len"]));
        return null;
    }

    /// <summary>Compares two sides that are integers or attributes.</summary>
    private BoundExpression? Compare(BoundExpression left, BoundExpression right, BinaryExpression comparison)
    {
        var (operation, method) = comparison.Operator switch
        {
            BinaryOperator.Equal or BinaryOperator.IntegerEqual or BinaryOperator.TextEqual => (ExpressionType.Equal, nameof(ClassicRules.IsEqual)),
            BinaryOperator.NotEqual or BinaryOperator.IntegerNotEqual or BinaryOperator.TextNotEqual => (ExpressionType.NotEqual, nameof(ClassicRules.IsEqual)),
            BinaryOperator.Less => (ExpressionType.LessThan, nameof(ClassicRules.IsLess)),
            BinaryOperator.Greater => (ExpressionType.GreaterThan, nameof(ClassicRules.IsGreater)),
            BinaryOperator.LessOrEqual => (ExpressionType.LessThanOrEqual, nameof(ClassicRules.IsLessOrEqual)),
            BinaryOperator.GreaterOrEqual => (ExpressionType.GreaterThanOrEqual, nameof(ClassicRules.IsGreaterOrEqual)),
            _ => (ExpressionType.Throw, ""),
        };
        if (operation == ExpressionType.Throw)
        {
            Error(comparison.OperatorSpan, "invalid operator, ==, !=, <, >, <= or >= expected");
            return null;
        }

        if (left.Type == typeof(int) && right.Type == typeof(int))
            return Integers(operation, left, right, typeof(bool));

        return Negated(Invoke(typeof(ClassicRules), method, left, right), operation == ExpressionType.NotEqual);
    }

    /// <summary>An attribute or select as it is, without a conversion.</summary>
    private BoundExpression? BindRaw(ExpressionSyntax expression) => expression switch
    {
        AttributeExpression attribute => Invoke(typeof(AttributeRules), nameof(AttributeRules.Read), BoundContext.Instance, BoundConstant.Of(attribute.Attribute)),
        SelectExpression select => BindSelect(select),
        _ => null,
    };
}
