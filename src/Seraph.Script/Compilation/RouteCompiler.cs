using System.Linq.Expressions;
using Seraph.Script.Binding;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Syntax;

namespace Seraph.Script.Compilation;

/// <summary>Turns bound statements into delegates. See <see cref="CodeWriter"/> for the form of the code.</summary>
internal sealed partial class RouteCompiler
{
    private readonly CodeWriter _code = new();
    private readonly ParameterExpression _context = Expression.Parameter(typeof(ScriptContext), "context");
    private readonly ParameterExpression _typed;
    private readonly LabelTarget _end = Expression.Label();
    private readonly Stack<LabelTarget> _breaks = new();

    /// <summary>Where the value of the innermost route or nested statement goes, and the end of it.</summary>
    private (ParameterExpression Value, LabelTarget End) _return;

    /// <summary>Receives the value of every command of a nested statement; null in a route, whose value is that of its <c>return</c>.</summary>
    private ParameterExpression? _last;

    /// <summary>Where an evaluation goes that fails.</summary>
    private LabelTarget _fault;
    private bool _hasFaults;

    private RouteCompiler(Type contextType)
    {
        _typed = _code.Take(contextType);
        _code.Set(_typed, Expression.Convert(_context, contextType));
        _return = (_code.Take(typeof(int)), _end);
        _fault = _end;
    }

    /// <summary>Compiles the body of a route.</summary>
    public static RouteBody Compile(BoundStatement body, Type contextType)
    {
        var compiler = new RouteCompiler(contextType);
        var value = compiler._return.Value;
        compiler.Write(body);
        compiler._code.Set(value, Expression.Constant(1)); // the value of a route that runs off its end
        compiler._code.Place(compiler._end);
        compiler._code.Add(value);
        return Expression.Lambda<RouteBody>(compiler._code.ToBlock(), compiler._context).Compile();
    }

    /// <summary>Compiles the reading of a select or specifier.</summary>
    public static SelectReader CompileReader(BoundExpression value, Type contextType)
    {
        var compiler = new RouteCompiler(contextType);
        compiler._code.Add(compiler.Value(value));
        return Expression.Lambda<SelectReader>(compiler._code.ToBlock(), compiler._context).Compile();
    }

    private void Write(BoundStatement statement)
    {
        var mark = _code.Mark;
        switch (statement)
        {
            case BoundEvaluation evaluation:
                WriteEvaluation(evaluation.Expression);
                break;
            case BoundBlock block:
                foreach (var one in block.Statements)
                    Write(one);
                break;
            case BoundIf branches:
                WriteIf(branches);
                break;
            case BoundWhile loop:
                WriteWhile(loop);
                break;
            case BoundSwitch choice:
                WriteSwitch(choice);
                break;
            case BoundJump jump:
                WriteJump(jump);
                break;
            default:
                throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}.");
        }

