using System.Reflection;
using Seraph.Script.Compilation;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Syntax;
using ExpressionType = System.Linq.Expressions.ExpressionType;

namespace Seraph.Script.Binding;

/// <summary>
/// Settles the meaning of one route block. A method that returns null has reported an error; binding goes on with the next statement, so that all errors are
/// found at once.
/// </summary>
internal sealed partial class RouteBinder
{
    /// <summary>The commands that the language itself has, for "did you mean".</summary>
    public static readonly string[] CommandNames =
    [
        "route", "if", "else", "while", "switch", "return", "exit", "drop", "break", "setflag", "resetflag", "isflagset", "setavpflag", "resetavpflag",
        "isavpflagset",
    ];

    private readonly BindingState _state;
    private readonly int _order;
    private readonly RouteBlockKind _block;
    private readonly bool _isModern;
    private readonly FunctionResolver _functions;
    private int _breakable;

    private RouteBinder(BindingState state, int order, RouteBlockKind block, ScriptRules rules)
    {
        _state = state;
        _order = order;
        _block = block;
        _isModern = rules != ScriptRules.Classic;
        _functions = new FunctionResolver(state, order, block);
    }

    /// <summary>Binds the body of a block.</summary>
    /// <param name="state">What is known about the script.</param>
    /// <param name="route">The block.</param>
    /// <param name="order">The number of the block among the top-level statements.</param>
    /// <param name="rules">The rules of the dialect.</param>
    public static BoundStatement Bind(BindingState state, RouteDeclaration route, int order, ScriptRules rules) =>
        new RouteBinder(state, order, route.Kind, rules).BindAll(route.Body);

    private BoundBlock BindAll(IReadOnlyList<StatementSyntax> statements)
    {
        var bound = new List<BoundStatement>(statements.Count);
        foreach (var statement in statements)
        {
            if (Bind(statement) is { } one)
                bound.Add(one);
        }

        return new BoundBlock(bound);
    }

