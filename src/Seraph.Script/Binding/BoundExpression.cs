using System.Linq.Expressions;
using System.Reflection;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;

namespace Seraph.Script.Binding;

/// <summary>
/// An expression whose meaning is settled: every name is found, every conversion is there, and the rules of the dialect are chosen. The types are those of
/// the compiled code: int, bool, byte[] (constant strings), ReadOnlyMemory&lt;byte&gt;, <see cref="ScriptValue"/>, <see cref="SelectResult"/>,
/// <see cref="IpValue"/>.
/// </summary>
internal abstract record BoundExpression(Type Type);

/// <summary>A constant; null is one of the type <c>int?</c>.</summary>
internal sealed record BoundConstant(object? Value, Type Type) : BoundExpression(Type)
{
    public static BoundConstant Of(int value) => new(value, typeof(int));

    public static BoundConstant Of(bool value) => new(value, typeof(bool));

    public static BoundConstant Of(byte[] value) => new(value, typeof(byte[]));

    public static BoundConstant Of<T>(T value)
        where T : notnull => new(value, typeof(T));
}

/// <summary>The context, as an argument.</summary>
internal sealed record BoundContext() : BoundExpression(typeof(ScriptContext))
{
    public static BoundContext Instance { get; } = new();
}

/// <summary>A call that has no effect on the flow of control: an operand, a comparison, a conversion, a store.</summary>
internal sealed record BoundInvoke(MethodInfo Method, MemberOwner? Owner, IReadOnlyList<BoundExpression> Arguments) : BoundExpression(Method.ReturnType);

/// <summary>A call of a command or of a module's function, which may end the script.</summary>
internal sealed record BoundFunctionCall(FunctionSymbol Function, IReadOnlyList<BoundExpression> Arguments) : BoundExpression(typeof(int));

/// <summary><c>route(name)</c></summary>
internal sealed record BoundRouteCall(RouteReference Route, SourceLocation Location) : BoundExpression(typeof(int));

/// <summary>A select and the sub-selects that it goes on with.</summary>
internal sealed record BoundSelect(IReadOnlyList<BoundSelectStep> Steps) : BoundExpression(typeof(SelectResult));

/// <summary>One step of a select; all but the first take the value so far.</summary>
internal sealed record BoundSelectStep(SelectSymbol Symbol, IReadOnlyList<BoundExpression> Arguments);

/// <summary><c>&amp;&amp;</c> or <c>||</c> of conditions.</summary>
internal sealed record BoundLogical(bool IsAnd, IReadOnlyList<BoundExpression> Operands) : BoundExpression(typeof(bool));

internal sealed record BoundNot(BoundExpression Operand) : BoundExpression(typeof(bool));

/// <summary>An operation of two integers: arithmetic, bits or a comparison.</summary>
internal sealed record BoundIntegerOperation(ExpressionType Operation, BoundExpression Left, BoundExpression Right, Type Type) : BoundExpression(Type);

/// <summary>A division, which fails when the divisor is 0.</summary>
internal sealed record BoundDivision(bool IsModulo, BoundExpression Left, BoundExpression Right, SourceLocation Location) : BoundExpression(typeof(int));

/// <summary>A condition as a number: 1 or 0.</summary>
internal sealed record BoundNumberOf(BoundExpression Condition) : BoundExpression(typeof(int));

/// <summary>An expression that stores something; -1 when the evaluation of what is to be stored fails.</summary>
internal sealed record BoundAssignment(BoundExpression Store) : BoundExpression(typeof(int));

/// <summary>A statement that is used as an expression: the value of the last command that it ran.</summary>
internal sealed record BoundNested(BoundStatement Statement) : BoundExpression(typeof(int));
