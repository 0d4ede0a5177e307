using Seraph.Script;
using Seraph.Script.Symbols;

namespace Seraph.Core.Configuration;

/// <summary>A property of an options object.</summary>
internal sealed class OptionVariable(ParameterSymbol symbol, string group, int index, int slot, object options)
    : ConfigurationVariable(group, symbol.Name, Describe(symbol), index)
{
    public ParameterSymbol Symbol => symbol;

    public int Slot => slot;

    public override bool IsNumber => symbol.IsNumber;

    public override bool IsReadOnly => !symbol.IsRuntime;

    internal override string? Apply(ConfigurationDraft draft, ScriptValue value)
    {
        if (symbol.ValueType == typeof(bool) && value.Integer is not (0 or 1))
            return $"{Name} is out of range: {value.Integer} (0 to 1 expected)";

        return symbol.TrySet(draft.Change(slot), value, out var error) ? null : error;
    }

    internal override void Publish(ScriptValue value)
    {
        if (!symbol.TrySet(options, value, out var error))
            throw new InvalidOperationException($"{Group}.{Name} took a value in a copy that it does not take now: {error}");
    }

    private static string Describe(ParameterSymbol symbol) => symbol.Unit.Length == 0 ? symbol.Help : $"{symbol.Help} ({symbol.Unit})";
}

/// <summary>A variable that the script declares for itself: <c>group.name = value</c>.</summary>
internal sealed class ScriptVariable(CustomVariable declaration, int index)
    : ConfigurationVariable(declaration.Group, declaration.Name, declaration.Description, index)
{
    public ScriptValue Initial => declaration.Value;

    public override bool IsNumber => declaration.Value.Kind == ScriptValueKind.Integer;

    internal override string? Apply(ConfigurationDraft draft, ScriptValue value)
    {
        draft.Values[Index] = value;
        return null;
    }
}

/// <summary>A variable that is a command: setting it does something, reading it gives 0.</summary>
internal sealed class TriggerVariable(string group, string name, string description, int index, int min, int max, Action<int> action)
    : ConfigurationVariable(group, name, description, index)
{
    public override bool IsNumber => true;

    internal override string? Apply(ConfigurationDraft draft, ScriptValue value) => value.Integer >= min && value.Integer <= max
        ? null
        : $"{Name} is out of range: {value.Integer} ({min} to {max} expected)";

    internal override void Publish(ScriptValue value) => action(value.Integer);
}