    private BoundStatement? Bind(StatementSyntax statement) => statement switch
    {
        ExpressionStatement { Expression: var expression } => BindCommand(expression) is { } command ? new BoundEvaluation(command) : null,
        BlockStatement block => BindAll(block.Statements),
        IfStatement branches => BindIf(branches),
        WhileStatement loop => BindWhile(loop),
        SwitchStatement choice => BindSwitch(choice),
        JumpStatement jump => BindJump(jump),
        _ => throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}."),
    };

    private BoundIf BindIf(IfStatement branches)
    {
        var clauses = new List<(BoundExpression, BoundStatement)>(branches.Clauses.Count);
        foreach (var (condition, body) in branches.Clauses)
        {
            var test = BindCondition(condition);
            var then = Bind(body);
            if (test is not null && then is not null)
                clauses.Add((test, then));
        }

        return new BoundIf(clauses, branches.Else is null ? null : Bind(branches.Else));
    }

    private BoundWhile? BindWhile(WhileStatement loop)
    {
        if (loop.Condition is StringExpression)
        {
            Error(loop.Condition.Span, "bad expression: type mismatch (string instead of int) in the condition of while");
            return null;
        }

        var condition = BindCondition(loop.Condition);
        _breakable++;
        var body = Bind(loop.Body);
        _breakable--;
        return condition is null || body is null ? null : new BoundWhile(condition, body, loop.Span.ToLocation());
    }

    private BoundExpression? BindCondition(ExpressionSyntax condition)
    {
        if (condition is BadExpression)
            return null;

        if (!_isModern)
            return ClassicCondition(condition);

        if (BindModern(condition) is not { } bound)
            return null;

        if (IsConstant(bound))
            Warn(condition.Span, "the condition is constant");
        else if (IsText(bound))
            Warn(condition.Span, "the condition is a text and no number", "compare it with != \"\"");

        return ToCondition(bound, condition.Span);
    }

    private BoundSwitch? BindSwitch(SwitchStatement choice)
    {
        var labels = choice.Sections.Where(s => s.Kind != SwitchLabelKind.Default).ToList();
        var hasNumbers = labels.Exists(s => s.Kind == SwitchLabelKind.Number);
        var isGood = true;
        if (choice.Sections.Count == 0)
            Warn(choice.Span, "the switch is empty");

        var seen = new HashSet<(SwitchLabelKind, int, string)>();
        foreach (var section in choice.Sections)
        {
            var message = section.Kind switch
            {
                SwitchLabelKind.Default => seen.Add((section.Kind, 0, "")) ? null : "too many \"default:\" labels",
                SwitchLabelKind.Number => null,
                _ => hasNumbers ? "mixed integer and string/RE cases" : null,
            };
            if (section.Kind != SwitchLabelKind.Default && !seen.Add((section.Kind, section.Number, Convert.ToHexString(section.Text))))
                message = "duplicate case label";

            if (message is not null)
                Error(section.Span, message);

            isGood &= message is null;
        }

        var value = _isModern ? BindModern(choice.Value) : null;
        if (value is not null)
            value = labels.Count == 0 ? value : hasNumbers ? ToInteger(value, choice.Value.Span) : ToText(value);

        _breakable++;
        var sections = choice.Sections.Select(BindSection).ToList();
        _breakable--;
        return !isGood || value is null || sections.Contains(null) ? null : new BoundSwitch(value, [.. sections.Select(s => s!)]);
    }

    private BoundSection? BindSection(SwitchSection section)
    {
        PosixRegex? pattern = null;
        var body = BindAll(section.Statements);
        if (section.Kind == SwitchLabelKind.Pattern && !PosixRegex.TryCompile(section.Text, PosixRegexOptions.None, out pattern, out var error))
        {
            Error(section.Span, $"bad regular expression in the case label: {error}");
            return null;
        }

        return new BoundSection(section.Kind, section.Number, section.Text, pattern, body);
    }

    private BoundJump? BindJump(JumpStatement jump)
    {
        if (jump.Kind == JumpKind.Break)
            return _breakable > 0 ? new BoundJump(JumpKind.Break, null) : new BoundJump(JumpKind.Return, BoundConstant.Of(0));

        if (jump.Value is null)
            return new BoundJump(jump.Kind, BoundConstant.Of(jump.Kind == JumpKind.Return ? 1 : 0));

        return BindInteger(jump.Value) is { } value ? new BoundJump(jump.Kind, value) : null;
    }

    /// <summary>The value of <c>return</c> and <c>exit</c>.</summary>
    private BoundExpression? BindInteger(ExpressionSyntax value)
    {
        if (_isModern)
            return BindModern(value) is { } bound ? ToInteger(bound, value.Span) : null;

        return value switch
        {
            NumberExpression number => BoundConstant.Of(number.Value),
            ReturnCodeExpression => ReturnCode(),
            CallExpression call => BindCall(call) is { } bound ? AsNumber(bound) : null,
            AttributeExpression or SelectExpression => BindModern(value) is { } bound ? ToInteger(bound, value.Span) : null,
            _ => ClassicCondition(value) is { } condition ? new BoundNumberOf(condition) : null,
        };
    }

    /// <summary>A select, operand or call of which the kind of value doesn't matter; conditions become numbers.</summary>
    private static BoundExpression AsNumber(BoundExpression value) => value.Type == typeof(bool) ? new BoundNumberOf(value) : value;

    private static BoundInvoke ReturnCode() => Invoke(typeof(AttributeRules), nameof(AttributeRules.ReturnCode), BoundContext.Instance);

    /// <summary>A call of the overload that takes the types of the arguments.</summary>
    private static BoundInvoke Invoke(Type rules, string name, params BoundExpression[] arguments)
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.Public;
        var method = rules.GetMethod(name, flags, [.. arguments.Select(a => a.Type)])
            ?? throw new InvalidOperationException($"{rules.Name}.{name} has no overload for {string.Join(", ", arguments.Select(a => a.Type.Name))}.");
        return new BoundInvoke(method, null, arguments);
    }

    private static BoundIntegerOperation IsPositive(BoundExpression value) =>
        new(ExpressionType.GreaterThan, value, BoundConstant.Of(0), typeof(bool));

    private BoundSelect? BindSelect(SelectExpression select) => new SelectResolver(_state, _order).TryResolve(select.Path, select.Span);

    private void Error(SourceSpan span, string message, string? hint = null) => _state.Diagnostics.Error(DiagnosticCategory.Expression, span, message, hint);

    private void Warn(SourceSpan span, string message, string? hint = null) => _state.Diagnostics.Warning(DiagnosticCategory.Expression, span, message, hint);
}
