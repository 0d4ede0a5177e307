using System.Linq.Expressions;

namespace Seraph.Script.Compilation;

/// <summary>
/// A flat list of instructions with labels and jumps, instead of a nested tree: any value may then jump away in the middle of its evaluation, and long or
/// deeply nested scripts need no deep recursion when they are compiled.
/// </summary>
internal sealed class CodeWriter
{
    private readonly List<Expression> _code = [];
    private readonly List<ParameterExpression> _variables = [];
    private readonly Dictionary<Type, Stack<ParameterExpression>> _free = [];
    private readonly Stack<ParameterExpression> _used = new();

    /// <summary>The number of instructions so far.</summary>
    public int Count => _code.Count;

    /// <summary>The number of temporary variables in use, for <see cref="Release"/>.</summary>
    public int Mark => _used.Count;

    public void Add(Expression instruction) => _code.Add(instruction);

    public void Insert(int position, Expression instruction) => _code.Insert(position, instruction);

    public void Set(ParameterExpression variable, Expression value) => _code.Add(Expression.Assign(variable, value));

    public void Place(LabelTarget label) => _code.Add(Expression.Label(label));

    public void Jump(LabelTarget label) => _code.Add(Expression.Goto(label));

    public void JumpIf(Expression condition, LabelTarget label) => _code.Add(Expression.IfThen(condition, Expression.Goto(label)));

    /// <summary>A variable that is taken until <see cref="Release"/>; its content is undefined.</summary>
    public ParameterExpression Take(Type type)
    {
        if (!_free.TryGetValue(type, out var free) || !free.TryPop(out var variable))
            _variables.Add(variable = Expression.Variable(type));

        _used.Push(variable);
        return variable;
    }

    /// <summary>Gives back the variables taken since a <see cref="Mark"/>.</summary>
    public void Release(int mark)
    {
        while (_used.Count > mark)
        {
            var variable = _used.Pop();
            if (!_free.TryGetValue(variable.Type, out var free))
                _free.Add(variable.Type, free = new Stack<ParameterExpression>());

            free.Push(variable);
        }
    }

    /// <summary>All instructions as one block, the last one being its value.</summary>
    public BlockExpression ToBlock() => Expression.Block(_variables, _code);
}