        _code.Release(mark);
    }

    private void WriteEvaluation(BoundExpression expression)
    {
        var value = Value(expression);
        if (_last is not null)
            _code.Set(_last, value.Type == typeof(bool) ? Expression.Condition(value, Expression.Constant(1), Expression.Constant(0)) : value);
        else if (value is not (ParameterExpression or ConstantExpression))
            _code.Add(value);
    }

    private void WriteIf(BoundIf branches)
    {
        var end = Expression.Label();
        foreach (var (condition, body) in branches.Clauses)
        {
            var next = Expression.Label();
            JumpUnless(condition, next);
            Write(body);
            _code.Jump(end);
            _code.Place(next);
        }

        if (branches.Else is not null)
            Write(branches.Else);
        else if (_last is not null)
            _code.Set(_last, Expression.Constant(1));

        _code.Place(end);
    }

    private void WriteWhile(BoundWhile loop)
    {
        var (start, end, more) = (Expression.Label(), Expression.Label(), Expression.Label());
        var rounds = _code.Take(typeof(int));
        _code.Set(rounds, Expression.Constant(0));
        _code.Place(start);
        JumpUnless(loop.Condition, end);
        _code.JumpIf(Expression.LessThan(rounds, Expression.Property(_context, nameof(ScriptContext.MaxLoops))), more);
        _code.Add(Report(ScriptFault.TooManyLoops, loop.Location));
        _code.Jump(end);
        _code.Place(more);
        _code.Set(rounds, Expression.Add(rounds, Expression.Constant(1)));
        _breaks.Push(end);
        Write(loop.Body);
        _breaks.Pop();
        _code.Jump(start);
        _code.Place(end);
    }

    private void WriteSwitch(BoundSwitch choice)
    {
        var end = Expression.Label();
        var labels = choice.Sections.Select(_ => Expression.Label()).ToList();
        var otherwise = choice.Sections.ToList().FindIndex(s => s.Kind == SwitchLabelKind.Default);
        var otherwiseLabel = otherwise < 0 ? end : labels[otherwise];
        var outer = _fault;
        _fault = otherwiseLabel;
        var value = _code.Take(choice.Value.Type);
        _code.Set(value, Value(choice.Value));
        _fault = outer;
        for (var i = 0; i < labels.Count; i++)
        {
            if (i != otherwise)
                _code.JumpIf(IsLabel(choice.Sections[i], value), labels[i]);
        }

        _code.Jump(otherwiseLabel);
        _breaks.Push(end);
        for (var i = 0; i < labels.Count; i++)
        {
            _code.Place(labels[i]);
            Write(choice.Sections[i].Body);
        }

        _breaks.Pop();
        _code.Place(end);
    }

    private static Expression IsLabel(BoundSection section, ParameterExpression value)
    {
        if (section.Kind == SwitchLabelKind.Number)
            return Expression.Equal(value, Expression.Constant(section.Number));

        return section.Pattern is { } pattern
            ? Expression.Call(typeof(TextRules), nameof(TextRules.IsMatch), null, Expression.Constant(pattern), value)
            : Expression.Call(typeof(TextRules), nameof(TextRules.AreEqual), null, value, Expression.Constant(section.Text));
    }

    private void WriteJump(BoundJump jump)
    {
        if (jump.Kind == JumpKind.Break)
        {
            _code.Jump(_breaks.Peek());
            return;
        }

        var value = ValueOrFault(jump.Value!);
        if (jump.Kind == JumpKind.Return)
        {
            _code.Set(_return.Value, value);
            _code.Jump(_return.End);
            return;
        }

        var isDrop = Expression.Constant(jump.Kind == JumpKind.Drop);
        _code.Add(Expression.Call(typeof(RouteRuntime), nameof(RouteRuntime.Exit), null, _context, value, isDrop));
        _code.Jump(_end);
    }

    /// <summary>The value of an expression of type int, or -1 when its evaluation fails.</summary>
    private Expression ValueOrFault(BoundExpression expression)
    {
        var (outer, hadFaults) = (_fault, _hasFaults);
        var fault = _fault = Expression.Label();
        _hasFaults = false;
        var value = Value(expression);
        var hasFaults = _hasFaults;
        (_fault, _hasFaults) = (outer, hadFaults);
        if (!hasFaults)
            return value;

        var done = Expression.Label();
        var result = _code.Take(typeof(int));
        _code.Set(result, value);
        _code.Jump(done);
        _code.Place(fault);
        _code.Set(result, Expression.Constant(-1));
        _code.Place(done);
        return result;
    }

    /// <summary>Goes on behind a condition only when it is true; a failing evaluation counts as false.</summary>
    private void JumpUnless(BoundExpression condition, LabelTarget label)
    {
        var (outer, mark) = (_fault, _code.Mark);
        _fault = label;
        Jump(condition, label, false);
        _fault = outer;
        _code.Release(mark);
    }

    /// <summary>Jumps when a condition has the wanted outcome, else goes on.</summary>
    private void Jump(BoundExpression condition, LabelTarget label, bool wanted)
    {
        switch (condition)
        {
            case BoundNot not:
                Jump(not.Operand, label, !wanted);
                break;
            case BoundLogical logical when logical.IsAnd != wanted:
                foreach (var operand in logical.Operands)
                    Jump(operand, label, wanted);
                break;
            case BoundLogical logical:
                var skip = Expression.Label();
                for (var i = 0; i < logical.Operands.Count - 1; i++)
                    Jump(logical.Operands[i], skip, !wanted);

                Jump(logical.Operands[^1], label, wanted);
                _code.Place(skip);
                break;
            default:
                var value = Value(condition);
                _code.JumpIf(wanted ? value : Expression.Not(value), label);
                break;
        }
    }

    private MethodCallExpression Report(ScriptFault fault, SourceLocation location) =>
        Expression.Call(typeof(RouteRuntime), nameof(RouteRuntime.Report), null, _context, Expression.Constant(fault), Expression.Constant(location));
}
