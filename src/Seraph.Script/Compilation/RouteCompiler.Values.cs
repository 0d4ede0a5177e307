using System.Linq.Expressions;
using System.Reflection;
using Seraph.Script.Binding;
using Seraph.Script.Symbols;

namespace Seraph.Script.Compilation;

/// <content>Values of expressions.</content>
internal sealed partial class RouteCompiler
{
    /// <summary>
    /// The value of an expression. Instructions that have to run before, like calls that may end the script, are written; the result itself is to be used
    /// in the next instruction.
    /// </summary>
    private Expression Value(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Expression.Constant(constant.Value, constant.Type),
        BoundContext => _context,
        BoundInvoke invoke => Call(invoke.Method, invoke.Owner, Values(invoke.Arguments)),
        BoundFunctionCall call => FunctionCall(call),
        BoundRouteCall call => RouteCall(call),
        BoundSelect select => Select(select),
        BoundNot not => Expression.Not(Value(not.Operand)),
        BoundLogical logical => Logical(logical),
        BoundIntegerOperation operation => IntegerOperation(operation),
        BoundDivision division => Division(division),
        BoundNumberOf number => Expression.Condition(Value(number.Condition), Expression.Constant(1), Expression.Constant(0)),
        BoundAssignment assignment => ValueOrFault(assignment.Store),
        BoundNested nested => Nested(nested),
        _ => throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}."),
    };

    /// <summary>Several values, evaluated from left to right.</summary>
    private Expression[] Values(IReadOnlyList<BoundExpression> expressions)
    {
        var values = new Expression[expressions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var before = _code.Count;
            values[i] = Value(expressions[i]);
            if (_code.Count == before)
                continue;

            // Instructions were written for this value: those to its left have to be evaluated before them.
            for (var j = 0; j < i; j++)
            {
                if (values[j] is ConstantExpression or ParameterExpression)
                    continue;

                var kept = _code.Take(values[j].Type);
                _code.Insert(before++, Expression.Assign(kept, values[j]));
                values[j] = kept;
            }
        }

        return values;
    }

    /// <summary>A call of a declared method. The context is passed as the type that the method wants.</summary>
    private MethodCallExpression Call(MethodInfo method, MemberOwner? owner, IReadOnlyList<Expression> arguments)
    {
        var parameters = method.GetParameters();
        var passed = new Expression[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            passed[i] = arguments[i] == _context && parameters[i].ParameterType != typeof(ScriptContext) ? _typed : arguments[i];

        var instance = method.IsStatic ? null : Expression.Constant(owner!.Instance, method.DeclaringType!);
        return Expression.Call(instance, method, passed);
    }

    private ParameterExpression FunctionCall(BoundFunctionCall call)
    {
        var function = call.Function;
        var arguments = Values(call.Arguments);
        var result = Call(function.Method, function.Owner, function.TakesContext ? [_context, .. arguments] : arguments);
        Expression number = result;
        if (result.Type == typeof(bool))
            number = Expression.Condition(result, Expression.Constant(1), Expression.Constant(-1));
        else if (result.Type == typeof(ScriptResult))
            number = Expression.Property(result, nameof(ScriptResult.Code));

        var code = _code.Take(typeof(int));
        _code.Set(code, number);
        if (function.IsCommand)
            return code;

        var more = Expression.Label();
        _code.Add(Expression.Assign(Expression.Property(_context, nameof(ScriptContext.ReturnCode)), code));
        _code.JumpIf(Expression.NotEqual(code, Expression.Constant(0)), more);
        _code.Add(Expression.Call(typeof(RouteRuntime), nameof(RouteRuntime.Stop), null, _context));
        _code.Jump(_end);
        _code.Place(more);
        return code;
    }

    private Expression RouteCall(BoundRouteCall call)
    {
        if (call.Route.Route is not { } route)
        {
            // Calling a route that isn't defined is legal and true.
            _code.Add(Expression.Assign(Expression.Property(_context, nameof(ScriptContext.ReturnCode)), Expression.Constant(1)));
            return Expression.Constant(1);
        }

        var code = _code.Take(typeof(int));
        _code.Set(code, Expression.Call(Expression.Constant(route), CallMethod, _context, Expression.Constant(call.Location)));
        _code.JumpIf(Expression.Property(_context, nameof(ScriptContext.Exited)), _end);
        return code;
    }

    private static MethodInfo CallMethod { get; } = typeof(CompiledRoute).GetMethod(
        nameof(CompiledRoute.Call), BindingFlags.NonPublic | BindingFlags.Instance, [typeof(ScriptContext), typeof(Diagnostics.SourceLocation)])!;

    private Expression Select(BoundSelect select)
    {
        var first = Step(select.Steps[0], null);
        if (select.Steps.Count == 1)
            return first;

        var result = _code.Take(typeof(SelectResult));
        _code.Set(result, first);
        var end = Expression.Label();
        foreach (var step in select.Steps.Skip(1))
        {
            _code.JumpIf(Expression.Not(Expression.Property(result, nameof(SelectResult.HasValue))), end);
            _code.Set(result, Step(step, Expression.Property(result, nameof(SelectResult.Text))));
        }

        _code.Place(end);
        return result;
    }

    private MethodCallExpression Step(BoundSelectStep step, Expression? value)
    {
        var arguments = new List<Expression>();
        if (step.Symbol.TakesContext)
            arguments.Add(_context);
        if (value is not null)
            arguments.Add(value);

        arguments.AddRange(Values(step.Arguments));
        return Call(step.Symbol.Method, step.Symbol.Owner, arguments);
    }

    private ParameterExpression Logical(BoundLogical logical)
    {
        var end = Expression.Label();
        var result = _code.Take(typeof(bool));
        _code.Set(result, Expression.Constant(false));
        Jump(logical, end, false);
        _code.Set(result, Expression.Constant(true));
        _code.Place(end);
        return result;
    }

    private BinaryExpression IntegerOperation(BoundIntegerOperation operation)
    {
        var values = Values([operation.Left, operation.Right]);
        return Expression.MakeBinary(operation.Operation, values[0], values[1]);
    }

    private MethodCallExpression Division(BoundDivision division)
    {
        var values = Values([division.Left, division.Right]);
        var left = _code.Take(typeof(int));
        var right = _code.Take(typeof(int));
        _code.Set(left, values[0]);
        _code.Set(right, values[1]);
        var more = Expression.Label();
        _code.JumpIf(Expression.NotEqual(right, Expression.Constant(0)), more);
        _code.Add(Report(ScriptFault.DivisionByZero, division.Location));
        _code.Jump(_fault);
        _code.Place(more);
        _hasFaults = true;
        return Expression.Call(typeof(ModernRules), division.IsModulo ? nameof(ModernRules.Modulo) : nameof(ModernRules.Divide), null, left, right);
    }

    /// <summary>A statement as a value: its <c>return</c> ends only it, and without one it has the value of the last command.</summary>
    private ParameterExpression Nested(BoundNested nested)
    {
        var (outerReturn, outerLast) = (_return, _last);
        var value = _code.Take(typeof(int));
        _code.Set(value, Expression.Constant(1));
        _return = (value, Expression.Label());
        _last = value;
        Write(nested.Statement);
        _code.Place(_return.End);
        (_return, _last) = (outerReturn, outerLast);
        return value;
    }
}
