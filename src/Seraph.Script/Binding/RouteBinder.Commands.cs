using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Compilation;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;

namespace Seraph.Script.Binding;

/// <content>Commands, calls and assignments.</content>
internal sealed partial class RouteBinder
{
    /// <summary>What may stand alone as a statement.</summary>
    private BoundExpression? BindCommand(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case CallExpression call:
                return BindCall(call);
            case AssignmentExpression assignment:
                return BindAssignment(assignment);
            case WordExpression word:
                return BindBareCommand(word);
            default:
                CommandError(expression.Span, "bad command: this is no command");
                return null;
        }
    }

    private BoundFunctionCall? BindBareCommand(WordExpression word) => _functions.TryResolve(new NameSyntax(word.Span, word.Text), [], CommandForms.Bare);

    private BoundExpression? BindCall(CallExpression call) => call.Name.Text switch
    {
        "route" => BindRouteCall(call),
        "setflag" => BindFlag(call, nameof(AttributeRules.SetMessageFlag)),
        "resetflag" => BindFlag(call, nameof(AttributeRules.ResetMessageFlag)),
        "isflagset" => BindFlag(call, nameof(AttributeRules.HasMessageFlag)),
        "setavpflag" => BindAttributeFlag(call, nameof(AttributeRules.SetFlag)),
        "resetavpflag" => BindAttributeFlag(call, nameof(AttributeRules.ResetFlag)),
        "isavpflagset" => BindAttributeFlag(call, nameof(AttributeRules.HasFlag)),
        "len_gt" when !_functions.Exists("len_gt") => BindLengthTest(call),
        _ => _functions.TryResolve(call.Name, call.Arguments, CommandForms.Call),
    };

    private BoundRouteCall? BindRouteCall(CallExpression call)
    {
        if (!IsCommandAllowed(call.Name))
            return null;

        var name = call.Arguments[0];
        return new BoundRouteCall(_state.GetRoute(RouteBlockKind.Request, Encoding.UTF8.GetString(name.Text.Span), name.Span), call.Span.ToLocation());
    }

    /// <summary>Commands that the language itself has are not for <c>onsend_route</c>.</summary>
    private bool IsCommandAllowed(NameSyntax name) => _functions.IsAllowed(name, Routes.Any, isCommand: true);

    private BoundInvoke? BindFlag(CallExpression call, string operation)
    {
        if (!HasArguments(call, 1, "a flag") || FindFlag(call.Arguments[0]) is not { } flag)
            return null;

        return Invoke(typeof(AttributeRules), operation, BoundContext.Instance, BoundConstant.Of(flag.Mask));
    }

    private FlagReference? FindFlag(ArgumentSyntax argument)
    {
        if (argument.Kind == ScriptArgumentKind.Number)
            return FindFlagByNumber(argument);

        var name = Encoding.UTF8.GetString(argument.Text.Span);
        if (argument.Kind is not (ScriptArgumentKind.Word or ScriptArgumentKind.Text))
        {
            FlagError(argument, "bad flag argument, a number or a declared name expected", null);
            return null;
        }

        var flag = _state.Flags.Find(name);
        if (flag is null)
            FlagError(argument, $"flag not declared: \"{name}\"", Suggestions.For(name, _state.Flags.Positions.Keys) ?? $"write \"flags {name};\" before this route");

        return flag;
    }

    private FlagReference? FindFlagByNumber(ArgumentSyntax argument)
    {
        if (argument.Number is < 0 or >= FlagReference.Count)
        {
            FlagError(argument, $"bad flag value {argument.Number}, 0 to {FlagReference.Count - 1} expected", null);
            return null;
        }

        if (_state.Flags.NameOf(argument.Number) is { } name)
            _state.Diagnostics.Warning(DiagnosticCategory.Flags, argument.Span, $"flag {argument.Number} has the name \"{name}\"", "use the name");

        return new FlagReference(argument.Number, null);
    }

    private BoundInvoke? BindAttributeFlag(CallExpression call, string operation)
    {
        if (!IsCommandAllowed(call.Name) || !HasArguments(call, 2, "an attribute and the name of a flag"))
            return null;

        var (target, flag) = (call.Arguments[0], call.Arguments[1]);
        var scope = new BindingScope(_state, target.Span, _order, DiagnosticCategory.Command);
        if (!AttributeReference.TryConvert(target.ToArgument(), new ConversionContext(scope, target.Span.ToLocation(), null), out var attribute))
            return null;

        var name = Encoding.UTF8.GetString(flag.Text.Span);
        if (!_state.AttributeFlags.Masks.TryGetValue(name, out var mask))
        {
            FlagError(flag, $"avpflag not declared: \"{name}\"", Suggestions.For(name, _state.AttributeFlags.Masks.Keys) ?? $"write \"avpflags {name};\" before this route");
            return null;
        }

        return Invoke(typeof(AttributeRules), operation, BoundContext.Instance, BoundConstant.Of(attribute), BoundConstant.Of(mask));
    }

    /// <summary><c>len_gt(n)</c> of old scripts is <c>msg:len &gt;= n</c>.</summary>
    private BoundExpression? BindLengthTest(CallExpression call)
    {
        if (!HasArguments(call, 1, "a number or max_len"))
            return null;

        var argument = call.Arguments[0];
        ExpressionSyntax limit = argument.Kind == ScriptArgumentKind.Number
            ? new NumberExpression(argument.Span, argument.Number)
            : new WordExpression(argument.Span, Encoding.UTF8.GetString(argument.Text.Span));
        var length = new WordExpression(call.Name.Span, "msg:len");
        return BindOperandComparison(length, new BinaryExpression(call.Span, BinaryOperator.GreaterOrEqual, call.Span, length, limit));
    }

    private bool HasArguments(CallExpression call, int count, string what)
    {
        if (call.Arguments.Count == count)
            return true;

        CommandError(call.Name.Span, $"wrong number of arguments: {call.Name.Text} takes {what}");
        return false;
    }

    private BoundExpression? BindAssignment(AssignmentExpression assignment)
    {
        var target = assignment.Target.Attribute;
        if (target.IsReadOnly)
        {
            Error(assignment.Target.Span, "domain and global attributes can't be assigned");
            return null;
        }

        if (target.IndexKind == AttributeIndexKind.Number)
        {
            Error(assignment.Target.Span, "an attribute with an index can't be assigned", "write $x = value, or $x[] = value to add one");
            return null;
        }

        var append = target.IndexKind == AttributeIndexKind.All;
        var location = assignment.Span.ToLocation();
        return assignment.Value switch
        {
            AttributeExpression source => Invoke(
                typeof(AttributeRules), nameof(AttributeRules.Copy), BoundContext.Instance, BoundConstant.Of(target), BoundConstant.Of(source.Attribute), BoundConstant.Of(append)),
            SelectExpression select => BindSelect(select) is { } value
                ? Store(_isModern ? nameof(AttributeRules.StoreSelectText) : nameof(AttributeRules.StoreSelect), value)
                : null,
            var other => BindAssigned(other) is { } value ? new BoundAssignment(Store(nameof(AttributeRules.Store), value)) : null,
        };

        BoundInvoke Store(string method, BoundExpression value) => Invoke(
            typeof(AttributeRules), method, BoundContext.Instance, BoundConstant.Of(target), value, BoundConstant.Of(append), BoundConstant.Of(location));
    }

    private BoundExpression? BindAssigned(ExpressionSyntax value)
    {
        if (_isModern)
            return BindModern(value) is { } bound ? AsNumber(bound) : null;

        return value switch
        {
            NumberExpression number => BoundConstant.Of(number.Value),
            StringExpression text => BoundConstant.Of(text.Value),
            ReturnCodeExpression => ReturnCode(),
            CallExpression call => BindCall(call) is { } bound ? AsNumber(bound) : null,
            WordExpression word => BindBareCommand(word),
            _ => ClassicCondition(value) is { } condition ? new BoundNumberOf(condition) : null,
        };
    }

    private OperandSymbol? FindOperand(string name)
    {
        foreach (var set in _state.VisibleSets(_order))
        {
            if (set.Operands.TryGetValue(name, out var operand))
                return operand;
        }

        return null;
    }

    private void CommandError(SourceSpan span, string message, string? hint = null) => _state.Diagnostics.Error(DiagnosticCategory.Command, span, message, hint);

    private void FlagError(ArgumentSyntax argument, string message, string? hint) =>
        _state.Diagnostics.Error(DiagnosticCategory.Flags, argument.Span, message, hint);
}
